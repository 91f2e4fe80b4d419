/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/str.h"
#include "runtime/probe/desc.h"

static void parse(const char *text, enum desc_field rightmost, struct probe_desc *out)
{
	struct diag *dg = diag_new();

	assert_int_equal(probe_desc_parse(text, rightmost, NULL, dg, out), 0);
	diag_free(dg);
}

static void assert_fields(const char *text, enum desc_field rightmost, const char *want)
{
	auto_str struct str got = { 0 };
	struct probe_desc desc;

	parse(text, rightmost, &desc);
	str_printf(&got, "%s:%s:%s:%s", desc.provider, desc.module, desc.func, desc.name);
	assert_string_equal(got.data, want);
	probe_desc_fini(&desc);
}

static void fields_are_aligned_to_the_right(void **state)
{
	(void)state;
	assert_fields("p:m:f:n", DESC_NAME, "p:m:f:n");
	assert_fields("f:n", DESC_NAME, "::f:n");
	assert_fields("BEGIN", DESC_NAME, ":::BEGIN");
	assert_fields("p:::n", DESC_NAME, "p:::n");
	assert_fields("p:::", DESC_NAME, "p:::");
	assert_fields(":::", DESC_NAME, ":::");
	assert_fields("  p:::n\t", DESC_NAME, "p:::n");
	assert_fields("libc.so:malloc", DESC_FUNC, ":libc.so:malloc:");
	assert_fields("p:libc*", DESC_MODULE, "p:libc*::");
	assert_fields("syscall", DESC_PROVIDER, "syscall:::");
}

static void a_number_alone_is_an_id(void **state)
{
	struct probe_desc desc;

	(void)state;
	parse("12", DESC_NAME, &desc);
	assert_int_equal(desc.id, 12);
	assert_string_equal(desc.name, "");
	probe_desc_fini(&desc);
	parse("12x", DESC_NAME, &desc);
	assert_int_equal(desc.id, 0);
	assert_string_equal(desc.name, "12x");
	probe_desc_fini(&desc);
}

static void what_is_no_description_is_told(void **state)
{
	static const struct {
		const char *text;
		enum desc_field rightmost;
	} rows[] = {
		{ "a:b:c:d:e", DESC_NAME },
		{ "p:f", DESC_PROVIDER },
		{ "", DESC_NAME },
		{ "a b", DESC_NAME },
		{ "0", DESC_NAME },
		{ "a123456789012345678901234567890123456789012345678901234567890123", DESC_NAME },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct diag *dg = diag_new();
		struct probe_desc desc;

		assert_int_equal(probe_desc_parse(rows[i].text, rows[i].rightmost, NULL, dg, &desc),
				 -EINVAL);
		assert_int_equal(diag_tag_at(dg, 0), D_PDESC_INVAL);
		diag_free(dg);
	}
}

static void a_provider_field_may_want_one_process(void **state)
{
	static const struct {
		const char *field, *name;
		bool wants;
		int pid;
	} rows[] = {
		{ "postgresql", "postgresql", true, 0 },
		{ "postgresql1234", "postgresql", true, 1234 },
		{ "postgresql*", "postgresql", true, 0 },
		{ "", "postgresql", true, 0 },
		{ "post*", "postgresql", true, 0 },
		{ "postgresql0", "postgresql", false, 0 },
		{ "postgresql12x", "postgresql", false, 0 },
		{ "postgresql99999999999", "postgresql", false, 0 },
		{ "postgres", "postgresql", false, 0 },
		{ "postgresql1*", "postgresql", false, 0 },
		{ "lib2", "lib2", true, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct probe_desc desc;
		int pid = -1;

		parse(rows[i].field[0] ? rows[i].field : "::",
		      DESC_PROVIDER + !rows[i].field[0] * 3, &desc);
		assert_int_equal(probe_desc_wants_provider(&desc, rows[i].name, &pid),
				 rows[i].wants);
		assert_int_equal(pid, rows[i].pid);
		probe_desc_fini(&desc);
	}
}

static void digits_name_the_process_whatever_the_provider(void **state)
{
	struct probe_desc desc;

	(void)state;
	parse("ruby77", DESC_PROVIDER, &desc);
	assert_int_equal(probe_desc_pid(&desc), 77);
	probe_desc_fini(&desc);
	parse("ruby*77", DESC_PROVIDER, &desc);
	assert_int_equal(probe_desc_pid(&desc), 0);
	probe_desc_fini(&desc);
	parse("ruby", DESC_PROVIDER, &desc);
	assert_int_equal(probe_desc_pid(&desc), 0);
	probe_desc_fini(&desc);
}

static void the_other_fields_are_globs(void **state)
{
	struct probe_desc desc;

	(void)state;
	parse("p:lib*:f?:*-start", DESC_NAME, &desc);
	assert_true(probe_desc_matches(&desc, "libc.so", "fx", "query-start"));
	assert_false(probe_desc_matches(&desc, "libc.so", "fx", "query-done"));
	assert_false(probe_desc_matches(&desc, "libc.so", "f", "query-start"));
	assert_false(probe_desc_is_plain_name(&desc));
	probe_desc_fini(&desc);
	parse("BEGIN", DESC_NAME, &desc);
	assert_true(probe_desc_is_plain_name(&desc));
	probe_desc_fini(&desc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_aligned_to_the_right),
		cmocka_unit_test(a_number_alone_is_an_id),
		cmocka_unit_test(what_is_no_description_is_told),
		cmocka_unit_test(a_provider_field_may_want_one_process),
		cmocka_unit_test(digits_name_the_process_whatever_the_provider),
		cmocka_unit_test(the_other_fields_are_globs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
