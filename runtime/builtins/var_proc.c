/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Variables that tell which thread the probe fired in. */
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"

/* Two 32-bit numbers share a word; datum is how far to shift. All of them print as 32 bits. */
static int lower_half(struct lower *lo, uint32_t reg, uint32_t shift, bool is_signed,
		      struct value *out)
{
	struct ir_routine *r = lower_code(lo);

	if (shift && !is_signed)
		reg = ir_binary_imm(r, IR_SHR, reg, shift);
	else if (shift)
		reg = ir_binary_imm(r, IR_SAR, reg, shift);
	else
		reg = ir_ext(r, reg, 4, is_signed);
	value_int(out, reg);
	return 0;
}

static int lower_pid(struct lower *lo, const struct node *use, struct value *out)
{
	return lower_half(lo, lower_ids(lo), (uint32_t)node_var(use)->builtin->datum, true, out);
}

static int lower_uid(struct lower *lo, const struct node *use, struct value *out)
{
	return lower_half(lo, ir_env(lower_code(lo), ENV_UID_GID),
			  (uint32_t)node_var(use)->builtin->datum, false, out);
}

static int lower_curthread(struct lower *lo, const struct node *use, struct value *out)
{
	(void)use;
	value_int(out, ir_env(lower_code(lo), ENV_TASK));
	return 0;
}

static int lower_cpu(struct lower *lo, const struct node *use, struct value *out)
{
	(void)use;
	value_int(out, ir_env(lower_code(lo), ENV_CPU));
	return 0;
}

/* The kernel fills all 16 bytes, so a place of that size will do. */
static int lower_execname(struct lower *lo, const struct node *use, struct value *out)
{
	enum { COMM_SIZE = 16 };
	struct place place = out->want;

	(void)use;
	if (place.base == IR_NO_REG || place.size < COMM_SIZE)
		place = lower_frame(lo, COMM_SIZE, "execname");
	ir_comm(lower_code(lo), lower_address(lo, &place));
	place.size = COMM_SIZE;
	value_string(out, &place, IR_NO_REG);
	return 0;
}

/* One member of a kernel structure at address; a bad address is a fault. */
static int load_kernel(struct lower *lo, uint32_t address, const char *member, uint32_t size,
		       uint32_t *out)
{
	struct place place = lower_frame(lo, 8, member);
	struct ir_routine *r = lower_code(lo);
	int offset = lo->s->kernel_member(lo->s->kernel_ctx, "task_struct", member, lo->s->dg);
	uint32_t err;

	if (offset < 0)
		return offset;
	address = ir_binary_imm(r, IR_ADD, address, offset);
	err = ir_read_own(r, place.base, address, size);
	lower_fault_if_imm(lo, IR_SLT, err, 0, FAULT_BADADDR, address);
	*out = ir_load(r, place.base, 0, size, true);
	return 0;
}

static int lower_ppid(struct lower *lo, const struct node *use, struct value *out)
{
	uint32_t parent, pid;
	int err;

	(void)use;
	err = load_kernel(lo, ir_env(lower_code(lo), ENV_TASK), "real_parent", 8, &parent);
	if (!err)
		err = load_kernel(lo, parent, "tgid", 4, &pid);
	if (!err)
		value_int(out, pid);
	return err;
}

/* What Linux does not have, and DTrace has a value for. */
static int lower_ipl(struct lower *lo, const struct node *use, struct value *out)
{
	(void)use;
	value_int(out, ir_imm(lower_code(lo), 0));
	return 0;
}

static int lower_zonename(struct lower *lo, const struct node *use, struct value *out)
{
	static const char global[] = "global";

	(void)use;
	value_text(lo, out, global, sizeof(global) - 1);
	return 0;
}

const struct builtin proc_builtins[] = {
	{ .name = "cpu",
	  .kind = BUILTIN_VAR,
	  .proto = "int",
	  .lower = lower_cpu,
	  .doc = "The number of the CPU." },
	{ .name = "curthread",
	  .kind = BUILTIN_VAR,
	  .proto = "kernel struct task_struct *",
	  .lower = lower_curthread,
	  .doc = "The thread as the running kernel has it, with all its members." },
	{ .name = "execname",
	  .kind = BUILTIN_VAR,
	  .proto = "string",
	  .lower = lower_execname,
	  .doc = "The name of the thread, at first that of its program: 15 characters at most." },
	{ .name = "gid",
	  .kind = BUILTIN_VAR,
	  .proto = "gid_t",
	  .datum = 32,
	  .lower = lower_uid,
	  .doc = "The real group id of the process." },
	{ .name = "ipl",
	  .kind = BUILTIN_VAR,
	  .proto = "uint32_t",
	  .lower = lower_ipl,
	  .doc = "0: Linux has no interrupt priority levels." },
	{ .name = "pid",
	  .kind = BUILTIN_VAR,
	  .proto = "pid_t",
	  .datum = 32,
	  .lower = lower_pid,
	  .doc = "The number of the process." },
	{ .name = "ppid",
	  .kind = BUILTIN_VAR,
	  .proto = "pid_t",
	  .lower = lower_ppid,
	  .doc = "The number of the process's parent." },
	{ .name = "tid",
	  .kind = BUILTIN_VAR,
	  .proto = "id_t",
	  .lower = lower_pid,
	  .doc = "The number of the thread." },
	{ .name = "uid",
	  .kind = BUILTIN_VAR,
	  .proto = "uid_t",
	  .lower = lower_uid,
	  .doc = "The real user id of the process." },
	{ .name = "zonename",
	  .kind = BUILTIN_VAR,
	  .proto = "string",
	  .lower = lower_zonename,
	  .doc = "\"global\": Linux has no zones." },
	{ 0 },
};
