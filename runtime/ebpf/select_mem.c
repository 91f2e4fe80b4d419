/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Own memory: addresses, loads and stores, atomic operations, blocks. */

#include "runtime/ebpf/insn.h"
#include "runtime/ebpf/select.h"

void select_frame(struct select *s, const struct ir_insn *insn)
{
	const struct ebpf_object *object = &s->u->objects[insn->ref];
	uint8_t d = result_reg(s, insn->d);
	int32_t off = object->off + insn->off;

	if (s->u->values[insn->d].where == WHERE_REMADE)
		return;
	if (object->is_scratch)
		operand_to(s, s->u->scratch, d);
	else
		ebpf_emit(s->e, insn_mov(d, R10));
	if (off)
		ebpf_emit(s->e, insn_alu_imm(BPF_ADD, d, off));
	result_done(s, insn->d, d);
}

void select_static(struct select *s, const struct ir_insn *insn)
{
	uint8_t d = result_reg(s, insn->d);

	if (s->u->values[insn->d].where == WHERE_REMADE)
		return;
	ebpf_emit_value(s->e, d, insn->ref, insn->off);
	result_done(s, insn->d, d);
}

void select_index(struct select *s, const struct ir_insn *insn)
{
	struct select_mem mem = operand_mem(s, insn->a, 0, R4);
	uint8_t d = result_reg(s, insn->d);

	if (d == mem.base)
		d = R0;
	operand_to(s, insn->b, d);
	select_clamp(s, d, insn->imm);
	ebpf_emit(s->e, insn_alu(BPF_ADD, d, mem.base));
	if (mem.off)
		ebpf_emit(s->e, insn_alu_imm(BPF_ADD, d, mem.off));
	result_done(s, insn->d, d);
}

void select_load(struct select *s, const struct ir_insn *insn)
{
	struct select_mem mem = operand_mem(s, insn->a, insn->off, R4);
	uint8_t d = result_reg(s, insn->d);

	ebpf_emit(s->e, insn_load(insn->size, d, mem.base, mem.off));
	if (insn->is_signed && insn->size < 8) {
		ebpf_emit(s->e, insn_alu_imm(BPF_LSH, d, 64 - 8 * insn->size));
		ebpf_emit(s->e, insn_alu_imm(BPF_ARSH, d, 64 - 8 * insn->size));
	}
	result_done(s, insn->d, d);
}

void select_store(struct select *s, const struct ir_insn *insn)
{
	struct select_mem mem = operand_mem(s, insn->a, insn->off, R4);
	uint8_t b;

	/* A narrow store takes the low bytes of its constant. */
	if (insn->b == IR_NO_REG && (insn->size < 8 || ebpf_is_imm32(insn->imm)))
		ebpf_emit(s->e, insn_store_imm(insn->size, mem.base, mem.off, insn->imm));
	else if (operand_b(s, insn, &b))
		ebpf_emit(s->e, insn_store(insn->size, mem.base, mem.off, b));
}

void select_atomic_add(struct select *s, const struct ir_insn *insn)
{
	struct select_mem mem = operand_mem(s, insn->a, insn->off, R4);
	uint8_t b = operand_reg(s, insn->b, R5);

	ebpf_emit(s->e, insn_atomic(BPF_ADD, insn->size, mem.base, mem.off, b));
}

void select_fetch_add(struct select *s, const struct ir_insn *insn)
{
	struct select_mem mem = operand_mem(s, insn->a, insn->off, R4);
	uint8_t d = result_reg(s, insn->d);

	if (d == mem.base)
		d = R0;
	operand_to(s, insn->b, d);
	ebpf_emit(s->e, insn_atomic(BPF_ADD | BPF_FETCH, 8, mem.base, mem.off, d));
	result_done(s, insn->d, d);
}

void select_cmpxchg(struct select *s, const struct ir_insn *insn)
{
	struct select_mem mem = operand_mem(s, insn->a, insn->off, R4);
	uint8_t c = operand_reg(s, insn->c, R5);

	operand_to(s, insn->b, R0);
	ebpf_emit(s->e, insn_atomic(BPF_CMPXCHG, 8, mem.base, mem.off, c));
	result_done(s, insn->d, R0);
}

/* The largest access, at most max, that remaining bytes have room for. */
static uint32_t piece_size(uint32_t max, int64_t remaining)
{
	while (max > remaining)
		max /= 2;
	return max;
}

void select_copy(struct select *s, const struct ir_insn *insn)
{
	struct select_mem to, from;

	if (ebpf_is_call(s->u, insn))
		return select_copy_by_call(s, insn);
	to = operand_mem(s, insn->a, insn->off, R4);
	from = operand_mem(s, insn->b, 0, R5);
	for (int64_t i = 0; i < insn->imm;) {
		uint32_t size = piece_size(insn->size, insn->imm - i);

		ebpf_emit(s->e, insn_load(size, R0, from.base, from.off + i));
		ebpf_emit(s->e, insn_store(size, to.base, to.off + i, R0));
		i += size;
	}
}

void select_zero(struct select *s, const struct ir_insn *insn)
{
	struct select_mem mem;

	if (ebpf_is_call(s->u, insn))
		return select_zero_by_call(s, insn);
	mem = operand_mem(s, insn->a, insn->off, R4);
	for (int64_t i = 0; i < insn->imm;) {
		uint32_t size = piece_size(insn->size, insn->imm - i);

		ebpf_emit(s->e, insn_store_imm(size, mem.base, mem.off + i, 0));
		i += size;
	}
}
