/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* D that parses: any program through the checker, and the dump of what came out. A program that is
 * refused must have been told why. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "runtime/base/arena.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/lang/check.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/scope.h"
#include "runtime/lang/source.h"
#include "tests/lib/few_builtins.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int check_all(struct check *ck, const struct unit *unit)
{
	int err = 0;

	for (struct node *n = unit->nodes; n; n = n->next)
		err |= n->kind == NODE_CLAUSE ? 0 : check_decl(ck, n);
	for (struct node *n = unit->nodes; n; n = n->next)
		err |= n->kind == NODE_CLAUSE ? check_clause(ck, node_clause(n)) : 0;
	return err | check_finish(ck);
}

static void dump(const struct unit *unit)
{
	struct str out = { 0 };

	for (const struct node *n = unit->nodes; n; n = n->next)
		node_dump(&out, n);
	str_fini(&out);
}

static void check(const struct source *src, struct arena *arena, struct diag *dg)
{
	static const struct parse_opts opts = { .mode = PARSE_PROGRAM };
	struct type_table *types = type_table_new(arena, 64);
	struct type *text = type_pointer(types, type_c_int(types, "char"), SPACE_USER);
	struct type *args[] = { NULL, text, type_c_int(types, "int") };
	struct check ck = {
		.arena = arena, .types = types, .scope = scope_new(arena),
		.builtins = &few_builtins, .dg = dg, .strsize = 256, .args = args, .n_args = 3,
	};
	struct unit unit;

	if (parse_unit(arena, types, src, &opts, dg, &unit))
		return;
	if (check_all(&ck, &unit) && !diag_n_errors(dg))
		abort();
	dump(&unit);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diag *dg = diag_new();

	check(source_from_text(arena, "fuzz", (const char *)data, size), arena, dg);
	diag_free(dg);
	arena_free(arena);
	return 0;
}
