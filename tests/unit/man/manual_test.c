/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The built page has all that the program has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "providers/providers.h"
#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/str.h"
#include "runtime/builtins/table.h"
#include "runtime/compile/options.h"

static int read_page(void **state)
{
	const char *folder = getenv("top_builddir");
	auto_free char *path = xasprintf("%s/man/dtrace.1", folder ? folder : ".");
	auto_fclose FILE *f = fopen(path, "re");
	struct str *page = xcalloc(1, sizeof(*page));
	char line[1024];

	*state = page;
	if (!f)
		print_error("%s is missing\n", path);
	while (f && fgets(line, sizeof(line), f))
		str_puts(page, line);
	return f ? 0 : -1;
}

static int free_page(void **state)
{
	str_fini(*state);
	free(*state);
	return 0;
}

/* Is there an entry of a list with this macro and name, alone or before something else? */
static bool has_entry(const struct str *page, const char *macro, const char *name)
{
	auto_free char *want = xasprintf("%s %s", macro, name);

	for (const char *at = page->data; (at = strstr(at, want)); at++) {
		const char *line = at;

		while (line > page->data && line[-1] != '\n')
			line--;
		if (!strncmp(line, ".It", 3) && strchr(" \n[", at[strlen(want)]))
			return true;
	}
	print_error("no entry \"%s\"\n", want);
	return false;
}

static void every_builtin_has_an_entry(void **state)
{
	static const char *const macros[] = {
		[BUILTIN_VAR] = "Va", [BUILTIN_SUB] = "Fn",
		[BUILTIN_ACT] = "Fn", [BUILTIN_AGG] = "Fn",
	};

	for (uint32_t i = 0; i < builtins.n_lists; i++)
		for (const struct builtin *b = builtins.lists[i]; b->name; b++)
			assert_true(has_entry(*state, macros[b->kind], b->name));
}

static void every_option_has_an_entry(void **state)
{
	struct option_text text;

	for (uint32_t i = 0; i < options_count(); i++) {
		options_describe(i, &text);
		assert_true(has_entry(*state, "Cm", text.name));
	}
}

static void every_provider_has_an_entry(void **state)
{
	for (const struct provider *const *p = providers; *p; p++)
		assert_true(has_entry(*state, "Sy", (*p)->name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_builtin_has_an_entry),
		cmocka_unit_test(every_option_has_an_entry),
		cmocka_unit_test(every_provider_has_an_entry),
	};

	return cmocka_run_group_tests(tests, read_page, free_page);
}
