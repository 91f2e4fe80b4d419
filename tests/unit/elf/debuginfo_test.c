/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The file that is read is this very program, if it was compiled with debug information. (Layouts
 * by several compilers: tests/live/debuginfo.sh.) */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/base/str.h"
#include "runtime/elf/debuginfo.h"

enum dwt_color { DWT_RED = 1, DWT_GREEN = 200, DWT_BLUE = -3 };

typedef struct {
	short x, y;
} dwt_point;

struct dwt_inner {
	char c;
	long l;
};

struct __attribute__((packed)) dwt_packed {
	char c;
	int i;
};

struct dwt_outer {
	struct dwt_outer *next;
	struct dwt_inner inner;
	dwt_point points[2][3];
	unsigned int a : 3, : 2, b : 7;
	enum dwt_color color;
	int (*handler)(int);
	union {
		int i;
		char bytes[9];
	};
	struct dwt_packed packed;
	_Alignas(32) const char *volatile text;
	char rest[];
};

typedef struct dwt_outer *dwt_ref;

struct dwt_outer *dwt_variable[2];
dwt_ref dwt_other;

static void assert_declared(struct debuginfo *di, const char *name, const char *expected)
{
	auto_str struct str text = { 0 };

	assert_true(debuginfo_declare(di, name, &text));
	assert_string_equal(str_text(&text), expected);
}

static void a_struct_has_its_layout(void **state)
{
	assert_declared(*state, "struct dwt_inner",
			"struct dwt_inner { char c; unsigned long long : 56; long l; } "
			"__attribute__((packed, aligned(8)));\n");
	assert_declared(*state, "struct dwt_packed",
			"struct dwt_packed { char c; int i; } __attribute__((packed));\n");
	assert_declared(
		*state, "struct dwt_outer",
		"struct dwt_outer { struct dwt_outer *next; struct dwt_inner inner; "
		"dwt_point points[2][3]; unsigned int a: 3; unsigned long long : 2; "
		"unsigned int b: 7; unsigned long long : 20; enum dwt_color color; "
		"int (*handler)(); union { int i; char bytes[9]; "
		"struct { unsigned long long : 64; unsigned long long : 32; } "
		"__attribute__((packed)); } __attribute__((packed, aligned(4))); "
		"struct dwt_packed packed; unsigned long long : 64; "
		"unsigned long long : 56; char *text; char rest[]; "
		"unsigned long long : 64; unsigned long long : 64; unsigned long long : 64; "
		"} __attribute__((packed, aligned(32)));\n");
}

static void an_enum_has_its_values(void **state)
{
	assert_declared(*state, "enum dwt_color",
			"enum dwt_color { DWT_RED = 1, DWT_GREEN = 200, DWT_BLUE = -3, };\n");
}

static void a_typedef_is_what_it_stands_for(void **state)
{
	assert_declared(*state, "dwt_ref", "typedef struct dwt_outer *dwt_ref;\n");
	assert_declared(*state, "dwt_point",
			"typedef struct { short x; short y; } __attribute__((packed, aligned(2))) "
			"dwt_point;\n");
}

static void a_variable_has_a_type(void **state)
{
	auto_str struct str text = { 0 };

	assert_true(debuginfo_variable(*state, "dwt_variable", &text));
	assert_string_equal(str_text(&text), "struct dwt_outer *[2]");
	assert_false(debuginfo_variable(*state, "dwt_outer", &text));
}

static void what_is_nowhere_is_not_found(void **state)
{
	auto_str struct str text = { 0 };

	assert_false(debuginfo_declare(*state, "struct dwt_point", &text));
	assert_false(debuginfo_declare(*state, "dwt_outer", &text));
	assert_false(debuginfo_declare(*state, "struct", &text));
	assert_int_equal(text.len, 0);
}

static void a_file_without_any_has_nothing(void **state)
{
	struct debuginfo *di = debuginfo_new("/dev/null", "/nowhere");
	auto_str struct str text = { 0 };

	(void)state;
	assert_false(debuginfo_exists(di));
	assert_false(debuginfo_declare(di, "struct dwt_outer", &text));
	debuginfo_free(di);
}

static int open_self(void **state)
{
	struct debuginfo *di = debuginfo_new("/proc/self/exe", "/nowhere");

	*state = di;
	dwt_other = dwt_variable[0];
	return 0;
}

static int close_self(void **state)
{
	debuginfo_free(*state);
	return 0;
}

/* Compiled without -g there is nothing to read. */
static int count_tests(int n)
{
	struct debuginfo *di = debuginfo_new("/proc/self/exe", "/nowhere");
	bool exists = debuginfo_exists(di);

	debuginfo_free(di);
	return exists ? n : 1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_without_any_has_nothing),
		cmocka_unit_test_setup_teardown(a_struct_has_its_layout, open_self, close_self),
		cmocka_unit_test_setup_teardown(an_enum_has_its_values, open_self, close_self),
		cmocka_unit_test_setup_teardown(a_typedef_is_what_it_stands_for, open_self,
						close_self),
		cmocka_unit_test_setup_teardown(a_variable_has_a_type, open_self, close_self),
		cmocka_unit_test_setup_teardown(what_is_nowhere_is_not_found, open_self,
						close_self),
	};
	int n = sizeof(tests) / sizeof(tests[0]);

	return _cmocka_run_group_tests("debuginfo", tests, count_tests(n), NULL, NULL);
}
