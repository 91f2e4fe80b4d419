/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What switches stacks is seen at work in tests/live/pid.sh. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dlfcn.h>
#include <gnu/libc-version.h>

#include "providers/pid_returns.h"
#include "runtime/probe/probe.h"
#include "runtime/proc/proc.h"

static bool are_plain(const char *path, bool is_main, bool is_young)
{
	const struct proc_object object = {
		.path = path, .open_path = path, .is_main = is_main, .inode = 1
	};
	struct probe_list list;
	bool result;

	probe_list_init(&list);
	result = !pid_returns_astray(&list, &object, 1, is_young);
	assert_int_equal(!pid_returns_astray(&list, &object, 1, is_young), result);
	probe_list_fini(&list);
	return result;
}

static void an_unwinder_is_known_by_its_name(void **state)
{
	(void)state;
	assert_false(are_plain("/nowhere/libgcc_s.so.1", false, false));
	assert_false(are_plain("/nowhere/libstdc++.so.6.0.30", false, false));
	assert_true(are_plain("/nowhere/libgcc", false, true));
}

static void the_c_library_only_offers_to_switch_stacks(void **state)
{
	Dl_info info;

	(void)state;
	assert_true(dladdr((void *)(uintptr_t)gnu_get_libc_version, &info));
	assert_true(are_plain(info.dli_fname, false, true));
}

/* As this one can. */
static void a_program_that_loads_others_counts_while_it_is_young(void **state)
{
	(void)state;
	assert_null(dlopen("/nowhere/file", RTLD_NOW));
	assert_true(are_plain("/proc/self/exe", true, false));
	assert_false(are_plain("/proc/self/exe", true, true));
}

static void what_cannot_be_read_says_nothing(void **state)
{
	(void)state;
	assert_true(are_plain("/nowhere/file", true, true));
	assert_true(are_plain("/dev/null", true, true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unwinder_is_known_by_its_name),
		cmocka_unit_test(the_c_library_only_offers_to_switch_stacks),
		cmocka_unit_test(a_program_that_loads_others_counts_while_it_is_young),
		cmocka_unit_test(what_cannot_be_read_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
