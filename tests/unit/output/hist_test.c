/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/str.h"
#include "runtime/output/hist.h"

#define HEADER "\n           value  ------------- Distribution ------------- count    \n"

static const struct hist_style plain = { .normal = 1 };

static void an_empty_table_shows_the_buckets_about_zero(void **state)
{
	static const int64_t counts[HIST_POWERS];
	auto_str struct str out = { 0 };

	(void)state;
	hist_print_powers(&out, counts, &plain);
	assert_string_equal(str_text(&out), HEADER
		"              -1 |                                         0        \n"
		"               0 |                                         0        \n"
		"               1 |                                         0        \n");
}

static void bars_are_shares_of_40(void **state)
{
	int64_t counts[HIST_POWERS] = { [HIST_ZERO + 1] = 3, [HIST_ZERO + 2] = 1 };
	auto_str struct str out = { 0 };

	(void)state;
	hist_print_powers(&out, counts, &plain);
	assert_string_equal(str_text(&out), HEADER
		"               0 |                                         0        \n"
		"               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@           3        \n"
		"               2 |@@@@@@@@@@                               1        \n"
		"               4 |                                         0        \n");
}

static void negative_counts_grow_to_the_left(void **state)
{
	int64_t counts[HIST_POWERS] = { [HIST_ZERO + 1] = -3, [HIST_ZERO + 2] = -1 };
	auto_str struct str out = { 0 };

	(void)state;
	hist_print_powers(&out, counts, &plain);
	assert_string_equal(str_text(&out), HEADER
		"               0                                         | 0        \n"
		"               1           @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@| -3       \n"
		"               2                               @@@@@@@@@@| -1       \n"
		"               4                                         | 0        \n");
}

static void mixed_counts_share_the_middle(void **state)
{
	int64_t counts[HIST_POWERS] = { [HIST_ZERO + 1] = -2, [HIST_ZERO + 2] = 2 };
	auto_str struct str out = { 0 };

	(void)state;
	hist_print_powers(&out, counts, &plain);
	assert_string_equal(str_text(&out), HEADER
		"               0                     |                     0        \n"
		"               1           @@@@@@@@@@|                     -2       \n"
		"               2                     |@@@@@@@@@@           2        \n"
		"               4                     |                     0        \n");
}

static void counts_are_normalised_but_bars_are_not(void **state)
{
	int64_t counts[HIST_POWERS] = { [HIST_POWERS - 1] = 25 };
	auto_str struct str out = { 0 };

	(void)state;
	hist_print_powers(&out, counts, &(struct hist_style){ .normal = 10 });
	assert_string_equal(str_text(&out), HEADER
		"2305843009213693952 |                                         0        \n"
		"4611686018427387904 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@ 2        \n");
}

static void packed_rows_have_the_same_buckets(void **state)
{
	static const struct hist_linear h = { .base = 0, .step = 1, .levels = 4 };
	static const int64_t a[] = { 0, 0, 8, 1, 0, 0 }, b[] = { 0, 0, 0, 0, -2, 2 };
	const int64_t *const counts[] = { a, b };
	const char *const keys[] = { "a", "b" };
	const struct hist_rows rows = { keys, counts, 2 };
	auto_str struct str out = { 0 };

	(void)state;
	hist_pack_linear(&out, &h, &rows, &plain);
	assert_string_equal(str_text(&out), "\n"
		"             key  min .----. max  | count\n"
		"               a    1 :X_  : >= 4 | 9\n"
		"               b    1 :  vx: >= 4 | 0\n");
}

static void blocks_end_at_eighths(void **state)
{
	int64_t counts[HIST_POWERS] = { [HIST_ZERO] = 63, [HIST_ZERO + 1] = 1 };
	const struct hist_style blocks = { .normal = 1, .is_utf8 = true };
	auto_str struct str out = { 0 };

	(void)state;
	hist_print_powers(&out, counts, &blocks);
	assert_non_null(strstr(str_text(&out), "|\u2588\u2588"));
	assert_non_null(strstr(str_text(&out), "\u2588\u258d 63 "));
	assert_non_null(strstr(str_text(&out),
			       "|\u258b                                        1 "));
}

