/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What each row must have, and that no two are alike. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/arena.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/builtins/table.h"
#include "runtime/lang/proto.h"

static void each_row(void (*fn)(const struct builtin *b, void *ctx), void *ctx)
{
	for (uint32_t i = 0; i < builtins.n_lists; i++)
		for (const struct builtin *b = builtins.lists[i]; b->name; b++)
			fn(b, ctx);
}

/* The types of what libraries declare are theirs, too. */
static void parse(const struct builtin *b, void *ctx)
{
	const struct proto *proto;

	if (b->flags & BUILTIN_LIBRARY)
		return;
	proto = proto_get(ctx, b);
	if (!proto)
		fail_msg("the prototype of %s is malformed: %s", b->name, b->proto);
	if ((b->kind != BUILTIN_VAR) != (strchr(b->proto, '(') != NULL))
		fail_msg("%s is a variable or has parameters, not both: %s", b->name, b->proto);
}

static void prototypes_can_be_parsed(void **state)
{
	struct arena *arena = arena_new();
	struct check ck = {
		.arena = arena,
		.types = type_table_new(arena, 64),
		.builtins = &builtins,
		.dg = diag_new(),
	};

	(void)state;
	each_row(parse, &ck);
	assert_int_equal(diag_n_errors(ck.dg), 0);
	diag_free(ck.dg);
	arena_free(arena);
}

static void find(const struct builtin *b, void *ctx)
{
	(void)ctx;
	if (builtin_find(&builtins, b->name) != b)
		fail_msg("there are two builtins called %s", b->name);
}

static void names_are_unique(void **state)
{
	(void)state;
	each_row(find, NULL);
}

static void read_doc(const struct builtin *b, void *ctx)
{
	size_t len = b->doc ? strlen(b->doc) : 0;

	(void)ctx;
	if (!len || b->doc[len - 1] != '.' || islower((unsigned char)b->doc[0]))
		fail_msg("what %s does is not told in sentences", b->name);
}

static void all_are_documented(void **state)
{
	(void)state;
	each_row(read_doc, NULL);
}

static void look_at_code(const struct builtin *b, void *ctx)
{
	bool is_agg = b->kind == BUILTIN_AGG, is_refused = b->flags & BUILTIN_REFUSED;
	bool is_library = b->flags & BUILTIN_LIBRARY;

	(void)ctx;
	if (is_agg != (b->agg != NULL) ||
	    (is_agg || is_refused || is_library) == (b->lower != NULL))
		fail_msg("%s is compiled in no way, or in two", b->name);
	if (is_refused && !b->check)
		fail_msg("%s is refused without a reason", b->name);
	if (b->consume && b->kind != BUILTIN_ACT)
		fail_msg("%s has a consumer but is no action", b->name);
}

static void all_can_be_compiled(void **state)
{
	(void)state;
	each_row(look_at_code, NULL);
}

/* arg0 to arg9 share a file. */
static void look_for_cases(const struct builtin *b, void *ctx)
{
	auto_str struct str path = { 0 };
	size_t len = strlen(b->name);

	while (isdigit((unsigned char)b->name[len - 1]))
		len--;
	str_printf(&path, "%s/tests/exec/%.*s.d", (const char *)ctx, (int)len, b->name);
	if (access(path.data, R_OK))
		fail_msg("%s has no cases: %s", b->name, path.data);
}

static void all_have_cases(void **state)
{
	const char *top = getenv("top_srcdir");

	(void)state;
	each_row(look_for_cases, (void *)(top ? top : "."));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prototypes_can_be_parsed),
		cmocka_unit_test(names_are_unique),
		cmocka_unit_test(all_are_documented),
		cmocka_unit_test(all_can_be_compiled),
		cmocka_unit_test(all_have_cases),
	};

	return cmocka_run_group_tests_name("builtins table", tests, NULL, NULL);
}
