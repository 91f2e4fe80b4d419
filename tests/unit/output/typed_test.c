/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/output/typed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/str.h"
#include "runtime/output/jsonl.h"

static void becomes(const struct typed *t, const void *data, const char *text, const char *json)
{
	auto_str struct str printed = { 0 }, line = { 0 }, wanted = { 0 };
	struct json_object *object = jsonl_new();

	typed_print(&printed, t, data);
	assert_string_equal(str_text(&printed), text);
	typed_put(object, t, data);
	jsonl_write(&line, object);
	str_printf(&wanted, "{\"type\":\"%s\",\"value\":%s}\n", t->type, json);
	assert_string_equal(str_text(&line), str_text(&wanted));
}

static void integers_are_hexadecimal_as_wide_as_they_are(void **state)
{
	static const struct {
		uint32_t size;
		bool is_signed;
		uint64_t value;
		const char *text, *json;
	} rows[] = {
		{ 4, true, 0, "t 0", "0" },
		{ 4, true, 31, "t 0x1f", "31" },
		{ 4, true, 0xffffffff, "t 0xffffffff", "-1" },
		{ 1, true, 0x80, "t 0x80", "-128" },
		{ 2, false, 0xffff, "t 0xffff", "65535" },
		{ 8, false, UINT64_MAX, "t 0xffffffffffffffff", "18446744073709551615" },
		{ 8, true, UINT64_MAX, "t 0xffffffffffffffff", "-1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct typed t = { .kind = TYPED_INT, .type = "t", .size = rows[i].size,
				   .is_signed = rows[i].is_signed };
		uint8_t one = (uint8_t)rows[i].value;
		uint16_t two = (uint16_t)rows[i].value;
		uint32_t four = (uint32_t)rows[i].value;

		becomes(&t, t.size == 1 ? (void *)&one : t.size == 2 ? (void *)&two :
			t.size == 4 ? (void *)&four : (void *)&rows[i].value, rows[i].text,
			rows[i].json);
	}
}

static void bit_fields_have_their_own_width(void **state)
{
	struct typed parts[] = {
		{ .kind = TYPED_INT, .type = "int", .name = "a", .size = 4, .bit_size = 3,
		  .is_signed = true },
		{ .kind = TYPED_INT, .type = "unsigned int", .name = "b", .size = 4,
		  .bit_offset = 3, .bit_size = 7 },
	};
	struct typed t = { .kind = TYPED_STRUCT, .type = "struct s", .size = 4, .parts = parts,
			   .n_parts = 2 };
	uint32_t data = 5 | 100 << 3;

	(void)state;
	becomes(&t, &data, "struct s {\n    int a :3 = 0x5\n    unsigned int b :7 = 0x64\n}",
		"{\"a\":-3,\"b\":100}");
}

static void characters_are_shown_as_c_writes_them(void **state)
{
	static const struct {
		const char *data, *text, *json;
	} rows[] = {
		{ "x", "char 'x'", "120" },	{ "'", "char '\\''", "39" },
		{ "\\", "char '\\\\'", "92" },	{ "", "char '\\0'", "0" },
		{ "\001", "char '\\001'", "1" }, { "\xff", "char '\\377'", "-1" },
	};
	struct typed t = { .kind = TYPED_CHAR, .type = "char", .size = 1, .is_signed = true };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		becomes(&t, rows[i].data, rows[i].text, rows[i].json);
}

static void enumerators_have_names(void **state)
{
	struct typed_name names[] = { { "RED", 1 }, { "BLUE", -2 } };
	struct typed t = { .kind = TYPED_ENUM, .type = "enum color", .size = 4, .is_signed = true,
			   .enumerators = names, .n_enumerators = 2 };

	(void)state;
	becomes(&t, &(int32_t){ 1 }, "enum color RED", "\"RED\"");
	becomes(&t, &(int32_t){ -2 }, "enum color BLUE", "\"BLUE\"");
	becomes(&t, &(int32_t){ -3 }, "enum color -3", "-3");
}

static void arrays_of_char_are_text_if_they_have_any(void **state)
{
	struct typed elem = { .kind = TYPED_CHAR, .type = "char", .size = 1, .is_signed = true };
	struct typed t = { .kind = TYPED_ARRAY, .type = "char [4]", .size = 4, .n_elems = 4,
			   .parts = &elem, .n_parts = 1 };

	(void)state;
	becomes(&t, "abc", "char [4] [ \"abc\" ]", "\"abc\"");
	becomes(&t, "abcd", "char [4] [ \"abcd\" ]", "\"abcd\"");
	becomes(&t, "a\"\0\x01", "char [4] [ \"a\\\"\" ]", "\"a\\\"\"");
	becomes(&t, "a\x01\0", "char [4] [ 'a', '\\001', '\\0', '\\0' ]", "[97,1,0,0]");
}

