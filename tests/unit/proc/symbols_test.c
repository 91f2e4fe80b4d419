/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The process that is looked at is the test itself, and a child of it that ends. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/proc/symbols.h"

int symbols_test_function(int n);

__attribute__((noinline)) int symbols_test_function(int n)
{
	__asm__ volatile("nop; nop");
	return n + 1;
}

static uint64_t address(void)
{
	return (uint64_t)(uintptr_t)symbols_test_function;
}

static void functions_have_names(void **state)
{
	struct proc_symbols *symbols = proc_symbols_new("/proc");
	struct proc_symbol found;

	(void)state;
	assert_true(proc_symbols_find(symbols, getpid(), address() + 2, &found));
	assert_string_equal(found.module, "symbols_test");
	assert_string_equal(found.function, "symbols_test_function");
	assert_true(found.start == address());
	proc_symbols_free(symbols);
}

static void data_has_a_module_only(void **state)
{
	static const char text[] = "no function";
	struct proc_symbols *symbols = proc_symbols_new("/proc");
	struct proc_symbol found;

	(void)state;
	assert_true(proc_symbols_find(symbols, getpid(), (uint64_t)(uintptr_t)text, &found));
	assert_string_equal(found.module, "symbols_test");
	assert_null(found.function);
	proc_symbols_free(symbols);
}

static void nothing_lies_at_the_start(void **state)
{
	struct proc_symbols *symbols = proc_symbols_new("/proc");
	struct proc_symbol found;

	(void)state;
	assert_false(proc_symbols_find(symbols, getpid(), 16, &found));
	proc_symbols_free(symbols);
}

static void a_process_that_has_ended_keeps_its_names(void **state)
{
	struct proc_symbols *symbols = proc_symbols_new("/proc");
	struct proc_symbol found;
	int pid = fork();

	(void)state;
	if (!pid) {
		pause();
		_exit(0);
	}
	proc_symbols_learn(symbols, pid);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	proc_symbols_learn(symbols, pid);
	assert_true(proc_symbols_find(symbols, pid, address(), &found));
	assert_string_equal(found.function, "symbols_test_function");
	proc_symbols_free(symbols);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(functions_have_names),
		cmocka_unit_test(data_has_a_module_only),
		cmocka_unit_test(nothing_lies_at_the_start),
		cmocka_unit_test(a_process_that_has_ended_keeps_its_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
