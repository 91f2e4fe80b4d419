/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/data.h"

static void the_environment_comes_first(void **state)
{
	auto_free char *path = NULL;

	(void)state;
	setenv("FASTTRAP_DATADIR", "/data", 1);
	path = data_path("d/proc.d");
	assert_string_equal(path, "/data/d/proc.d");
}

static void a_file_beside_the_program_is_found(void **state)
{
	char program[PATH_MAX] = { 0 };
	auto_free char *share = NULL;
	auto_free char *folder = NULL;
	auto_free char *want = NULL;
	auto_free char *path = NULL;

	(void)state;
	assert_true(readlink("/proc/self/exe", program, sizeof(program) - 1) > 0);
	*strrchr(program, '/') = '\0';
	share = xasprintf("%s/../share", program);
	folder = xasprintf("%s/fasttrap", share);
	want = xasprintf("%s/here.d", folder);
	mkdir(share, 0700);
	mkdir(folder, 0700);
	fclose(fopen(want, "w"));

	unsetenv("FASTTRAP_DATADIR");
	path = data_path("here.d");
	unlink(want);
	rmdir(folder);
	rmdir(share);
	assert_string_equal(path, want);
}

static void an_absent_file_is_named_where_it_is_installed(void **state)
{
	auto_free char *path = NULL;

	(void)state;
	unsetenv("FASTTRAP_DATADIR");
	path = data_path("d/none.d");
	assert_string_equal(path, PKGDATADIR "/d/none.d");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_environment_comes_first),
		cmocka_unit_test(a_file_beside_the_program_is_found),
		cmocka_unit_test(an_absent_file_is_named_where_it_is_installed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
