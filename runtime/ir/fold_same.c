/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What does not change during one firing (the registers and the cookie of the site, who the thread
 * is, and by definition the time), and what is cut out of that, is asked for once. What is known
 * at a place is a list; a jump takes the list along, and at a label only what all ways bring in
 * common is left: as a list only grows between labels, that is how many entries they share from
 * the start. */

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/ir/fold_impl.h"

#define MAX_KNOWN 32

/* The registers that hold known values, by their definitions. */
struct known {
	uint32_t n;
	uint32_t regs[MAX_KNOWN];
};

struct same {
	struct fold *f;
	struct known now;
	struct known **at_label;	/* NULL: not reached so far */
	bool is_reachable;
};

static bool is_constant_answer(const struct fold *f, const struct ir_insn *insn)
{
	if (insn->op == IR_EXT || (insn->op == IR_SHR && insn->b == IR_NO_REG))
		return fold_is_stable(f, insn->a);
	return insn->op == IR_REG || insn->op == IR_COOKIE || insn->op == IR_ENV;
}

static bool is_same(const struct ir_insn *x, const struct ir_insn *y)
{
	return x->op == y->op && x->a == y->a && x->ref == y->ref && x->imm == y->imm &&
	       x->size == y->size && x->is_signed == y->is_signed;
}

static void intersect(struct known *into, const struct known *other)
{
	uint32_t n = 0;

	while (n < into->n && n < other->n && into->regs[n] == other->regs[n])
		n++;
	into->n = n;
}

static void reach(struct same *s, uint32_t label)
{
	if (s->at_label[label])
		intersect(s->at_label[label], &s->now);
	else
		s->at_label[label] = xmemdup(&s->now, sizeof(s->now));
}

static void place(struct same *s, uint32_t label)
{
	if (!s->at_label[label])
		return;
	if (s->is_reachable)
		intersect(&s->now, s->at_label[label]);
	else
		s->now = *s->at_label[label];
	s->is_reachable = true;
}

/* The register that holds the answer already, or IR_NO_REG; then it is noted. */
static uint32_t find(struct same *s, const struct ir_insn *insn)
{
	for (uint32_t i = 0; i < s->now.n; i++) {
		const struct ir_insn *known = fold_origin(s->f, s->now.regs[i]);

		if (is_same(known, insn))
			return s->now.regs[i];
	}
	if (s->now.n < MAX_KNOWN && fold_is_stable(s->f, insn->d))
		s->now.regs[s->now.n++] = insn->d;
	return IR_NO_REG;
}

static void visit(struct same *s, struct ir_insn *insn)
{
	uint32_t known;

	if (insn->op == IR_LABEL)
		return place(s, insn->target);
	if (!s->is_reachable)
		return;
	if (insn->op == IR_JMP || insn->op == IR_BR)
		reach(s, insn->target);
	if (insn->op == IR_JMP || insn->op == IR_RET)
		s->is_reachable = false;
	if (!is_constant_answer(s->f, insn))
		return;
	known = find(s, insn);
	if (known == IR_NO_REG)
		return;
	*insn = (struct ir_insn){ .op = IR_MOV, .size = 8, .d = insn->d, .a = known };
	insn->b = insn->c = IR_NO_REG;
	s->f->has_changed = true;
}

void fold_same(struct fold *f)
{
	struct same s = { .f = f, .is_reachable = true };

	s.at_label = xcalloc(f->r->n_labels, sizeof(*s.at_label));
	for (size_t i = 0; i < f->r->insns.len; i++)
		visit(&s, &f->r->insns.data[i]);
	for (uint32_t i = 0; i < f->r->n_labels; i++)
		free(s.at_label[i]);
	free(s.at_label);
}