static void linear_tables_name_their_ends(void **state)
{
	static const struct hist_linear h = { .base = -10, .step = 10, .levels = 2 };
	static const int64_t counts[] = { 1, 0, 1, 2 };
	auto_str struct str out = { 0 };

	(void)state;
	hist_print_linear(&out, &h, counts, &plain);
	assert_string_equal(str_text(&out), HEADER
		"           < -10 |@@@@@@@@@@                               1        \n"
		"             -10 |                                         0        \n"
		"               0 |@@@@@@@@@@                               1        \n"
		"           >= 10 |@@@@@@@@@@@@@@@@@@@@                     2        \n");
	assert_int_equal((int64_t)hist_sum_linear(&h, counts), -11 + 0 + 2 * 11);
}

static void magnitudes_are_cut_into_steps(void **state)
{
	static const struct hist_log h = { .factor = 10, .low = 0, .high = 2, .steps = 20 };
	struct hist_magnitude m;

	(void)state;
	m = hist_log_magnitude(&h, 0);
	assert_int_equal(m.n, 9);
	assert_int_equal(m.width, 1);
	m = hist_log_magnitude(&h, 1);
	assert_int_equal(m.from, 10);
	assert_int_equal(m.width, 5);
	assert_int_equal(m.first, 10);
	assert_int_equal(m.n, 18);
	assert_int_equal(hist_log_middle(&h), 1 + 9 + 18 + 18);
	assert_int_equal(hist_log_buckets(&h), 2 * 46 + 1);
}

static void log_tables_name_zero_and_both_ends(void **state)
{
	static const struct hist_log h = { .factor = 10, .low = 0, .high = 0, .steps = 10 };
	int64_t counts[21] = { [10] = 1, [0] = 1, [20] = 1, [19] = 1 };
	auto_str struct str out = { 0 };

	(void)state;
	assert_int_equal(hist_log_buckets(&h), 21);
	hist_print_log(&out, &h, counts, &plain);
	assert_non_null(strstr(str_text(&out), "          <= -10 |@@@@@@@@@@ "));
	assert_non_null(strstr(str_text(&out), "              -9 |           "));
	assert_non_null(strstr(str_text(&out), "               0 |@@@@@@@@@@ "));
	assert_non_null(strstr(str_text(&out), "               9 |@@@@@@@@@@ "));
	assert_non_null(strstr(str_text(&out), "           >= 10 |@@@@@@@@@@ "));
}

static void what_is_too_small_is_named_by_its_bound(void **state)
{
	static const struct hist_log h = { .factor = 10, .low = 1, .high = 1, .steps = 10 };
	int64_t counts[21] = { [10] = 1, [11] = 1 };
	auto_str struct str out = { 0 };

	(void)state;
	hist_print_log(&out, &h, counts, &plain);
	assert_string_equal(str_text(&out), HEADER
		"            < 10 |@@@@@@@@@@@@@@@@@@@@                     1        \n"
		"              10 |@@@@@@@@@@@@@@@@@@@@                     1        \n"
		"              20 |                                         0        \n");
	counts[9] = 1;
	str_clear(&out);
	hist_print_log(&out, &h, counts, &plain);
	assert_non_null(strstr(str_text(&out), "             -10 |@@@@@@@@@@@@@ "));
	assert_non_null(strstr(str_text(&out), "      abs() < 10 |@@@@@@@@@@@@@ "));
}

static void sums_take_each_value_as_its_bucket(void **state)
{
	int64_t counts[HIST_POWERS] = { [HIST_ZERO - 1] = 3, [HIST_ZERO] = 9, [HIST_ZERO + 4] = 2 };
	static const struct hist_log h = { .factor = 10, .low = 0, .high = 0, .steps = 10 };
	int64_t log_counts[21] = { [10] = 5, [11] = 1, [8] = 3, [20] = 1 };

	(void)state;
	assert_int_equal((int64_t)hist_sum_powers(counts), -3 + 16);
	assert_int_equal((int64_t)hist_sum_log(&h, log_counts), 1 - 6 + 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_table_shows_the_buckets_about_zero),
		cmocka_unit_test(bars_are_shares_of_40),
		cmocka_unit_test(negative_counts_grow_to_the_left),
		cmocka_unit_test(mixed_counts_share_the_middle),
		cmocka_unit_test(counts_are_normalised_but_bars_are_not),
		cmocka_unit_test(packed_rows_have_the_same_buckets),
		cmocka_unit_test(blocks_end_at_eighths),
		cmocka_unit_test(linear_tables_name_their_ends),
		cmocka_unit_test(magnitudes_are_cut_into_steps),
		cmocka_unit_test(log_tables_name_zero_and_both_ends),
		cmocka_unit_test(what_is_too_small_is_named_by_its_bound),
		cmocka_unit_test(sums_take_each_value_as_its_bucket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
