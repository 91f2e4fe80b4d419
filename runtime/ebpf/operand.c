/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Between values and registers: bringing operands, putting results away. */

#include <assert.h>

#include "runtime/ebpf/insn.h"
#include "runtime/ebpf/select.h"

static struct select_mem object_mem(struct select *s, const struct ir_insn *origin, int32_t off,
				    uint8_t temp)
{
	const struct ebpf_object *object = &s->u->objects[origin->ref];
	uint8_t base = object->is_scratch ? operand_reg(s, s->u->scratch, temp) : R10;

	return (struct select_mem){ base, object->off + origin->off + off };
}

/* Computes the value anew. */
static void remake(struct select *s, const struct ir_insn *origin, uint8_t reg)
{
	struct select_mem mem;

	switch ((int)origin->op) {
	case IR_IMM:
		ebpf_emit_const(s->e, reg, origin->imm);
		break;
	case IR_STATIC:
		ebpf_emit_value(s->e, reg, origin->ref, origin->off);
		break;
	case IR_FRAME:
		mem = object_mem(s, origin, 0, reg);
		if (mem.base != reg)
			ebpf_emit(s->e, insn_mov(reg, mem.base));
		if (mem.off)
			ebpf_emit(s->e, insn_alu_imm(BPF_ADD, reg, mem.off));
		break;
	default:
		assert(!"a value that cannot be remade");
	}
}

void operand_to(struct select *s, uint32_t value, uint8_t reg)
{
	const struct ebpf_value *v = &s->u->values[value];

	switch (v->where) {
	case WHERE_REG:
		if (v->reg != reg)
			ebpf_emit(s->e, insn_mov(reg, v->reg));
		break;
	case WHERE_SLOT:
		ebpf_emit(s->e, insn_load(8, reg, R10, v->slot));
		break;
	case WHERE_REMADE:
		remake(s, v->origin, reg);
		break;
	case WHERE_NOWHERE:
		assert(!"a value that is nowhere");
	}
}

uint8_t operand_reg(struct select *s, uint32_t value, uint8_t temp)
{
	if (s->u->values[value].where == WHERE_REG)
		return s->u->values[value].reg;
	operand_to(s, value, temp);
	return temp;
}

struct select_mem operand_mem(struct select *s, uint32_t value, int32_t off, uint8_t temp)
{
	const struct ir_insn *origin = s->u->values[value].origin;

	if (origin && origin->op == IR_FRAME)
		return object_mem(s, origin, off, temp);
	return (struct select_mem){ operand_reg(s, value, temp), off };
}

int operand_source(const struct select *s, uint32_t value)
{
	const struct ebpf_value *v = &s->u->values[value];

	if (v->where == WHERE_REMADE && v->origin->op == IR_FRAME &&
	    s->u->objects[v->origin->ref].is_scratch)
		v = &s->u->values[s->u->scratch];
	return v->where == WHERE_REG ? v->reg : -1;
}

bool operand_b(struct select *s, const struct ir_insn *insn, uint8_t *reg)
{
	if (insn->b != IR_NO_REG) {
		*reg = operand_reg(s, insn->b, R5);
		return true;
	}
	if (ebpf_is_imm32(insn->imm))
		return false;
	ebpf_emit_const(s->e, R5, insn->imm);
	*reg = R5;
	return true;
}

uint8_t result_reg(const struct select *s, uint32_t value)
{
	const struct ebpf_value *v = &s->u->values[value];

	return v->where == WHERE_REG ? v->reg : R0;
}

void result_done(struct select *s, uint32_t value, uint8_t reg)
{
	const struct ebpf_value *v = &s->u->values[value];

	if (!v->n_uses)
		return;
	if (v->where == WHERE_SLOT)
		ebpf_emit(s->e, insn_store(8, R10, v->slot, reg));
	else if (v->where == WHERE_REG && v->reg != reg)
		ebpf_emit(s->e, insn_mov(v->reg, reg));
}
