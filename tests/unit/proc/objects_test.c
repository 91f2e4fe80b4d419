/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/diag.h"
#include "runtime/proc/proc.h"

/* A directory that looks like /proc. */
struct fixture {
	char root[64];
	struct diag *dg;
	struct proc_cache *procs;
};

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* "ROOT/PID/NAME"; the directory is made. */
static char *path_in(const struct fixture *f, int pid, const char *name)
{
	char *path = xasprintf("%s/%d", f->root, pid);

	mkdir(path, 0700);
	free(path);
	return xasprintf("%s/%d/%s", f->root, pid, name);
}

static void put_maps(const struct fixture *f, int pid, const char *text)
{
	char *path = path_in(f, pid, "maps");

	put(path, text);
	free(path);
}

/* A line that maps a real file as code. */
static char *line_of(const char *path, const char *shown)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return xasprintf("1000-2000 r-xp 00000000 %02x:%02x %lu   %s\n", major(st.st_dev),
			 minor(st.st_dev), (unsigned long)st.st_ino, shown);
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	strcpy(f->root, "/tmp/objects_test.XXXXXX");
	assert_non_null(mkdtemp(f->root));
	f->dg = diag_new();
	f->procs = proc_cache_new(f->root);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char *command = xasprintf("rm -rf %s", f->root);
	int rc = system(command);

	free(command);
	proc_cache_free(f->procs);
	diag_free(f->dg);
	free(f);
	return rc;
}

static int all(struct fixture *f, const struct proc_object **out)
{
	uint32_t n_hidden;

	return proc_objects(f->procs, NULL, 0, f->dg, out, &n_hidden);
}

static void a_file_in_two_processes_is_one_object(void **state)
{
	const struct proc_object *objects;
	struct fixture *f = *state;
	char *line = line_of("/bin/sh", "/bin/sh");

	put_maps(f, 10, line);
	put_maps(f, 11, line);
	assert_int_equal(all(f, &objects), 1);
	assert_string_equal(objects[0].path, "/bin/sh");
	assert_string_equal(objects[0].open_path, "/bin/sh");
	assert_false(objects[0].is_main);
	free(line);
}

static void data_and_anonymous_memory_are_no_objects(void **state)
{
	const struct proc_object *objects;
	struct fixture *f = *state;

	put_maps(f, 10,
		 "1000-2000 r--p 0 fd:01 7 /a\n"
		 "2000-3000 r-xp 0 00:00 0 [vdso]\n"
		 "3000-4000 rwxp 0 00:00 0 \n");
	assert_int_equal(all(f, &objects), 0);
}

static void the_executable_is_known(void **state)
{
	const struct proc_object *objects;
	struct fixture *f = *state;
	char *line = line_of("/bin/sh", "/bin/sh"), *exe = path_in(f, 10, "exe");

	put_maps(f, 10, line);
	assert_int_equal(symlink("/bin/sh", exe), 0);
	assert_int_equal(all(f, &objects), 1);
	assert_true(objects[0].is_main);
	free(line);
	free(exe);
}

static void a_name_that_means_another_file_is_not_opened(void **state)
{
	const struct proc_object *objects;
	struct fixture *f = *state;

	put_maps(f, 10, "1000-2000 r-xp 0 fd:01 99999999999 /bin/sh (deleted)\n");
	assert_int_equal(all(f, &objects), 1);
	assert_string_equal(objects[0].path, "/bin/sh");
	assert_non_null(strstr(objects[0].open_path, "/10/map_files/1000-2000"));
}

static void the_root_of_the_process_is_searched(void **state)
{
	const struct proc_object *objects;
	struct fixture *f = *state;
	char *root = path_in(f, 10, "root"), *file = path_in(f, 10, "root/app"), *line;

	mkdir(root, 0700);
	put(file, "x");
	line = line_of(file, "/app");
	put_maps(f, 10, line);
	assert_int_equal(all(f, &objects), 1);
	assert_string_equal(objects[0].path, "/app");
	assert_string_equal(objects[0].open_path, file);
	free(root);
	free(file);
	free(line);
}

/* maps names a device that stat() does not, as on btrfs; the mapping itself tells. */
static void another_device_number_does_no_harm(void **state)
{
	const struct proc_object *objects;
	struct fixture *f = *state;
	char *directory = path_in(f, 10, "map_files");
	char *link = path_in(f, 10, "map_files/1000-2000");

	mkdir(directory, 0700);
	assert_int_equal(symlink("/bin/sh", link), 0);
	put_maps(f, 10, "1000-2000 r-xp 0 00:ee 5 /bin/sh\n");
	assert_int_equal(all(f, &objects), 1);
	assert_string_equal(objects[0].open_path, "/bin/sh");
	free(directory);
	free(link);
}

static void a_newline_in_a_name_is_one_again(void **state)
{
	const struct proc_object *objects;
	struct fixture *f = *state;

	put_maps(f, 10, "1000-2000 r-xp 0 fd:01 5 /a\\012b\n");
	assert_int_equal(all(f, &objects), 1);
	assert_string_equal(objects[0].path, "/a\nb");
}

static void a_process_that_is_not_there_is_told(void **state)
{
	const struct proc_object *objects;
	struct fixture *f = *state;
	const int pids[] = { 10, 4711 };
	uint32_t n_hidden;

	put_maps(f, 10, "");
	assert_int_equal(proc_objects(f->procs, pids, 1, f->dg, &objects, &n_hidden), 0);
	assert_int_equal(proc_objects(f->procs, pids, 2, f->dg, &objects, &n_hidden), -ESRCH);
	assert_int_equal(diag_tag_at(f->dg, 0), D_PROC);
}

static void what_all_map_is_looked_at_once(void **state)
{
	const struct proc_object *first, *second;
	struct fixture *f = *state;

	put_maps(f, 10, "1000-2000 r-xp 0 fd:01 5 /a\n");
	assert_int_equal(all(f, &first), 1);
	put_maps(f, 11, "1000-2000 r-xp 0 fd:01 6 /b\n");
	assert_int_equal(all(f, &second), 1);
	assert_ptr_equal(first, second);
}

static void this_program_and_a_memory_file_can_be_opened(void **state)
{
	struct fixture *f = *state;
	struct proc_cache *procs = proc_cache_new("/proc");
	const struct proc_object *objects;
	const int pid = getpid();
	int fd = memfd_create("test", MFD_CLOEXEC), n, n_main = 0;
	uint32_t n_hidden;
	void *p;

	assert_int_equal(ftruncate(fd, 4096), 0);
	p = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	n = proc_objects(procs, &pid, 1, f->dg, &objects, &n_hidden);
	assert_true(n >= 3);
	assert_int_equal(n_hidden, 0);
	for (int i = 0; i < n; i++) {
		if (!geteuid() || strncmp(objects[i].path, "/memfd:", 7))
			assert_int_equal(access(objects[i].open_path, R_OK), 0);
		n_main += objects[i].is_main;
	}
	assert_int_equal(n_main, 1);
	munmap(p, 4096);
	close(fd);
	proc_cache_free(procs);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_file_in_two_processes_is_one_object),
		TEST(data_and_anonymous_memory_are_no_objects),
		TEST(the_executable_is_known),
		TEST(a_name_that_means_another_file_is_not_opened),
		TEST(the_root_of_the_process_is_searched),
		TEST(another_device_number_does_no_harm),
		TEST(a_newline_in_a_name_is_one_again),
		TEST(a_process_that_is_not_there_is_told),
		TEST(what_all_map_is_looked_at_once),
		TEST(this_program_and_a_memory_file_can_be_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
