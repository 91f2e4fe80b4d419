/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A process 77 that calls itself 5, in a folder made for each test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/proc/perfmap.h"

static void write_file(const char *root, const char *name, const char *text)
{
	auto_free char *path = xasprintf("%s/%s", root, name);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void make_dir(const char *root, const char *name)
{
	auto_free char *path = xasprintf("%s/%s", root, name);

	assert_int_equal(mkdir(path, 0755), 0);
}

static int set_up(void **state)
{
	char *root = xstrdup("/tmp/perfmap.XXXXXX");

	assert_non_null(mkdtemp(root));
	make_dir(root, "77");
	make_dir(root, "77/root");
	make_dir(root, "77/root/tmp");
	write_file(root, "77/status", "Name:\tx\nNSpid:\t77\t5\n");
	*state = root;
	return 0;
}

static int tear_down(void **state)
{
	auto_free char *command = xasprintf("rm -rf %s", (char *)*state);

	free(*state);
	return system(command);
}

/* Of the first letter of what can be read; 0: nothing is. */
static int first_of(const char *root)
{
	auto_fclose FILE *f = perfmap_open(root, 77);

	return f ? fgetc(f) : 0;
}

static void it_is_found_under_the_inner_number(void **state)
{
	write_file(*state, "77/root/tmp/perf-77.map", "outer");
	assert_int_equal(first_of(*state), 0);
	write_file(*state, "77/root/tmp/perf-5.map", "inner");
	assert_int_equal(first_of(*state), 'i');
}

static void a_link_is_not_followed(void **state)
{
	auto_free char *path = xasprintf("%s/77/root/tmp/perf-5.map", (char *)*state);

	write_file(*state, "77/root/tmp/other", "x");
	assert_int_equal(symlink("other", path), 0);
	assert_int_equal(first_of(*state), 0);
}

static void a_folder_does_not_lead_out_of_the_root(void **state)
{
	const char *root = *state;
	auto_free char *tmp = xasprintf("%s/77/root/tmp", root);
	auto_free char *outside = xasprintf("%s/outside", root);

	make_dir(root, "outside");
	write_file(root, "outside/perf-5.map", "x");
	assert_int_equal(rmdir(tmp), 0);
	assert_int_equal(symlink(outside, tmp), 0);
	assert_int_equal(first_of(root), 0);
}

static void a_pipe_is_not_waited_for(void **state)
{
	auto_free char *path = xasprintf("%s/77/root/tmp/perf-5.map", (char *)*state);

	assert_int_equal(mkfifo(path, 0644), 0);
	assert_int_equal(first_of(*state), 0);
}

static void another_users_is_not_taken(void **state)
{
	auto_free char *path = xasprintf("%s/77/root/tmp/perf-5.map", (char *)*state);

	write_file(*state, "77/root/tmp/perf-5.map", "x");
	if (chown(path, 65534, 65534))
		skip();
	assert_int_equal(first_of(*state), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_is_found_under_the_inner_number, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_link_is_not_followed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_folder_does_not_lead_out_of_the_root, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_pipe_is_not_waited_for, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_users_is_not_taken, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
