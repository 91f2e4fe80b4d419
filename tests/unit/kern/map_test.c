/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/kern/live.h"

static int new_map(enum bpf_map_type type, uint32_t value_size, uint32_t n, uint32_t flags)
{
	const struct kern_map_def def = { "a map", type, 4, value_size, n, flags };
	struct diag *dg = diag_new();
	int fd = kern_map_create(&def, dg);

	if (fd < 0)
		live_print(dg);
	assert_true(fd >= 0);
	diag_free(dg);
	return fd;
}

static void a_value_is_found_again_until_it_is_deleted(void **state)
{
	int fd = new_map(BPF_MAP_TYPE_HASH, 8, 10, 0);
	uint32_t key = 7;
	uint64_t value = 42, found = 0;

	(void)state;
	assert_int_equal(kern_map_find(fd, &key, &found), -ENOENT);
	assert_int_equal(kern_map_update(fd, &key, &value), 0);
	assert_int_equal(kern_map_find(fd, &key, &found), 0);
	assert_int_equal(found, 42);
	assert_int_equal(kern_map_delete(fd, &key), 0);
	assert_int_equal(kern_map_find(fd, &key, &found), -ENOENT);
	close(fd);
}

static void what_is_not_there_is_not_replaced(void **state)
{
	int fd = new_map(BPF_MAP_TYPE_HASH, 8, 4, 0);
	uint32_t key = 1;
	uint64_t value = 7;

	(void)state;
	assert_int_equal(kern_map_replace(fd, &key, &value), -ENOENT);
	assert_int_equal(kern_map_update(fd, &key, &value), 0);
	value = 8;
	assert_int_equal(kern_map_replace(fd, &key, &value), 0);
	assert_int_equal(kern_map_find(fd, &key, &value), 0);
	assert_int_equal(value, 8);
	close(fd);
}

static void the_last_key_has_no_next(void **state)
{
	int fd = new_map(BPF_MAP_TYPE_HASH, 8, 10, 0);
	uint32_t key = 7, next = 0;
	uint64_t value = 1;

	(void)state;
	assert_int_equal(kern_map_next(fd, NULL, &next), -ENOENT);
	assert_int_equal(kern_map_update(fd, &key, &value), 0);
	assert_int_equal(kern_map_next(fd, NULL, &next), 0);
	assert_int_equal(next, 7);
	assert_int_equal(kern_map_next(fd, &key, &next), -ENOENT);
	close(fd);
}

struct sums {
	uint64_t n, keys, values;
	size_t n_words;
};

static int add_up(const void *key, const void *value, void *ctx)
{
	struct sums *sums = ctx;
	const uint64_t *words = value;

	sums->n++;
	sums->keys += *(const uint32_t *)key;
	for (size_t i = 0; i < sums->n_words; i++)
		sums->values += words[i];
	return 0;
}

static void each_meets(enum bpf_map_type type, uint32_t n)
{
	const struct kern_map_def def = { "each", type, 4, 8, n, 0 };
	struct sums sums = { .n_words = kern_map_value_size(&def) / 8 };
	uint64_t *value = calloc(sums.n_words, 8);
	int fd = new_map(type, 8, n, 0);

	for (uint32_t key = 0; key < n; key++) {
		for (size_t i = 0; i < sums.n_words; i++)
			value[i] = key + 1;
		assert_int_equal(kern_map_update(fd, &key, value), 0);
	}
	assert_int_equal(kern_map_each(fd, &def, add_up, &sums), 0);
	assert_int_equal(sums.n, n);
	assert_int_equal(sums.keys, (uint64_t)n * (n - 1) / 2);
	assert_int_equal(sums.values, (uint64_t)n * (n + 1) / 2 * sums.n_words);
	free(value);
	close(fd);
}

static void each_meets_every_entry_of_every_type(void **state)
{
	(void)state;
	each_meets(BPF_MAP_TYPE_HASH, 1);
	each_meets(BPF_MAP_TYPE_HASH, 30000);
	each_meets(BPF_MAP_TYPE_LRU_HASH, 5);
	each_meets(BPF_MAP_TYPE_PERCPU_HASH, 20000);
	each_meets(BPF_MAP_TYPE_ARRAY, 100);
	each_meets(BPF_MAP_TYPE_PERCPU_ARRAY, 40000);
}

