/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the kernel's own structures tell when one follows their pointers: the path of a file, which
 * eBPF programs at probes may not ask for, and the ancestors of a process. Each is a loop that
 * reads one structure a round. Where members lie, BTF tells when the program is compiled.
 *
 * A path is found from its end: an entry's name, the name of what it stands in, and so on. Where a
 * mounted file system begins, it goes on at what that is mounted on:
 *
 *	for (;;) {
 *		if (dentry == mnt->mnt_root)		the mount it is on, or the end
 *			dentry = mount->mnt_mountpoint, mnt = mount->mnt_parent
 *		else					"/name" before what is there
 *			dentry = dentry->d_parent
 *	} */
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/builtin.h"

/* Members that are read, and where they lie. */
struct member {
	const char *type, *name;
};

/* One after the other; negative errno: told. */
static int find_members(struct lower *lo, const struct member *members, uint32_t n, int *offsets)
{
	for (uint32_t i = 0; i < n; i++) {
		offsets[i] = lo->s->kernel_member(lo->s->kernel_ctx, members[i].type,
						  members[i].name, lo->s->dg);
		if (offsets[i] < 0)
			return offsets[i];
	}
	return 0;
}

/* The context of the loops is two pointers, to their state and to the text that one of them writes.
 * The state begins alike. */
enum { CTX_STATE = 0, CTX_TEXT = 8, CTX_SIZE = 16 };
enum { STATE_VALUE = 0, STATE_BAD = 8, STATE_OWN = 16 };

/* A loop's body in the making. */
struct walk {
	struct ir_routine *r;
	const int *offsets;
	uint32_t state;		/* register */
	uint32_t fail;		/* label */
};

/* A member that cannot be read ends the loop, and leaves its address. */
static uint32_t read_member(const struct walk *w, uint32_t object, uint32_t member, uint32_t size)
{
	uint32_t at = ir_binary_imm(w->r, IR_ADD, object, w->offsets[member]), status;

	ir_store_reg(w->r, w->state, STATE_BAD, at, 8);
	status = ir_read(w->r, IR_READ_KERN,
			 ir_binary_imm(w->r, IR_ADD, w->state, STATE_VALUE), at, IR_NO_REG, size);
	ir_br_imm(w->r, IR_NE, status, 0, w->fail);
	return ir_load(w->r, w->state, STATE_VALUE, size, false);
}

static struct walk begin_walk(struct lower *lo, uint32_t body, const int *offsets)
{
	struct ir_routine *r = lo->s->module->routines.data[body];
	struct walk w = { .r = r, .offsets = offsets, .fail = ir_label(r) };

	w.state = ir_load(r, 1, CTX_STATE, 8, false);
	return w;
}

/* What ends the loop: reached, or in vain. */
static void end_walk(const struct walk *w, uint32_t stop)
{
	ir_place(w->r, stop);
	ir_store_imm(w->r, w->state, STATE_BAD, 0, 8);
	ir_place(w->r, w->fail);
	ir_ret(w->r, ir_imm(w->r, 1));
}

/* Runs the loop; a read that failed is a fault. */
static void run_walk(struct lower *lo, uint32_t body, uint32_t state, uint32_t text,
		     uint32_t n_rounds)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t ctx = lower_temp(lo, CTX_SIZE, FRAME_LOOP_CONTEXT, "walk");
	uint32_t bad;

	ir_store_reg(r, ctx, CTX_STATE, state, 8);
	ir_store_reg(r, ctx, CTX_TEXT, text, 8);
	ir_loop(r, body, ctx, n_rounds);
	bad = ir_load(r, state, STATE_BAD, 8, false);
	lower_fault_if_imm(lo, IR_NE, bad, 0, FAULT_BADADDR, bad);
}

/* A member read at once, outside of a loop. */
static uint32_t read_now(struct lower *lo, uint32_t object, int offset)
{
	struct place to = lower_frame(lo, 8, "member");
	struct ir_routine *r = lower_code(lo);
	uint32_t at = ir_binary_imm(r, IR_ADD, object, offset);
	uint32_t status = ir_read(r, IR_READ_KERN, to.base, at, IR_NO_REG, 8);

	lower_fault_if_imm(lo, IR_SLT, status, 0, FAULT_BADADDR, at);
	return ir_load(r, to.base, 0, 8, false);
}

