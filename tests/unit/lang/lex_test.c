/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/lex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/arena.h"
#include "runtime/lang/ast.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/source.h"

/* What tokens look like is told by tests/golden/lex; here is what needs a look inside. */
struct fixture {
	struct arena *arena;
	struct diag *dg;
	struct lexer lx;
	struct token tok;
};

static const struct parse_opts program = { .mode = PARSE_PROGRAM };
static const struct parse_opts lenient = { .mode = PARSE_PROVIDER };

static int set_up(void **state)
{
	static struct fixture fx;

	fx.arena = arena_new();
	fx.dg = diag_new();
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

static void open_bytes(struct fixture *fx, const char *text, size_t len,
		       const struct parse_opts *opts)
{
	lex_init(&fx->lx, fx->arena, source_from_text(fx->arena, "test.d", text, len), opts,
		 fx->dg);
}

static void open_text(struct fixture *fx, const char *text)
{
	open_bytes(fx, text, strlen(text), &program);
}

static enum token_kind next(struct fixture *fx)
{
	lex_next(&fx->lx, &fx->tok);
	return fx->tok.kind;
}

static void empty_source_ends_again_and_again(void **state)
{
	struct fixture *fx = *state;

	open_text(fx, "");
	for (int i = 0; i < 3; i++)
		assert_int_equal(next(fx), TOKEN_EOF);
}

static void a_token_knows_its_place(void **state)
{
	struct fixture *fx = *state;

	open_text(fx, "a\n\t/* x\n */ word");
	next(fx);
	assert_int_equal(next(fx), TOKEN_IDENT);
	assert_string_equal(fx->tok.loc.file, "test.d");
	assert_int_equal(fx->tok.loc.line, 3);
	assert_int_equal(fx->tok.loc.col, 5);
	assert_int_equal(fx->tok.loc.len, 4);
	assert_string_equal(fx->tok.loc.text, " */ word");
}

static void a_line_marker_moves_the_place(void **state)
{
	struct fixture *fx = *state;

	open_text(fx, "# 100 \"dir/x.h\" 1 3\n\na");
	next(fx);
	assert_string_equal(fx->tok.loc.file, "dir/x.h");
	assert_int_equal(fx->tok.loc.line, 101);
}

static void a_copy_looks_ahead_and_leaves_the_original(void **state)
{
	struct fixture *fx = *state;
	struct lexer ahead;
	struct token tok;

	open_text(fx, "a 'bad\nb");
	ahead = fx->lx;
	ahead.dg = NULL;
	for (int i = 0; i < 3; i++)
		lex_next(&ahead, &tok);
	assert_string_equal(tok.text, "b");
	assert_int_equal(diag_n_errors(fx->dg), 0);
	next(fx);
	assert_string_equal(fx->tok.text, "a");
}

static void one_text_is_a_description_or_an_expression(void **state)
{
	struct fixture *fx = *state;

	open_text(fx, "tick-3s tick-3");
	lex_probe(&fx->lx, &fx->tok);
	assert_string_equal(fx->tok.text, "tick-3s");
	assert_int_equal(next(fx), TOKEN_IDENT);
	assert_int_equal(next(fx), TOKEN_MINUS);
	assert_int_equal(next(fx), TOKEN_INT);
}

static void a_module_of_the_pid_provider_may_be_a_path(void **state)
{
	static const char *const rows[][2] = {
		{ "pid1:/usr/bin/x:main:entry /1/", "pid1:/usr/bin/x:main:entry" },
		{ "pid1:::/1/", "pid1:::" },
		{ "pid1:/1/{}", "pid1:" },
		{ "pid1:x:/a:b/", "pid1:x:" },
		{ "x1:/a:b/", "x1:" },
	};
	struct fixture *fx = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		open_text(fx, rows[i][0]);
		lex_probe(&fx->lx, &fx->tok);
		assert_string_equal(fx->tok.text, rows[i][1]);
	}
}

static void a_slash_ends_the_predicate_before_a_brace(void **state)
{
	static const struct {
		const char *text;
		enum token_kind kind;
	} rows[] = {
		{ "/ {", TOKEN_PRED_END },	  { "/;", TOKEN_PRED_END },
		{ "/", TOKEN_PRED_END },	  { "/\n/* x */ // y\n\\\n{", TOKEN_PRED_END },
		{ "/ /", TOKEN_PRED_END },	  { "/// x\n{", TOKEN_PRED_END },
		{ "/ 2", TOKEN_SLASH },		  { "/ (", TOKEN_SLASH },
		{ "/= 2", TOKEN_SLASH_ASSIGN },	  { "// x\n+", TOKEN_PLUS },
		{ "/* x */ +", TOKEN_PLUS },	  { "/ /* x", TOKEN_PRED_END },
	};
	struct fixture *fx = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		open_text(fx, rows[i].text);
		fx->lx.in_predicate = true;
		assert_int_equal(next(fx), rows[i].kind);
	}
}

static void a_slash_divides_outside_of_predicates(void **state)
{
	struct fixture *fx = *state;

	open_text(fx, "/ {");
	assert_int_equal(next(fx), TOKEN_SLASH);
}

static void a_string_may_hold_nul(void **state)
{
	struct fixture *fx = *state;

	open_text(fx, "\"a\\0b\"");
	assert_int_equal(next(fx), TOKEN_STRING);
	assert_int_equal(fx->tok.text_len, 3);
	assert_memory_equal(fx->tok.text, "a\0b", 4);
}

static void a_nul_byte_is_no_end(void **state)
{
	struct fixture *fx = *state;

	open_bytes(fx, "a\0,b", 4, &program);
	next(fx);
	assert_int_equal(next(fx), TOKEN_ERROR);
	assert_int_equal(next(fx), TOKEN_COMMA);
	assert_int_equal(next(fx), TOKEN_IDENT);
	assert_int_equal(next(fx), TOKEN_EOF);
}

static void unknown_control_lines_are_comments_in_provider_definitions(void **state)
{
	struct fixture *fx = *state;
	static const char text[] = "#include <x>\n# file: y\n#define A \\\n  b\n# 3 probes\nc";

	open_bytes(fx, text, strlen(text), &lenient);
	assert_int_equal(next(fx), TOKEN_IDENT);
	assert_string_equal(fx->tok.text, "c");
	assert_int_equal(fx->tok.loc.line, 6);
	assert_int_equal(diag_n_errors(fx->dg), 0);
}

static void pragmas_are_kept_in_order(void **state)
{
	struct fixture *fx = *state;
	const struct node_pragma *first, *second;

	open_text(fx, "#pragma D option quiet\n#pragma D option a = b\nx");
	next(fx);
	first = node_pragma(fx->lx.pragmas);
	second = node_pragma(first->node.next);
	assert_string_equal(first->words[2], "quiet");
	assert_int_equal(second->n_words, 5);
	assert_string_equal(second->text, "a = b");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(empty_source_ends_again_and_again),
		TEST(a_token_knows_its_place),
		TEST(a_line_marker_moves_the_place),
		TEST(a_copy_looks_ahead_and_leaves_the_original),
		TEST(one_text_is_a_description_or_an_expression),
		TEST(a_module_of_the_pid_provider_may_be_a_path),
		TEST(a_module_of_the_pid_provider_may_be_a_path),
		TEST(a_slash_ends_the_predicate_before_a_brace),
		TEST(a_slash_divides_outside_of_predicates),
		TEST(a_string_may_hold_nul),
		TEST(a_nul_byte_is_no_end),
		TEST(unknown_control_lines_are_comments_in_provider_definitions),
		TEST(pragmas_are_kept_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
