/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Who is let into a routine. Where children are followed, processes come by that are none of the
 * family; and where the user may trace no more than their own processes, those of others. */
#include "runtime/ir/lower_impl.h"

static bool has_families(const struct lower *lo)
{
	for (uint32_t i = 0; i < lo->n_probes; i++)
		if (lo->s->probes[lo->probes[i]]->follows)
			return true;
	return false;
}

static void check_family(struct lower *lo)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t go_on = ir_label(r);
	uint32_t wanted = lower_probe_pid(lo);
	uint32_t pid, key, entry;

	ir_br_imm(r, IR_EQ, wanted, 0, go_on);
	pid = ir_binary_imm(r, IR_SHR, ir_env(r, ENV_PID_TID), 32);
	key = ir_frame_addr(r, ir_frame(r, 8, "process"), 0);
	ir_store_reg(r, key, 0, pid, 8);
	entry = ir_find(r, lo->s->stores.families, key);
	ir_br_imm(r, IR_EQ, entry, 0, lo->end_label);
	ir_br(r, IR_NE, ir_load(r, entry, 0, 8, false), wanted, lo->end_label);
	ir_place(r, go_on);
}

/* Reads a member, and leaves if it cannot be read. */
static int read_member(struct lower *lo, uint32_t to, uint32_t address, const char *type,
		       const char *member, uint32_t size)
{
	struct ir_routine *r = lower_code(lo);
	int offset = lo->s->kernel_member(lo->s->kernel_ctx, type, member, lo->s->dg);
	uint32_t err;

	if (offset < 0)
		return offset;
	err = ir_read_own(r, to, ir_binary_imm(r, IR_ADD, address, offset), size);
	ir_br_imm(r, IR_SLT, err, 0, lo->end_label);
	return 0;
}

/* struct cred has uid, gid, suid, sgid, euid, egid in this order. A process of the user's that has
 * got privileges besides, or has secrets, is not dumpable, which two bits of its memory's flags
 * tell: the kernel would not let the user look into it either. */
static int check_owner(struct lower *lo)
{
	enum { CRED_IDS = 24, DUMPABLE = 1, DUMP_MASK = 3 };
	struct ir_routine *r = lower_code(lo);
	uint32_t task = ir_env(r, ENV_TASK);
	uint32_t to = ir_frame_addr(r, ir_frame(r, CRED_IDS, "owner"), 0);
	uint32_t flags;
	int err = read_member(lo, to, task, "task_struct", "cred", 8);

	if (!err)
		err = read_member(lo, to, ir_load(r, to, 0, 8, false), "cred", "uid", CRED_IDS);
	for (int32_t id = 0; id < CRED_IDS; id += 8)
		ir_br_imm(r, IR_NE, ir_load(r, to, id, 4, false), lo->s->owner, lo->end_label);
	if (!err)
		err = read_member(lo, to, task, "task_struct", "mm", 8);
	if (!err)
		err = read_member(lo, to, ir_load(r, to, 0, 8, false), "mm_struct", "flags", 8);
	flags = ir_binary_imm(r, IR_AND, ir_load(r, to, 0, 8, false), DUMP_MASK);
	ir_br_imm(r, IR_NE, flags, DUMPABLE, lo->end_label);
	return err;
}

int lower_guard(struct lower *lo)
{
	if (has_families(lo))
		check_family(lo);
	return lo->s->only_own && lo->context != CONTEXT_CALL ? check_owner(lo) : 0;
}
