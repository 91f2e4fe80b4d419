/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"

static void no_bytes_are_still_a_pointer(void **state)
{
	(void)state;
	auto_free void *p = xmalloc(0);
	auto_free void *q = xcalloc(0, 8);

	assert_non_null(p);
	assert_non_null(q);
}

static void strndup_stops_at_the_length(void **state)
{
	(void)state;
	auto_free char *s = xstrndup("provider", 4);

	assert_string_equal(s, "prov");
}

static void asprintf_formats(void **state)
{
	(void)state;
	auto_free char *s = xasprintf("%s:%d", "probe", 7);

	assert_string_equal(s, "probe:7");
}

static void memdup_copies_bytes(void **state)
{
	(void)state;
	auto_free char *s = xmemdup("a\0b", 4);

	assert_memory_equal(s, "a\0b", 4);
}

static void a_taken_pointer_is_not_freed(void **state)
{
	(void)state;
	auto_free char *owner = NULL;

	{
		auto_free char *s = xstrdup("kept");

		owner = take(s);
		assert_null(s);
	}
	assert_string_equal(owner, "kept");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_bytes_are_still_a_pointer),
		cmocka_unit_test(strndup_stops_at_the_length),
		cmocka_unit_test(asprintf_formats),
		cmocka_unit_test(memdup_copies_bytes),
		cmocka_unit_test(a_taken_pointer_is_not_freed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
