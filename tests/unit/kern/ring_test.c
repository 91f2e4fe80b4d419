/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/kern/ring.h"
#include "tests/unit/kern/live.h"

#define SIZE 4096
#define RECORD 40

struct fixture {
	struct diag *dg;
	int map_fd, prog_fd;
	struct kern_ring *ring;
};

/* Run with an argument it writes a record that begins with it; an odd one it gives up again. */
static int load_writer(int map_fd, struct diag *dg)
{
	const struct bpf_insn insns[] = {
		I(BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_6, BPF_REG_1, 0, 0),
		I_MAP(BPF_REG_1, BPF_PSEUDO_MAP_FD, map_fd),
		I_MOV(BPF_REG_2, RECORD),
		I_MOV(BPF_REG_3, 0),
		I_CALL(BPF_FUNC_ringbuf_reserve),
		I(BPF_JMP | BPF_JEQ | BPF_K, BPF_REG_0, 0, 7, 0),
		I(BPF_STX | BPF_MEM | BPF_DW, BPF_REG_0, BPF_REG_6, 0, 0),
		I_COPY(BPF_REG_1, BPF_REG_0),
		I_MOV(BPF_REG_2, 0),
		I(BPF_JMP | BPF_JSET | BPF_K, BPF_REG_6, 0, 2, 1),
		I_CALL(BPF_FUNC_ringbuf_submit),
		I(BPF_JMP | BPF_JA, 0, 0, 1, 0),
		I_CALL(BPF_FUNC_ringbuf_discard),
		I_MOV(BPF_REG_0, 0),
		I_EXIT,
	};
	const struct kern_prog_def def = {
		.name = "writer", .kind = KERN_PROG_RAW, .insns = insns, .n_insns = N_INSNS(insns)
	};

	return kern_prog_load(&def, dg);
}

static int set_up(void **state)
{
	const struct kern_map_def def = { .name = "ring",
					  .type = BPF_MAP_TYPE_RINGBUF,
					  .n_entries = SIZE };
	struct fixture *f = calloc(1, sizeof(*f));

	f->dg = diag_new();
	f->map_fd = kern_map_create(&def, f->dg);
	f->prog_fd = load_writer(f->map_fd, f->dg);
	f->ring = kern_ring_open(f->map_fd, SIZE, f->dg);
	live_print(f->dg);
	*state = f;
	return f->map_fd < 0 || f->prog_fd < 0 || !f->ring;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	kern_ring_close(f->ring);
	close(f->prog_fd);
	close(f->map_fd);
	diag_free(f->dg);
	free(f);
	return 0;
}

struct seen {
	uint64_t n, sum, stop_at;
};

static int look(const void *data, size_t size, void *ctx)
{
	struct seen *seen = ctx;

	assert_int_equal(size, RECORD);
	seen->n++;
	seen->sum += *(const uint64_t *)data;
	return seen->n == seen->stop_at ? 17 : 0;
}

static void an_empty_ring_has_nothing(void **state)
{
	struct fixture *f = *state;
	struct seen seen = { 0 };
	uint32_t n = 99;

	assert_int_equal(kern_ring_used(f->ring), 0);
	assert_int_equal(kern_ring_read(f->ring, 0, look, &seen, &n), 0);
	assert_int_equal(n, 0);
}

static void records_are_read_in_order_past_the_end_many_times(void **state)
{
	struct fixture *f = *state;

	for (uint64_t i = 0; i < 1000; i++) {
		struct seen seen = { 0 };

		assert_int_equal(kern_prog_run(f->prog_fd, i * 2), 0);
		assert_true(kern_ring_used(f->ring) > 0);
		assert_int_equal(kern_ring_read(f->ring, 0, look, &seen, NULL), 0);
		assert_int_equal(seen.n, 1);
		assert_int_equal(seen.sum, i * 2);
	}
}

static void a_full_ring_is_read_whole_and_has_room_again(void **state)
{
	struct fixture *f = *state;
	struct seen seen = { 0 };
	uint32_t n = 0;

	for (uint64_t i = 0; i < 500; i++)
		kern_prog_run(f->prog_fd, 2);
	assert_int_equal(kern_ring_read(f->ring, 0, look, &seen, &n), 0);
	assert_in_range(n, SIZE / (RECORD + 8) - 1, SIZE / (RECORD + 8));
	assert_int_equal(seen.sum, 2 * n);
	kern_prog_run(f->prog_fd, 4);
	assert_int_equal(kern_ring_read(f->ring, 0, look, &seen, &n), 0);
	assert_int_equal(n, 1);
}

static void what_was_given_up_is_passed_over(void **state)
{
	struct fixture *f = *state;
	struct seen seen = { 0 };

	for (uint64_t i = 0; i < 10; i++)
		kern_prog_run(f->prog_fd, i);
	assert_int_equal(kern_ring_read(f->ring, 0, look, &seen, NULL), 0);
	assert_int_equal(seen.n, 5);
	assert_int_equal(seen.sum, 20);
	assert_int_equal(kern_ring_used(f->ring), 0);
}

static void reading_stops_at_max_and_when_told(void **state)
{
	struct fixture *f = *state;
	struct seen seen = { .stop_at = 5 };
	uint32_t n = 0;

	for (uint64_t i = 0; i < 10; i++)
		kern_prog_run(f->prog_fd, 2);
	assert_int_equal(kern_ring_read(f->ring, 3, look, &seen, &n), 0);
	assert_int_equal(n, 3);
	assert_int_equal(kern_ring_read(f->ring, 0, look, &seen, &n), 17);
	assert_int_equal(n, 2);
	assert_int_equal(kern_ring_read(f->ring, 0, look, &seen, &n), 0);
	assert_int_equal(n, 5);
}

static void a_record_makes_the_descriptor_readable(void **state)
{
	struct fixture *f = *state;
	struct pollfd pfd = { .fd = kern_ring_fd(f->ring), .events = POLLIN };
	struct seen seen = { 0 };

	assert_int_equal(poll(&pfd, 1, 0), 0);
	kern_prog_run(f->prog_fd, 2);
	assert_int_equal(poll(&pfd, 1, 1000), 1);
	kern_ring_read(f->ring, 0, look, &seen, NULL);
	assert_int_equal(poll(&pfd, 1, 0), 0);
}

static void a_map_that_is_no_ring_is_told(void **state)
{
	struct fixture *f = *state;

	assert_null(kern_ring_open(f->prog_fd, SIZE, f->dg));
	assert_int_equal(diag_tag_at(f->dg, 0), D_LOAD);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(an_empty_ring_has_nothing),
		TEST(records_are_read_in_order_past_the_end_many_times),
		TEST(a_full_ring_is_read_whole_and_has_room_again),
		TEST(what_was_given_up_is_passed_over),
		TEST(reading_stops_at_max_and_when_told),
		TEST(a_record_makes_the_descriptor_readable),
		TEST(a_map_that_is_no_ring_is_told),
	};

	if (!live_is_allowed())
		return live_skip();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
