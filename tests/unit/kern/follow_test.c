/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/kern/btf.h"
#include "runtime/kern/follow.h"
#include "runtime/kern/link.h"
#include "tests/unit/kern/live.h"

enum { ROOM = 4, N_CHILDREN = 5 };

static uint64_t value_of(int map, uint64_t key)
{
	uint64_t value = UINT64_MAX;

	kern_map_find(map, &key, &value);
	return value;
}

static void enter(int map, uint64_t key, uint64_t value)
{
	assert_int_equal(kern_map_update(map, &key, &value), 0);
}

/* Of five children two find room beside the number of the others and their parent. */
static void children_without_room_are_counted(void **state)
{
	const struct kern_map_def def = { .name = "families", .type = BPF_MAP_TYPE_HASH,
					  .key_size = 8, .value_size = 8, .n_entries = ROOM };
	struct diag *dg = *state;
	struct kern_btf *btf = kern_btf_new();
	struct kern_links *links = kern_links_new();
	int map = kern_map_create(&def, dg), n_entered = 0;
	uint64_t self = (uint64_t)getpid();
	pid_t pids[N_CHILDREN];

	assert_true(map >= 0);
	enter(map, KERN_FOLLOW_LOST, 0);
	enter(map, self, self);
	assert_int_equal(kern_follow_forks(map, btf, links, dg), 0);
	for (int i = 0; i < N_CHILDREN; i++) {
		pids[i] = fork();
		if (!pids[i])
			_exit(pause());
		assert_true(pids[i] > 0);
	}
	for (int i = 0; i < N_CHILDREN; i++) {
		n_entered += value_of(map, (uint64_t)pids[i]) == self;
		kill(pids[i], SIGKILL);
		waitpid(pids[i], NULL, 0);
	}
	assert_int_equal(n_entered, ROOM - 2);
	assert_int_equal(value_of(map, KERN_FOLLOW_LOST), N_CHILDREN - n_entered);
	kern_links_close(links);
	kern_btf_free(btf);
	close(map);
}

static int set_up(void **state)
{
	*state = diag_new();
	return 0;
}

static int tear_down(void **state)
{
	diag_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(children_without_room_are_counted, set_up,
						tear_down),
	};

	if (!live_is_allowed())
		return live_skip();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
