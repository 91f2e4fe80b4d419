/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Constants are computed while the tree is checked, since what a constant decides has a say in
 * what is an error: the dead arm of "OPT ? printf(...) : 1" is never looked at. */
#include "runtime/lang/check_rules.h"

#include <string.h>

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

static uint64_t divide(uint64_t a, uint64_t b, bool is_signed)
{
	if (!is_signed)
		return a / b;
	return b == UINT64_MAX ? -a : (uint64_t)((int64_t)a / (int64_t)b);
}

static uint64_t modulo(uint64_t a, uint64_t b, bool is_signed)
{
	if (!is_signed)
		return a % b;
	return b == UINT64_MAX ? 0 : (uint64_t)((int64_t)a % (int64_t)b);
}

static bool is_less(uint64_t a, uint64_t b, bool is_signed)
{
	return is_signed ? (int64_t)a < (int64_t)b : a < b;
}

/* Returns false for what is not computed. A case is a line, so the switch may be long. */
static bool compute(unsigned int op, uint64_t a, uint64_t b, bool is_signed, uint64_t *out)
{
	switch (op) {
	case TOKEN_PLUS:	*out = a + b; return true;
	case TOKEN_MINUS:	*out = a - b; return true;
	case TOKEN_STAR:	*out = a * b; return true;
	case TOKEN_SLASH:	*out = divide(a, b, is_signed); return true;
	case TOKEN_PERCENT:	*out = modulo(a, b, is_signed); return true;
	case TOKEN_AMP:		*out = a & b; return true;
	case TOKEN_PIPE:	*out = a | b; return true;
	case TOKEN_CARET:	*out = a ^ b; return true;
	case TOKEN_SHL:		*out = a << (b & 63); return true;
	case TOKEN_SHR:		*out = is_signed ? (uint64_t)((int64_t)a >> (b & 63))
						 : a >> (b & 63); return true;
	case TOKEN_EQ:		*out = a == b; return true;
	case TOKEN_NE:		*out = a != b; return true;
	case TOKEN_LT:		*out = is_less(a, b, is_signed); return true;
	case TOKEN_LE:		*out = !is_less(b, a, is_signed); return true;
	case TOKEN_GT:		*out = is_less(b, a, is_signed); return true;
	case TOKEN_GE:		*out = !is_less(a, b, is_signed); return true;
	case TOKEN_ANDAND:	*out = a && b; return true;
	case TOKEN_OROR:	*out = a || b; return true;
	case TOKEN_XORXOR:	*out = !a != !b; return true;
	}
	return false;
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
	int64_t left, right;
	uint64_t value;

	if (n->left->kind == NODE_STRING && n->right->kind == NODE_STRING) {
		if (compute(n->op, compare_strings(n->left, n->right), 0, true, &value))
			replace(ck, expr, value);
		return;
	}
	if (!node_is_const_int(n->left, &left) || !node_is_const_int(n->right, &right)) {
		fold_left(ck, expr);
		return;
	}
	if (compute(n->op, (uint64_t)left, (uint64_t)right, type_is_signed(n->left->type), &value))
		replace(ck, expr, value);
}