static void each_of_an_empty_map_meets_nothing(void **state)
{
	const struct kern_map_def def = { "empty", BPF_MAP_TYPE_HASH, 4, 8, 10, 0 };
	struct sums sums = { .n_words = 1 };
	int fd = new_map(BPF_MAP_TYPE_HASH, 8, 10, 0);

	(void)state;
	assert_int_equal(kern_map_each(fd, &def, add_up, &sums), 0);
	assert_int_equal(sums.n, 0);
	close(fd);
}

static int stop_at_third(const void *key, const void *value, void *ctx)
{
	(void)key;
	(void)value;
	return ++*(int *)ctx == 3 ? 99 : 0;
}

static void each_stops_when_told(void **state)
{
	const struct kern_map_def def = { "stop", BPF_MAP_TYPE_ARRAY, 4, 8, 10, 0 };
	int fd = new_map(BPF_MAP_TYPE_ARRAY, 8, 10, 0);
	int n = 0;

	(void)state;
	assert_int_equal(kern_map_each(fd, &def, stop_at_third, &n), 99);
	assert_int_equal(n, 3);
	close(fd);
}

static void each_goes_one_by_one_where_there_are_no_batches(void **state)
{
	const struct kern_map_def def = { "hash of maps",   BPF_MAP_TYPE_LPM_TRIE, 8, 8, 10,
					  BPF_F_NO_PREALLOC };
	struct diag *dg = diag_new();
	int fd = kern_map_create(&def, dg);
	int n = -1000;

	(void)state;
	assert_true(fd >= 0);
	for (uint32_t i = 0; i < 5; i++) {
		const uint32_t key[2] = { 32, i };

		assert_int_equal(kern_map_update(fd, key, key), 0);
	}
	assert_int_equal(kern_map_each(fd, &def, stop_at_third, &n), 0);
	assert_int_equal(n, -995);
	close(fd);
	diag_free(dg);
}

static void a_mapped_value_is_shared(void **state)
{
	int fd = new_map(BPF_MAP_TYPE_ARRAY, 16, 1, BPF_F_MMAPABLE);
	uint32_t key = 0;
	uint64_t value[2] = { 5, 6 };
	volatile uint64_t *shared = kern_map_mmap(fd, 16);

	(void)state;
	assert_non_null(shared);
	assert_int_equal(kern_map_update(fd, &key, value), 0);
	assert_int_equal(shared[1], 6);
	munmap((void *)shared, 16);
	close(fd);
}

static void a_frozen_map_is_not_written(void **state)
{
	int fd = new_map(BPF_MAP_TYPE_ARRAY, 8, 1, 0);
	uint32_t key = 0;
	uint64_t value = 1;

	(void)state;
	assert_int_equal(kern_map_freeze(fd), 0);
	assert_int_equal(kern_map_update(fd, &key, &value), -EPERM);
	close(fd);
}

static void an_impossible_map_is_told(void **state)
{
	const struct kern_map_def def = { "none", BPF_MAP_TYPE_HASH, 0, 8, 10, 0 };
	struct diag *dg = diag_new();

	(void)state;
	assert_int_equal(kern_map_create(&def, dg), -EINVAL);
	assert_int_equal(diag_tag_at(dg, 0), D_LOAD);
	diag_free(dg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_is_found_again_until_it_is_deleted),
		cmocka_unit_test(what_is_not_there_is_not_replaced),
		cmocka_unit_test(the_last_key_has_no_next),
		cmocka_unit_test(each_meets_every_entry_of_every_type),
		cmocka_unit_test(each_of_an_empty_map_meets_nothing),
		cmocka_unit_test(each_stops_when_told),
		cmocka_unit_test(each_goes_one_by_one_where_there_are_no_batches),
		cmocka_unit_test(a_mapped_value_is_shared),
		cmocka_unit_test(a_frozen_map_is_not_written),
		cmocka_unit_test(an_impossible_map_is_told),
	};

	if (!live_is_allowed())
		return live_skip();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
