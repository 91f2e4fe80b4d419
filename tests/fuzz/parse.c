/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* D: any bytes, in each mode of the parser, and the dump of what came out. */
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/arena.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/lang/ast.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *macro(void *ctx, const char *name)
{
	(void)ctx;
	return *name == '1' ? "42" : *name == 'p' ? "some words" : NULL;
}

static bool type_source(void *ctx, const char *module, const char *name, struct type_answer *out)
{
	(void)ctx;
	(void)module;
	*out = (struct type_answer){ "struct s { struct s2 x; t y; }; typedef struct s s;",
				     TYPE_KERNEL, SPACE_KERNEL };
	return *name == 's';
}

static void parse(const char *text, size_t size, enum parse_mode mode)
{
	const struct parse_opts opts = { .mode = mode, .macro = macro };
	struct arena *arena = arena_new();
	struct type_table *types = type_table_new(arena, 64);
	struct diag *dg = diag_new();
	struct str out = { 0 };
	struct unit unit;

	type_table_set_source(types, type_source, NULL);
	parse_unit(arena, types, source_from_text(arena, "fuzz", text, size), &opts, dg, &unit);
	for (const struct node *n = unit.nodes; n; n = n->next)
		node_dump(&out, n);
	str_fini(&out);
	diag_free(dg);
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	parse((const char *)data, size, PARSE_PROGRAM);
	parse((const char *)data, size, PARSE_PROVIDER);
	parse((const char *)data, size, PARSE_PROVIDER_STRICT);
	return 0;
}
