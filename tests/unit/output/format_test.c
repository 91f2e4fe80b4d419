/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/output/format.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

#define I(v) { .class = FORMAT_INT, .is_signed = true, .size = 4, .value = (v) }
#define I8(v) { .class = FORMAT_INT, .is_signed = true, .size = 8, .value = (v) }
#define U(v) { .class = FORMAT_INT, .size = 4, .value = (v) }
#define U8(v) { .class = FORMAT_INT, .size = 8, .value = (int64_t)(v) }
#define S(t) { .class = FORMAT_STRING, .size = sizeof(t) - 1, .data = (t) }

static const struct {
	const char *format;
	struct format_arg args[3];
	const char *want;
} prints[] = {
	{ "plain", { I(0) }, "plain" },
	{ "100%%", { I(0) }, "100%" },
	{ "%%%d%%", { I(7) }, "%7%" },
	{ "%d", { I(-5) }, "-5" },
	{ "%i|%5d|%-5d|%05d", { I(1), I(2), I(3) }, "1|    2|3    |" },
	{ "%05d", { I(-42) }, "-0042" },
	{ "%-05d|", { I(42) }, "42   |" },
	{ "%+d % d", { I(1), I(2) }, "+1  2" },
	{ "%.3d|%6.3d", { I(7), I(-7) }, "007|  -007" },
	{ "%d", { U(0xffffffffu) }, "4294967295" },
	{ "%u", { I(-1) }, "4294967295" },
	{ "%x", { I(-1) }, "ffffffff" },
	{ "%lx %llX", { I8(-1), U8(0xabcdef) }, "ffffffffffffffff ABCDEF" },
	{ "%hhd%ld%qd", { I(1), I(2), I(3) }, "123" },
	{ "%#x %#o %#X", { I(255), I(8), I(255) }, "0xff 010 0XFF" },
	{ "%#x", { I(0) }, "0" },
	{ "%o", { I(8) }, "10" },
	{ "%d", { I8(INT64_MIN) }, "-9223372036854775808" },
	{ "%u", { U8(UINT64_MAX) }, "18446744073709551615" },
	{ "%'d", { I(1234567) }, "1,234,567" },
	{ "%'d %'d", { I(-123), I(-1234) }, "-123 -1,234" },
	{ "%'15d|", { I8(123456789012) }, "123,456,789,012|" },
	{ "%c%c", { I('o'), I('k') }, "ok" },
	{ "%3c|%-3c|", { I('a'), I('b') }, "  a|b  |" },
	{ "%C%C", { I('\n'), I(1) }, "\\n\\001" },
	{ "%s", { S("text") }, "text" },
	{ "[%8s] [%-8s]", { S("right"), S("left") }, "[   right] [left    ]" },
	{ "%.2s", { S("cut") }, "cu" },
	{ "%*d|", { I(5), I(7) }, "    7|" },
	{ "%-*d|", { I(5), I(7) }, "7    |" },
	{ "%*d|", { I(-5), I(7) }, "7    |" },
	{ "%.*s|", { I(2), S("cut") }, "cu|" },
	{ "%S", { S("a\tb\"") }, "a\\tb\\\"" },
	{ "%6S|", { S("\n") }, "    \\n|" },
	{ "%p", { U8(0xdeadbeef) }, "deadbeef" },
	{ "%?p|", { U8(0x1234) }, "            1234|" },
	{ "%0?x", { U8(0x1234) }, "0000000000001234" },
	{ "%Y", { U8(1075035600000000000) }, "2004 Jan 25 13:00:00" },
	{ "%24Y|%-24Y|", { U8(0), U8(0) }, "    1970 Jan  1 00:00:00|1970 Jan  1 00:00:00    |" },
	{ "%T", { U8(1075035600000000000) }, "Sun, 25 Jan 2004 13:00:00 UTC" },
	{ "%a", { U8(0x10) }, "0x10" },
	{ "%16d|%8", { I(1) }, NULL },
};

static void values_print_as_in_c(void **state)
{
	struct diag *dg = diag_new();

	(void)state;
	for (size_t i = 0; i < LEN(prints); i++) {
		auto_str struct str out = { 0 };
		struct format *fmt = format_parse(prints[i].format, strlen(prints[i].format), NULL,
						  false, dg);

		if (!prints[i].want) {
			assert_null(fmt);
			continue;
		}
		assert_non_null(fmt);
		format_print(&out, fmt, NULL, prints[i].args, 3);
		assert_string_equal(str_text(&out), prints[i].want);
		format_free(fmt);
	}
	diag_free(dg);
}

static void doubles_are_bits(void **state)
{
	struct diag *dg = diag_new();
	struct format *fmt = format_parse("%8.3f|%g", 8, NULL, false, dg);
	auto_str struct str out = { 0 };
	double a = 3.14159;
	float b = 0.5f;
	struct format_arg args[2] = {
		{ .class = FORMAT_INT, .size = 8 },
		{ .class = FORMAT_FLOAT, .size = 4, .data = (const char *)&b },
	};

	(void)state;
	memcpy(&args[0].value, &a, sizeof(a));
	format_print(&out, fmt, NULL, args, 2);
	assert_string_equal(str_text(&out), "   3.142|0.5");
	format_free(fmt);
	diag_free(dg);
}

static void print_stack(void *ctx, struct str *out, const struct format_arg *arg, int indent)
{
	(void)ctx;
	(void)arg;
	str_printf(out, "\n%*sframe\n", indent, "");
}

