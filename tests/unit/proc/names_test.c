/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/proc/names.h"

static struct addr_names *read_text(const char *text, struct addr_names *(*fn)(FILE *f))
{
	FILE *f = fmemopen((void *)text, strlen(text), "r");
	struct addr_names *names = fn(f);

	fclose(f);
	return names;
}

static const char kallsyms[] = "ffffffff81000200 T second\n"
			       "ffffffff81000000 T first\n"
			       "ffffffff81000100 D data\n"
			       "nonsense\n"
			       "ffffffffc0000000 t open\t[disk]\n";

static void kernel_functions_end_where_the_next_begins(void **state)
{
	struct addr_names *names = read_text(kallsyms, addr_names_read_kallsyms);
	struct addr_name name;

	(void)state;
	assert_true(addr_names_find(names, 0xffffffff810001ff, &name));
	assert_string_equal(name.name, "first");
	assert_null(name.module);
	assert_true(name.start == 0xffffffff81000000);
	assert_false(addr_names_find(names, 0xffffffff80ffffff, &name));
	addr_names_free(names);
}

static void modules_are_named(void **state)
{
	struct addr_names *names = read_text(kallsyms, addr_names_read_kallsyms);
	struct addr_name name;

	(void)state;
	assert_true(addr_names_find(names, 0xffffffffc0000010, &name));
	assert_string_equal(name.name, "open");
	assert_string_equal(name.module, "disk");
	addr_names_free(names);
}

static void hidden_addresses_name_nothing(void **state)
{
	struct addr_names *names = read_text("0000000000000000 T first\n0000000000000000 T next\n",
					     addr_names_read_kallsyms);
	struct addr_name name;

	(void)state;
	assert_false(addr_names_find(names, 0, &name));
	assert_false(addr_names_find(names, 0xffffffff81000000, &name));
	addr_names_free(names);
}

static void generated_code_ends_at_its_size(void **state)
{
	struct addr_names *names = read_text("1000 20 LFoo;::bar a b\n1020 0 none\nx\n2000 10\n",
					     addr_names_read_perf_map);
	struct addr_name name;

	(void)state;
	assert_true(addr_names_find(names, 0x101f, &name));
	assert_string_equal(name.name, "LFoo;::bar a b");
	assert_false(addr_names_find(names, 0x1020, &name));
	assert_false(addr_names_find(names, 0x2000, &name));
	addr_names_free(names);
}

static void later_code_replaces_older(void **state)
{
	struct addr_names *names =
		read_text("1000 20 old\n1000 20 new\n", addr_names_read_perf_map);
	struct addr_name name;

	(void)state;
	assert_true(addr_names_find(names, 0x1000, &name));
	assert_string_equal(name.name, "new");
	addr_names_free(names);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kernel_functions_end_where_the_next_begins),
		cmocka_unit_test(modules_are_named),
		cmocka_unit_test(hidden_addresses_name_nothing),
		cmocka_unit_test(generated_code_ends_at_its_size),
		cmocka_unit_test(later_code_replaces_older),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
