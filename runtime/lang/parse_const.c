/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Constant expressions, where a declaration needs their value at once: lengths of arrays, widths of
 * bit-fields, enumerators. Arithmetic is that of 64 bits, signed, as everything in a declaration is
 * small. */
#include "runtime/lang/parser.h"

#include <errno.h>

#include "runtime/lang/constant.h"

static int eval(struct parser *p, const struct node *n, int64_t *out);

static int not_constant(struct parser *p, const struct node *n)
{
	return diag_error(p->dg, &n->loc, D_DECL_BAD,
			  "this is not a constant that a declaration can use");
}

static int eval_var(struct parser *p, const struct node *n, int64_t *out)
{
	if (node_var(n)->scope == SCOPE_GLOBAL &&
	    type_find_enumerator(p->types, node_var(n)->name, out))
		return 0;
	return not_constant(p, n);
}

static int eval_unary(struct parser *p, const struct node *n, int64_t *out)
{
	enum token_kind op = node_unary(n)->op;
	int ret = eval(p, node_unary(n)->operand, out);

	if (ret || op == TOKEN_PLUS)
		return ret;
	if (op == TOKEN_MINUS)
		*out = (int64_t)(0 - (uint64_t)*out);
	else if (op == TOKEN_TILDE)
		*out = ~*out;
	else if (op == TOKEN_BANG)
		*out = !*out;
	else
		return not_constant(p, n);
	return 0;
}

static int eval_binary(struct parser *p, const struct node *n, int64_t *out)
{
	enum token_kind op = node_binary(n)->op;
	int64_t a, b;
	uint64_t value;

	if (eval(p, node_binary(n)->left, &a) || eval(p, node_binary(n)->right, &b))
		return -EINVAL;
	if (!b && (op == TOKEN_SLASH || op == TOKEN_PERCENT))
		return diag_error(p->dg, &n->loc, D_DIV_ZERO, "this divides by zero");
	if (!constant_binary(op, (uint64_t)a, (uint64_t)b, true, &value))
		return not_constant(p, n);
	*out = (int64_t)value;
	return 0;
}

static int eval_cond(struct parser *p, const struct node_cond *n, int64_t *out)
{
	int64_t test;

	if (eval(p, n->test, &test))
		return -EINVAL;
	return eval(p, test ? n->yes : n->no, out);
}

static int eval_sizeof(struct parser *p, const struct node *n, int64_t *out)
{
	struct type *of = node_sizeof(n)->of;

	if (!of)
		return not_constant(p, n);
	parser_complete(p, of);
	*out = type_size(of);
	return 0;
}

static int eval(struct parser *p, const struct node *n, int64_t *out)
{
	if (n->kind == NODE_INT) {
		*out = (int64_t)node_int(n)->value;
		return 0;
	}
	if (n->kind == NODE_VAR)
		return eval_var(p, n, out);
	if (n->kind == NODE_UNARY)
		return eval_unary(p, n, out);
	if (n->kind == NODE_BINARY)
		return eval_binary(p, n, out);
	if (n->kind == NODE_COND)
		return eval_cond(p, node_cond(n), out);
	if (n->kind == NODE_CAST)
		return eval(p, node_cast(n)->operand, out);
	if (n->kind == NODE_SIZEOF)
		return eval_sizeof(p, n, out);
	return not_constant(p, n);
}

int parser_const(struct parser *p, int64_t *out)
{
	struct node *expr;

	p->n_ops = 0;
	expr = parser_assign_expr(p);
	return expr ? eval(p, expr, out) : -EINVAL;
}
