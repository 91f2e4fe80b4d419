/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/base/units.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void times_become_nanoseconds(void **state)
{
	(void)state;
	assert_int_equal(unit_scale(unit_of_time("ms"), 10), 10000000);
	assert_int_equal(unit_scale(unit_of_time("DAY"), 1), INT64_C(86400000000000));
	assert_int_equal(unit_scale(unit_of_time("hz"), 100), 10000000);
}

static void sizes_become_bytes(void **state)
{
	(void)state;
	assert_int_equal(unit_scale(unit_of_size("k"), 3), 3072);
	assert_int_equal(unit_scale(unit_of_size("G"), 1), 1 << 30);
}

static void what_is_too_large_is_the_largest(void **state)
{
	(void)state;
	assert_int_equal(unit_scale(unit_of_size("t"), UINT64_MAX), INT64_MAX);
	assert_int_equal(unit_scale(unit_of_time("s"), INT64_MAX), INT64_MAX);
}

static void times_and_sizes_are_not_mixed(void **state)
{
	(void)state;
	assert_null(unit_of_size("ms"));
	assert_null(unit_of_time("k"));
	assert_null(unit_of_time(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_become_nanoseconds),
		cmocka_unit_test(sizes_become_bytes),
		cmocka_unit_test(what_is_too_large_is_the_largest),
		cmocka_unit_test(times_and_sizes_are_not_mixed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
