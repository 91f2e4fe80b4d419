/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What /proc tells of a process besides its mappings, from files that are made up. */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/proc/proc.h"

enum { PID = 7 };

static int make_root(void **state)
{
	char *root = xstrdup("/tmp/image_test.XXXXXX");
	auto_free char *folder = NULL;

	*state = root;
	if (!mkdtemp(root))
		return -1;
	folder = xasprintf("%s/%d", root, PID);
	return mkdir(folder, 0700);
}

static int remove_root(void **state)
{
	static const char *const names[] = { "/7/stat", "/7/status", "/7", "" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		auto_free char *path = xasprintf("%s%s", (char *)*state, names[i]);

		remove(path);
	}
	free(*state);
	return 0;
}

static void put(const char *root, const char *name, const char *text)
{
	auto_free char *path = xasprintf("%s/%d/%s", root, PID, name);
	auto_fclose FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
}

/* A thread may call itself what it likes, with a line's end as well. */
static void a_process_runs_whatever_its_name(void **state)
{
	static const char *const running[] = {
		"7 (cat) S 1 7", "7 (a b) R 1 7", "7 (a\nb) R 1 7", "7 (Z) Z) D 1 7",
	};

	for (size_t i = 0; i < sizeof(running) / sizeof(running[0]); i++) {
		put(*state, "stat", running[i]);
		assert_true(proc_is_running(*state, PID));
	}
}

static void one_that_has_ended_runs_no_more(void **state)
{
	put(*state, "stat", "7 (cat) Z 1 7");
	assert_false(proc_is_running(*state, PID));
	put(*state, "stat", "7 (R) R) X 1 7");
	assert_false(proc_is_running(*state, PID));
}

static void one_that_there_is_not_does_not_run(void **state)
{
	assert_false(proc_is_running(*state, PID + 1));
	assert_false(proc_is_running(*state, PID));
}

static void the_stack_and_the_code_are_told(void **state)
{
	struct proc_image image;

	put(*state, "stat", "7 (a\n) b) S 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 "
	    "25 26 27 140721 29 30");
	put(*state, "status", "Name:\tx\nVmExe:\t      12 kB\nVmLib:\t    4 kB\n");
	assert_int_equal(proc_image_read(*state, PID, &image), 0);
	assert_int_equal(image.stack_start, 140721);
	assert_int_equal(image.code_pages, 16 * 1024 / sysconf(_SC_PAGESIZE));
	assert_int_equal(proc_image_read(*state, PID + 1, &image), -ESRCH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_process_runs_whatever_its_name, make_root,
						remove_root),
		cmocka_unit_test_setup_teardown(one_that_has_ended_runs_no_more, make_root,
						remove_root),
		cmocka_unit_test_setup_teardown(one_that_there_is_not_does_not_run, make_root,
						remove_root),
		cmocka_unit_test_setup_teardown(the_stack_and_the_code_are_told, make_root,
						remove_root),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
