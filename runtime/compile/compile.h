/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The compiler as one pipeline: parsed programs in, a value out that can be dumped, compared,
 * loaded later, or run without a kernel. The value holds no pointer into the arena but to its
 * probes. */
#ifndef RUNTIME_COMPILE_COMPILE_H
#define RUNTIME_COMPILE_COMPILE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/vec.h"
#include "runtime/compile/options.h"
#include "runtime/ebpf/program.h"
#include "runtime/ir/record.h"
#include "runtime/lang/check.h"
#include "runtime/lang/parse.h"
#include "runtime/probe/provider.h"

struct arena;
struct arch;
struct argtypes;
struct diag;
struct kern_caps;
struct lower_session;
struct type_table;

/* One program text: -n, -P, -m, -f, -i or -s. */
struct compile_unit {
	struct unit unit;
	enum desc_field field;		/* how a description of one word is read */
	uint32_t n_matched;		/* out: probes, for "matched 3 probes" */
	bool is_shipped;		/* with dtrace: what is not used is not checked */
};

struct compile_input {
	struct arena *arena;
	struct type_table *types;
	struct compile_unit *units;
	uint32_t n_units;
	/* What the same programs were compiled to before, from another parse. Its probes come
	 * first, under the same numbers; what the search finds besides is added, and its plans are
	 * the first, with their points as the first. A description then need not match. NULL:
	 * there is none. */
	const struct compiled *before;
	const struct options *opts;
	const struct provider *const *providers;
	const struct search *search;
	const int *targets;		/* what $target in a description stands for, one by one */
	uint32_t n_targets;
	struct probe_list *probes;	/* all that were found; the caller keeps it */
	struct argtypes *argtypes;
	const struct arch *arch;
	uint32_t n_cpus;		/* bufsize is for each */
	/* whoever runs us may trace processes of theirs alone, and not read the kernel's memory */
	bool only_own;
	uint32_t owner;
	/* in which processes are numbered for the user; inode 0: they are as the kernel has them */
	struct ebpf_pid_ns pid_ns;
	struct kern_caps *caps;		/* what the kernel can; tried if the programs ask for it */
	int (*kernel_member)(void *ctx, const char *type, const char *member, struct diag *dg);
	void *kernel_ctx;
	symbol_source_fn *symbols;	/* of the kernel and of processes */
	void *symbols_ctx;
};

/* The probes of one clause, as indexes of compiled->probes. */
struct clause_probes {
	VEC(uint32_t) probes;
};

/* Where one routine is attached. */
struct attach_plan {
	uint32_t routine;		/* in program->routines */
	VEC(struct attach_point) points;
};

struct compiled {
	struct ir_module *module;	/* for dumps */
	struct ebpf_program *program;
	struct layout layout;
	VEC(const struct probe *) probes;	/* by record_head.probe */
	VEC(struct attach_plan) plans;
	VEC(struct clause_probes) clauses;
	uint32_t control, counters, ring;	/* indexes of maps */
	/* the same of the tables to walk stacks by; UINT32_MAX: there are none */
	uint32_t unwind_rows, unwind_index, unwind_rules, unwind_files, unwind_maps;
	uint32_t families;		/* the same; UINT32_MAX: there is none */
	struct probe_attr statements;	/* the least stable of what they use */
	bool is_destructive;
};

/* NULL: told. */
struct compiled *compile(const struct compile_input *in, struct diag *dg);
void compiled_free(struct compiled *c);

#endif
