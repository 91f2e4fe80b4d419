/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Constants are computed while the tree is checked, since what a constant decides has a say in
 * what is an error: the dead arm of "OPT ? printf(...) : 1" is never looked at. */
#include "runtime/lang/check_rules.h"

#include <string.h>

#include "runtime/lang/constant.h"

static void replace(struct check *ck, struct node **expr, uint64_t value)
{
	*expr = make_int(ck, &(*expr)->loc, value, (*expr)->type);
}

void fold_unary(struct check *ck, struct node **expr)
{
	const struct node_unary *n = node_unary(*expr);
	int64_t v;

	if (!node_is_const_int(n->operand, &v))
		return;
	if (n->op == TOKEN_MINUS)
		replace(ck, expr, -(uint64_t)v);
	else if (n->op == TOKEN_PLUS)
		replace(ck, expr, (uint64_t)v);
	else if (n->op == TOKEN_TILDE)
		replace(ck, expr, ~(uint64_t)v);
	else if (n->op == TOKEN_BANG)
		replace(ck, expr, !v);
}

/* As sign and zero, so that the comparison with 0 says the same. */
static uint64_t compare_strings(const struct node *a, const struct node *b)
{
	return (uint64_t)(int64_t)strcmp(node_string(a)->text, node_string(b)->text);
}

/* "0 && x" is 0 and "1 || x" is 1: x is never reached. */
static void fold_left(struct check *ck, struct node **expr)
{
	const struct node_binary *n = node_binary(*expr);
	int64_t left;

	if (!node_is_const_int(n->left, &left))
		return;
	if ((n->op == TOKEN_ANDAND && !left) || (n->op == TOKEN_OROR && left))
		replace(ck, expr, left != 0);
}

void fold_binary(struct check *ck, struct node **expr)
{
	const struct node_binary *n = node_binary(*expr);
	bool is_signed = type_is_signed(n->left->type);
	int64_t left, right;
	uint64_t value;

	if (n->left->kind == NODE_STRING && n->right->kind == NODE_STRING) {
		if (constant_binary(n->op, compare_strings(n->left, n->right), 0, true, &value))
			replace(ck, expr, value);
		return;
	}
	if (!node_is_const_int(n->left, &left) || !node_is_const_int(n->right, &right)) {
		fold_left(ck, expr);
		return;
	}
	if (constant_binary(n->op, (uint64_t)left, (uint64_t)right, is_signed, &value))
		replace(ck, expr, value);
}
