/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/ebpf/unit.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/alloc.h"

static bool is_commutative(enum ir_op op)
{
	return op == IR_ADD || op == IR_MUL || op == IR_AND || op == IR_OR || op == IR_XOR;
}

static void find_origins(struct ebpf_unit *u)
{
	bool *is_assigned = xcalloc(u->n_values, sizeof(bool));

	if (u->r->context == CONTEXT_BODY)
		is_assigned[0] = is_assigned[1] = true;
	for (size_t i = 0; i < u->n_insns; i++) {
		const struct ir_insn *insn = &u->insns[i];

		if (!ir_op_info(insn->op)->has_result)
			continue;
		u->values[insn->d].origin = is_assigned[insn->d] ? NULL : insn;
		is_assigned[insn->d] = true;
	}
	free(is_assigned);
}

static bool is_division(enum ir_op op)
{
	return op == IR_UDIV || op == IR_UMOD || op == IR_SDIV || op == IR_SMOD;
}

static const struct ir_insn *small_const(const struct ebpf_unit *u, uint32_t value)
{
	const struct ir_insn *origin = value == IR_NO_REG ? NULL : u->values[value].origin;

	return origin && origin->op == IR_IMM && ebpf_is_imm32(origin->imm) ? origin : NULL;
}

/* Constants become part of the operations that can have them. */
static void inline_consts(struct ebpf_unit *u)
{
	for (size_t i = 0; i < u->n_insns; i++) {
		struct ir_insn *insn = &u->insns[i];

		if (ir_op_info(insn->op)->n_operands != 2 || !ir_op_takes_imm(insn->op, 1) ||
		    insn->op == IR_EMIT)
			continue;
		if (is_commutative(insn->op) && small_const(u, insn->a) && insn->b != IR_NO_REG) {
			uint32_t a = insn->a;

			insn->a = insn->b;
			insn->b = a;
		}
		if (small_const(u, insn->b) &&
		    !(is_division(insn->op) && small_const(u, insn->b)->imm == 0)) {
			insn->imm = small_const(u, insn->b)->imm;
			insn->b = IR_NO_REG;
		}
	}
}

/* a + b is computed in the register of the one that is not needed afterwards: that must be a. */
static void order_operands(struct ebpf_unit *u)
{
	size_t *last_use = xcalloc(u->n_values, sizeof(*last_use));

	for (size_t i = 0; i < u->n_insns; i++)
		for (int operand = 0; operand < 3; operand++)
			if (ir_operand(&u->insns[i], operand) != IR_NO_REG)
				last_use[ir_operand(&u->insns[i], operand)] = i;
	for (size_t i = 0; i < u->n_insns; i++) {
		struct ir_insn *insn = &u->insns[i];

		if (is_commutative(insn->op) && insn->b != IR_NO_REG && insn->a != insn->d &&
		    (insn->b == insn->d || (last_use[insn->b] == i && last_use[insn->a] > i))) {
			uint32_t a = insn->a;

			insn->a = insn->b;
			insn->b = a;
		}
	}
	free(last_use);
}

void ebpf_unit_init(struct ebpf_unit *u, const struct ir_module *m, const struct ir_routine *r,
		    const struct ebpf_opts *opts, bool is_near)
{
	*u = (struct ebpf_unit){ .m = m, .r = r, .opts = opts };
	u->can_sleep = opts->can_sleep && r->context == CONTEXT_SITE;
	u->n_insns = r->insns.len;
	u->insns = xmemdup(r->insns.data, u->n_insns * sizeof(*u->insns));
	if (is_near)
		ebpf_unit_bring_near(u);
	u->n_values = r->n_regs + 3;
	u->ctx = r->n_regs;
	u->scratch = r->n_regs + 1;
	u->caller = r->n_regs + 2;
	u->values = xcalloc(u->n_values, sizeof(*u->values));
	u->objects = xcalloc(r->frames.len, sizeof(*u->objects));
	u->early = xcalloc(u->n_insns, sizeof(*u->early));
	u->during = xcalloc(u->n_insns, sizeof(*u->during));
	find_origins(u);
	inline_consts(u);
	order_operands(u);
}

void ebpf_unit_fini(struct ebpf_unit *u)
{
	free(u->insns);
	free(u->values);
	free(u->objects);
	free(u->early);
	free(u->during);
}

/* What never needs a register: addresses of objects, and constants that fit an instruction. */
static void reset_values(struct ebpf_unit *u)
{
	for (uint32_t i = 0; i < u->n_values; i++) {
		const struct ir_insn *origin = u->values[i].origin;

		u->values[i].where =
			small_const(u, i) || (origin && origin->op == IR_FRAME) ? WHERE_REMADE :
										    WHERE_NOWHERE;
	}
}

/* The kernel (6.17) takes a time that grows with the square of the routine's length where it
 * follows what is on the stack, so a large routine has its objects in scratch memory. */
int ebpf_unit_plan(struct ebpf_unit *u, uint32_t limit)
{
	enum { N_BUDGETS = 5 };
	static const uint32_t budgets[N_BUDGETS] = { 400, 320, 192, 96, 0 };
	uint32_t scratch_limit = u->r->context == CONTEXT_BODY ? 0 : SCRATCH_MAX;
	size_t first = u->has_parts && !u->r->is_chunk ? N_BUDGETS - 1 : 0;

	for (size_t i = first; i < N_BUDGETS; i++) {
		ebpf_frame_place(u, budgets[i]);
		if (u->stack_size > limit || u->scratch_size > scratch_limit)
			continue;
		ebpf_frame_find_unset(u);
		ebpf_frame_find_setup(u);
		reset_values(u);
		ebpf_regalloc(u);
		if (u->stack_size <= limit)
			return 0;
	}
	return -E2BIG;
}
