/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>

#include <cmocka.h>

#include "sdk/include/usdt_runtime.h"
#include "sdk/runtime/machine.h"
#include "sdk/runtime/signature.h"

static void assert_args(const struct usdt_machine *machine, const char *signature, int n,
			const char *want)
{
	struct usdt_signature got;

	assert_int_equal(usdt_signature_parse(machine, signature, &got, NULL), n);
	assert_string_equal(got.args, want);
}

static void arguments_lie_behind_one_register(void **state)
{
	(void)state;
	assert_args(&usdt_machine_x86_64, "", 0, "");
	assert_args(&usdt_machine_x86_64, "i32,u64,str", 3, "-4@0(%rdi) 8@8(%rdi) 8@16(%rdi)");
	assert_args(&usdt_machine_aarch64, "i8, u16 ,f32", 3, "-1@[x0] 2@[x0, 8] 4@[x0, 16]");
	assert_args(&usdt_machine_x86_64, "i16,i64,u8,u32,ptr,f64", 6,
		    "-2@0(%rdi) -8@8(%rdi) 1@16(%rdi) 4@24(%rdi) 8@32(%rdi) 8@40(%rdi)");
}

static void the_longest_text_fits(void **state)
{
	struct usdt_signature got;

	(void)state;
	assert_int_equal(usdt_signature_parse(&usdt_machine_aarch64,
					      "i64,i64,i64,i64,i64,i64,i64,i64,i64,i64,i64,i64",
					      &got, NULL),
			 12);
	assert_string_equal(got.args + strlen(got.args) - 12, " -8@[x0, 88]");
}

static void types_are_told_in_words_of_c(void **state)
{
	struct usdt_signature got;

	(void)state;
	assert_int_equal(
		usdt_signature_parse(&usdt_machine_x86_64, "i8,u64,str,f64,ptr", &got, NULL), 5);
	assert_string_equal(got.types, "int8_t, uint64_t, const char*, double, void*");
	assert_int_equal(usdt_signature_parse(&usdt_machine_x86_64, "", &got, NULL), 0);
	assert_string_equal(got.types, "");
}

static void what_is_no_type_is_told(void **state)
{
	static const struct {
		const char *signature;
		int error;
	} rows[] = {
		{ "int", -EINVAL },	{ "i32,", -EINVAL },	    { ",i32", -EINVAL },
		{ "i32 i32", -EINVAL }, { "i32,,i32", -EINVAL },    { "i3", -EINVAL },
		{ "i320", -EINVAL },	{ "i8,i8,i8,i8,i8,i8,i8,i8,i8,i8,i8,i8,i8", -E2BIG },
	};
	struct usdt_signature got;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct usdt_error error = { "" };

		assert_int_equal(usdt_signature_parse(&usdt_machine_x86_64, rows[i].signature, &got,
						      &error),
				 rows[i].error);
		assert_true(*error.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments_lie_behind_one_register),
		cmocka_unit_test(the_longest_text_fits),
		cmocka_unit_test(types_are_told_in_words_of_c),
		cmocka_unit_test(what_is_no_type_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
