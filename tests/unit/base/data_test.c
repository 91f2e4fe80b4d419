/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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
		cmocka_unit_test(an_absent_file_is_named_where_it_is_installed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
