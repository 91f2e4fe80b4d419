/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/proc/demangle.h"

static const struct {
	const char *symbol, *full, *name;
} known[] = {
	{ "_ZN4shop5orderEiPKc", "shop::order(int, char const*)", "shop::order" },
	{ "_ZNSt6vectorIiSaIiEE9push_backEOi",
	  "std::vector<int, std::allocator<int> >::push_back(int&&)",
	  "std::vector<int, std::allocator<int> >::push_back" },
	{ "_ZN3foo3barEv.part.0", "foo::bar() [clone .part.0]", "foo::bar" },
	{ "_ZN4core3fmt5write17h0123456789abcdefE", "core::fmt::write", "core::fmt::write" },
	{ "_RNvCs1234_7mycrate3foo", "mycrate::foo", "mycrate::foo" },
};

static void names_are_those_of_the_source(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		char *full = demangle(known[i].symbol, DEMANGLE_FULL);
		char *name = demangle(known[i].symbol, DEMANGLE_NAME);

		assert_string_equal(full, known[i].full);
		assert_string_equal(name, known[i].name);
		free(full);
		free(name);
	}
}

static void other_names_are_left_alone(void **state)
{
	static const char *const plain[] = { "", "_", "_Z", "main", "_start", "_Zucker", "_Reset",
					     "foo::bar", "_ZN4shop5orderEiPK" };

	(void)state;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		assert_null(demangle(plain[i], DEMANGLE_FULL));
}

static void a_name_without_end_is_left_alone(void **state)
{
	static char symbol[1 << 16] = "_Z";

	(void)state;
	memset(symbol + 2, 'P', sizeof(symbol) - 4);
	symbol[sizeof(symbol) - 2] = 'i';
	assert_null(demangle(symbol, DEMANGLE_FULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_those_of_the_source),
		cmocka_unit_test(other_names_are_left_alone),
		cmocka_unit_test(a_name_without_end_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
