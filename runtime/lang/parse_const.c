/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Constant expressions, where a declaration needs their value at once: lengths of arrays, widths of
 * bit-fields, enumerators. Arithmetic is that of 64 bits, signed, as everything in a declaration is
 * small. */
#include "runtime/lang/parser.h"

#include <errno.h>

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

static int divide(struct parser *p, const struct node *n, int64_t a, int64_t b, int64_t *out)
{
	bool is_rest = node_binary(n)->op == TOKEN_PERCENT;

	if (!b)
		return diag_error(p->dg, &n->loc, D_DIV_ZERO, "this divides by zero");
	if (b == -1)
		*out = is_rest ? 0 : (int64_t)(0 - (uint64_t)a);
	else
		*out = is_rest ? a % b : a / b;
	return 0;
}

/* What cannot fail. False: the operator is another. */
static bool arithmetic(enum token_kind op, int64_t a, int64_t b, int64_t *out)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b;

	if (op == TOKEN_PLUS)
		*out = (int64_t)(x + y);
	else if (op == TOKEN_MINUS)
		*out = (int64_t)(x - y);
	else if (op == TOKEN_STAR)
		*out = (int64_t)(x * y);
	else if (op == TOKEN_SHL)
		*out = (int64_t)(x << (y & 63));
	else if (op == TOKEN_SHR)
		*out = a >> (y & 63);
	else if (op == TOKEN_AMP)
		*out = a & b;
	else if (op == TOKEN_PIPE)
		*out = a | b;
	else if (op == TOKEN_CARET)
		*out = a ^ b;
	else
		return false;
	return true;
}

static bool comparison(enum token_kind op, int64_t a, int64_t b, int64_t *out)
{
	if (op == TOKEN_EQ)
		*out = a == b;
	else if (op == TOKEN_NE)
		*out = a != b;
	else if (op == TOKEN_LT)
		*out = a < b;
	else if (op == TOKEN_LE)
		*out = a <= b;
	else if (op == TOKEN_GT)
		*out = a > b;
	else if (op == TOKEN_GE)
		*out = a >= b;
	else if (op == TOKEN_ANDAND)
		*out = a && b;
	else if (op == TOKEN_OROR)
		*out = a || b;
	else
		return false;
	return true;
}

static int eval_binary(struct parser *p, const struct node *n, int64_t *out)
{
	enum token_kind op = node_binary(n)->op;
	int64_t a, b;

	if (eval(p, node_binary(n)->left, &a) || eval(p, node_binary(n)->right, &b))
		return -EINVAL;
	if (op == TOKEN_SLASH || op == TOKEN_PERCENT)
		return divide(p, n, a, b, out);
	if (arithmetic(op, a, b, out) || comparison(op, a, b, out))
		return 0;
	return not_constant(p, n);
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
