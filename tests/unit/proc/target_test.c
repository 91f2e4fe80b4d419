/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/diag.h"
#include "runtime/proc/proc.h"
#include "runtime/proc/target.h"

int main(int argc, char **argv);

struct fixture {
	struct diag *dg;
	struct target *target;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->dg = diag_new();
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	target_release(f->target);
	diag_print(f->dg, stderr, &(struct diag_style){ .program = "test" });
	diag_free(f->dg);
	free(f);
	return 0;
}

static void start(struct fixture *f, const char *command, enum target_evaltime when)
{
	f->target = target_start(command, when, f->dg);
}

/* Waits for the end; the status. */
static int end_of(struct target *target)
{
	struct pollfd pfd = { .fd = target_fd(target), .events = POLLIN };

	if (pfd.fd >= 0)
		assert_int_equal(poll(&pfd, 1, 10000), 1);
	while (!target_is_gone(target))
		usleep(1000);
	return target_status(target);
}

static int n_objects(pid_t pid, const char *part)
{
	struct proc_cache *procs = proc_cache_new("/proc");
	struct diag *dg = diag_new();
	const struct proc_object *objects;
	uint32_t n_hidden;
	int n = proc_objects(procs, &pid, 1, dg, &objects, &n_hidden), n_found = 0;

	for (int i = 0; i < n; i++)
		n_found += strstr(objects[i].path, part) != NULL;
	proc_cache_free(procs);
	diag_free(dg);
	return n_found;
}

static void a_command_is_held_and_goes_on(void **state)
{
	struct fixture *f = *state;

	start(f, "true", EVAL_POSTINIT);
	assert_non_null(f->target);
	usleep(20000);
	assert_false(target_is_gone(f->target));
	assert_int_equal(target_status(f->target), -1);
	assert_int_equal(target_continue(f->target, f->dg), 0);
	assert_int_equal(end_of(f->target), 0);
}

static void its_words_are_split_at_white_space(void **state)
{
	struct fixture *f = *state;

	start(f, "  test a =\tb ", EVAL_EXEC);
	assert_non_null(f->target);
	assert_int_equal(target_continue(f->target, f->dg), 0);
	assert_int_equal(WEXITSTATUS(end_of(f->target)), 1);
}

/* This program again, which is linked with cmocka and libc. */
static void at_exec_no_library_is_mapped(void **state)
{
	struct fixture *f = *state;

	start(f, "/proc/self/exe exit", EVAL_EXEC);
	assert_non_null(f->target);
	assert_int_equal(n_objects(target_pid(f->target), "libcmocka"), 0);
}

static void at_postinit_all_libraries_are_mapped(void **state)
{
	struct fixture *f = *state;

	start(f, "/proc/self/exe exit", EVAL_POSTINIT);
	assert_non_null(f->target);
	assert_int_equal(n_objects(target_pid(f->target), "libcmocka"), 1);
	assert_int_equal(n_objects(target_pid(f->target), "libc."), 1);
	assert_int_equal(target_continue(f->target, f->dg), 0);
	assert_int_equal(WEXITSTATUS(end_of(f->target)), 42);
}

/* Where a held process stands: the program counter, and the file that is mapped there. */
static uint64_t place_of(pid_t pid, char *file, size_t size)
{
	char *path = xasprintf("/proc/%d/syscall", pid);
	FILE *f = fopen(path, "r");
	struct proc_maps maps;
	unsigned long pc = 0;

	assert_int_equal(fscanf(f, "-1 %*s %lx", &pc), 1);
	fclose(f);
	free(path);
	path = xasprintf("/proc/%d/maps", pid);
	f = fopen(path, "r");
	assert_int_equal(proc_maps_read(f, &maps), 0);
	fclose(f);
	free(path);
	vec_each(map, &maps.maps) {
		if (pc >= map->start && pc < map->end)
			snprintf(file, size, "%s", map->path);
	}
	proc_maps_fini(&maps);
	return pc;
}

static void at_preinit_libraries_are_mapped_and_the_linker_runs(void **state)
{
	struct fixture *f = *state;
	char file[256] = "";

	start(f, "/proc/self/exe exit", EVAL_PREINIT);
	assert_non_null(f->target);
	assert_int_equal(n_objects(target_pid(f->target), "libcmocka"), 1);
	place_of(target_pid(f->target), file, sizeof(file));
	assert_non_null(strstr(file, "ld-"));
	assert_int_equal(target_continue(f->target, f->dg), 0);
	assert_int_equal(WEXITSTATUS(end_of(f->target)), 42);
}

static void at_main_main_is_next(void **state)
{
	struct fixture *f = *state;
	char file[256] = "", exe[256] = "";
	uint64_t pc;

	start(f, "/proc/self/exe exit", EVAL_MAIN);
	assert_non_null(f->target);
	pc = place_of(target_pid(f->target), file, sizeof(file));
	assert_true(readlink("/proc/self/exe", exe, sizeof(exe) - 1) > 0);
	assert_string_equal(file, exe);
	assert_int_equal(pc % 4096, (uintptr_t)main % 4096);
	assert_int_equal(target_continue(f->target, f->dg), 0);
	assert_int_equal(WEXITSTATUS(end_of(f->target)), 42);
}