enum { TASK_PARENT, TASK_TGID, TASK_N };
enum { FAMILY_TASK = STATE_OWN, FAMILY_WANTED = 24, FAMILY_FOUND = 32, FAMILY_SIZE = 40 };

/* More ancestors no process has. */
enum { FAMILY_MAX = 1024 };

/* if (task->tgid == wanted) found = 1; else if (task is its own parent) not found;
 * else task = task->real_parent; */
static void family_body(struct lower *lo, uint32_t body, const int *offsets)
{
	struct walk w = begin_walk(lo, body, offsets);
	uint32_t found = ir_label(w.r), stop = ir_label(w.r);
	uint32_t task = ir_load(w.r, w.state, FAMILY_TASK, 8, false);
	uint32_t wanted = ir_load(w.r, w.state, FAMILY_WANTED, 8, false);
	uint32_t parent;

	ir_br(w.r, IR_EQ, read_member(&w, task, TASK_TGID, 4), wanted, found);
	parent = read_member(&w, task, TASK_PARENT, 8);
	ir_br(w.r, IR_EQ, parent, task, stop);
	ir_store_reg(w.r, w.state, FAMILY_TASK, parent, 8);
	ir_store_imm(w.r, w.state, STATE_BAD, 0, 8);
	ir_ret(w.r, IR_NO_REG);
	ir_place(w.r, found);
	ir_store_imm(w.r, w.state, FAMILY_FOUND, 1, 8);
	end_walk(&w, stop);
}

static int lower_progenyof(struct lower *lo, const struct node *use, struct value *out)
{
	static const struct member members[TASK_N] = {
		[TASK_PARENT] = { "task_struct", "real_parent" },
		[TASK_TGID] = { "task_struct", "tgid" },
	};
	uint32_t wanted, state, body;
	int offsets[TASK_N];
	struct ir_routine *r;
	int err = find_members(lo, members, TASK_N, offsets);

	if (!err)
		err = lower_int(lo, node_call(use)->args, &wanted);
	if (err)
		return err;
	body = ir_module_add_routine(lo->s->module, "family", CONTEXT_BODY);
	r = lower_code(lo);
	state = lower_temp(lo, FAMILY_SIZE, FRAME_LOOP_STATE, "family");
	ir_zero(r, state, 0, FAMILY_SIZE);
	ir_store_reg(r, state, FAMILY_TASK, ir_env(r, ENV_TASK), 8);
	ir_store_reg(r, state, FAMILY_WANTED, ir_ext(r, wanted, 4, false), 8);
	family_body(lo, body, offsets);
	run_walk(lo, body, state, state, FAMILY_MAX);
	value_int(out, ir_load(lower_code(lo), state, FAMILY_FOUND, 8, false));
	return 0;
}

enum {
	PATH_MNT,
	PATH_DENTRY,
	MNT_ROOT,
	MOUNT_MNT,
	MOUNT_PARENT,
	MOUNT_POINT,
	DENTRY_PARENT,
	DENTRY_LEN,
	DENTRY_NAME,
	PATH_N
};

static const struct member path_members[PATH_N] = {
	[PATH_MNT] = { "path", "mnt" },
	[PATH_DENTRY] = { "path", "dentry" },
	[MNT_ROOT] = { "vfsmount", "mnt_root" },
	[MOUNT_MNT] = { "mount", "mnt" },
	[MOUNT_PARENT] = { "mount", "mnt_parent" },
	[MOUNT_POINT] = { "mount", "mnt_mountpoint" },
	[DENTRY_PARENT] = { "dentry", "d_parent" },
	[DENTRY_LEN] = { "dentry", "d_name.len" },
	[DENTRY_NAME] = { "dentry", "d_name.name" },
};

