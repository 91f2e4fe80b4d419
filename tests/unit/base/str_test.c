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

static void an_empty_buffer_has_an_empty_text(void **state)
{
	struct str s = { 0 };

	(void)state;
	assert_string_equal(str_text(&s), "");
}

static void pieces_join(void **state)
{
	auto_str struct str s = { 0 };

	(void)state;
	str_puts(&s, "probe");
	str_putc(&s, ':');
	str_append(&s, "entry!", 5);
	str_pad(&s, '.', 3);
	str_pad(&s, '.', -1);
	assert_string_equal(str_text(&s), "probe:entry...");
	assert_int_equal(s.len, 14);
}

static void printf_grows_to_any_length(void **state)
{
	auto_str struct str s = { 0 };

	(void)state;
	str_puts(&s, "<");
	str_printf(&s, "%1000d", 7);
	str_puts(&s, ">");
	assert_int_equal(s.len, 1002);
	assert_string_equal(str_text(&s) + 999, " 7>");
}

static void printf_fits_exactly(void **state)
{
	(void)state;
	for (int len = 0; len < 70; len++) {
		auto_str struct str s = { 0 };

		str_printf(&s, "%*s", len, "");
		assert_int_equal(s.len, len);
		assert_int_equal(strlen(str_text(&s)), len);
	}
}

static void bytes_may_hold_nul(void **state)
{
	auto_str struct str s = { 0 };

	(void)state;
	str_append(&s, "a\0b", 3);
	assert_int_equal(s.len, 3);
	assert_memory_equal(s.data, "a\0b", 4);
}

static void reserved_room_is_written_by_the_caller(void **state)
{
	auto_str struct str s = { 0 };

	(void)state;
	memcpy(str_reserve(&s, 4), "abc", 4);
	s.len += 3;
	assert_string_equal(str_text(&s), "abc");
}

static void clearing_keeps_the_memory(void **state)
{
	auto_str struct str s = { 0 };
	const char *data;

	(void)state;
	str_puts(&s, "text");
	data = s.data;
	str_clear(&s);
	assert_ptr_equal(s.data, data);
	assert_string_equal(str_text(&s), "");
}

static void taking_empties_the_buffer(void **state)
{
	struct str s = { 0 };
	char *text;

	(void)state;
	str_puts(&s, "mine");
	text = str_take(&s);
	assert_string_equal(text, "mine");
	assert_null(s.data);
	free(text);
	text = str_take(&s);
	assert_string_equal(text, "");
	free(text);
}

static void a_plain_text_has_nothing_for_the_terminal(void **state)
{
	char escape[] = "a\x1b[31m\n\x7f\tb";
	char utf8[] = "\xc3\xa9\xc2\x9b\xe2\x82\xac";

	(void)state;
	assert_string_equal(str_make_plain(escape), "a?[31m??\tb");
	assert_string_equal(str_make_plain(utf8), "\xc3\xa9\xc2?\xe2\x82\xac");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_buffer_has_an_empty_text),
		cmocka_unit_test(pieces_join),
		cmocka_unit_test(printf_grows_to_any_length),
		cmocka_unit_test(printf_fits_exactly),
		cmocka_unit_test(bytes_may_hold_nul),
		cmocka_unit_test(reserved_room_is_written_by_the_caller),
		cmocka_unit_test(clearing_keeps_the_memory),
		cmocka_unit_test(taking_empties_the_buffer),
		cmocka_unit_test(a_plain_text_has_nothing_for_the_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
