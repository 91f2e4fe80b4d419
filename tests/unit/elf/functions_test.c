/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Stripped copies of this very program, with what they carry in .gnu_debugdata. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/elf/elfobj.h"
#include "runtime/elf/functions.h"
#include "runtime/elf/symtab.h"

/* Does the program that the commands make of `stripped' know a function that is only in .symtab?
 * They have `whole', and their folder is the current one. */
static bool finds_local(const char *commands)
{
	auto_str struct str text = { 0 }, path = { 0 };
	char folder[] = "/tmp/functions-test.XXXXXX";
	struct arena *arena = arena_new();
	struct diag *dg = diag_new();
	struct symtab symtab;
	struct elfobj *obj;
	bool found = false;

	assert_non_null(mkdtemp(folder));
	str_printf(&text, "cd %s && cp /proc/%d/exe whole && strip -o stripped whole && {\n%s\n}",
		   folder, getpid(), commands);
	if (system(text.data) != 0)
		skip();
	str_printf(&path, "%s/stripped", folder);
	assert_int_equal(elfobj_open(path.data, dg, &obj), 0);
	functions_read(arena, obj, folder, &symtab);
	for (size_t i = 0; i < symtab.n_functions; i++)
		found |= !strcmp(symtab.functions[i].names[0], "finds_local");
	elfobj_close(obj);
	diag_free(dg);
	arena_free(arena);
	str_clear(&text);
	str_printf(&text, "rm -r %s", folder);
	assert_int_equal(system(text.data), 0);
	return found;
}

static void what_is_stripped_is_not_known(void **state)
{
	(void)state;
	assert_false(finds_local("true"));
}

static void what_is_embedded_is_known(void **state)
{
	(void)state;
	assert_true(finds_local("objcopy --only-keep-debug whole mini && xz mini &&\n"
				"objcopy --add-section .gnu_debugdata=mini.xz stripped"));
}

static void what_is_cut_off_is_not(void **state)
{
	(void)state;
	assert_false(finds_local("objcopy --only-keep-debug whole mini && xz mini &&\n"
				 "head -c 200 mini.xz >cut &&\n"
				 "objcopy --add-section .gnu_debugdata=cut stripped"));
}

static void what_is_no_archive_is_not(void **state)
{
	(void)state;
	assert_false(finds_local("objcopy --add-section .gnu_debugdata=whole stripped"));
}

/* The symbols come first, and zeros behind them up to more than anybody has. */
static void what_is_too_large_is_not(void **state)
{
	(void)state;
	assert_false(finds_local("objcopy --only-keep-debug whole mini && truncate -s 80M mini &&\n"
				 "xz -0 mini &&\n"
				 "objcopy --add-section .gnu_debugdata=mini.xz stripped"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_stripped_is_not_known),
		cmocka_unit_test(what_is_embedded_is_known),
		cmocka_unit_test(what_is_cut_off_is_not),
		cmocka_unit_test(what_is_no_archive_is_not),
		cmocka_unit_test(what_is_too_large_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
