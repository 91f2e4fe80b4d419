/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/ir/fold_impl.h"

/* Enough for what one round leaves to the next; more only costs time. */
#define MAX_ROUNDS 6

const struct ir_insn *fold_origin(const struct fold *f, uint32_t reg)
{
	if (!fold_is_stable(f, reg) || f->def[reg] == UINT32_MAX)
		return NULL;
	return &f->r->insns.data[f->def[reg]];
}

bool fold_const(const struct fold *f, uint32_t reg, int64_t *out)
{
	const struct ir_insn *origin = fold_origin(f, reg);

	if (!origin || origin->op != IR_IMM)
		return false;
	*out = origin->imm;
	return true;
}

bool fold_holds(enum ir_cond cond, int64_t a, int64_t b)
{
	switch (cond) {
	case IR_EQ:
		return a == b;
	case IR_NE:
		return a != b;
	case IR_LT:
		return (uint64_t)a < (uint64_t)b;
	case IR_LE:
		return (uint64_t)a <= (uint64_t)b;
	case IR_GT:
		return (uint64_t)a > (uint64_t)b;
	case IR_GE:
		return (uint64_t)a >= (uint64_t)b;
	case IR_SLT:
		return a < b;
	case IR_SLE:
		return a <= b;
	case IR_SGT:
		return a > b;
	case IR_SGE:
		return a >= b;
	}
	return false;
}

static void count(struct fold *f)
{
	size_t size = f->r->n_regs * sizeof(uint32_t);

	if (!size)
		return;
	memset(f->n_defs, 0, size);
	memset(f->n_uses, 0, size);
	memset(f->def, 0xff, size);
	if (f->r->context == CONTEXT_BODY)
		f->n_defs[0] = f->n_defs[1] = 1;
	for (size_t i = 0; i < f->r->insns.len; i++) {
		const struct ir_insn *insn = &f->r->insns.data[i];

		for (int operand = 0; operand < 3; operand++)
			if (ir_operand(insn, operand) != IR_NO_REG)
				f->n_uses[ir_operand(insn, operand)]++;
		if (!ir_op_info(insn->op)->has_result)
			continue;
		f->n_defs[insn->d]++;
		f->def[insn->d] = i;
	}
}

/* Backwards, so that what only a dropped operation used is dropped as well. */
static void drop_unused(struct fold *f)
{
	size_t n = f->r->insns.len, kept = n;
	struct ir_insn *insns = f->r->insns.data;

	for (size_t i = n; i-- > 0;) {
		if (ir_op_info(insns[i].op)->is_pure && !f->n_uses[insns[i].d]) {
			for (int operand = 0; operand < 3; operand++)
				if (ir_operand(&insns[i], operand) != IR_NO_REG)
					f->n_uses[ir_operand(&insns[i], operand)]--;
			f->has_changed = true;
			continue;
		}
		insns[--kept] = insns[i];
	}
	memmove(insns, insns + kept, (n - kept) * sizeof(*insns));
	f->r->insns.len = n - kept;
}

static void fold_round(struct fold *f)
{
	f->has_changed = false;
	count(f);
	for (size_t i = 0; i < f->r->insns.len; i++)
		fold_expr(f, &f->r->insns.data[i]);
	fold_same(f);
	fold_vars(f);
	count(f);
	fold_flow(f);
	count(f);
	drop_unused(f);
}

static void fold_routine(const struct ir_module *m, struct ir_routine *r)
{
	struct fold f = { .m = m, .r = r, .has_changed = true };

	f.n_defs = xcalloc(r->n_regs, sizeof(uint32_t));
	f.n_uses = xcalloc(r->n_regs, sizeof(uint32_t));
	f.def = xcalloc(r->n_regs, sizeof(uint32_t));
	for (int round = 0; round < MAX_ROUNDS && f.has_changed; round++)
		fold_round(&f);
	free(f.def);
	free(f.n_uses);
	free(f.n_defs);
}

void ir_fold(struct ir_module *m)
{
	vec_each(routine, &m->routines)
		fold_routine(m, *routine);
	fold_bodies(m);
}
