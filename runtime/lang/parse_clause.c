/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Clauses: probe descriptions, a predicate, statements. */
#include "runtime/lang/parser.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/arena.h"

/* DTrace's longest names: provider, module, function and name, and the colons. */
#define MAX_SPEC_LEN (64 + 64 + 192 + 64 + 3)

static int check_spec(struct parser *p, const struct token *tok)
{
	int n_colons = 0;

	for (size_t i = 0; i < tok->text_len; i++)
		n_colons += tok->text[i] == ':';
	if (n_colons > 3)
		return diag_error(p->dg, &tok->loc, D_PDESC_INVAL,
				  "a probe description has at most four fields: "
				  "provider:module:function:name");
	if (tok->text_len > MAX_SPEC_LEN)
		return diag_error(p->dg, &tok->loc, D_PDESC_INVAL,
				  "this probe description is too long");
	return 0;
}

/* One description and what follows it, up to the token that is not a comma. */
static int probe_specs(struct parser *p, struct node_clause *clause)
{
	struct probe_spec **tail = &clause->probes;

	do {
		lex_probe(&p->lx, &p->tok);
		if (p->tok.kind != TOKEN_PSPEC)
			return parser_expected(p, "a probe description");
		if (check_spec(p, &p->tok))
			return -EINVAL;
		*tail = arena_make(p->arena, struct probe_spec);
		(*tail)->text = p->tok.text;
		(*tail)->loc = p->tok.loc;
		tail = &(*tail)->next;
		if (p->opts->probe)
			p->opts->probe(p->opts->macro_ctx, p->tok.text);
		parser_advance(p);
	} while (p->tok.kind == TOKEN_COMMA);
	return 0;
}

/* At the opening slash. What follows the closing one is left alone: it may be the next clause. */
static int predicate(struct parser *p, struct node_clause *clause)
{
	p->lx.in_predicate = true;
	p->n_ops = 0;
	parser_advance(p);
	clause->predicate = parser_expr(p);
	p->lx.in_predicate = false;
	if (!clause->predicate)
		return -EINVAL;
	if (p->tok.kind != TOKEN_PRED_END)
		return parser_expected(p, "the '/' that ends the predicate");
	return 0;
}

static struct node *statement(struct parser *p);

static struct node *statements(struct parser *p)
{
	struct node_list list = { 0 };

	while (p->tok.kind != TOKEN_RBRACE && p->tok.kind != TOKEN_EOF) {
		struct node *stmt = statement(p);

		if (stmt)
			node_list_add(&list, stmt);
		else
			parser_recover(p);
	}
	return list.first;
}

/* ';', or nothing before the '}' that closes the block. */
static int end_of_statement(struct parser *p)
{
	if (p->tok.kind == TOKEN_RBRACE)
		return 0;
	return parser_expect(p, TOKEN_SEMI);
}

static struct node *empty_statement(struct parser *p)
{
	struct node *n = node_new(p->arena, NODE_EXPR_STMT, &p->tok.loc);

	parser_advance(p);
	return n;
}

/* A statement of its own, or several in braces. */
static int branch(struct parser *p, struct node **out)
{
	if (!parser_accept(p, TOKEN_LBRACE)) {
		*out = statement(p);
		return *out ? 0 : -EINVAL;
	}
	*out = statements(p);
	return parser_expect(p, TOKEN_RBRACE);
}

static struct node *if_statement(struct parser *p)
{
	struct node_if *n = node_if(node_new(p->arena, NODE_IF, &p->tok.loc));

	parser_advance(p);
	if (parser_expect(p, TOKEN_LPAREN))
		return NULL;
	n->test = parser_expr(p);
	if (!n->test || parser_expect(p, TOKEN_RPAREN) || branch(p, &n->yes))
		return NULL;
	if (parser_accept(p, TOKEN_ELSE) && branch(p, &n->no))
		return NULL;
	return &n->node;
}

static struct node *not_aggregating(struct parser *p, const struct node_agg *agg)
{
	diag_error(p->dg, &agg->node.loc, D_AGG_FUNC,
		   "an aggregation can only be given an aggregating function");
	diag_hint(p->dg, "for example: @%s = count();", agg->name);
	return NULL;
}

/* @name[keys] = func(args); */
static struct node *agg_statement(struct parser *p)
{
	struct node_agg_stmt *n = node_agg_stmt(node_new(p->arena, NODE_AGG_STMT, &p->tok.loc));
	struct node *agg = parser_agg(p);
	struct token name;
	struct node *func;