enum {
	WALK_DENTRY = STATE_OWN,
	WALK_MNT = 24,
	WALK_AT = 32,		/* where the text begins */
	WALK_SIZE = 40
};

/* The kernel's limit for a name; and how many names and mounts are followed. */
enum { NAME_BYTES = 255, WALK_MAX = 256 };

/* The text before is moved nowhere: names are read to where they belong. Behind the strsize bytes
 * is room for a name, since the verifier takes each to be as long as can be. */
static void put_name(const struct walk *w, uint32_t dentry, uint32_t strsize, uint32_t full)
{
	uint32_t len = read_member(w, dentry, DENTRY_LEN, 4);
	uint32_t name = read_member(w, dentry, DENTRY_NAME, 8);
	uint32_t text = ir_load(w->r, 1, CTX_TEXT, 8, false);
	uint32_t at = ir_load(w->r, w->state, WALK_AT, 8, false);
	uint32_t status;

	ir_br_imm(w->r, IR_GT, len, NAME_BYTES, full);
	ir_br(w->r, IR_GE, len, at, full);
	at = ir_binary(w->r, IR_SUB, at, len);
	status = ir_read(w->r, IR_READ_KERN, ir_index(w->r, text, at, strsize), name, len,
			 NAME_BYTES);
	ir_br_imm(w->r, IR_NE, status, 0, w->fail);
	at = ir_binary_imm(w->r, IR_SUB, at, 1);
	ir_store_imm(w->r, ir_index(w->r, text, at, strsize), 0, '/', 1);
	ir_store_reg(w->r, w->state, WALK_AT, at, 8);
}

static void go_on(const struct walk *w, uint32_t dentry)
{
	ir_store_reg(w->r, w->state, WALK_DENTRY, dentry, 8);
	ir_store_imm(w->r, w->state, STATE_BAD, 0, 8);
	ir_ret(w->r, IR_NO_REG);
}

static void path_body(struct lower *lo, uint32_t body, const int *offsets)
{
	struct walk w = begin_walk(lo, body, offsets);
	uint32_t at_root = ir_label(w.r), full = ir_label(w.r), stop = ir_label(w.r);
	uint32_t dentry = ir_load(w.r, w.state, WALK_DENTRY, 8, false);
	uint32_t mnt = ir_load(w.r, w.state, WALK_MNT, 8, false);
	uint32_t parent, mount;

	ir_br(w.r, IR_EQ, read_member(&w, mnt, MNT_ROOT, 8), dentry, at_root);
	parent = read_member(&w, dentry, DENTRY_PARENT, 8);
	ir_br(w.r, IR_EQ, parent, dentry, stop);
	put_name(&w, dentry, lo->s->strsize, full);
	go_on(&w, parent);
	ir_place(w.r, at_root);
	mount = ir_binary_imm(w.r, IR_SUB, mnt, offsets[MOUNT_MNT]);
	parent = read_member(&w, mount, MOUNT_PARENT, 8);
	ir_br(w.r, IR_EQ, parent, mount, stop);
	dentry = read_member(&w, mount, MOUNT_POINT, 8);
	ir_store_reg(w.r, w.state, WALK_MNT,
		     ir_binary_imm(w.r, IR_ADD, parent, offsets[MOUNT_MNT]), 8);
	go_on(&w, dentry);
	ir_place(w.r, full);
	mount = ir_load(w.r, w.state, WALK_AT, 8, false);
	ir_store_reg(w.r, w.state, WALK_AT, ir_binary_imm(w.r, IR_ADD, mount, 1), 8);
	end_walk(&w, stop);
}

/* The text of the struct path at this address, or of another dentry on its mount, which may be
 * IR_NO_REG; nothing but the root is "/". */
