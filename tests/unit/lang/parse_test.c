/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/arena.h"
#include "runtime/base/str.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"

/* What trees look like is told by tests/golden; here is what needs more than a text. */
struct fixture {
	struct arena *arena;
	struct type_table *types;
	struct diag *dg;
	struct unit unit;
	int n_asked;
};

static int set_up(void **state)
{
	static struct fixture fx;

	fx.arena = arena_new();
	fx.types = type_table_new(fx.arena, 64);
	fx.dg = diag_new();
	fx.n_asked = 0;
	*state = &fx;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fx = *state;

	diag_free(fx->dg);
	arena_free(fx->arena);
	return 0;
}

static struct source *source(struct fixture *fx, const char *text)
{
	return source_from_text(fx->arena, "test.d", text, strlen(text));
}

static int parse_as(struct fixture *fx, enum parse_mode mode, const char *text)
{
	const struct parse_opts opts = { .mode = mode };

	return parse_unit(fx->arena, fx->types, source(fx, text), &opts, fx->dg, &fx->unit);
}

static int parse(struct fixture *fx, const char *text)
{
	return parse_as(fx, PARSE_PROGRAM, text);
}

/* text, n times over. */
static const char *repeat(struct fixture *fx, const char *before, const char *text, int n,
			  const char *after)
{
	auto_str struct str out = { 0 };

	str_puts(&out, before);
	while (n--)
		str_puts(&out, text);
	str_puts(&out, after);
	return arena_strdup(fx->arena, str_text(&out));
}

static bool type_source(void *ctx, const char *module, const char *name, struct type_answer *out)
{
	struct fixture *fx = ctx;

	fx->n_asked++;
	*out = (struct type_answer){ NULL, module ? module : "libfoo", SPACE_KERNEL };
	if (!strcmp(name, "struct outer"))
		out->text = "struct outer { inner_t in; struct other *p; int last; };";
	if (!strcmp(name, "inner_t"))
		out->text = "typedef struct { long a, b; } inner_t;";
	return out->text;
}

static void an_empty_text_is_an_empty_unit(void **state)
{
	struct fixture *fx = *state;

	assert_int_equal(parse(fx, ""), 0);
	assert_null(fx->unit.nodes);
	assert_int_equal(fx->unit.n_clauses, 0);
}

static void clauses_are_counted(void **state)
{
	struct fixture *fx = *state;

	assert_int_equal(parse(fx, "int x; BEGIN { a; } END { b; }"), 0);
	assert_int_equal(fx->unit.n_clauses, 2);
}

static void empty_braces_are_a_body(void **state)
{
	struct fixture *fx = *state;

	assert_int_equal(parse(fx, "BEGIN {}"), 0);
	assert_true(node_clause(fx->unit.nodes)->has_body);
	assert_null(node_clause(fx->unit.nodes)->body);
}

static void each_mistake_is_told_once(void **state)
{
	struct fixture *fx = *state;

	assert_true(parse(fx, "BEGIN { x = ; y = (1; } END /)/ { } int 3;") < 0);
	assert_int_equal(diag_n_errors(fx->dg), 4);
}

static void hopeless_texts_are_given_up(void **state)
{
	struct fixture *fx = *state;

	assert_true(parse(fx, repeat(fx, "", "BEGIN { x = ; } ", 5000, "")) < 0);
	assert_in_range(diag_n_errors(fx->dg), 20, 60);
}

static void deep_nesting_is_an_error(void **state)
{
	static const char *const rows[][3] = {
		{ "BEGIN { x = ", "(", "1; }" },
		{ "BEGIN { x = ", "- ", "1; }" },
		{ "BEGIN { ", "if (1) { ", " x; }" },
		{ "BEGIN { ", "if (1) ", " x; }" },
		{ "BEGIN { ", "x = ", " 1; }" },
		{ "BEGIN { x = ", "1 ? 2 : ", " 1; }" },
		{ "BEGIN { x = ", "f(", " 1; }" },
		{ "BEGIN { x = ", "(int)", " 1; }" },
		{ "", "struct { ", "int x; }" },
		{ "int ", "(", "x;" },
		{ "", "int f(", ");" },
	};
	struct fixture *fx = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int n = diag_n_errors(fx->dg);
		const char *text = repeat(fx, rows[i][0], rows[i][1], 100000, rows[i][2]);

		assert_true(parse(fx, text) < 0);
		assert_int_equal(diag_tag_at(fx->dg, n), D_SYNTAX);
		assert_in_range(diag_n_errors(fx->dg), n + 1, n + 2);
	}
}

static void long_expressions_are_an_error(void **state)
{
	static const char *const rows[] = { " + 1", ", 1", "->x", "[0]", "++" };
	struct fixture *fx = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int n = diag_n_errors(fx->dg);

		assert_int_equal(parse(fx, repeat(fx, "BEGIN { x", rows[i], 1000, "; }")), 0);
		assert_true(parse(fx, repeat(fx, "BEGIN { x", rows[i], 5000, "; }")) < 0);
		assert_int_equal(diag_n_errors(fx->dg), n + 1);
	}
}

