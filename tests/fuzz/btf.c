/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The input is a program's BTF: types, a variable and a function are asked of it by the names that
 * those in the corpus have, and what it answers is parsed. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/diag.h"
#include "runtime/kern/btf.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool find(void *ctx, const char *module, const char *name, struct type_answer *out)
{
	(void)module;
	*out = (struct type_answer){ kern_btf_declare(ctx, name), "file", SPACE_USER };
	return out->text;
}

static void ask(struct kern_btf *kb)
{
	static const char text[] =
		"struct mine { struct conn conn; conn_t c; union number n; enum color color; };";
	const struct parse_opts opts = { .mode = PARSE_PROGRAM };
	struct arena *arena = arena_new();
	struct type_table *types = type_table_new(arena, 64);
	struct diag *dg = diag_new();
	const char *answer;
	bool is_per_cpu;
	struct unit unit;

	type_table_set_source(types, find, kb);
	parse_unit(arena, types, source_from_text(arena, "fuzz", text, sizeof(text) - 1), &opts,
		   dg, &unit);
	if (kern_btf_variable(kb, "first", &answer, &is_per_cpu))
		parse_type(arena, types, source_from_text(arena, "fuzz", answer, strlen(answer)),
			   dg);
	answer = kern_btf_function(kb, "serve");
	if (answer && *answer && answer[strlen(answer) - 1] != '\n')
		abort();
	diag_free(dg);
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kern_btf *kb = kern_btf_of(xmemdup(data, size), size);

	if (kb)
		ask(kb);
	kern_btf_free(kb);
	return 0;
}
