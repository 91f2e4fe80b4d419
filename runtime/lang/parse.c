/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The top level of a program. What an item is must be known before its first token is read, since a
 * probe description is read in another way than the rest: a word that can begin a declaration, and
 * is not part of something longer, begins one. */
#include "runtime/lang/parse.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/lang/parser.h"
#include "runtime/lang/source.h"

typedef int item_fn(struct parser *p, struct node_list *out);

void parser_take_pragmas(struct parser *p, struct node_list *out)
{
	struct node *next;

	for (struct node *n = p->lx.pragmas; n; n = next) {
		next = n->next;
		n->next = NULL;
		node_list_add(out, n);
	}
	p->lx.pragmas = p->lx.last_pragma = NULL;
}

static size_t word_len(const char *at)
{
	size_t len = 0;

	while (isalnum((unsigned char)at[len]) || at[len] == '_')
		len++;
	return len;
}

/* Does "name", "*" or "(*" follow, as behind a type? And for a type that nobody knows, does the
 * rest look like a declaration too? */
static bool declares(struct parser *p, const char *name)
{
	struct lexer ahead = p->lx;
	struct token tok;

	ahead.dg = NULL;
	lex_next(&ahead, &tok);
	lex_next(&ahead, &tok);
	if (tok.kind == TOKEN_LPAREN) {
		lex_next(&ahead, &tok);
		return tok.kind == TOKEN_STAR && parser_find_typedef(p, name);
	}
	if (tok.kind != TOKEN_IDENT && tok.kind != TOKEN_STAR)
		return false;
	if (parser_find_typedef(p, name))
		return true;
	lex_next(&ahead, &tok);
	return tok.kind == TOKEN_SEMI || tok.kind == TOKEN_LBRACKET;
}

static int declaration(struct parser *p, struct node_list *out)
{
	parser_advance(p);
	return parser_declaration(p, out);
}

static int provider(struct parser *p, struct node_list *out)
{
	parser_advance(p);
	return parser_provider(p, out);
}

static int inline_definition(struct parser *p, struct node_list *out)
{
	parser_advance(p);
	return parser_inline(p, out);
}

static int translator(struct parser *p, struct node_list *out)
{
	parser_advance(p);
	return parser_translator(p, out);
}

static item_fn *keyword_item(enum token_kind keyword)
{
	if (keyword == TOKEN_PROVIDER)
		return provider;
	if (keyword == TOKEN_INLINE)
		return inline_definition;
	if (keyword == TOKEN_TRANSLATOR)
		return translator;
	if (keyword == TOKEN_SELF || keyword == TOKEN_THIS || keyword >= TOKEN_KW_STRING)
		return declaration;
	return parser_clause;
}

static item_fn *next_item(struct parser *p)
{
	const char *at = lex_peek(&p->lx);
	size_t len = word_len(at);
	enum token_kind keyword;

	if (!len || (lex_is_probe_char(at[len]) && at[len] != '*'))
		return parser_clause;
	keyword = token_find_keyword(at, len);
	if (keyword != TOKEN_N_KINDS)
		return keyword_item(keyword);
	if (!isdigit((unsigned char)*at) && declares(p, arena_strndup(p->arena, at, len)))
		return declaration;
	return parser_clause;
}

static void skip_semicolons(struct parser *p)
{
	while (*lex_peek(&p->lx) == ';')
		p->lx.at++;
}

/* Where a mistake left the braces unbalanced, one of them may remain. */
static void skip_item(struct parser *p)
{
	parser_skip_item(p);
	skip_semicolons(p);
	while (*lex_peek(&p->lx) == '}')
		p->lx.at++;
}

static void program(struct parser *p, struct node_list *out)
{
	skip_semicolons(p);
	while (p->lx.at < p->lx.end && !parser_has_given_up(p)) {
		parser_take_pragmas(p, out);
		parser_begin_item(p);
		if (next_item(p)(p, out))
			skip_item(p);
		skip_semicolons(p);
	}
	parser_take_pragmas(p, out);
}

static uint32_t count_clauses(const struct node *nodes)
{
	uint32_t n = 0;

	for (; nodes; nodes = nodes->next)
		n += nodes->kind == NODE_CLAUSE;
	return n;
}

int parse_unit(struct arena *arena, struct type_table *types, const struct source *src,
	       const struct parse_opts *opts, struct diag *dg, struct unit *out)
{
	int n_errors = diag_n_errors(dg);
	struct node_list list = { 0 };
	struct parser p;

	parser_init(&p, arena, types, src, opts, dg);
	if (opts->mode == PARSE_PROVIDER)
		parser_definitions(&p, &list);
	else
		program(&p, &list);
	out->nodes = list.first;
	out->n_clauses = count_clauses(list.first);
	return diag_n_errors(dg) > n_errors ? -EINVAL : 0;
}

struct type *parse_type_in(struct arena *arena, struct type_table *types, const char *module,
			   const struct source *src, struct diag *dg)
{
	const struct parse_opts opts = { .mode = PARSE_PROGRAM, .module = module };
	struct type *type;
	struct parser p;

	parser_init(&p, arena, types, src, &opts, dg);
	parser_advance(&p);
	type = parser_type_name(&p);
	return type && !parser_at(&p, TOKEN_EOF) ? type : NULL;
}

struct type *parse_type(struct arena *arena, struct type_table *types, const struct source *src,
			struct diag *dg)
{
	return parse_type_in(arena, types, NULL, src, dg);
}

int parse_expr_alone(struct arena *arena, struct type_table *types, const struct source *src,
		     const struct parse_opts *opts, struct diag *dg, struct node **out)
{
	struct parser p;

	parser_init(&p, arena, types, src, opts, dg);
	parser_advance(&p);
	*out = parser_expr(&p);
	return *out && !parser_at(&p, TOKEN_EOF) ? 0 : -EINVAL;
}
