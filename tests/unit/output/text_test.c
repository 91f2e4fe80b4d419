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
#include "runtime/output/text.h"

static void integers_have_the_width_of_their_size(void **state)
{
	auto_str struct str out = { 0 };

	(void)state;
	text_trace_int(&out, -1, 8, true);
	text_trace_int(&out, -1, 4, true);
	text_trace_int(&out, -1, 2, true);
	text_trace_int(&out, 255, 1, false);
	assert_string_equal(str_text(&out), "               -1       -1    -1 255");
}

static void the_ends_of_64_bits_print(void **state)
{
	auto_str struct str out = { 0 };

	(void)state;
	text_int(&out, INT64_MIN, true);
	text_int(&out, -1, false);
	text_int(&out, 0, false);
	assert_string_equal(str_text(&out), "-9223372036854775808184467440737095516150");
}

static void strings_are_padded_on_the_right(void **state)
{
	auto_str struct str out = { 0 };

	(void)state;
	text_trace_string(&out, "init", 4, TEXT_TRACE_WIDTH);
	assert_string_equal(str_text(&out), "  init                             ");
}

static void bytes_that_are_text_print_as_text(void **state)
{
	auto_str struct str out = { 0 };

	(void)state;
	text_trace_bytes(&out, "abc\0\0\0", 6, 4);
	assert_string_equal(str_text(&out), "  abc ");
}

static void other_bytes_are_dumped(void **state)
{
	auto_str struct str out = { 0 };

	(void)state;
	text_trace_bytes(&out, "\0\1Hello world, hello\0", 21, 33);
	assert_string_equal(str_text(&out),
		"\n"
		"        0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f  0123456789abcdef\n"
		"    0: 00 01 48 65 6c 6c 6f 20 77 6f 72 6c 64 2c 20 68  ..Hello world, h\n"
		"   10: 65 6c 6c 6f 00                                   ello.\n");
}

static void escapes_are_those_of_c(void **state)
{
	auto_str struct str out = { 0 };

	(void)state;
	text_escaped(&out, "a\n\"\\\0\x7f", 6);
	assert_string_equal(str_text(&out), "a\\n\\\"\\\\\\000\\177");
}

static void lines_begin_below_their_header(void **state)
{
	auto_str struct str out = { 0 }, want = { 0 };

	(void)state;
	text_header(&out);
	text_prefix(&out, 1, 42, "main", "entry");
	str_printf(&want, "%3s %6s %32s\n", "CPU", "ID", "FUNCTION:NAME");
	str_printf(&want, "%3d %6d %32s ", 1, 42, "main:entry");
	assert_string_equal(str_text(&out), str_text(&want));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers_have_the_width_of_their_size),
		cmocka_unit_test(the_ends_of_64_bits_print),
		cmocka_unit_test(strings_are_padded_on_the_right),
		cmocka_unit_test(bytes_that_are_text_print_as_text),
		cmocka_unit_test(other_bytes_are_dumped),
		cmocka_unit_test(escapes_are_those_of_c),
		cmocka_unit_test(lines_begin_below_their_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