static void a_script_is_held_in_its_interpreter(void **state)
{
	char path[] = "/tmp/target_test.XXXXXX";
	struct fixture *f = *state;
	int fd = mkstemp(path);

	dprintf(fd, "#!/bin/sh\nexit 3\n");
	fchmod(fd, 0700);
	close(fd);
	start(f, path, EVAL_POSTINIT);
	assert_non_null(f->target);
	assert_int_equal(n_objects(target_pid(f->target), "libc."), 1);
	assert_int_equal(target_continue(f->target, f->dg), 0);
	assert_int_equal(WEXITSTATUS(end_of(f->target)), 3);
	unlink(path);
}

static void what_cannot_be_executed_is_told(void **state)
{
	struct fixture *f = *state;
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	start(f, "/no/such/program x", EVAL_POSTINIT);
	assert_null(f->target);
	assert_int_equal(diag_tag_at(f->dg, 0), D_PROC);
	diag_print(f->dg, out, &(struct diag_style){ .program = "dtrace" });
	fclose(out);
	assert_string_equal(text, "dtrace: failed to execute /no/such/program: "
				  "No such file or directory\n");
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	free(text);
}

static void an_empty_command_is_told(void **state)
{
	struct fixture *f = *state;

	start(f, " ", EVAL_POSTINIT);
	assert_null(f->target);
	assert_int_equal(diag_n_errors(f->dg), 1);
	f->dg = (diag_free(f->dg), diag_new());
}

static void what_is_released_while_held_is_killed(void **state)
{
	struct fixture *f = *state;
	pid_t pid;

	start(f, "true", EVAL_POSTINIT);
	pid = target_pid(f->target);
	target_release(f->target);
	f->target = NULL;
	assert_int_equal(kill(pid, 0), -1);
}

static void a_signal_that_comes_while_held_waits(void **state)
{
	struct fixture *f = *state;

	start(f, "sleep 10", EVAL_POSTINIT);
	assert_int_equal(kill(target_pid(f->target), SIGINT), 0);
	usleep(10000);
	assert_false(target_is_gone(f->target));
	assert_int_equal(target_continue(f->target, f->dg), 0);
	assert_int_equal(WTERMSIG(end_of(f->target)), SIGINT);
}

/* A child of ours starts the command, says its number and is killed. */
static void a_killed_holder_leaves_no_held_command(void **state)
{
	struct fixture *f = *state;
	int fds[2], waited = 0;
	pid_t holder, held;

	assert_int_equal(pipe(fds), 0);
	holder = fork();
	if (!holder) {
		start(f, "sleep 10", EVAL_POSTINIT);
		held = target_pid(f->target);
		_exit(write(fds[1], &held, sizeof(held)) < 0 || pause());
	}
	assert_int_equal(read(fds[0], &held, sizeof(held)), sizeof(held));
	f->target = target_grab(held, f->dg);
	kill(holder, SIGKILL);
	waitpid(holder, NULL, 0);
	while (!target_is_gone(f->target) && waited++ < 5000)
		usleep(1000);
	assert_true(target_is_gone(f->target));
	close(fds[0]);
	close(fds[1]);
}

static void a_grabbed_process_is_left_running(void **state)
{
	struct fixture *f = *state;
	pid_t pid = fork();

	if (!pid) {
		pause();
		_exit(0);
	}
	f->target = target_grab(pid, f->dg);
	assert_non_null(f->target);
	assert_int_equal(target_continue(f->target, f->dg), 0);
	assert_false(target_is_gone(f->target));
	target_release(f->target);
	assert_int_equal(kill(pid, 0), 0);
	f->target = target_grab(pid, f->dg);
	kill(pid, SIGKILL);
	while (!target_is_gone(f->target))
		usleep(1000);
	assert_null(target_grab(pid, f->dg));
	waitpid(pid, NULL, 0);
	assert_null(target_grab(pid, f->dg));
	assert_int_equal(diag_n_errors(f->dg), 2);
	f->dg = (diag_free(f->dg), diag_new());
}

/* Some sandboxes allow no ptrace. */
static bool can_trace(void)
{
	pid_t pid = fork();
	int status;

	if (!pid)
		_exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0);
	waitpid(pid, &status, 0);
	return status == 0;
}

int main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_command_is_held_and_goes_on),
		TEST(its_words_are_split_at_white_space),
		TEST(at_exec_no_library_is_mapped),
		TEST(at_postinit_all_libraries_are_mapped),
		TEST(at_preinit_libraries_are_mapped_and_the_linker_runs),
		TEST(at_main_main_is_next),
		TEST(a_script_is_held_in_its_interpreter),
		TEST(what_cannot_be_executed_is_told),
		TEST(an_empty_command_is_told),
		TEST(what_is_released_while_held_is_killed),
		TEST(a_signal_that_comes_while_held_waits),
		TEST(a_killed_holder_leaves_no_held_command),
		TEST(a_grabbed_process_is_left_running),
	};

	if (argc > 1 && !strcmp(argv[1], "exit"))
		return 42;
	if (!can_trace()) {
		puts("1..0 # SKIP no process may be traced here");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
