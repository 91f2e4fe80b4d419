/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/lib/eval.h"

#include <string.h>

#include "runtime/base/alloc.h"

/* A register, and for addresses the memory that it points into. */
struct eval_reg {
	uint64_t value;		/* an address: the offset */
	uint8_t *memory;
};

struct eval {
	const struct ir_routine *r;
	struct eval_reg *regs;
	uint8_t **frames;
	uint8_t *globals;
	size_t at;
};

static uint64_t extend(uint64_t value, uint32_t size, bool is_signed)
{
	switch (size) {
	case 1:
		return is_signed ? (uint64_t)(int8_t)value : (uint8_t)value;
	case 2:
		return is_signed ? (uint64_t)(int16_t)value : (uint16_t)value;
	case 4:
		return is_signed ? (uint64_t)(int32_t)value : (uint32_t)value;
	default:
		return value;
	}
}

static uint64_t signed_division(enum ir_op op, int64_t a, int64_t b)
{
	if (a == INT64_MIN && b == -1)
		return op == IR_SDIV ? (uint64_t)INT64_MIN : 0;
	return op == IR_SDIV ? a / b : a % b;
}

static uint64_t binary(enum ir_op op, uint64_t a, uint64_t b)
{
	switch ((int)op) {
	case IR_ADD:
		return a + b;
	case IR_SUB:
		return a - b;
	case IR_MUL:
		return a * b;
	case IR_UDIV:
		return a / b;
	case IR_UMOD:
		return a % b;
	case IR_SDIV: case IR_SMOD:
		return signed_division(op, a, b);
	case IR_AND:
		return a & b;
	case IR_OR:
		return a | b;
	case IR_XOR:
		return a ^ b;
	case IR_SHL:
		return a << (b & 63);
	case IR_SHR:
		return a >> (b & 63);
	default:
		return (int64_t)a >> (b & 63);
	}
}

static bool holds(enum ir_cond cond, uint64_t a, uint64_t b)
{
	int64_t x = a, y = b;

	switch (cond) {
	case IR_EQ:
		return a == b;
	case IR_NE:
		return a != b;
	case IR_LT:
		return a < b;
	case IR_LE:
		return a <= b;
	case IR_GT:
		return a > b;
	case IR_GE:
		return a >= b;
	case IR_SLT:
		return x < y;
	case IR_SLE:
		return x <= y;
	case IR_SGT:
		return x > y;
	case IR_SGE:
		return x >= y;
	}
	return false;
}

static uint64_t value_b(const struct eval *ev, const struct ir_insn *insn)
{
	return insn->b == IR_NO_REG ? (uint64_t)insn->imm : ev->regs[insn->b].value;
}

static uint8_t *memory(const struct eval *ev, const struct ir_insn *insn)
{
	const struct eval_reg *base = &ev->regs[insn->a];

	return base->memory + base->value + insn->off;
}

static size_t place_of(const struct ir_routine *r, uint32_t label)
{
	size_t i = 0;

	while (r->insns.data[i].op != IR_LABEL || r->insns.data[i].target != label)
		i++;
	return i;
}

static void do_memory(struct eval *ev, const struct ir_insn *insn)
{
	uint8_t *p = memory(ev, insn);
	uint64_t value = insn->op == IR_LOAD ? 0 : value_b(ev, insn), old;

	if (insn->op == IR_LOAD) {
		memcpy(&value, p, insn->size);
		value = extend(value, insn->size, insn->is_signed);
		ev->regs[insn->d] = (struct eval_reg){ value, NULL };
	} else if (insn->op == IR_STORE) {
		memcpy(p, &value, insn->size);
	} else {
		memcpy(&old, p, 8);
		value += old;
		memcpy(p, &value, insn->op == IR_ATOMIC_ADD ? insn->size : 8);
		if (insn->op == IR_FETCH_ADD)
			ev->regs[insn->d] = (struct eval_reg){ old, NULL };
	}
}

