/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/base/arena.h"

static void memory_is_zeroed_and_aligned(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t size = 1; size < 100000; size = size * 3 + 1) {
		char *p = arena_alloc(arena, size);

		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		assert_int_equal(p[0], 0);
		assert_int_equal(p[size - 1], 0);
		for (size_t i = 0; i < size; i++)
			p[i] = 'x';
	}
	arena_free(arena);
}

static void many_small_objects_do_not_overlap(void **state)
{
	struct arena *arena = arena_new();
	int *objects[5000];

	(void)state;
	for (int i = 0; i < 5000; i++) {
		objects[i] = arena_make(arena, int);
		*objects[i] = i;
	}
	for (int i = 0; i < 5000; i++)
		assert_int_equal(*objects[i], i);
	arena_free(arena);
}

static void a_large_object_keeps_the_chunk_in_use(void **state)
{
	struct arena *arena = arena_new();
	char *before = arena_alloc(arena, 16);
	char *after;

	(void)state;
	arena_alloc(arena, 1 << 20);
	after = arena_alloc(arena, 16);
	assert_ptr_equal(after, before + 16);
	arena_free(arena);
}

static void strndup_stops_at_nul_and_length(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(arena_strndup(arena, "ab", 10), "ab");
	assert_string_equal(arena_strndup(arena, "abc", 2), "ab");
	arena_free(arena);
}

static void printf_formats(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(arena_printf(arena, "%s-%d", "x", 3), "x-3");
	arena_free(arena);
}

static void freeing_nothing_is_allowed(void **state)
{
	(void)state;
	arena_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(many_small_objects_do_not_overlap),
		cmocka_unit_test(a_large_object_keeps_the_chunk_in_use),
		cmocka_unit_test(strndup_stops_at_nul_and_length),
		cmocka_unit_test(printf_formats),
		cmocka_unit_test(freeing_nothing_is_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