static void other_arrays_are_lists(void **state)
{
	struct typed elem = { .kind = TYPED_INT, .type = "short", .size = 2, .is_signed = true };
	struct typed t = { .kind = TYPED_ARRAY, .type = "short [2]", .size = 4, .n_elems = 2,
			   .parts = &elem, .n_parts = 1 };
	struct typed rows = { .kind = TYPED_ARRAY, .type = "short [2][2]", .size = 8, .n_elems = 2,
			      .parts = &t, .n_parts = 1 };
	struct typed none = { .kind = TYPED_ARRAY, .type = "short []", .parts = &elem,
			      .n_parts = 1 };
	int16_t data[] = { 1, -1, 2, 0 };

	(void)state;
	becomes(&t, data, "short [2] [ 0x1, 0xffff ]", "[1,-1]");
	becomes(&rows, data,
		"short [2][2] [\n    short [2] [ 0x1, 0xffff ],\n    short [2] [ 0x2, 0 ]\n]",
		"[[1,-1],[2,0]]");
	becomes(&none, data, "short [] [ ]", "[]");
}

static void structures_have_a_line_for_each_member(void **state)
{
	struct typed inner[] = {
		{ .kind = TYPED_STRING, .type = "string", .name = "s", .size = 8 },
		{ .kind = TYPED_FLOAT, .type = "double", .name = "d", .offset = 8, .size = 8 },
	};
	struct typed bytes[] = {
		{ .kind = TYPED_INT, .type = "unsigned char", .name = "low", .size = 1 },
		{ .kind = TYPED_INT, .type = "unsigned short", .name = "all", .size = 2 },
	};
	struct typed parts[] = {
		{ .kind = TYPED_POINTER, .type = "void *", .name = "p", .size = 8 },
		{ .kind = TYPED_STRUCT, .type = "struct in", .name = "in", .offset = 8, .size = 16,
		  .parts = inner, .n_parts = 2 },
		{ .kind = TYPED_STRUCT, .type = "union", .offset = 24, .size = 2, .parts = bytes,
		  .n_parts = 2 },
		{ .kind = TYPED_OTHER, .type = "long double", .name = "o", .offset = 26,
		  .size = 2 },
	};
	struct typed t = { .kind = TYPED_STRUCT, .type = "struct out", .size = 32, .parts = parts,
			   .n_parts = 4 };
	struct {
		uint64_t p;
		char s[8];
		double d;
		uint16_t u;
		char o[2];
	} data = { 0x1000, "text", 1.5, 0xffff, { 1, 2 } };

	(void)state;
	becomes(&t, &data,
		"struct out {\n"
		"    void *p = 0x1000\n"
		"    struct in in = {\n"
		"        string s = \"text\"\n"
		"        double d = 1.5\n"
		"    }\n"
		"    union {\n"
		"        unsigned char low = 0xff\n"
		"        unsigned short all = 0xffff\n"
		"    }\n"
		"    long double o = 0102\n"
		"}",
		"{\"p\":4096,\"in\":{\"s\":\"text\",\"d\":1.5},\"low\":255,\"all\":65535,"
		"\"o\":\"0102\"}");
}

static void what_is_no_number_is_null(void **state)
{
	struct typed elem = { .kind = TYPED_FLOAT, .type = "float", .size = 4 };
	struct typed t = { .kind = TYPED_ARRAY, .type = "float [2]", .size = 8, .n_elems = 2,
			   .parts = &elem, .n_parts = 1 };
	float data[] = { 0.5f, 1e38f * 10 };

	(void)state;
	becomes(&t, data, "float [2] [ 0.5, inf ]", "[0.5,null]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers_are_hexadecimal_as_wide_as_they_are),
		cmocka_unit_test(bit_fields_have_their_own_width),
		cmocka_unit_test(characters_are_shown_as_c_writes_them),
		cmocka_unit_test(enumerators_have_names),
		cmocka_unit_test(arrays_of_char_are_text_if_they_have_any),
		cmocka_unit_test(other_arrays_are_lists),
		cmocka_unit_test(structures_have_a_line_for_each_member),
		cmocka_unit_test(what_is_no_number_is_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
