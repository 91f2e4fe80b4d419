/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Registers that are assigned several times: where each is a constant, whatever way control came.
 * "exit() has been called" is such a register: it is 0 until a clause with exit() has been passed,
 * and the tests of it before that are not needed. */

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/ir/fold_impl.h"

#define MAX_VARS 64
#define NO_VAR UINT32_MAX

/* What is known of each variable at one place. */
struct vars {
	uint64_t is_known;	/* mask */
	int64_t values[MAX_VARS];
};

struct flow_vars {
	struct fold *f;
	uint32_t *var_of;	/* register -> number of its variable, NO_VAR */
	struct vars now;
	struct vars **at_label;	/* NULL: not reached so far */
	bool is_reachable;
};

static void number_vars(struct flow_vars *fv)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < fv->f->r->n_regs; i++)
		fv->var_of[i] = fv->f->n_defs[i] > 1 && n < MAX_VARS ? n++ : NO_VAR;
}

static void merge(struct vars *into, const struct vars *other)
{
	into->is_known &= other->is_known;
	for (int i = 0; i < MAX_VARS; i++)
		if (into->values[i] != other->values[i])
			into->is_known &= ~(1ull << i);
}

static void reach(struct flow_vars *fv, uint32_t label)
{
	if (!fv->is_reachable)
		return;
	if (fv->at_label[label])
		merge(fv->at_label[label], &fv->now);
	else
		fv->at_label[label] = xmemdup(&fv->now, sizeof(fv->now));
}

static void place(struct flow_vars *fv, uint32_t label)
{
	if (!fv->at_label[label])
		return;
	if (fv->is_reachable)
		merge(&fv->now, fv->at_label[label]);
	else
		fv->now = *fv->at_label[label];
	fv->is_reachable = true;
}

static bool is_known(const struct flow_vars *fv, uint32_t reg, int64_t *out)
{
	uint32_t var = reg == IR_NO_REG ? NO_VAR : fv->var_of[reg];

	if (var == NO_VAR)
		return fold_const(fv->f, reg, out);
	*out = fv->now.values[var];
	return fv->now.is_known >> var & 1;
}

static void assign(struct flow_vars *fv, const struct ir_insn *insn)
{
	uint32_t var = fv->var_of[insn->d];

	if (var == NO_VAR)
		return;
	fv->now.is_known &= ~(1ull << var);
	if (insn->op != IR_IMM)
		return;
	fv->now.is_known |= 1ull << var;
	fv->now.values[var] = insn->imm;
}

/* A copy of a constant is that constant. */
static void fold_copy(struct flow_vars *fv, struct ir_insn *insn)
{
	int64_t imm;

	if (insn->op != IR_MOV || fv->var_of[insn->a] == NO_VAR || !is_known(fv, insn->a, &imm))
		return;
	*insn = (struct ir_insn){ .op = IR_IMM, .size = 8, .d = insn->d, .imm = imm };
	insn->a = insn->b = insn->c = IR_NO_REG;
	fv->f->has_changed = true;
}

/* Is the branch never taken? One that always is becomes a jump. */
static bool decide(struct flow_vars *fv, struct ir_insn *insn)
{
	int64_t a, b = insn->imm;
	uint32_t target = insn->target;

	if (insn->op != IR_BR || !fv->is_reachable || !is_known(fv, insn->a, &a) ||
	    (insn->b != IR_NO_REG && !is_known(fv, insn->b, &b)))
		return false;
	fv->f->has_changed = true;
	if (!fold_holds(insn->cond, a, b))
		return true;
	*insn = (struct ir_insn){ .op = IR_JMP, .size = 8, .target = target };
	insn->d = insn->a = insn->b = insn->c = IR_NO_REG;
	return false;
}

static void follow(struct flow_vars *fv, struct ir_insn *insn)
{
	if (insn->op == IR_LABEL)
		return place(fv, insn->target);
	if (!fv->is_reachable)
		return;
	fold_copy(fv, insn);
	if (insn->op == IR_JMP || insn->op == IR_BR)
		reach(fv, insn->target);
	if (insn->op == IR_JMP || insn->op == IR_RET)
		fv->is_reachable = false;
	if (ir_op_info(insn->op)->has_result)
		assign(fv, insn);
}

/* What is known of stable registers is found by place, so nothing moves before the end. */
static void walk(struct flow_vars *fv)
{
	struct ir_routine *r = fv->f->r;
	auto_free bool *is_dropped = xcalloc(r->insns.len, sizeof(bool));
	size_t kept = 0;

	for (size_t i = 0; i < r->insns.len; i++) {
		is_dropped[i] = decide(fv, &r->insns.data[i]);
		if (!is_dropped[i])
			follow(fv, &r->insns.data[i]);
	}
	for (size_t i = 0; i < r->insns.len; i++)
		if (!is_dropped[i])
			r->insns.data[kept++] = r->insns.data[i];
	r->insns.len = kept;
}

void fold_vars(struct fold *f)
{
	struct flow_vars fv = { .f = f, .is_reachable = true };

	fv.var_of = xcalloc(f->r->n_regs, sizeof(*fv.var_of));
	fv.at_label = xcalloc(f->r->n_labels, sizeof(*fv.at_label));
	number_vars(&fv);
	walk(&fv);
	for (uint32_t i = 0; i < f->r->n_labels; i++)
		free(fv.at_label[i]);
	free(fv.at_label);
	free(fv.var_of);
}
