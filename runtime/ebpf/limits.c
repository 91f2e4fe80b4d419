/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What no kernel takes, however right it is. It is told here, in words about the program, and not
 * by the verifier about its thousandth register. */

#include "runtime/ebpf/limits.h"

#include <errno.h>
#include <inttypes.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/ebpf/insn.h"
#include "runtime/ebpf/program.h"

enum {
	MAX_MAPS = 64,
	MAX_FUNCTIONS = 256,
	MAX_INSNS = 1000000,
	/* Branches whose other side the verifier has still to follow: it goes the one way to its
	 * end first. 8,192, some of which it may take where we count none. */
	MAX_BRANCHES = 8192 - 64,
};

static uint32_t count_maps(const struct ebpf_routine *r)
{
	uint32_t n = 0, n_maps = 0;

	for (uint32_t i = 0; i < r->n_relocs; i++)
		if (r->relocs[i].map >= n_maps)
			n_maps = r->relocs[i].map + 1;
	auto_free bool *is_used = xcalloc(n_maps ? n_maps : 1, sizeof(bool));
	for (uint32_t i = 0; i < r->n_relocs; i++) {
		n += !is_used[r->relocs[i].map];
		is_used[r->relocs[i].map] = true;
	}
	return n;
}

/* Where a function begins that the instruction refers to; 0: it refers to none. */
static uint32_t function_at(const struct ebpf_routine *r, uint32_t at)
{
	const struct bpf_insn *insn = &r->insns[at];

	if ((insn_is_ld64(insn) && insn->src_reg == BPF_PSEUDO_FUNC) ||
	    insn_is_subprog_call(insn))
		return at + 1 + insn->imm;
	return 0;
}

static uint32_t count_functions(const struct ebpf_routine *r, bool *is_start)
{
	uint32_t n = 1;

	is_start[0] = true;
	for (uint32_t i = 0; i < r->n_insns; i++) {
		uint32_t start = function_at(r, i);

		n += !is_start[start];
		is_start[start] = true;
		i += insn_is_ld64(&r->insns[i]);
	}
	return n;
}

static bool is_branch(const struct bpf_insn *insn)
{
	int op = BPF_OP(insn->code);

	return BPF_CLASS(insn->code) == BPF_JMP && op != BPF_JA && op != BPF_CALL &&
	       op != BPF_EXIT;
}

/* How many branches a function passes that takes none of them; a loop's body is followed from a
 * branch of its own. */
static uint32_t count_branches(const struct ebpf_routine *r, uint32_t start)
{
	uint32_t n = 0, at = start;

	for (uint32_t steps = 0; steps < r->n_insns && at < r->n_insns; steps++) {
		const struct bpf_insn *insn = &r->insns[at];

		if (insn->code == (BPF_JMP | BPF_EXIT))
			break;
		n += is_branch(insn) || function_at(r, at);
		at += insn_is_ld64(insn) ? 2 : 1;
		if (insn->code == (BPF_JMP | BPF_JA))
			at += insn->off;
	}
	return n;
}

static uint32_t most_branches(const struct ebpf_routine *r, const bool *is_start)
{
	uint32_t own = count_branches(r, 0), most = 0;

	for (uint32_t i = 1; i < r->n_insns; i++) {
		uint32_t n = is_start[i] ? count_branches(r, i) : 0;

		most = n > most ? n : most;
	}
	return own + most;
}

static int refuse(const struct ebpf_routine *r, uint32_t n, const char *what, uint32_t limit,
		  const char *hint, struct diag *dg)
{
	diag_error(dg, NULL, D_TOO_BIG,
		   "%s has %" PRIu32 " %s, and no kernel takes more than %" PRIu32, r->name, n,
		   what, limit);
	diag_hint(dg, "%s", hint);
	return -E2BIG;
}

int ebpf_check_limits(const struct ebpf_routine *r, struct diag *dg)
{
	auto_free bool *is_start = xcalloc(r->n_insns, sizeof(bool));
	uint32_t n_functions = count_functions(r, is_start), n = count_maps(r);

	if (n > MAX_MAPS)
		return refuse(r, n, "kinds of variables and aggregations", MAX_MAPS,
			      "those whose keys and values are as large count as one", dg);
	if (n_functions > MAX_FUNCTIONS)
		return refuse(r, n_functions, "functions", MAX_FUNCTIONS,
			      "fewer clauses of one probe, or uses of strings, may help", dg);
	if (r->n_insns > MAX_INSNS)
		return refuse(r, r->n_insns, "instructions", MAX_INSNS,
			      "fewer clauses of one probe may help", dg);
	n = most_branches(r, is_start);
	if (n > MAX_BRANCHES)
		return refuse(r, n, "decisions one after the other", MAX_BRANCHES,
			      "more clauses with fewer statements each may help", dg);
	return 0;
}
