/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The file that is read is this very program. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/elf/debugfile.h"
#include "runtime/elf/elfobj.h"
#include "runtime/elf/symtab.h"

/* Functions of all kinds. None is ever run. */
__asm__(".pushsection .text\n"
	".type symtab_test_local, %function\n"
	".type _symtab_test_public, %function\n"
	".type __symtab_test_public, %function\n"
	".globl _symtab_test_public\n"
	".globl __symtab_test_public\n"
	"symtab_test_local:\n"
	"_symtab_test_public:\n"
	"__symtab_test_public:\n"
	".space 16\n"
	".size symtab_test_local, 16\n"
	".size _symtab_test_public, 16\n"
	".size __symtab_test_public, 16\n"
	".type symtab_test_outer, %function\n"
	".type symtab_test_inner, %function\n"
	"symtab_test_outer:\n"
	".space 4\n"
	"symtab_test_inner:\n"
	".space 4\n"
	".size symtab_test_inner, 4\n"
	".space 8\n"
	".size symtab_test_outer, 16\n"
	".type symtab_test_endless, %function\n"
	"symtab_test_endless:\n"
	".space 8\n"
	".type symtab_test_choice, %gnu_indirect_function\n"
	"symtab_test_choice:\n"
	".space 4\n"
	".size symtab_test_choice, 4\n"
	"symtab_test_label:\n"
	".space 4\n"
	".popsection\n");

struct fixture {
	struct arena *arena;
	struct symtab symtab;
};

static struct elfobj *open_file(const char *path)
{
	struct diag *dg = diag_new();
	struct elfobj *obj = NULL;

	elfobj_open(path, dg, &obj);
	diag_free(dg);
	return obj;
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct elfobj *obj = open_file("/proc/self/exe");

	f->arena = arena_new();
	symtab_read(f->arena, obj, NULL, &f->symtab);
	elfobj_close(obj);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	arena_free(f->arena);
	free(f);
	return 0;
}

static const struct symtab_function *by_name(const struct symtab *symtab, const char *name)
{
	for (size_t i = 0; i < symtab->n_functions; i++)
		for (uint32_t j = 0; j < symtab->functions[i].n_names; j++)
			if (!strcmp(symtab->functions[i].names[j], name))
				return &symtab->functions[i];
	return NULL;
}

static void aliases_are_one_function_with_its_best_name_first(void **state)
{
	const struct fixture *f = *state;
	const struct symtab_function *found = by_name(&f->symtab, "symtab_test_local");

	assert_non_null(found);
	assert_int_equal(found->n_names, 3);
	assert_string_equal(found->names[0], "_symtab_test_public");
	assert_string_equal(found->names[1], "__symtab_test_public");
	assert_string_equal(found->names[2], "symtab_test_local");
	assert_int_equal(found->size, 16);
}

static void functions_are_in_order_and_each_address_is_there_once(void **state)
{
	const struct fixture *f = *state;

	assert_true(f->symtab.n_functions > 10);
	for (size_t i = 1; i < f->symtab.n_functions; i++)
		assert_true(f->symtab.functions[i - 1].address < f->symtab.functions[i].address);
}

static void an_address_is_found_in_the_innermost_function(void **state)
{
	const struct fixture *f = *state;
	const struct symtab_function *outer = by_name(&f->symtab, "symtab_test_outer");
	const struct symtab_function *inner = by_name(&f->symtab, "symtab_test_inner");

	assert_ptr_equal(symtab_find(&f->symtab, outer->address + 3), outer);
	assert_ptr_equal(symtab_find(&f->symtab, outer->address + 4), inner);
	assert_ptr_equal(symtab_find(&f->symtab, outer->address + 8), outer);
}

static void a_function_of_unknown_size_is_its_first_byte(void **state)
{
	const struct fixture *f = *state;
	const struct symtab_function *found = by_name(&f->symtab, "symtab_test_endless");

	assert_int_equal(found->size, 0);
	assert_ptr_equal(symtab_find(&f->symtab, found->address), found);
	assert_null(symtab_find(&f->symtab, found->address + 1));
}

