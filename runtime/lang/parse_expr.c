/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Operators, by climbing the precedences of token.def. */
#include "runtime/lang/parser.h"

#include <errno.h>

/* op= as its op; TOKEN_ASSIGN for itself; TOKEN_N_KINDS: no assignment. */
static enum token_kind assigned_op(enum token_kind kind)
{
	const struct token_info *info = token_info(kind);

	if (info->precedence != token_info(TOKEN_ASSIGN)->precedence)
		return TOKEN_N_KINDS;
	return kind == TOKEN_ASSIGN ? kind
				    : token_find_punct(info->spelling, info->len - 1);
}

bool parser_count_op(struct parser *p)
{
	if (p->n_ops++ < PARSER_MAX_OPS)
		return true;
	diag_error(p->dg, &p->tok.loc, D_SYNTAX, "syntax error: this expression is too long");
	return false;
}

static struct node *binary_expr(struct parser *p, int min_precedence);

static struct node *make_assign(struct parser *p, const struct token *op, struct node *left,
				struct node *right)
{
	struct node_assign *n = node_assign(node_new(p->arena, NODE_ASSIGN, &op->loc));

	n->op = assigned_op(op->kind);
	n->left = left;
	n->right = right;
	return &n->node;
}

static struct node *make_binary(struct parser *p, const struct token *op, struct node *left,
				struct node *right)
{
	struct node_binary *n = node_binary(node_new(p->arena, NODE_BINARY, &op->loc));

	n->op = op->kind;
	n->left = left;
	n->right = right;
	return &n->node;
}

/* Behind the '?'. */
static struct node *cond_expr(struct parser *p, const struct token *op, struct node *test)
{
	struct node_cond *n = node_cond(node_new(p->arena, NODE_COND, &op->loc));

	n->test = test;
	n->yes = parser_expr(p);
	if (!n->yes || parser_expect(p, TOKEN_COLON))
		return NULL;
	n->no = binary_expr(p, token_info(TOKEN_QUESTION)->precedence);
	return n->no ? &n->node : NULL;
}

/* The operator at hand and its right operand. */
static struct node *operation(struct parser *p, struct node *left)
{
	const struct token op = p->tok;
	const struct token_info *info = token_info(op.kind);
	struct node *right;

	if (!parser_count_op(p))
		return NULL;
	parser_advance(p);
	if (op.kind == TOKEN_QUESTION)
		return cond_expr(p, &op, left);
	right = binary_expr(p, info->precedence + (info->assoc == ASSOC_LEFT));
	if (!right)
		return NULL;
	if (assigned_op(op.kind) != TOKEN_N_KINDS)
		return make_assign(p, &op, left, right);
	return make_binary(p, &op, left, right);
}

static struct node *binary_expr(struct parser *p, int min_precedence)
{
	struct node *left;

	if (!parser_enter(p))
		return NULL;
	left = parser_unary(p);
	while (left) {
		int precedence = token_info(p->tok.kind)->precedence;

		if (!precedence || precedence < min_precedence)
			break;
		left = operation(p, left);
	}
	parser_leave(p);
	return left;
}

struct node *parser_expr(struct parser *p)
{
	return binary_expr(p, token_info(TOKEN_COMMA)->precedence);
}

struct node *parser_assign_expr(struct parser *p)
{
	return binary_expr(p, token_info(TOKEN_ASSIGN)->precedence);
}

int parser_expr_list(struct parser *p, enum token_kind close, struct node **out)
{
	struct node_list list = { 0 };

	do {
		struct node *expr = parser_assign_expr(p);

		if (!expr)
			return -EINVAL;
		node_list_add(&list, expr);
	} while (parser_accept(p, TOKEN_COMMA));
	*out = list.first;
	return parser_expect(p, close);
}
