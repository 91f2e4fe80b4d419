/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dtrace-gen/model.h"
#include "runtime/base/arena.h"
#include "runtime/base/diag.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"

struct fixture {
	struct arena *arena;
	struct diag *dg;
	struct type_table *types;
	struct model model;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->arena = arena_new();
	f->dg = diag_new();
	f->types = type_table_new(f->arena, 64);
	model_init(&f->model, type_table_new(f->arena, 64));
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	model_fini(&f->model);
	diag_free(f->dg);
	arena_free(f->arena);
	free(f);
	return 0;
}

static int add(struct fixture *f, const char *text)
{
	static const struct parse_opts opts = { .mode = PARSE_PROVIDER };
	const struct source *src = source_from_text(f->arena, "t.d", text, strlen(text));
	struct unit unit;

	assert_int_equal(parse_unit(f->arena, f->types, src, &opts, f->dg, &unit), 0);
	return model_add(&f->model, f->arena, &unit, f->dg);
}

static const struct model_probe *probe_at(struct fixture *f, size_t provider, size_t probe)
{
	assert_true(provider < f->model.providers.len);
	assert_true(probe < f->model.providers.data[provider].probes.len);
	return &f->model.providers.data[provider].probes.data[probe];
}

static void double_underscores_are_mangled_from_the_left(void **state)
{
	struct fixture *f = *state;
	const struct model_probe *probe;

	assert_int_equal(add(f, "provider p__q { probe ___a__b_c(); };"), 0);
	probe = probe_at(f, 0, 0);
	assert_string_equal(probe->name, "___a__b_c");
	assert_string_equal(probe->d_name, "-_a-b_c");
	assert_string_equal(probe->macro, "P__Q___A_B_C");
	assert_string_equal(probe->semaphore, "p__q____a__b_c_semaphore");
}

static void blocks_of_several_files_come_together(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "provider p { probe a(int x); };"), 0);
	assert_int_equal(add(f, "provider q { probe a(); }; provider p { probe b(); };"), 0);
	assert_int_equal(add(f, "provider p { probe a(int y); };"), 0);
	assert_int_equal(f->model.providers.len, 2);
	assert_string_equal(probe_at(f, 0, 1)->name, "b");
	assert_int_equal(f->model.providers.data[0].probes.len, 2);
}

static void a_file_that_disagrees_is_told(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "provider p { probe a(int x); };"), 0);
	assert_true(add(f, "provider p { probe a(char *x); };") < 0);
	assert_int_equal(diag_tag_at(f->dg, 0), D_PROV_PRDUP);
}

static void a_macro_has_one_probe(void **state)
{
	struct fixture *f = *state;

	assert_true(add(f, "provider p { probe a_b(); probe a__b(); };") < 0);
	assert_int_equal(diag_tag_at(f->dg, 0), D_PROV_PRDUP);
}

static void arguments_are_of_kinds(void **state)
{
	static const struct {
		const char *text, *c_type;
		enum arg_kind kind;
	} cases[] = {
		{ "int", "int", ARG_INT },
		{ "unsigned", "unsigned int", ARG_INT },
		{ "long unsigned int x", "unsigned long", ARG_INT },
		{ "uint64_t x", "__UINT64_TYPE__", ARG_INT },
		{ "mine64_t x", "__INT64_TYPE__", ARG_INT },
		{ "size_t x", "unsigned long", ARG_INT },
		{ "bool x", "_Bool", ARG_INT },
		{ "enum e x", "int", ARG_INT },
		{ "enum unknown x", "", ARG_ANY },
		{ "unknown_t x", "", ARG_ANY },
		{ "unknown_t *x", "", ARG_POINTER },
		{ "string x", "", ARG_POINTER },
		{ "char x[10]", "", ARG_POINTER },
		{ "int (*f)(int, int)", "", ARG_POINTER },
		{ "float", "", ARG_FLOAT },
		{ "double", "", ARG_DOUBLE },
		{ "long double", "", ARG_DOUBLE },
		{ "struct s x", "", ARG_RECORD },
		{ "union unknown x", "", ARG_RECORD },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *text = arena_printf(f->arena,
					  "typedef int64_t mine64_t; struct s { int a; };"
					  "enum e { A, B }; provider p%zux { probe a(%s); };",
					  i, cases[i].text);

		assert_int_equal(add(f, text), 0);
		assert_int_equal(probe_at(f, i, 0)->args[0].kind, cases[i].kind);
		assert_string_equal(probe_at(f, i, 0)->args[0].c_type, cases[i].c_type);
	}
}

static void texts_stand_on_one_line(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "provider p { probe a(int /* x */\n\n a // y\n, char *\tb  ); };"),
			 0);
	assert_string_equal(probe_at(f, 0, 0)->args[0].text, "int a");
	assert_string_equal(probe_at(f, 0, 0)->args[1].text, "char * b");
}

static void more_than_twelve_arguments_are_a_warning(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "provider p { probe a(int, int, int, int, int, int, int, int, int,"
				" int, int, int, int); };"), 0);
	assert_int_equal(diag_n_warnings(f->dg), 1);
	assert_int_equal(probe_at(f, 0, 0)->n_args, 13);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(double_underscores_are_mangled_from_the_left),
		TEST(blocks_of_several_files_come_together),
		TEST(a_file_that_disagrees_is_told),
		TEST(a_macro_has_one_probe),
		TEST(arguments_are_of_kinds),
		TEST(texts_stand_on_one_line),
		TEST(more_than_twelve_arguments_are_a_warning),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
