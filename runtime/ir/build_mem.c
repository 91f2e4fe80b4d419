/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The builder's second half: memory, the traced thread, stores. */

#include "runtime/ir/ir.h"

uint32_t ir_frame_addr(struct ir_routine *r, uint32_t frame, int32_t off)
{
	struct ir_insn *insn = ir_emit_result(r, IR_FRAME);

	insn->ref = frame;
	insn->off = off;
	return insn->d;
}

uint32_t ir_static(struct ir_routine *r, uint32_t store, int32_t off)
{
	struct ir_insn *insn = ir_emit_result(r, IR_STATIC);

	insn->ref = store;
	insn->off = off;
	return insn->d;
}

uint32_t ir_index(struct ir_routine *r, uint32_t base, uint32_t index, uint32_t max)
{
	struct ir_insn *insn = ir_emit_result(r, IR_INDEX);

	insn->a = base;
	insn->b = index;
	insn->imm = max;
	return insn->d;
}

uint32_t ir_load(struct ir_routine *r, uint32_t base, int32_t off, uint32_t size, bool is_signed)
{
	struct ir_insn *insn = ir_emit_result(r, IR_LOAD);

	insn->a = base;
	insn->off = off;
	insn->size = size;
	insn->is_signed = is_signed;
	return insn->d;
}

/* An access to [base+off] of size bytes. */
static struct ir_insn *emit_access(struct ir_routine *r, enum ir_op op, uint32_t base, int32_t off,
				   uint32_t size)
{
	struct ir_insn *insn = ir_emit(r, op);

	insn->a = base;
	insn->off = off;
	insn->size = size;
	return insn;
}

void ir_store_reg(struct ir_routine *r, uint32_t base, int32_t off, uint32_t value, uint32_t size)
{
	emit_access(r, IR_STORE, base, off, size)->b = value;
}

void ir_store_imm(struct ir_routine *r, uint32_t base, int32_t off, int64_t imm, uint32_t size)
{
	emit_access(r, IR_STORE, base, off, size)->imm = imm;
}

void ir_atomic_add(struct ir_routine *r, uint32_t base, int32_t off, uint32_t value, uint32_t size)
{
	emit_access(r, IR_ATOMIC_ADD, base, off, size)->b = value;
}

uint32_t ir_fetch_add(struct ir_routine *r, uint32_t base, int32_t off, uint32_t value)
{
	struct ir_insn *insn = ir_emit_result(r, IR_FETCH_ADD);

	insn->a = base;
	insn->off = off;
	insn->b = value;
	return insn->d;
}

uint32_t ir_cmpxchg(struct ir_routine *r, uint32_t base, int32_t off, uint32_t expected,
		    uint32_t desired)
{
	struct ir_insn *insn = ir_emit_result(r, IR_CMPXCHG);

	insn->a = base;
	insn->off = off;
	insn->b = expected;
	insn->c = desired;
	return insn->d;
}

/* The largest power of two up to 8 that divides off. */
static uint32_t alignment(int32_t off)
{
	uint32_t bits = (uint32_t)off | 8;

	return bits & -bits;
}

void ir_copy(struct ir_routine *r, uint32_t dst, int32_t dst_off, uint32_t src, uint32_t size)
{
	struct ir_insn *insn = emit_access(r, IR_COPY, dst, dst_off, alignment(dst_off));

	insn->b = src;
	insn->imm = size;
}

void ir_zero(struct ir_routine *r, uint32_t dst, int32_t off, uint32_t size)
{
	emit_access(r, IR_ZERO, dst, off, alignment(off))->imm = size;
}

uint32_t ir_machine_reg(struct ir_routine *r, uint32_t number)
{
	struct ir_insn *insn = ir_emit_result(r, IR_REG);

	insn->imm = number;
	return insn->d;
}

uint32_t ir_user_reg(struct ir_routine *r, uint32_t regs, uint32_t number)
{
	struct ir_insn *insn = ir_emit_result(r, IR_USER_REG);

	insn->a = regs;
	insn->imm = number;
	return insn->d;
}

