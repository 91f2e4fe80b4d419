/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <link.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/cleanup.h"
#include "runtime/base/file.h"
#include "runtime/base/str.h"
#include "runtime/kern/event.h"
#include "runtime/kern/link.h"
#include "runtime/kern/linkset.h"
#include "tests/unit/kern/live.h"

#define EXE "/proc/self/exe"

/* What is probed: this very program. */
static volatile unsigned short probe_semaphore __attribute__((section(".probes"))) = 0;
static volatile int called;

static __attribute__((noinline)) void probed_one(void)
{
	called++;
}

static __attribute__((noinline)) void probed_two(void)
{
	called += 2;
}

struct lookup {
	uintptr_t address;
	uint64_t offset;
};

static int find_segment(struct dl_phdr_info *info, size_t size, void *ctx)
{
	struct lookup *l = ctx;

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *ph = &info->dlpi_phdr[i];
		uintptr_t start = info->dlpi_addr + ph->p_vaddr;

		if (ph->p_type == PT_LOAD && l->address >= start &&
		    l->address < start + ph->p_filesz)
			l->offset = l->address - start + ph->p_offset;
	}
	return 1;
}

/* Where in the file an address of the program lies. */
static uint64_t file_offset(const volatile void *address)
{
	struct lookup l = { .address = (uintptr_t)address };

	dl_iterate_phdr(find_segment, &l);
	return l.offset;
}

struct fixture {
	struct diag *dg;
	struct kern_caps caps;
	struct kern_links *links;
	int map_fd, prog_fd;
	volatile uint64_t *value; /* hits, cookies */
};

static void load_counter(struct fixture *f)
{
	bool multi = kern_has(&f->caps, KERN_UPROBE_MULTI);

	f->prog_fd =
		live_counter(multi ? KERN_PROG_UPROBE_MULTI : KERN_PROG_UPROBE, f->map_fd, f->dg);
	live_print(f->dg);
	assert_true(f->prog_fd >= 0);
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->dg = diag_new();
	f->links = kern_links_new();
	f->map_fd = live_value_map(f->dg);
	f->value = kern_map_mmap(f->map_fd, 16);
	f->prog_fd = -1;
	live_print(f->dg);
	*state = f;
	return !f->value;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	kern_links_close(f->links);
	munmap((void *)f->value, 16);
	close(f->prog_fd);
	close(f->map_fd);
	diag_free(f->dg);
	free(f);
	return 0;
}

static int attach(struct fixture *f, const struct kern_uprobes *up)
{
	return kern_link_uprobes(&f->caps, f->links, f->prog_fd, up, f->dg);
}

static void two_functions_fire_with_their_cookies(struct fixture *f)
{
	const uint64_t offsets[] = { file_offset(probed_one), file_offset(probed_two) };
	const uint64_t cookies[] = { 1, 100 };
	const struct kern_uprobes up = {
		.path = EXE, .pid = getpid(), .offsets = offsets, .cookies = cookies, .n = 2
	};

	load_counter(f);
	assert_int_equal(attach(f, &up), 2);
	probed_one();
	probed_two();
	probed_two();
	assert_int_equal(f->value[0], 3);
	assert_int_equal(f->value[1], 201);
	kern_links_close(f->links);
	f->links = kern_links_new();
	probed_one();
	assert_int_equal(f->value[0], 3);
}

/* Its pipe would end us with SIGPIPE, and the probes would stay. */
static void links_are_closed_though_their_guard_was_killed(void **state)
{
	struct fixture *f = *state;
	const uint64_t offset = file_offset(probed_one);
	const struct kern_uprobes up = { .path = EXE, .offsets = &offset, .n = 1 };

	load_counter(f);
	assert_int_equal(attach(f, &up), 1);
	assert_true(f->links->guard.pid > 0);
	assert_int_equal(kill(f->links->guard.pid, SIGKILL), 0);
	assert_int_equal(waitid(P_PID, (id_t)f->links->guard.pid, &(siginfo_t){ 0 },
				WEXITED | WNOWAIT), 0);
	kern_links_close(f->links);
	f->links = kern_links_new();
	probed_one();
	assert_int_equal(f->value[0], 0);
}

static void a_multi_link_ties_many_sites(void **state)
{
	struct fixture *f = *state;

	if (!kern_has(&f->caps, KERN_UPROBE_MULTI))
		skip();
	two_functions_fire_with_their_cookies(f);
}

static void perf_events_do_where_multi_is_missing(void **state)
{
	struct fixture *f = *state;

	kern_set(&f->caps, KERN_UPROBE_MULTI, false);
	two_functions_fire_with_their_cookies(f);
}