static void an_unknown_type_is_asked_from_the_source(void **state)
{
	struct fixture *fx = *state;

	type_table_set_source(fx->types, type_source, fx);
	assert_int_equal(parse(fx, "struct mine { struct outer o; inner_t i; };"), 0);
	assert_int_equal(type_size(type_find_tag(fx->types, TYPE_STRUCT, "mine")), 48);
}

static void a_name_is_asked_for_once_in_a_text(void **state)
{
	struct fixture *fx = *state;

	type_table_set_source(fx->types, type_source, fx);
	assert_true(parse(fx, "BEGIN { (nobody_t *)x; (nobody_t *)y; (z) + 1; }") < 0);
	assert_int_equal(fx->n_asked, 1);
}

static void pointers_of_source_types_are_the_kernels(void **state)
{
	struct fixture *fx = *state;
	struct type *outer = type_tag(fx->types, TYPE_STRUCT, "outer");
	const struct type_member *p;
	uint32_t offset;

	type_table_set_source(fx->types, type_source, fx);
	parse_complete_type(fx->arena, fx->types, outer);
	assert_true(outer->is_complete);
	p = type_find_member(outer, "p", &offset);
	assert_int_equal(offset, 16);
	assert_int_equal(p->type->space, SPACE_KERNEL);
}

static struct type *find_type(struct fixture *fx, const char *name)
{
	return parse_type(fx->arena, fx->types, source(fx, name), fx->dg);
}

static void a_typedef_is_found_through_the_source(void **state)
{
	struct fixture *fx = *state;

	type_table_set_source(fx->types, type_source, fx);
	assert_non_null(find_type(fx, "inner_t"));
	assert_non_null(find_type(fx, "size_t"));
	assert_null(find_type(fx, "nobody_t"));
}

static void a_type_alone_is_parsed(void **state)
{
	static const char *const rows[] = {
		"int", "const char *", "struct foo *[3]", "int (*)(int, char *)", "string",
		"uint64_t", "unsigned long long", "int (*(*)[2])(void)",
	};
	struct fixture *fx = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		auto_str struct str text = { 0 };
		struct type *type = parse_type(fx->arena, fx->types, source(fx, rows[i]), fx->dg);

		assert_non_null(type);
		type_print(&text, type, NULL);
		assert_string_equal(str_text(&text), rows[i]);
	}
}

static void what_is_no_type_alone_is_told(void **state)
{
	static const char *const rows[] = { "", "int x", "nobody_t", "int *)", "int long char" };
	struct fixture *fx = *state;

	for (int i = 0; i < (int)(sizeof(rows) / sizeof(rows[0])); i++) {
		assert_null(parse_type(fx->arena, fx->types, source(fx, rows[i]), fx->dg));
		assert_int_equal(diag_n_errors(fx->dg), i + 1);
	}
}

static void an_expression_alone_is_parsed(void **state)
{
	const struct parse_opts opts = { .mode = PARSE_PROGRAM };
	struct fixture *fx = *state;
	struct node *n;

	assert_int_equal(parse_expr_alone(fx->arena, fx->types, source(fx, "1 + x"), &opts, fx->dg,
					  &n),
			 0);
	assert_int_equal(n->kind, NODE_BINARY);
	assert_true(parse_expr_alone(fx->arena, fx->types, source(fx, "1 + x;"), &opts, fx->dg,
				     &n) < 0);
}

static void a_parameter_keeps_its_text(void **state)
{
	struct fixture *fx = *state;
	const struct probe_decl *probe;

	assert_int_equal(parse_as(fx, PARSE_PROVIDER,
				  "provider p { probe a(const\tchar /* x */ *\n s, foo_t [2]); };"),
			 0);
	probe = node_provider(fx->unit.nodes)->probes;
	assert_string_equal(probe->args[0].text, "const char * s");
	assert_string_equal(probe->args[0].name, "s");
	assert_string_equal(probe->args[1].text, "foo_t [2]");
	assert_null(probe->args[1].name);
	assert_int_equal(probe->args[1].type->kind, TYPE_POINTER);
	assert_ptr_equal(probe->mapped, probe->args);
}

static void builds_that_try_the_tool_succeed(void **state)
{
	static const char *const texts[] = {
		"", "BEGIN{}", "provider p { };", "provider conftest{ probe fire(); };",
		"#define X 1\nint x;", "garbage ( {",
	};
	struct fixture *fx = *state;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(parse_as(fx, PARSE_PROVIDER, texts[i]), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_empty_text_is_an_empty_unit),
		TEST(clauses_are_counted),
		TEST(empty_braces_are_a_body),
		TEST(each_mistake_is_told_once),
		TEST(hopeless_texts_are_given_up),
		TEST(deep_nesting_is_an_error),
		TEST(long_expressions_are_an_error),
		TEST(an_unknown_type_is_asked_from_the_source),
		TEST(a_name_is_asked_for_once_in_a_text),
		TEST(pointers_of_source_types_are_the_kernels),
		TEST(a_typedef_is_found_through_the_source),
		TEST(a_type_alone_is_parsed),
		TEST(what_is_no_type_alone_is_told),
		TEST(an_expression_alone_is_parsed),
		TEST(a_parameter_keeps_its_text),
		TEST(builds_that_try_the_tool_succeed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
