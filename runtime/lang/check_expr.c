/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Operators that read their operands: what they accept, what they convert, what their result is. */
#include "runtime/lang/check_rules.h"

static const char *spelling(enum token_kind op)
{
	return token_info(op)->spelling;
}

static int need_ints(struct check *ck, const struct loc *loc, enum token_kind op)
{
	return diag_error(ck->dg, loc, D_OP_INT,
			  "operator %s requires operands of integral type", spelling(op));
}

static int incompatible(struct check *ck, const struct node_binary *n)
{
	return diag_error(ck->dg, &n->node.loc, D_OP_INCOMPAT,
			  "operands have incompatible types: \"%s\" %s \"%s\"",
			  type_text(ck, n->left->type), spelling(n->op),
			  type_text(ck, n->right->type));
}

static bool both_ints(const struct node_binary *n)
{
	return type_is_int(n->left->type) && type_is_int(n->right->type);
}

/* Brings two integers to their common type and returns it. */
static struct type *promote(struct check *ck, struct node **left, struct node **right)
{
	struct type *type = type_promote(ck->types, (*left)->type, (*right)->type);

	convert(ck, left, type, CONVERT_VALUE);
	convert(ck, right, type, CONVERT_VALUE);
	return type;
}

static int check_arithmetic(struct check *ck, struct node_binary *n)
{
	if (!both_ints(n))
		return need_ints(ck, &n->node.loc, n->op);
	n->node.type = promote(ck, &n->left, &n->right);
	return 0;
}

static int check_division(struct check *ck, struct node_binary *n)
{
	int err = check_arithmetic(ck, n);

	if (!err && is_zero(n->right))
		return diag_error(ck->dg, &n->node.loc, D_DIV_ZERO,
				  "expression contains division by zero");
	return err;
}

static int check_shift(struct check *ck, struct node_binary *n)
{
	struct type *type;

	if (!both_ints(n))
		return need_ints(ck, &n->node.loc, n->op);
	type = type_promote(ck->types, n->left->type, n->left->type);
	convert(ck, &n->left, type, CONVERT_VALUE);
	convert(ck, &n->right, type, CONVERT_VALUE);
	n->node.type = type;
	return 0;
}

/* A pointer that can be computed with: an array has become one. */
static bool make_pointer(struct check *ck, struct node **expr)
{
	const struct type *type = type_resolve((*expr)->type);

	if (!type_is_pointer(type))
		return false;
	if (type->kind == TYPE_ARRAY)
		convert_always(ck, expr, value_pointer(ck, *expr));
	return true;
}

/* pointer + int, pointer - int. */
static int check_offset(struct check *ck, struct node_binary *n, struct node **pointer,
			struct node **offset)
{
	struct type *elem = type_resolve((*pointer)->type)->ref;

	make_pointer(ck, pointer);
	convert(ck, offset, int64_type(ck), CONVERT_VALUE);
	n->node.type = (*pointer)->type;
	return is_void_type(elem) ? 0 : check_object(ck, &n->node.loc, elem);
}

static int check_add(struct check *ck, struct node_binary *n)
{
	const struct type *left = n->left->type, *right = n->right->type;

	if (both_ints(n))
		return check_arithmetic(ck, n);
	if (type_is_pointer(left) && type_is_int(right))
		return check_offset(ck, n, &n->left, &n->right);
	if (type_is_int(left) && type_is_pointer(right) && n->op == TOKEN_PLUS)
		return check_offset(ck, n, &n->right, &n->left);
	if (n->op != TOKEN_MINUS || !type_is_pointer(left) || !type_is_pointer(right))
		return incompatible(ck, n);
	if (!type_equal(type_resolve(n->left->type)->ref, type_resolve(n->right->type)->ref))
		return incompatible(ck, n);
	make_pointer(ck, &n->left);
	make_pointer(ck, &n->right);
	n->node.type = int64_type(ck);
	return 0;
}

/* Texts compare by their contents as soon as one is a string; two pointers to char are compared
 * as pointers. */