static void one_cookie(struct fixture *f, uint64_t bad, int n_links)
{
	const uint64_t offsets[] = { file_offset(probed_one), file_offset(probed_two), bad };
	const uint64_t cookies[] = { 7, 7, 7 };
	const struct kern_uprobes up = {
		.path = EXE,
		.pid = getpid(),
		.offsets = offsets,
		.cookies = cookies,
		.n = bad ? 3 : 2,
	};

	kern_set(&f->caps, KERN_UPROBE_MULTI, false);
	load_counter(f);
	assert_int_equal(attach(f, &up), 2);
	assert_int_equal(kern_links_len(f->links), n_links);
	probed_one();
	probed_two();
	assert_int_equal(f->value[0], 2);
	assert_int_equal(f->value[1], 14);
}

static void sites_of_one_cookie_are_one_event(void **state)
{
	one_cookie(*state, 0, kern_event_can() ? 1 : 2);
}

static void an_event_leaves_out_what_is_refused(void **state)
{
	one_cookie(*state, 1ULL << 40, 2);
}

static void a_semaphore_is_raised(struct fixture *f)
{
	const uint64_t offsets[] = { file_offset(probed_one), file_offset(probed_two) };
	const uint64_t semaphores[] = { file_offset(&probe_semaphore), 0 };
	const struct kern_uprobes up = {
		.path = EXE, .pid = getpid(), .offsets = offsets, .semaphores = semaphores, .n = 2
	};

	load_counter(f);
	assert_int_equal(probe_semaphore, 0);
	assert_int_equal(attach(f, &up), 2);
	assert_int_equal(probe_semaphore, 1);
	kern_links_close(f->links);
	f->links = kern_links_new();
	assert_int_equal(probe_semaphore, 0);
}

#define EVENTS "/sys/kernel/tracing/uprobe_events"
#define GONE "fasttrap/p4194303_"

/* Events as a process that was killed would have left them. */
static bool leave_events(int n)
{
	const uint64_t offset = file_offset(probed_one);
	auto_close int fd = open(EVENTS, O_WRONLY | O_APPEND | O_CLOEXEC);
	auto_str struct str text = { 0 };

	for (int i = 0; i < n; i++)
		str_printf(&text, "p:" GONE "%016x " EXE ":0x%" PRIx64 "\n", i, offset);
	return fd >= 0 && write(fd, text.data, text.len) == (ssize_t)text.len;
}

static bool has_left_events(void)
{
	auto_str struct str text = { 0 };

	assert_int_equal(file_read(EVENTS, &text), 0);
	return strstr(str_text(&text), GONE);
}

/* So many that they are read in several pieces. */
static void events_of_processes_that_are_gone_are_removed(void **state)
{
	(void)state;
	if (!leave_events(150))
		skip();
	kern_event_sweep();
	assert_false(has_left_events());
}

static void a_semaphore_is_raised_and_restored(void **state)
{
	struct fixture *f = *state;

	a_semaphore_is_raised(f);
}

static void a_semaphore_is_raised_and_restored_by_perf_events(void **state)
{
	struct fixture *f = *state;

	kern_set(&f->caps, KERN_UPROBE_MULTI, false);
	a_semaphore_is_raised(f);
}

static void other_processes_do_not_count(void **state)
{
	struct fixture *f = *state;
	const uint64_t offset = file_offset(probed_one);
	const struct kern_uprobes up = { .path = EXE, .pid = getpid(), .offsets = &offset, .n = 1 };
	pid_t child;

	load_counter(f);
	assert_int_equal(attach(f, &up), 1);
	child = fork();
	if (!child) {
		probed_one();
		_exit(0);
	}
	waitpid(child, NULL, 0);
	assert_int_equal(f->value[0], 0);
}

static void a_return_probe_fires_once_for_each_call(void **state)
{
	struct fixture *f = *state;
	const uint64_t offset = file_offset(probed_two);
	const struct kern_uprobes up = {
		.path = EXE, .pid = getpid(), .is_return = true, .offsets = &offset, .n = 1
	};

	load_counter(f);
	assert_int_equal(attach(f, &up), 1);
	probed_two();
	probed_two();
	assert_int_equal(f->value[0], 2);
}

static void a_site_that_is_refused_is_told_and_left_out(void **state)
{
	struct fixture *f = *state;
	const uint64_t offsets[] = { file_offset(probed_one), 1ULL << 40, file_offset(probed_two) };
	const uint64_t cookies[] = { 1, 10, 100 };
	const struct kern_uprobes up = {
		.path = EXE, .pid = getpid(), .offsets = offsets, .cookies = cookies, .n = 3
	};

	load_counter(f);
	assert_int_equal(attach(f, &up), 2);
	assert_int_equal(diag_n_warnings(f->dg), 1);
	assert_int_equal(diag_n_errors(f->dg), 0);
	probed_one();
	probed_two();
	assert_int_equal(f->value[1], 101);
}

static void nothing_attached_is_an_error(void **state)
{
	struct fixture *f = *state;
	const uint64_t offsets[] = { 1ULL << 40, 1ULL << 41 };
	struct kern_uprobes up = { .path = EXE, .offsets = offsets, .n = 2 };

	load_counter(f);
	assert_int_equal(attach(f, &up), -EINVAL);
	assert_int_equal(diag_n_errors(f->dg), 1);
	up.n = 1;
	assert_int_equal(attach(f, &up), -EINVAL);
	assert_int_equal(diag_n_errors(f->dg), 2);
	assert_int_equal(diag_n_warnings(f->dg), 2);
	assert_int_equal(kern_links_len(f->links), 0);
}

