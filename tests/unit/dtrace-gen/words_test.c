/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dtrace-gen/words.h"

/* The words, with '|' between them, against the expectation. */
static void expect(const char *text, const char *expected)
{
	auto_words struct words words = { 0 };
	char joined[200] = "";

	words_split(&words, text);
	vec_each(word, &words.list) {
		strcat(joined, word == words.list.data ? "" : "|");
		strcat(joined, *word);
	}
	assert_string_equal(joined, expected);
}

static void blanks_and_newlines_part_words(void **state)
{
	(void)state;
	expect("  gcc -m32\t-O2\n -g ", "gcc|-m32|-O2|-g");
	expect("", "");
	expect(" \n", "");
}

static void quotes_join_words(void **state)
{
	(void)state;
	expect("cc '-DA=b c' \"-DB='d' e\"", "cc|-DA=b c|-DB='d' e");
	expect("-D'A'=\"b\"c", "-DA=bc");
	expect("'open to the end", "open to the end");
}

static void backslashes_keep_what_follows(void **state)
{
	(void)state;
	expect("a\\ b c\\\"d", "a b|c\"d");
	expect("cc \\\n -O", "cc|-O");
	expect("'a\\b' \"a\\\"b\"", "a\\b|a\"b");
}

static void a_word_is_found_whole(void **state)
{
	auto_words struct words words = { 0 };

	(void)state;
	words_split(&words, "gcc -m32x -Im32");
	assert_false(words_contain(&words, "-m32"));
	words_add(&words, "-m32");
	assert_true(words_contain(&words, "-m32"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blanks_and_newlines_part_words),
		cmocka_unit_test(quotes_join_words),
		cmocka_unit_test(backslashes_keep_what_follows),
		cmocka_unit_test(a_word_is_found_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