uint32_t ir_kern_load(struct ir_routine *r, uint32_t object, int32_t off)
{
	struct ir_insn *insn = ir_emit_result(r, IR_KERN_LOAD);

	insn->a = object;
	insn->off = off;
	return insn->d;
}

uint32_t ir_cookie(struct ir_routine *r)
{
	return ir_emit_result(r, IR_COOKIE)->d;
}

uint32_t ir_env(struct ir_routine *r, enum ir_env what)
{
	struct ir_insn *insn = ir_emit_result(r, IR_ENV);

	insn->ref = what;
	return insn->d;
}

void ir_comm(struct ir_routine *r, uint32_t dst)
{
	ir_emit(r, IR_COMM)->a = dst;
}

void ir_ids(struct ir_routine *r, uint32_t dst)
{
	ir_emit(r, IR_IDS)->a = dst;
}

uint32_t ir_read(struct ir_routine *r, enum ir_op op, uint32_t dst, uint32_t src, uint32_t len,
		 uint32_t max)
{
	struct ir_insn *insn = ir_emit_result(r, op);

	insn->a = dst;
	insn->b = src;
	insn->c = len;
	insn->imm = max;
	return insn->d;
}

uint32_t ir_stack(struct ir_routine *r, enum ir_op op, uint32_t dst, uint32_t size)
{
	struct ir_insn *insn = ir_emit_result(r, op);

	insn->a = dst;
	insn->imm = size;
	return insn->d;
}

uint32_t ir_read_own(struct ir_routine *r, uint32_t dst, uint32_t src, uint32_t size)
{
	uint32_t d = ir_read(r, IR_READ_KERN, dst, src, IR_NO_REG, size);

	r->insns.data[r->insns.len - 1].is_own = true;
	return d;
}

uint32_t ir_format_int(struct ir_routine *r, uint32_t dst, uint32_t value, uint32_t max)
{
	struct ir_insn *insn = ir_emit_result(r, IR_FORMAT_INT);

	insn->a = dst;
	insn->b = value;
	insn->imm = max;
	return insn->d;
}

/* An operation on a keyed store, with a result. */
static struct ir_insn *emit_keyed(struct ir_routine *r, enum ir_op op, uint32_t store, uint32_t key)
{
	struct ir_insn *insn = ir_emit_result(r, op);

	insn->ref = store;
	insn->a = key;
	return insn;
}

uint32_t ir_find(struct ir_routine *r, uint32_t store, uint32_t key)
{
	return emit_keyed(r, IR_FIND, store, key)->d;
}

uint32_t ir_make(struct ir_routine *r, uint32_t store, uint32_t key)
{
	return emit_keyed(r, IR_MAKE, store, key)->d;
}

uint32_t ir_cell(struct ir_routine *r, uint32_t store, uint32_t number)
{
	struct ir_insn *insn = emit_keyed(r, IR_FIND, store, IR_NO_REG);

	insn->imm = number;
	return insn->d;
}

uint32_t ir_put(struct ir_routine *r, uint32_t store, uint32_t key, uint32_t value)
{
	struct ir_insn *insn = emit_keyed(r, IR_PUT, store, key);

	insn->b = value;
	return insn->d;
}

void ir_drop(struct ir_routine *r, uint32_t store, uint32_t key)
{
	struct ir_insn *insn = ir_emit(r, IR_DROP);

	insn->ref = store;
	insn->a = key;
}

uint32_t ir_emit_record(struct ir_routine *r, uint32_t store, uint32_t addr, uint32_t len,
			uint32_t max, bool wake)
{
	struct ir_insn *insn = ir_emit_result(r, IR_EMIT);

	insn->ref = store;
	insn->a = addr;
	insn->b = len;
	insn->imm = max;
	insn->size = wake;
	return insn->d;
}

uint32_t ir_mapping(struct ir_routine *r, uint32_t dst, uint32_t address)
{
	uint32_t thread = ir_env(r, ENV_THREAD);
	struct ir_insn *insn = ir_emit_result(r, IR_MAPPING);

	insn->a = dst;
	insn->b = address;
	insn->c = thread;
	return insn->d;
}