static bool are_strings(const struct node_binary *n)
{
	const struct type *left = n->left->type, *right = n->right->type;

	return type_is_string(left) || type_is_string(right) ||
	       (is_char_array(left) && type_is_stringlike(right)) ||
	       (is_char_array(right) && type_is_stringlike(left));
}

static int compare_strings(struct check *ck, struct node_binary *n)
{
	struct type *type = type_string(ck->types);

	if (!convert(ck, &n->left, type, CONVERT_VALUE) ||
	    !convert(ck, &n->right, type, CONVERT_VALUE))
		return incompatible(ck, n);
	return 0;
}

/* Of two pointers, or of a pointer and an integer that is one. */
static int compare_pointers(struct check *ck, struct node_binary *n)
{
	bool left = make_pointer(ck, &n->left), right = make_pointer(ck, &n->right);
	bool ok;

	if (left && right)
		ok = convert(ck, &n->right, n->left->type, CONVERT_VALUE);
	else if (left)
		ok = convert(ck, &n->right, n->left->type, CONVERT_ARG);
	else
		ok = convert(ck, &n->left, n->right->type, CONVERT_ARG);
	return ok ? 0 : incompatible(ck, n);
}

static int check_comparison(struct check *ck, struct node_binary *n)
{
	n->node.type = int_type(ck);
	if (both_ints(n)) {
		promote(ck, &n->left, &n->right);
		return 0;
	}
	if (are_strings(n))
		return compare_strings(ck, n);
	if (!type_is_scalar(n->left->type) || !type_is_scalar(n->right->type))
		return incompatible(ck, n);
	return compare_pointers(ck, n);
}

static void compare_with_empty(struct check *ck, struct node **expr)
{
	const struct loc *loc = &(*expr)->loc;
	struct node *n = node_new(ck->arena, NODE_BINARY, loc);

	n->type = int_type(ck);
	node_binary(n)->op = TOKEN_NE;
	node_binary(n)->left = *expr;
	node_binary(n)->right = make_empty_string(ck, loc);
	*expr = n;
	fold_binary(ck, expr);
}

/* What a checked expression means as a condition. A string is true when it is not empty. */
static int make_condition(struct check *ck, struct node **expr, enum diag_tag tag, const char *what)
{
	if (type_is_string((*expr)->type) || is_char_array((*expr)->type)) {
		convert(ck, expr, type_string(ck->types), CONVERT_VALUE);
		compare_with_empty(ck, expr);
		return 0;
	}
	if (type_is_scalar((*expr)->type))
		return 0;
	return diag_error(ck->dg, &(*expr)->loc, tag, "%s must be of scalar type, not \"%s\"", what,
			  type_text(ck, (*expr)->type));
}

int check_condition(struct check *ck, struct node **expr, enum diag_tag tag, const char *what)
{
	int err = check_expr(ck, expr);

	return err ? err : make_condition(ck, expr, tag, what);
}

static int check_logic(struct check *ck, struct node_binary *n)
{
	static const char what[] = "an operand of &&, || and ^^";
	int err = make_condition(ck, &n->left, D_OP_SCALAR, what);
	int err2 = make_condition(ck, &n->right, D_OP_SCALAR, what);

	n->node.type = int_type(ck);
	return err ? err : err2;
}

static int check_comma(struct check *ck, struct node_binary *n)
{
	(void)ck;
	n->node.type = n->right->type;
	return 0;
}

static const struct {
	enum token_kind op;
	int (*rule)(struct check *ck, struct node_binary *n);
} binary_rules[] = {
	{ TOKEN_PLUS, check_add },
	{ TOKEN_MINUS, check_add },
	{ TOKEN_STAR, check_arithmetic },
	{ TOKEN_SLASH, check_division },
	{ TOKEN_PERCENT, check_division },
	{ TOKEN_AMP, check_arithmetic },
	{ TOKEN_PIPE, check_arithmetic },
	{ TOKEN_CARET, check_arithmetic },
	{ TOKEN_SHL, check_shift },
	{ TOKEN_SHR, check_shift },
	{ TOKEN_EQ, check_comparison },
	{ TOKEN_NE, check_comparison },
	{ TOKEN_LT, check_comparison },
	{ TOKEN_LE, check_comparison },
	{ TOKEN_GT, check_comparison },
	{ TOKEN_GE, check_comparison },
	{ TOKEN_ANDAND, check_logic },
	{ TOKEN_OROR, check_logic },
	{ TOKEN_XORXOR, check_logic },
	{ TOKEN_COMMA, check_comma },
};

