/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Control flow. Everything here only shortens ways: no operation is moved or repeated but RET. */

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/ir/fold_impl.h"

struct flow {
	struct fold *f;
	uint32_t *place;	/* label -> index of its operation; UINT32_MAX: nowhere */
	uint32_t *n_jumps;	/* to each label */
	bool *is_dropped;	/* of each operation */
};

static bool is_jump(const struct ir_insn *insn)
{
	return insn->op == IR_JMP || insn->op == IR_BR;
}

static void find_labels(struct flow *flow)
{
	const struct ir_routine *r = flow->f->r;

	for (uint32_t i = 0; i < r->n_labels; i++) {
		flow->place[i] = UINT32_MAX;
		flow->n_jumps[i] = 0;
	}
	for (size_t i = 0; i < r->insns.len; i++) {
		if (r->insns.data[i].op == IR_LABEL)
			flow->place[r->insns.data[i].target] = i;
		if (is_jump(&r->insns.data[i]))
			flow->n_jumps[r->insns.data[i].target]++;
	}
}

/* The first operation that is executed behind a label, whose target for jumps it may become. */
static const struct ir_insn *behind(const struct flow *flow, uint32_t label)
{
	const struct ir_insn *insn = &flow->f->r->insns.data[flow->place[label]];

	while (insn->op == IR_LABEL)
		insn++;
	return insn;
}

/* Are both sides known? What a register is compared with itself for is, whatever it holds. */
static bool knows_operands(const struct flow *flow, const struct ir_insn *insn, int64_t *a,
			   int64_t *b)
{
	*a = *b = insn->imm;
	if (insn->a == insn->b)
		return true;
	return fold_const(flow->f, insn->a, a) &&
	       (insn->b == IR_NO_REG || fold_const(flow->f, insn->b, b));
}

/* The branch is always taken, or never. */
static void decide_branch(struct flow *flow, struct ir_insn *insn)
{
	uint32_t target = insn->target;
	int64_t a, b;

	if (!knows_operands(flow, insn, &a, &b))
		return;
	flow->is_dropped[insn - flow->f->r->insns.data] = !fold_holds(insn->cond, a, b);
	*insn = (struct ir_insn){ .op = IR_JMP, .size = 8, .target = target };
	insn->d = insn->a = insn->b = insn->c = IR_NO_REG;
	flow->f->has_changed = true;
}

static void thread_jump(struct flow *flow, struct ir_insn *insn)
{
	const struct ir_insn *to = behind(flow, insn->target);

	if (to->op == IR_JMP && to->target != insn->target) {
		insn->target = to->target;
		flow->f->has_changed = true;
	} else if (to->op == IR_RET && insn->op == IR_JMP) {
		*insn = *to;
		flow->f->has_changed = true;
	}
}

static bool is_next(const struct flow *flow, const struct ir_insn *insn, uint32_t label)
{
	const struct ir_insn *end = flow->f->r->insns.data + flow->f->r->insns.len;

	for (insn++; insn < end && insn->op == IR_LABEL; insn++)
		if (insn->target == label)
			return true;
	return false;
}

/* br c, L1; jmp L2; L1: is br !c, L2; L1: */
static void invert_branch(struct flow *flow, struct ir_insn *insn)
{
	struct ir_insn *jump = insn + 1;
	uint32_t label = insn->target;

	if (jump->op != IR_JMP || !is_next(flow, jump, label))
		return;
	insn->cond = ir_cond_inverse(insn->cond);
	insn->target = jump->target;
	jump->target = label;
	flow->f->has_changed = true;
}

/* Is it there for nothing? A jump to where control goes anyway, a label that nobody jumps to. */
static bool is_idle(const struct flow *flow, const struct ir_insn *insn)
{
	if (insn->op == IR_LABEL)
		return !flow->n_jumps[insn->target];
	return is_jump(insn) && is_next(flow, insn, insn->target);
}

/* Keeps what is reached and does something. */
static void sweep(struct flow *flow)
{
	struct ir_routine *r = flow->f->r;
	bool is_reachable = true;
	size_t kept = 0;

	for (size_t i = 0; i < r->insns.len; i++) {
		struct ir_insn *insn = &r->insns.data[i];

		if (insn->op == IR_LABEL && flow->n_jumps[insn->target])
			is_reachable = true;
		if (!is_reachable || flow->is_dropped[i] || is_idle(flow, insn)) {
			if (is_jump(insn))
				flow->n_jumps[insn->target]--;
			flow->f->has_changed = true;
			continue;
		}
		if (insn->op == IR_JMP || insn->op == IR_RET)
			is_reachable = false;
		r->insns.data[kept++] = *insn;
	}
	r->insns.len = kept;
}

static void shorten(struct flow *flow)
{
	struct ir_routine *r = flow->f->r;

	find_labels(flow);
	for (size_t i = 0; i < r->insns.len; i++) {
		struct ir_insn *insn = &r->insns.data[i];

		if (insn->op == IR_BR)
			decide_branch(flow, insn);
		if (is_jump(insn) && !flow->is_dropped[i])
			thread_jump(flow, insn);
		if (insn->op == IR_BR)
			invert_branch(flow, insn);
	}
	find_labels(flow);
	sweep(flow);
}

void fold_flow(struct fold *f)
{
	auto_free uint32_t *place = xcalloc(f->r->n_labels, sizeof(*place));
	auto_free uint32_t *n_jumps = xcalloc(f->r->n_labels, sizeof(*n_jumps));
	auto_free bool *is_dropped = xcalloc(f->r->insns.len, sizeof(*is_dropped));
	struct flow flow = { f, place, n_jumps, is_dropped };

	shorten(&flow);
}
