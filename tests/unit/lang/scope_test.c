/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/scope.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "runtime/base/arena.h"
#include "runtime/lang/names.h"

static int set_up(void **state)
{
	*state = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

static void each_kind_has_its_own_names(void **state)
{
	struct scope *scope = scope_new(*state);
	struct symbol *sym = scope_add(scope, SYMBOL_SELF, "x", NULL);

	assert_ptr_equal(scope_find(scope, SYMBOL_SELF, "x"), sym);
	assert_null(scope_find(scope, SYMBOL_THIS, "x"));
	assert_null(scope_find(scope, SYMBOL_SELF, "y"));
}

static void symbols_are_numbered_in_the_order_of_appearance(void **state)
{
	struct scope *scope = scope_new(*state);

	scope_add(scope, SYMBOL_GLOBAL, "a", NULL);
	scope_add(scope, SYMBOL_AGG, "other", NULL);
	scope_add(scope, SYMBOL_GLOBAL, "b", NULL);
	assert_int_equal(scope_find(scope, SYMBOL_GLOBAL, "b")->index, 1);
	assert_string_equal(scope_at(scope, SYMBOL_GLOBAL, 1)->name, "b");
	assert_string_equal(scope_at(scope, SYMBOL_AGG, 0)->name, "other");
	assert_null(scope_at(scope, SYMBOL_GLOBAL, 2));
}

static void a_near_name_is_suggested(void **state)
{
	struct scope *scope = scope_new(*state);

	scope_add(scope, SYMBOL_GLOBAL, "start", NULL);
	scope_add(scope, SYMBOL_GLOBAL, "stop", NULL);
	assert_string_equal(scope_suggest(scope, SYMBOL_GLOBAL, "strat"), "start");
	assert_null(scope_suggest(scope, SYMBOL_GLOBAL, "elapsed"));
}

static void many_names_are_all_found(void **state)
{
	struct arena *arena = *state;
	struct names *names = arena_make(arena, struct names);
	static int values[1000];

	for (int i = 0; i < 1000; i++) {
		values[i] = i;
		names_set(names, arena, arena_printf(arena, "name%d", i), &values[i]);
	}
	for (int i = 0; i < 1000; i++) {
		const int *value = names_find(names, arena_printf(arena, "name%d", i));

		assert_int_equal(*value, i);
	}
	assert_int_equal(names->n, 1000);
}

static const char *guess(const char *wanted, const char *name)
{
	struct names_guess guess;

	names_guess_init(&guess, wanted);
	names_guess_try(&guess, name);
	return guess.best;
}

static void a_guess_allows_more_in_a_longer_name(void **state)
{
	(void)state;
	assert_string_equal(guess("pidd", "pid"), "pid");
	assert_string_equal(guess("prinft", "printf"), "printf");
	assert_string_equal(guess("timstmap", "timestamp"), "timestamp");
	assert_null(guess("x", "id"));
	assert_null(guess("strcmp", "strchr"));
	assert_null(guess("timestamp", "pid"));
}

static void the_nearest_name_is_guessed(void **state)
{
	struct names_guess guess;

	(void)state;
	names_guess_init(&guess, "execnam");
	names_guess_try(&guess, "execve");
	names_guess_try(&guess, "execname");
	names_guess_try(&guess, "exename");
	assert_string_equal(guess.best, "execname");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_kind_has_its_own_names),
		TEST(symbols_are_numbered_in_the_order_of_appearance),
		TEST(a_near_name_is_suggested),
		TEST(many_names_are_all_found),
		TEST(a_guess_allows_more_in_a_longer_name),
		TEST(the_nearest_name_is_guessed),
	};

	return cmocka_run_group_tests_name("lang/scope", tests, NULL, NULL);
}