int check_binary(struct check *ck, struct node **expr)
{
	struct node_binary *n = node_binary(*expr);
	int err = check_expr(ck, &n->left);
	int err2 = check_expr(ck, &n->right);

	if (err || err2)
		return err ? err : err2;
	for (size_t i = 0; i < sizeof(binary_rules) / sizeof(binary_rules[0]); i++) {
		if (binary_rules[i].op != n->op)
			continue;
		err = binary_rules[i].rule(ck, n);
		if (!err)
			fold_binary(ck, expr);
		return err;
	}
	assert(!"an operator without a rule");
	return 0;
}

/* - + ~ */
static int check_sign(struct check *ck, struct node_unary *n)
{
	if (!type_is_int(n->operand->type))
		return diag_error(ck->dg, &n->node.loc, D_OP_INT,
				  "operator %s requires an operand of integral type",
				  spelling(n->op));
	n->node.type = type_promote(ck->types, n->operand->type, n->operand->type);
	convert(ck, &n->operand, n->node.type, CONVERT_VALUE);
	return 0;
}

static int check_not(struct check *ck, struct node_unary *n)
{
	n->node.type = int_type(ck);
	return make_condition(ck, &n->operand, D_OP_SCALAR, "the operand of !");
}

int check_unary(struct check *ck, struct node **expr)
{
	struct node_unary *n = node_unary(*expr);
	int err;

	if (n->op == TOKEN_AMP)
		return check_address(ck, expr);
	if (n->op == TOKEN_STAR)
		return check_deref(ck, expr);
	err = check_expr(ck, &n->operand);
	if (err)
		return err;
	err = n->op == TOKEN_BANG ? check_not(ck, n) : check_sign(ck, n);
	if (!err)
		fold_unary(ck, expr);
	return err;
}

/* The type that both arms can have; NULL: there is none. */
static struct type *common_type(struct check *ck, struct node_cond *n)
{
	struct type *yes = value_type(ck, n->yes), *no = value_type(ck, n->no);

	if (type_is_int(yes) && type_is_int(no))
		return type_promote(ck->types, yes, no);
	if (type_is_string(yes) || type_is_string(no))
		return type_string(ck->types);
	if (type_is_pointer(yes))
		return yes;
	if (type_is_pointer(no))
		return no;
	return type_equal(yes, no) && !is_void_type(n->yes->type) ? yes : NULL;
}

static int join_arms(struct check *ck, struct node_cond *n)
{
	struct type *type = common_type(ck, n);

	if (is_void_type(n->yes->type) && is_void_type(n->no->type)) {
		n->node.type = type_void(ck->types);
		return 0;
	}
	n->node.type = type;
	if (type && convert(ck, &n->yes, type, CONVERT_VALUE) &&
	    convert(ck, &n->no, type, CONVERT_VALUE))
		return 0;
	return diag_error(ck->dg, &n->node.loc, D_OP_INCOMPAT,
			  "operator ?: operands have incompatible types: \"%s\" : \"%s\"",
			  type_text(ck, n->yes->type), type_text(ck, n->no->type));
}

/* A constant test chooses an arm here and the other one is dropped unseen: scripts say "OPT ?
 * printf(...) : 1;" and "OPT ? $1 : 0" and rely on it. */
int check_cond(struct check *ck, struct node **expr, enum use use)
{
	struct node_cond *n = node_cond(*expr);
	int err = check_condition(ck, &n->test, D_OP_SCALAR, "the test of ?:");
	int64_t test;
	int err2;

	if (!err && node_is_const_int(n->test, &test)) {
		*expr = test ? n->yes : n->no;
		return check_use(ck, expr, use);
	}
	err2 = check_use(ck, &n->yes, USE_ARM);
	err = err ? err : err2;
	err2 = check_use(ck, &n->no, USE_ARM);
	err = err ? err : err2;
	return err ? err : join_arms(ck, n);
}