static void resolvers_are_told_and_labels_are_no_functions(void **state)
{
	const struct fixture *f = *state;

	assert_true(by_name(&f->symtab, "symtab_test_choice")->is_resolver);
	assert_false(by_name(&f->symtab, "symtab_test_outer")->is_resolver);
	assert_null(by_name(&f->symtab, "symtab_test_label"));
}

/* A copy of this program, of which objcopy or strip makes what the commands say; %s is a folder. */
static char *make_files(const char *commands)
{
	auto_str struct str text = { 0 };
	char *folder = strdup("/tmp/symtab-test.XXXXXX");

	assert_non_null(mkdtemp(folder));
	str_printf(&text, "cd %s && cp /proc/%d/exe whole && cp whole stripped && {\n%s\n}", folder,
		   getpid(), commands);
	if (system(text.data) != 0)
		skip();
	return folder;
}

static void remove_files(char *folder)
{
	auto_str struct str text = { 0 };

	str_printf(&text, "rm -r %s", folder);
	assert_int_equal(system(text.data), 0);
	free(folder);
}

/* Is the local function found by the stripped file? */
static bool finds_stripped(const char *folder, const char *debug_root)
{
	auto_str struct str path = { 0 }, root = { 0 };
	struct arena *arena = arena_new();
	struct elfobj *obj, *stripped;
	struct symtab symtab;
	bool found;

	str_printf(&path, "%s/stripped", folder);
	str_printf(&root, "%s/%s", folder, debug_root);
	obj = open_file(path.data);
	assert_non_null(obj);
	stripped = debugfile_open(obj, root.data);
	symtab_read(arena, obj, stripped, &symtab);
	found = by_name(&symtab, "symtab_test_outer");
	elfobj_close(stripped);
	elfobj_close(obj);
	arena_free(arena);
	return found;
}

static void symbols_are_found_by_build_id(void **state)
{
	char *folder = make_files(
		"strip stripped\n"
		"id=$(readelf -n whole | sed -n 's/.*Build ID: *//p')\n"
		"test \"$id\" || exit 1\n"
		"rest=${id#??}\n"
		"mkdir -p root/.build-id/${id%\"$rest\"}\n"
		"objcopy --only-keep-debug whole root/.build-id/${id%\"$rest\"}/$rest.debug");

	(void)state;
	assert_true(finds_stripped(folder, "root"));
	assert_false(finds_stripped(folder, "elsewhere"));
	remove_files(folder);
}

/* Without build ids it is the checksum that tells. */
#define LINKED                                                                                     \
	"objcopy --remove-section .note.gnu.build-id whole && objcopy --only-keep-debug whole "    \
	"debug && strip --remove-section .note.gnu.build-id stripped && "                          \
	"objcopy --add-gnu-debuglink=debug stripped && "

static void symbols_are_found_by_debuglink(void **state)
{
	static const char *const places[] = {
		LINKED "true",
		LINKED "mkdir .debug && mv debug .debug",
		LINKED "mkdir -p \"root/$PWD\" && mv debug \"root/$PWD\"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		char *folder = make_files(places[i]);

		assert_true(finds_stripped(folder, "root"));
		remove_files(folder);
	}
}

static void a_debug_file_of_another_build_is_not_taken(void **state)
{
	char *folder = make_files(LINKED "printf x >> debug");

	(void)state;
	assert_false(finds_stripped(folder, "root"));
	remove_files(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(aliases_are_one_function_with_its_best_name_first,
						setup, teardown),
		cmocka_unit_test_setup_teardown(
			functions_are_in_order_and_each_address_is_there_once, setup, teardown),
		cmocka_unit_test_setup_teardown(an_address_is_found_in_the_innermost_function,
						setup, teardown),
		cmocka_unit_test_setup_teardown(a_function_of_unknown_size_is_its_first_byte,
						setup, teardown),
		cmocka_unit_test_setup_teardown(resolvers_are_told_and_labels_are_no_functions,
						setup, teardown),
		cmocka_unit_test(symbols_are_found_by_build_id),
		cmocka_unit_test(symbols_are_found_by_debuglink),
		cmocka_unit_test(a_debug_file_of_another_build_is_not_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
