/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/base/map.h"

static void an_absent_key_is_null(void **state)
{
	struct map *map = map_new();

	(void)state;
	assert_null(map_find_str(map, "x"));
	map_set_str(map, "y", map);
	assert_null(map_find_str(map, "x"));
	map_free(map);
}

static void a_second_value_replaces_the_first(void **state)
{
	struct map *map = map_new();
	int a, b;

	(void)state;
	map_set_str(map, "k", &a);
	map_set_str(map, "k", &b);
	assert_ptr_equal(map_find_str(map, "k"), &b);
	assert_int_equal(map_len(map), 1);
	map_free(map);
}

static void many_keys_are_found_again_in_order(void **state)
{
	struct map *map = map_new();
	const uintptr_t n = 20000;

	(void)state;
	for (uintptr_t i = 0, key = 0; i < n; i++, key += 4096)
		map_set(map, &key, sizeof(key), (void *)(i + 1));
	assert_int_equal(map_len(map), n);
	for (uintptr_t i = 0, key = 0; i < n; i++, key += 4096) {
		assert_int_equal((uintptr_t)map_find(map, &key, sizeof(key)), i + 1);
		assert_int_equal((uintptr_t)map_at(map, i)->value, i + 1);
	}
	map_free(map);
}

static void a_string_key_is_copied_with_a_nul(void **state)
{
	struct map *map = map_new();
	char key[] = "arg0+";

	(void)state;
	map_set(map, key, 4, map);
	key[0] = 'x';
	assert_string_equal(map_at(map, 0)->key, "arg0");
	assert_int_equal(map_at(map, 0)->key_size, 4);
	map_free(map);
}

static void keys_differ_by_length_alone(void **state)
{
	struct map *map = map_new();
	int values[9];

	(void)state;
	for (size_t size = 0; size < 9; size++)
		map_set(map, "\0\0\0\0\0\0\0\0", size, &values[size]);
	for (size_t size = 0; size < 9; size++)
		assert_ptr_equal(map_find(map, "\0\0\0\0\0\0\0\0", size), &values[size]);
	map_free(map);
}

static void freeing_nothing_is_allowed(void **state)
{
	(void)state;
	map_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_absent_key_is_null),
		cmocka_unit_test(a_second_value_replaces_the_first),
		cmocka_unit_test(many_keys_are_found_again_in_order),
		cmocka_unit_test(a_string_key_is_copied_with_a_nul),
		cmocka_unit_test(keys_differ_by_length_alone),
		cmocka_unit_test(freeing_nothing_is_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
