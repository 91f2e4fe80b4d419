/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A compilation under way, for the files that share the work: compile.c is the pipeline and checks
 * what was written, compile_expand.c finds the probes of each clause, compile_lower.c makes
 * routines of the clauses, compile_emit.c makes instructions of the routines. */
#ifndef RUNTIME_COMPILE_COMPILE_IMPL_H
#define RUNTIME_COMPILE_COMPILE_IMPL_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/vec.h"
#include "runtime/compile/compile.h"
#include "runtime/compile/group.h"
#include "runtime/compile/walk.h"
#include "runtime/lang/check.h"

struct identifiers;
struct map;

/* The clauses that a probe enables. */
struct uses {
	uint32_t n;
	uint32_t last;	/* 1 + its number; 0: none so far */
};

struct compile_job {
	const struct compile_input *in;
	struct walk_support walk;
	struct diag *dg;
	struct compiled *out;
	struct check check;
	VEC(struct enabling) enablings;
	struct map *enabled;		/* probe -> 1 + its index in out->probes */
	VEC(struct uses) uses;		/* by that index */
	VEC(uint32_t) epids;
	VEC(struct node_clause *) error_clauses;
	uint32_t error_probe;
	struct identifiers *identifiers;
	struct groups groups;
};

/* Numbers the clauses, and finds the probes of each. A description that matches nothing is told. */
void compile_expand(struct compile_job *job);

/* Both: 0 or a negative errno, told. */
int compile_lower(struct compile_job *job);
int compile_emit(struct compile_job *job);

/* Are there tables that had better grow, and can the kernel do it? */
bool compile_has_growing_maps(const struct compile_job *job);

#endif