static void print_symbol(void *ctx, struct str *out, const struct format_arg *arg, bool is_user)
{
	(void)ctx;
	str_printf(out, "%s`%llx", is_user ? "user" : "kernel", (long long)arg->value);
}

static void symbols_and_stacks_are_the_callers(void **state)
{
	static const struct format_env env = { .stack = print_stack, .symbol = print_symbol };
	static const struct format_arg args[] = { U8(16), U8(17), { .class = FORMAT_STACK } };
	struct diag *dg = diag_new();
	struct format *fmt = format_parse("%12a|%-12A|%4k", 14, NULL, false, dg);
	auto_str struct str out = { 0 };

	(void)state;
	format_print(&out, fmt, &env, args, 3);
	assert_string_equal(str_text(&out), "   kernel`10|user`11     |\n    frame\n");
	format_free(fmt);
	diag_free(dg);
}

static void print_table(struct str *out, const struct format_agg *agg)
{
	str_puts(out, agg->ctx);
}

static void printa_takes_keys_and_aggregations_apart(void **state)
{
	static const struct format_arg keys[] = { S("sh"), I(3) };
	static const struct format_agg aggs[] = {
		{ .is_number = true, .number = I8(10) },
		{ .is_number = true, .number = I8(20) },
		{ .print = print_table, .ctx = "TABLE" },
	};
	struct diag *dg = diag_new();
	struct format *fmt = format_parse("%@4d %s %4@d %d %@d %@u\n", 24, NULL, true, dg);
	auto_str struct str out = { 0 };

	(void)state;
	assert_non_null(fmt);
	assert_true(fmt->has_agg);
	format_print_aggs(&out, fmt, NULL, keys, 2, aggs, 3);
	assert_string_equal(str_text(&out), "  10 sh   20 3 TABLE TABLE\n");
	format_free(fmt);
	diag_free(dg);
}

static void malformed_formats_are_told(void **state)
{
	static const char *const formats[] = { "", "%", "%d %", "%5", "%1$d", "%y", "%@d", "%ll",
					       "%99999d", "%.99999d", "%lv" };

	(void)state;
	for (size_t i = 0; i < LEN(formats); i++) {
		struct diag *dg = diag_new();

		assert_null(format_parse(formats[i], strlen(formats[i]), NULL, false, dg));
		assert_int_equal(diag_tag_at(dg, 0), D_PRINTF_FMT);
		diag_free(dg);
	}
}

static void a_caret_points_into_the_string(void **state)
{
	struct loc loc = { "x.d", "\tprintf(\"a\\n\\x41%5y\");\n", 1, 9, 14 };
	struct diag *dg = diag_new();
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	(void)state;
	assert_null(format_parse("a\nA%5y", 6, &loc, false, dg));
	diag_print(dg, f, &(struct diag_style){ .program = "dtrace" });
	fclose(f);
	assert_non_null(strstr(text, "x.d:1:17: error"));
	assert_non_null(strstr(text, "^~~"));
	free(text);
	diag_free(dg);
}

#define T_INT { .class = FORMAT_INT, .size = 4, .name = "int" }
#define T_LONG { .class = FORMAT_INT, .size = 8, .name = "long" }
#define T_STRING { .class = FORMAT_STRING, .name = "string" }
#define T_PTR { .class = FORMAT_PTR, .size = 8, .name = "char *" }
#define T_STACK { .class = FORMAT_STACK, .name = "stack" }

static const struct {
	const char *format;
	struct format_type args[3];
	uint32_t n_args;
	int err;
} checks[] = {
	{ "%d %s", { T_INT, T_STRING }, 2, 0 },
	{ "%d", { T_LONG, T_STRING }, 2, -22 },
	{ "%ld %hhd", { T_INT, T_LONG }, 2, 0 },
	{ "%p %a", { T_PTR, T_LONG }, 2, 0 },
	{ "%-*.*s", { T_INT, T_LONG, T_STRING }, 3, 0 },
	{ "%k", { T_STACK }, 1, 0 },
	{ "%f", { T_LONG }, 1, 0 },
	{ "%d", { T_INT }, 0, -22 },
	{ "%d", { T_STRING }, 1, -22 },
	{ "%d", { T_PTR }, 1, -22 },
	{ "%s", { T_INT }, 1, -22 },
	{ "%s", { T_PTR }, 1, -22 },
	{ "%*d", { T_INT }, 1, -22 },
	{ "%*d", { T_STRING, T_INT }, 2, -22 },
	{ "%.*d", { T_STRING, T_INT }, 2, -22 },
	{ "%k", { T_INT }, 1, -22 },
	{ "%f", { T_INT }, 1, -22 },
};

static void arguments_are_checked(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(checks); i++) {
		struct diag *dg = diag_new();
		struct format *fmt = format_parse(checks[i].format, strlen(checks[i].format), NULL,
						  false, dg);

		assert_int_equal(format_check(fmt, "printf", checks[i].args, checks[i].n_args, dg),
				 checks[i].err);
		assert_int_equal(diag_tag_at(dg, 0), checks[i].err ? D_PRINTF_ARG : -1);
		format_free(fmt);
		diag_free(dg);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_print_as_in_c),
		cmocka_unit_test(doubles_are_bits),
		cmocka_unit_test(symbols_and_stacks_are_the_callers),
		cmocka_unit_test(printa_takes_keys_and_aggregations_apart),
		cmocka_unit_test(malformed_formats_are_told),
		cmocka_unit_test(a_caret_points_into_the_string),
		cmocka_unit_test(arguments_are_checked),
	};

	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
