/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/output/jsonl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "runtime/base/str.h"
#include "runtime/output/format.h"

static void text_becomes(const char *text, size_t len, const char *expected)
{
	auto_str struct str out = { 0 };
	struct json_object *object = jsonl_new();

	jsonl_put_text(object, "t", text, len);
	jsonl_write(&out, object);
	assert_string_equal(str_text(&out), expected);
}

static void text_is_quoted(void **state)
{
	(void)state;
	text_becomes("a/b", 3, "{\"t\":\"a/b\"}\n");
	text_becomes("\"\\\n\x01", 4, "{\"t\":\"\\\"\\\\\\n\\u0001\"}\n");
	text_becomes("\xc3\xa4\xe2\x82\xac\xf0\x9f\x8e\x89", 9,
		     "{\"t\":\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x8e\x89\"}\n");
}

static void what_is_not_utf8_is_replaced(void **state)
{
	(void)state;
	text_becomes("a\xff", 2, "{\"t\":\"a\xef\xbf\xbd\"}\n");
	text_becomes("\xc3", 1, "{\"t\":\"\xef\xbf\xbd\"}\n");
	text_becomes("\xc0\x80", 2, "{\"t\":\"\xef\xbf\xbd\xef\xbf\xbd\"}\n");
	text_becomes("\xed\xa0\x80", 3, "{\"t\":\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"}\n");
}

static void value_becomes(struct format_arg value, const char *expected)
{
	auto_str struct str out = { 0 };
	struct json_object *object = jsonl_new();

	jsonl_put_value(object, "v", NULL, &value);
	jsonl_add_value(jsonl_put_array(object, "a"), NULL, &value);
	jsonl_write(&out, object);
	assert_string_equal(str_text(&out), expected);
}

static void values_have_their_sign_and_size(void **state)
{
	(void)state;
	value_becomes((struct format_arg){ FORMAT_INT, true, 8, -1, NULL },
		      "{\"v\":-1,\"a\":[-1]}\n");
	value_becomes((struct format_arg){ FORMAT_INT, false, 8, -1, NULL },
		      "{\"v\":18446744073709551615,\"a\":[18446744073709551615]}\n");
	value_becomes((struct format_arg){ FORMAT_BYTES, false, 2, 0, "\x01\xfe" },
		      "{\"v\":\"01fe\",\"a\":[\"01fe\"]}\n");
	value_becomes((struct format_arg){ FORMAT_STACK, false, 0, 0, "" },
		      "{\"v\":[],\"a\":[[]]}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_quoted),
		cmocka_unit_test(what_is_not_utf8_is_replaced),
		cmocka_unit_test(values_have_their_sign_and_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
