/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/glob.h"

struct row {
	const char *pattern;
	const char *text;
};

static void patterns_match(void **state)
{
	static const struct row rows[] = {
		{ "", "anything" },
		{ "", "" },
		{ "*", "" },
		{ "*", "query-start" },
		{ "query-*", "query-" },
		{ "*-start", "query-start" },
		{ "q*y-*t", "query-start" },
		{ "a*b*c", "aXbYbZc" },
		{ "a**b", "ab" },
		{ "?", "x" },
		{ "[abc]x", "bx" },
		{ "[a-c]", "c" },
		{ "[!a-c]", "d" },
		{ "[a-]", "-" },
		{ "[\\]]", "]" },
		{ "[a\\-c]", "-" },
		{ "\\*", "*" },
		{ "\\[x]", "[x]" },
		{ "*.so*", "libc.so.6" },
		{ "a]", "a]" },
		{ "x\\", "x\\" },
		{ "[\xc0-\xff]", "\xe9" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!glob_match(rows[i].pattern, rows[i].text))
			fail_msg("%s does not match %s", rows[i].pattern, rows[i].text);
	}
}

static void patterns_do_not_match(void **state)
{
	static const struct row rows[] = {
		{ "a", "" },	    { "a", "ab" },    { "ab", "a" },	    { "?", "" },
		{ "*a", "ab" },	    { "a*b", "abc" }, { "[abc]", "d" },	    { "[!abc]", "a" },
		{ "[abc", "a" },    { "[", "[" },     { "[]", "]" },	    { "\\*", "x" },
		{ "[a\\-c]", "b" }, { "[!a]", "" },   { "Query", "query" }, { "*?", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (glob_match(rows[i].pattern, rows[i].text))
			fail_msg("%s matches %s", rows[i].pattern, rows[i].text);
	}
}

static void many_stars_end_soon(void **state)
{
	char text[20001];

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_false(glob_match("*a*a*a*a*a*a*a*a*a*a*a*a*b", text));
}

static void a_name_is_no_pattern(void **state)
{
	(void)state;
	assert_false(glob_is_pattern("query-start"));
	assert_false(glob_is_pattern(""));
	assert_true(glob_is_pattern("query*"));
	assert_true(glob_is_pattern("quer?"));
	assert_true(glob_is_pattern("[q]"));
	assert_true(glob_is_pattern("a\\*"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_match),
		cmocka_unit_test(patterns_do_not_match),
		cmocka_unit_test(many_stars_end_soon),
		cmocka_unit_test(a_name_is_no_pattern),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
