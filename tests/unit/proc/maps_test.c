/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/proc/proc.h"

static int read_text(const char *text, size_t size, struct proc_maps *out)
{
	FILE *f = fmemopen((void *)text, size, "r");
	int rc = proc_maps_read(f, out);

	fclose(f);
	return rc;
}

static const char maps_text[] =
	"55d0c8a00000-55d0c8a02000 r--p 00000000 fd:01 131                        /usr/bin/cat\n"
	"55d0c8a02000-55d0c8a06000 r-xp 00002000 fd:01 131                        /usr/bin/cat\n"
	"55d0ca5b5000-55d0ca5d6000 rw-p 00000000 00:00 0                          [heap]\n"
	"7f1e5a000000-7f1e5a021000 rw-p 00000000 00:00 0 \n"
	"7f1e5b000000-7f1e5b001000 rwxs 00003000 00:01 18446744073709551615       "
	"/memfd:a b (deleted)\n"
	"ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]";

static void every_line_is_read(void **state)
{
	struct proc_maps maps;

	(void)state;
	assert_int_equal(read_text(maps_text, strlen(maps_text), &maps), 0);
	assert_int_equal(maps.maps.len, 6);
	assert_int_equal(maps.maps.data[1].start, 0x55d0c8a02000);
	assert_int_equal(maps.maps.data[1].end, 0x55d0c8a06000);
	assert_int_equal(maps.maps.data[1].offset, 0x2000);
	assert_int_equal(maps.maps.data[1].dev_major, 0xfd);
	assert_int_equal(maps.maps.data[1].dev_minor, 1);
	assert_int_equal(maps.maps.data[1].inode, 131);
	assert_true(maps.maps.data[1].is_exec);
	assert_false(maps.maps.data[1].is_write);
	assert_false(maps.maps.data[1].is_shared);
	proc_maps_fini(&maps);
}

static void paths_are_as_written(void **state)
{
	static const char *const paths[] = { "/usr/bin/cat",	     "/usr/bin/cat", "[heap]", "",
					     "/memfd:a b (deleted)", "[vsyscall]" };
	struct proc_maps maps;

	(void)state;
	assert_int_equal(read_text(maps_text, strlen(maps_text), &maps), 0);
	for (size_t i = 0; i < maps.maps.len; i++)
		assert_string_equal(maps.maps.data[i].path, paths[i]);
	proc_maps_fini(&maps);
}

static void the_largest_numbers_fit(void **state)
{
	struct proc_maps maps;

	(void)state;
	assert_int_equal(read_text(maps_text, strlen(maps_text), &maps), 0);
	assert_true(maps.maps.data[4].inode == UINT64_MAX);
	assert_true(maps.maps.data[4].is_shared);
	assert_true(maps.maps.data[5].end == 0xffffffffff601000);
	proc_maps_fini(&maps);
}

static void a_line_that_is_none_is_refused(void **state)
{
	static const char *const bad[] = {
		"hello",
		"1000-2000",
		"1000-2000 r-x",
		"1000-2000 r-xp",
		"1000-2000 r-xp 0 fd:01",
		"1000-2000 r-xp 0 fd:01 x",
		"1000-2000 r-xp 0 fd 01 1",
		"-2000 r-xp 0 fd:01 1",
		"10002000 r-xp 0 fd:01 1",
		"11112222333344445-2000 r-xp 0 fd:01 1",
		"1000-2000 r-xp 0 fd:01 1/bin/x",
		"\xff\xfe",
	};
	struct proc_maps maps;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(read_text(bad[i], strlen(bad[i]), &maps), -EINVAL);
		assert_int_equal(maps.maps.len, 0);
	}
}

static void the_own_maps_contain_the_own_code(void **state)
{
	uint64_t here = (uint64_t)(uintptr_t)the_own_maps_contain_the_own_code;
	FILE *f = fopen("/proc/self/maps", "r");
	struct proc_maps maps;
	int n = 0;

	(void)state;
	assert_non_null(f);
	assert_int_equal(proc_maps_read(f, &maps), 0);
	fclose(f);
	vec_each(map, &maps.maps)
		n += map->is_exec && here >= map->start && here < map->end;
	assert_int_equal(n, 1);
	proc_maps_fini(&maps);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_line_is_read),
		cmocka_unit_test(paths_are_as_written),
		cmocka_unit_test(the_largest_numbers_fit),
		cmocka_unit_test(a_line_that_is_none_is_refused),
		cmocka_unit_test(the_own_maps_contain_the_own_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