static void a_file_or_process_that_is_not_there_is_told_once(void **state)
{
	struct fixture *f = *state;
	const uint64_t offsets[] = { file_offset(probed_one), file_offset(probed_two) };
	struct kern_uprobes up = { .path = "/no/such/file", .offsets = offsets, .n = 2 };

	load_counter(f);
	assert_int_equal(attach(f, &up), -ENOENT);
	assert_int_equal(diag_tag_at(f->dg, 0), D_ATTACH);
	up.path = EXE;
	up.pid = 0x3fffff;
	assert_int_equal(attach(f, &up), -ESRCH);
	assert_int_equal(diag_tag_at(f->dg, 1), D_PROC);
	assert_int_equal(diag_tag_at(f->dg, 2), -1);
}

static void a_tracer_without_the_semaphore_is_in_the_way(void **state)
{
	struct fixture *f = *state;
	const uint64_t offset = file_offset(probed_one);
	const uint64_t sem = file_offset(&probe_semaphore);
	struct kern_uprobes up = { .path = EXE, .pid = getpid(), .offsets = &offset, .n = 1 };
	char *text = NULL;
	size_t size = 0;
	FILE *out;

	load_counter(f);
	assert_int_equal(attach(f, &up), 1);
	up.semaphores = &sem;
	assert_int_equal(attach(f, &up), -EINVAL);
	out = open_memstream(&text, &size);
	diag_print(f->dg, out, &(struct diag_style){ .program = "dtrace" });
	fclose(out);
	assert_non_null(
		strstr(text, "another tracer is attached to it without its semaphore\nhint:"));
	free(text);
}

static void many_links_are_closed_at_once(void **state)
{
	struct fixture *f = *state;
	const uint64_t offset = file_offset(probed_one);
	const struct kern_uprobes up = { .path = EXE, .pid = getpid(), .offsets = &offset, .n = 1 };

	if (!kern_has(&f->caps, KERN_UPROBE_MULTI))
		skip();
	load_counter(f);
	for (int i = 0; i < 40; i++)
		assert_int_equal(attach(f, &up), 1);
	assert_int_equal(kern_links_len(f->links), 40);
	probed_one();
	assert_int_equal(f->value[0], 40);
}

static void a_sample_runs_on_its_own(void **state)
{
	struct fixture *f = *state;

	f->prog_fd = live_counter(KERN_PROG_SAMPLE, f->map_fd, f->dg);
	assert_int_equal(kern_link_sample(f->links, f->prog_fd, 1000000, 7, f->dg), 0);
	for (uint64_t i = 0; i < 4000000000 && f->value[0] < 5; i++)
		called++;
	assert_true(f->value[0] >= 5);
	assert_int_equal(f->value[1] % 7, 0);
}

static void a_raw_tracepoint_fires_and_an_unknown_one_is_told(void **state)
{
	static const struct bpf_insn nothing[] = { I_MOV(BPF_REG_0, 0), I_EXIT };
	const struct kern_prog_def def = {
		.name = "raw", .kind = KERN_PROG_RAW, .insns = nothing, .n_insns = N_INSNS(nothing)
	};
	struct fixture *f = *state;

	f->prog_fd = kern_prog_load(&def, f->dg);
	assert_int_equal(kern_link_raw_tracepoint(f->links, f->prog_fd, "sched_switch", f->dg), 0);
	assert_int_equal(kern_links_len(f->links), 1);
	assert_int_equal(kern_link_raw_tracepoint(f->links, f->prog_fd, "none", f->dg), -ENOENT);
	assert_int_equal(diag_tag_at(f->dg, 0), D_ATTACH);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(links_are_closed_though_their_guard_was_killed),
		TEST(a_multi_link_ties_many_sites),
		TEST(perf_events_do_where_multi_is_missing),
		TEST(sites_of_one_cookie_are_one_event),
		TEST(an_event_leaves_out_what_is_refused),
		TEST(events_of_processes_that_are_gone_are_removed),
		TEST(a_semaphore_is_raised_and_restored),
		TEST(a_semaphore_is_raised_and_restored_by_perf_events),
		TEST(other_processes_do_not_count),
		TEST(a_return_probe_fires_once_for_each_call),
		TEST(a_site_that_is_refused_is_told_and_left_out),
		TEST(nothing_attached_is_an_error),
		TEST(a_file_or_process_that_is_not_there_is_told_once),
		TEST(a_tracer_without_the_semaphore_is_in_the_way),
		TEST(many_links_are_closed_at_once),
		TEST(a_sample_runs_on_its_own),
		TEST(a_raw_tracepoint_fires_and_an_unknown_one_is_told),
	};

	if (!live_is_allowed())
		return live_skip();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