static int lower_path_at(struct lower *lo, uint32_t path, uint32_t dentry, struct value *out)
{
	uint32_t strsize = lo->s->strsize, body, state, at, some;
	int offsets[PATH_N];
	int err = find_members(lo, path_members, PATH_N, offsets);
	struct ir_routine *r;
	struct place text, to;

	if (err)
		return err;
	body = ir_module_add_routine(lo->s->module, "path", CONTEXT_BODY);
	text = lower_frame(lo, strsize + NAME_BYTES + 1, "path");
	state = lower_temp(lo, WALK_SIZE, FRAME_LOOP_STATE, "path state");
	r = lower_code(lo);
	ir_zero(r, state, 0, WALK_SIZE);
	ir_store_reg(r, state, WALK_MNT, read_now(lo, path, offsets[PATH_MNT]), 8);
	if (dentry == IR_NO_REG)
		dentry = read_now(lo, path, offsets[PATH_DENTRY]);
	ir_store_reg(r, state, WALK_DENTRY, dentry, 8);
	ir_store_imm(r, state, WALK_AT, strsize - 1, 8);
	ir_store_imm(r, text.base, (int32_t)strsize - 1, 0, 1);
	path_body(lo, body, offsets);
	run_walk(lo, body, state, text.base, WALK_MAX);
	at = ir_reg(r);
	ir_assign(r, at, ir_load(r, state, WALK_AT, 8, false));
	some = ir_label(r);
	ir_br_imm(r, IR_NE, at, strsize - 1, some);
	ir_assign_imm(r, at, strsize - 2);
	ir_store_imm(r, text.base, (int32_t)strsize - 2, '/', 1);
	ir_place(r, some);
	to = lower_string_place(lo, out);
	value_string(out, &to, ir_read(r, IR_COPY_STR, lower_address(lo, &to),
				       ir_index(r, text.base, at, strsize - 1), IR_NO_REG,
				       to.size));
	return 0;
}

static int lower_d_path(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	uint32_t path, dentry = IR_NO_REG;
	int err = lower_int(lo, args, &path);

	if (!err && args->next)
		err = lower_int(lo, args->next, &dentry);
	return err ? err : lower_path_at(lo, path, dentry, out);
}

/* A member of the task's fs_struct. */
static int lower_fs_path(struct lower *lo, const char *name, struct value *out)
{
	const struct member members[] = { { "task_struct", "fs" }, { "fs_struct", name } };
	int offsets[2];
	int err = find_members(lo, members, 2, offsets);
	uint32_t fs;

	if (err)
		return err;
	fs = read_now(lo, ir_env(lower_code(lo), ENV_TASK), offsets[0]);
	return lower_path_at(lo, ir_binary_imm(lower_code(lo), IR_ADD, fs, offsets[1]),
			     IR_NO_REG, out);
}

static int lower_cwd(struct lower *lo, const struct node *use, struct value *out)
{
	(void)use;
	return lower_fs_path(lo, "pwd", out);
}

static int lower_root(struct lower *lo, const struct node *use, struct value *out)
{
	(void)use;
	return lower_fs_path(lo, "root", out);
}

#define PATH_LIMIT " A path longer than strsize lacks its beginning, down to a whole name."

const struct builtin kernel_builtins[] = {
	{ .name = "cwd",
	  .kind = BUILTIN_VAR,
	  .proto = "string",
	  .lower = lower_cwd,
	  .doc = "The current directory of the process, from the root of its mount namespace."
		 PATH_LIMIT },
	{ .name = "d_path",
	  .kind = BUILTIN_SUB,
	  .proto = "string (kernel struct path *, [kernel struct dentry *])",
	  .lower = lower_d_path,
	  .doc = "The path of a file that the kernel has open, as in &file->f_path, from the root "
		 "of the mount namespace. What is in no directory, as a pipe, is \"/\". "
		 "The second argument is another entry of the same mount, as "
		 "file->f_path.mnt->mnt_root."
		 PATH_LIMIT },
	{ .name = "progenyof",
	  .kind = BUILTIN_SUB,
	  .proto = "int (pid_t)",
	  .lower = lower_progenyof,
	  .doc = "1 if the process is the one with this number or descends from it, else 0." },
	{ .name = "root",
	  .kind = BUILTIN_VAR,
	  .proto = "string",
	  .lower = lower_root,
	  .doc = "The root directory of the process, from the root of its mount namespace."
		 PATH_LIMIT },
	{ 0 },
};