static void do_address(struct eval *ev, const struct ir_insn *insn)
{
	struct eval_reg *d = &ev->regs[insn->d];
	uint64_t index;

	if (insn->op == IR_FRAME) {
		*d = (struct eval_reg){ insn->off, ev->frames[insn->ref] };
	} else if (insn->op == IR_STATIC) {
		*d = (struct eval_reg){ insn->off, ev->globals };
	} else {
		index = ev->regs[insn->b].value;
		if (index > (uint64_t)insn->imm)
			index = insn->imm;
		*d = ev->regs[insn->a];
		d->value += index;
	}
}

static void do_unary(struct eval *ev, const struct ir_insn *insn)
{
	uint64_t a = ev->regs[insn->a].value;

	if (insn->op == IR_MOV)
		ev->regs[insn->d] = ev->regs[insn->a];
	else if (insn->op == IR_EXT)
		ev->regs[insn->d].value = extend(a, insn->size, insn->is_signed);
	else
		ev->regs[insn->d].value = insn->op == IR_NEG ? -a : ~a;
}

static void do_binary(struct eval *ev, const struct ir_insn *insn)
{
	uint8_t *base = ev->regs[insn->a].memory;
	uint64_t value = binary(insn->op, ev->regs[insn->a].value, value_b(ev, insn));

	ev->regs[insn->d] = (struct eval_reg){ value, base };
}

/* 1: the routine ends. */
static int step(struct eval *ev, const struct ir_insn *insn)
{
	switch ((int)insn->op) {
	case IR_IMM:
		ev->regs[insn->d] = (struct eval_reg){ insn->imm, NULL };
		return 0;
	case IR_MOV: case IR_EXT: case IR_NEG: case IR_NOT:
		do_unary(ev, insn);
		return 0;
	case IR_SET:
		ev->regs[insn->d].value =
			holds(insn->cond, ev->regs[insn->a].value, value_b(ev, insn));
		return 0;
	case IR_FIND:
		ev->regs[insn->d] = (struct eval_reg){ 0, NULL };
		return 0;
	case IR_BR:
		if (holds(insn->cond, ev->regs[insn->a].value, value_b(ev, insn)))
			ev->at = place_of(ev->r, insn->target);
		return 0;
	case IR_JMP:
		ev->at = place_of(ev->r, insn->target);
		return 0;
	case IR_RET:
		return 1;
	case IR_FRAME: case IR_STATIC: case IR_INDEX:
		do_address(ev, insn);
		return 0;
	case IR_LOAD: case IR_STORE: case IR_ATOMIC_ADD: case IR_FETCH_ADD:
		do_memory(ev, insn);
		return 0;
	case IR_COPY:
		memmove(memory(ev, insn), ev->regs[insn->b].memory + ev->regs[insn->b].value,
			insn->imm);
		return 0;
	case IR_ZERO:
		memset(memory(ev, insn), 0, insn->imm);
		return 0;
	default:
		if (insn->op >= IR_ADD && insn->op <= IR_SAR)
			do_binary(ev, insn);
		return 0;
	}
}

int eval_routine(const struct ir_module *m, uint32_t routine, uint8_t *globals)
{
	const struct ir_routine *r = m->routines.data[routine];
	struct eval ev = { .r = r, .globals = globals };
	int done = 0;

	ev.regs = xcalloc(r->n_regs, sizeof(*ev.regs));
	ev.frames = xcalloc(r->frames.len, sizeof(*ev.frames));
	for (size_t i = 0; i < r->frames.len; i++)
		ev.frames[i] = xcalloc(1, r->frames.data[i].size);
	for (ev.at = 0; ev.at < r->insns.len && !done; ev.at++)
		done = step(&ev, &r->insns.data[ev.at]);
	for (size_t i = 0; i < r->frames.len; i++)
		free(ev.frames[i]);
	free(ev.frames);
	free(ev.regs);
	return done ? 0 : -1;
}
