/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/lib/pipeline.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/compile/compile.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"
#include "runtime/probe/arch.h"
#include "tests/lib/probes.h"
#include "tests/lib/traced_kernel.h"

/* Stores are small, so that thousands of programs come and go quickly; and the interpreter has no
 * files mapped whose stacks could be walked. */
static void init_options(struct options *opts)
{
	options_init(opts);
	opts->bufsize = 1 << 16;
	opts->aggsize = opts->dynvarsize = 1 << 14;
	opts->ustackunwind = false;
}

static int set_pragmas(struct pipeline *p, const struct node *nodes)
{
	int err = 0;

	for (const struct node *n = nodes; n && !err; n = n->next) {
		const struct node_pragma *pragma = n->kind == NODE_PRAGMA ? node_pragma(n) : NULL;

		if (pragma && pragma->n_words > 2 && !strcmp(pragma->words[1], "option"))
			err = options_set(&p->opts, pragma->words[2], OPTION_PROGRAM, &n->loc,
					  p->dg);
	}
	return err;
}

static int compile_unit(struct pipeline *p, struct compile_unit *unit, struct type_table *types,
			struct kern_caps *caps)
{
	static const struct search search = { .n_pids = 0 };
	const struct compile_input in = {
		.arena = p->arena,
		.types = types,
		.units = unit,
		.n_units = 1,
		.opts = &p->opts,
		.providers = test_providers,
		.search = &search,
		.probes = &p->probes,
		.argtypes = &p->argtypes,
		.arch = arch_host(),
		.n_cpus = 1,
		.caps = caps,
		.kernel_member = traced_kernel_member,
	};

	p->compiled = compile(&in, p->dg);
	return p->compiled ? 0 : -EINVAL;
}

int pipeline_compile(struct pipeline *p, const char *name, const char *text,
		     struct kern_caps *caps)
{
	static const struct parse_opts parse_opts = { .mode = PARSE_PROGRAM };
	struct compile_unit unit = { .field = DESC_NAME };
	struct type_table *types;
	const struct source *src;
	int err;

	*p = (struct pipeline){ .arena = arena_new(), .dg = diag_new() };
	probe_list_init(&p->probes);
	init_options(&p->opts);
	types = type_table_new(p->arena, 64);
	argtypes_init(&p->argtypes, p->arena, types);
	src = source_from_text(p->arena, name, text, strlen(text));
	err = parse_unit(p->arena, types, src, &parse_opts, p->dg, &unit.unit);
	if (!err)
		err = set_pragmas(p, unit.unit.nodes);
	return err ? err : compile_unit(p, &unit, types, caps);
}

void pipeline_fini(struct pipeline *p)
{
	compiled_free(p->compiled);
	argtypes_fini(&p->argtypes);
	probe_list_fini(&p->probes);
	diag_free(p->dg);
	arena_free(p->arena);
}
