/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What is done about a fault stands behind all else, where it is in nobody's way. But what it tells
 * of is alive until there, and in large expressions that is more than the stack can hold. So where
 * it does not suffice, each such piece is brought to the branch that leads to it:
 *
 *	br.slt r9, 0, L1		br.sge r9, 0, L1
 *	...				r20 = r8
 *	jmp L3				jmp L2
 *	L1: r20 = r8			L1: ...
 *	jmp L2				jmp L3
 */
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/ebpf/unit.h"

/* By label: how many lead to it; by operation: is it elsewhere already? */
struct near {
	struct ebpf_unit *u;
	uint32_t *n_jumps;
	size_t *place;
	bool *is_moved;
};

static void find_labels(struct near *n)
{
	for (size_t i = 0; i < n->u->n_insns; i++) {
		const struct ir_insn *insn = &n->u->insns[i];

		if (insn->op == IR_JMP || insn->op == IR_BR)
			n->n_jumps[insn->target]++;
		if (insn->op == IR_LABEL)
			n->place[insn->target] = i;
	}
}

static bool is_end(const struct ir_insn *insn)
{
	return insn->op == IR_JMP || insn->op == IR_RET;
}

/* The operations behind the label up to the one that ends the piece, that included; 0: others come
 * there, or it is no such piece. */
static size_t piece_len(const struct near *n, uint32_t label)
{
	size_t first = n->place[label] + 1, i = first;
	const struct ir_insn *insns = n->u->insns;

	if (n->n_jumps[label] != 1 || first < 2 || !is_end(&insns[first - 2]))
		return 0;
	while (i < n->u->n_insns && !ir_op_info(insns[i].op)->ends && insns[i].op != IR_LABEL)
		i++;
	return i < n->u->n_insns && is_end(&insns[i]) ? i - first + 1 : 0;
}

/* The label, now behind the piece, is where control goes on. */
static size_t put_piece(struct near *n, const struct ir_insn *branch, size_t len,
			struct ir_insn *out)
{
	size_t label = n->place[branch->target];

	out[0] = *branch;
	out[0].cond = ir_cond_inverse(branch->cond);
	memcpy(out + 1, &n->u->insns[label + 1], len * sizeof(*out));
	out[len + 1] = n->u->insns[label];
	memset(n->is_moved + label, true, len + 1);
	return len + 2;
}

void ebpf_unit_bring_near(struct ebpf_unit *u)
{
	auto_free uint32_t *n_jumps = xcalloc(u->r->n_labels, sizeof(*n_jumps));
	auto_free size_t *place = xcalloc(u->r->n_labels, sizeof(*place));
	auto_free bool *is_moved = xcalloc(u->n_insns, sizeof(*is_moved));
	struct ir_insn *out = xcalloc(u->n_insns, sizeof(*out));
	struct near n = { u, n_jumps, place, is_moved };
	size_t n_out = 0;

	find_labels(&n);
	for (size_t i = 0; i < u->n_insns; i++) {
		const struct ir_insn *insn = &u->insns[i];
		size_t len = insn->op == IR_BR ? piece_len(&n, insn->target) : 0;

		if (is_moved[i])
			continue;
		if (len)
			n_out += put_piece(&n, insn, len, out + n_out);
		else
			out[n_out++] = *insn;
	}
	free(u->insns);
	u->insns = out;
	u->n_insns = n_out;
}
