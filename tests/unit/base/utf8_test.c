/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/utf8.h"

static void characters_have_their_size(void **state)
{
	static const struct {
		const char *text;
		size_t size;
	} rows[] = {
		{ "a", 1 }, { "\x7f", 1 }, { "\xc2\x80", 2 }, { "\xdf\xbf", 2 },
		{ "\xe0\xa0\x80", 3 }, { "\xed\x9f\xbf", 3 }, { "\xee\x80\x80", 3 },
		{ "\xef\xbf\xbf", 3 }, { "\xf0\x90\x80\x80", 4 }, { "\xf4\x8f\xbf\xbf", 4 },
		{ UTF8_REPLACEMENT, 3 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(utf8_len(rows[i].text, strlen(rows[i].text)), rows[i].size);
	assert_int_equal(utf8_len("", 1), 1);
}

static void other_bytes_are_no_character(void **state)
{
	static const char *const texts[] = {
		"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\xc2", "\xe0\x9f\xbf",
		"\xed\xa0\x80", "\xe1\x80", "\xe1\x80\xc0", "\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80", "\xf1\x80\x80", "\xf5\x80\x80\x80", "\xff",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(utf8_len(texts[i], strlen(texts[i])), 0);
}

static void no_more_is_read_than_there_is(void **state)
{
	(void)state;
	assert_int_equal(utf8_len("a", 0), 0);
	assert_int_equal(utf8_len("\xc3\xa4", 1), 0);
	assert_int_equal(utf8_len("\xe2\x82\xac", 2), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(characters_have_their_size),
		cmocka_unit_test(other_bytes_are_no_character),
		cmocka_unit_test(no_more_is_read_than_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