	if (!agg)
		return NULL;
	n->agg = node_agg(agg);
	if (!parser_accept(p, TOKEN_ASSIGN))
		return not_aggregating(p, n->agg);
	name = p->tok;
	if (name.kind != TOKEN_IDENT || parser_peek(p) != TOKEN_LPAREN)
		return not_aggregating(p, n->agg);
	parser_advance(p);
	func = parser_call(p, name.text, &name.loc);
	if (!func)
		return NULL;
	n->func = node_call(func);
	return end_of_statement(p) ? NULL : &n->node;
}

static bool is_jump(const struct token *tok)
{
	static const char *const words[] = { "for", "while", "do", "switch", "goto", "return" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (tok->kind == TOKEN_IDENT && !strcmp(tok->text, words[i]))
			return true;
	}
	return false;
}

/* A word of C's that D does not have: told, and all of it is skipped. */
static struct node *no_jump(struct parser *p)
{
	struct node *n = node_new(p->arena, NODE_EXPR_STMT, &p->tok.loc);

	diag_error(p->dg, &p->tok.loc, D_SYNTAX, "syntax error: D has no '%s'", p->tok.text);
	diag_hint(p->dg, "there are no loops and no jumps, so that a clause always ends");
	parser_advance(p);
	if (p->tok.kind == TOKEN_LPAREN)
		parser_skip_balanced(p);
	if (p->tok.kind == TOKEN_LBRACE)
		parser_skip_balanced(p);
	else
		parser_recover(p);
	return n;
}

static struct node *expr_statement(struct parser *p)
{
	struct node_expr_stmt *n = node_expr_stmt(node_new(p->arena, NODE_EXPR_STMT, &p->tok.loc));

	n->expr = parser_expr(p);
	return n->expr && !end_of_statement(p) ? &n->node : NULL;
}

/* Does C's meaning follow the word, and not an operator that makes it a variable? */
static bool at_jump(const struct parser *p)
{
	enum token_kind next;

	if (!is_jump(&p->tok))
		return false;
	next = parser_peek(p);
	return next == TOKEN_LPAREN || next == TOKEN_LBRACE || next == TOKEN_IDENT ||
	       next == TOKEN_INT;
}

static struct node *one_statement(struct parser *p)
{
	p->n_ops = 0;
	if (p->tok.kind == TOKEN_SEMI)
		return empty_statement(p);
	if (p->tok.kind == TOKEN_IF)
		return if_statement(p);
	if (p->tok.kind == TOKEN_AGG)
		return agg_statement(p);
	if (at_jump(p))
		return no_jump(p);
	return expr_statement(p);
}

static struct node *statement(struct parser *p)
{
	struct node *n;

	if (!parser_enter(p))
		return NULL;
	n = one_statement(p);
	parser_leave(p);
	return n;
}

static int body(struct parser *p, struct node_clause *clause)
{
	struct loc open = p->tok.loc;

	clause->has_body = true;
	parser_advance(p);
	clause->body = statements(p);
	if (p->tok.kind == TOKEN_RBRACE)
		return 0;
	if (p->lx.is_cut || p->has_told_end)
		return -EINVAL;
	parser_at(p, TOKEN_RBRACE);
	diag_hint(p->dg, "the '{' in line %u is not closed", open.line);
	return -EINVAL;
}

/* Without braces a clause ends with its predicate, a ';' or the text. */
int parser_clause(struct parser *p, struct node_list *out)
{
	struct loc loc = lex_loc(&p->lx, lex_peek(&p->lx), 1);
	struct node_clause *clause = node_clause(node_new(p->arena, NODE_CLAUSE, &loc));

	if (probe_specs(p, clause))
		return -EINVAL;
	if (p->tok.kind == TOKEN_SLASH) {
		if (predicate(p, clause))
			return -EINVAL;
		if (*lex_peek(&p->lx) == '{')
			parser_advance(p);
	} else if (p->tok.kind != TOKEN_LBRACE && p->tok.kind != TOKEN_SEMI &&
		   p->tok.kind != TOKEN_EOF) {
		return parser_expected(p, "a predicate or '{'");
	}
	node_list_add(out, &clause->node);
	return p->tok.kind == TOKEN_LBRACE ? body(p, clause) : 0;
}
