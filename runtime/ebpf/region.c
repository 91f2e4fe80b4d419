/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/ebpf/region.h"

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"

/* A branch before scratch memory is taken goes to an end of its own (select_target()). */
static bool goes_to_label(const struct ebpf_unit *u, size_t at)
{
	const struct ir_insn *insn = &u->insns[at];
	bool is_early = u->scratch_size && at < u->setup_at;

	return insn->op == IR_JMP || (insn->op == IR_BR && !is_early);
}

bool *ebpf_region_reachable(const struct ebpf_unit *u)
{
	bool *is_reachable = xcalloc(u->n_insns, sizeof(bool));
	auto_free bool *is_reached = xcalloc(u->r->n_labels, sizeof(bool));
	bool is_here = true;

	for (size_t i = 0; i < u->n_insns; i++) {
		const struct ir_insn *insn = &u->insns[i];

		if (insn->op == IR_LABEL && is_reached[insn->target])
			is_here = true;
		is_reachable[i] = is_here;
		if (is_here && goes_to_label(u, i))
			is_reached[insn->target] = true;
		if (insn->op == IR_JMP || insn->op == IR_RET)
			is_here = false;
	}
	return is_reachable;
}

bool ebpf_region_is_next(const struct ebpf_unit *u, size_t insn, uint32_t label)
{
	for (size_t i = insn + 1; i < u->n_insns && u->insns[i].op == IR_LABEL; i++)
		if (u->insns[i].target == label)
			return true;
	return false;
}

/* Does the branch ask for what rarely happens? */
static bool is_unlikely(const struct ebpf_unit *u, const struct ir_insn *branch)
{
	const struct ir_insn *origin = u->values[branch->a].origin;

	if (!origin || branch->b != IR_NO_REG || branch->imm != 0)
		return false;
	if (origin->op == IR_FIND || origin->op == IR_MAKE)
		return branch->cond == IR_EQ;
	return ir_op_info(origin->op)->calls && branch->cond == IR_SLT;
}

bool *ebpf_region_unlikely(const struct ebpf_unit *u)
{
	bool *is_unlikely_to = xcalloc(u->r->n_labels, sizeof(bool));
	auto_free bool *is_likely_to = xcalloc(u->r->n_labels, sizeof(bool));

	for (size_t i = 0; i < u->n_insns; i++) {
		const struct ir_insn *insn = &u->insns[i];

		if (insn->op == IR_JMP || (insn->op == IR_BR && !is_unlikely(u, insn)))
			is_likely_to[insn->target] = true;
		else if (insn->op == IR_BR)
			is_unlikely_to[insn->target] = true;
	}
	for (uint32_t i = 0; i < u->r->n_labels; i++)
		is_unlikely_to[i] = is_unlikely_to[i] && !is_likely_to[i];
	return is_unlikely_to;
}

bool ebpf_region_begins(struct select *s)
{
	const struct ebpf_unit *u = s->u;
	uint32_t target = u->insns[s->at].target;
	size_t first = s->at + 1, end = first;

	if (first == u->n_insns || u->insns[first].op != IR_LABEL ||
	    !s->is_unlikely[u->insns[first].target])
		return false;
	while (end < s->limit && (u->insns[end].op != IR_LABEL || u->insns[end].target != target))
		end++;
	if (end == u->n_insns || u->insns[end].op != IR_LABEL || u->insns[end].target != target)
		return false;
	vec_push(&s->regions, (struct select_region){ first, end, s->labels[target] });
	s->at = end - 1;
	return true;
}
