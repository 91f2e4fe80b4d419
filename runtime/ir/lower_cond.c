/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Comparisons and logic. Where a condition only decides the way, it becomes branches; where its
 * value is used, a 0 or 1. */
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/type.h"

bool is_logical(enum token_kind op)
{
	return op == TOKEN_ANDAND || op == TOKEN_OROR || op == TOKEN_XORXOR;
}

bool is_comparison(enum token_kind op)
{
	return op == TOKEN_EQ || op == TOKEN_NE || op == TOKEN_LT || op == TOKEN_LE ||
	       op == TOKEN_GT || op == TOKEN_GE;
}

static enum ir_cond comparison(enum token_kind op, bool is_signed)
{
	if (op == TOKEN_EQ)
		return IR_EQ;
	if (op == TOKEN_NE)
		return IR_NE;
	if (op == TOKEN_LT)
		return is_signed ? IR_SLT : IR_LT;
	if (op == TOKEN_LE)
		return is_signed ? IR_SLE : IR_LE;
	if (op == TOKEN_GT)
		return is_signed ? IR_SGT : IR_GT;
	return is_signed ? IR_SGE : IR_GE;
}

/* The two sides of a comparison have one type by now. */
struct compared {
	enum ir_cond cond;
	uint32_t a, b;
};

static int lower_sides(struct lower *lo, const struct node_binary *n, struct value *a,
		       struct value *b)
{
	int err;

	*a = *b = VALUE_EMPTY;
	err = lower_expr(lo, n->left, a);
	return err ? err : lower_expr(lo, n->right, b);
}

static bool are_strings(const struct value *a, const struct value *b)
{
	return a->kind == VALUE_STRING && b->kind == VALUE_STRING;
}

/* A comparison of strings is done at once, and comes back as "its result is not 0". */
static int compare_sides(struct lower *lo, const struct node_binary *n, const struct value *a,
			 const struct value *b, struct compared *out)
{
	bool is_signed = type_is_signed(n->left->type) && type_is_signed(n->right->type);

	if (are_strings(a, b)) {
		int err = lower_string_compare(lo, comparison(n->op, true), a, b, &out->a);

		out->b = ir_imm(lower_code(lo), 0);
		out->cond = IR_NE;
		return err;
	}
	if (a->kind != VALUE_INT || b->kind != VALUE_INT)
		return diag_error(lo->s->dg, &n->node.loc, D_OP_INCOMPAT,
				  "these cannot be compared");
	*out = (struct compared){ comparison(n->op, is_signed), a->reg, b->reg };
	return 0;
}

static int lower_compared(struct lower *lo, const struct node_binary *n, struct compared *out)
{
	struct value a, b;
	int err = lower_sides(lo, n, &a, &b);

	return err ? err : compare_sides(lo, n, &a, &b, out);
}

/* Equality with a constant string branches by itself. */
static int branch_compare(struct lower *lo, const struct node_binary *n, uint32_t false_label)
{
	struct compared cmp;
	struct value a, b;
	int err = lower_sides(lo, n, &a, &b);

	if (err)
		return err;
	if (are_strings(&a, &b) &&
	    lower_string_branch(lo, comparison(n->op, true), &a, &b, false_label))
		return 0;
	err = compare_sides(lo, n, &a, &b, &cmp);
	if (!err)
		ir_br(lower_code(lo), ir_cond_inverse(cmp.cond), cmp.a, cmp.b, false_label);
	return err;
}

static int branch_logical(struct lower *lo, const struct node_binary *n, uint32_t false_label)
{
	uint32_t right;
	int err;

	if (n->op == TOKEN_ANDAND) {
		err = lower_branch(lo, n->left, false_label);
		return err ? err : lower_branch(lo, n->right, false_label);
	}
	/* a || b: where a is false, b decides. */
	right = ir_label(lower_code(lo));
	err = lower_branch(lo, n->left, right);
	if (!err) {
		uint32_t end = ir_label(lower_code(lo));

		ir_jmp(lower_code(lo), end);
		ir_place(lower_code(lo), right);
		err = lower_branch(lo, n->right, false_label);
		ir_place(lower_code(lo), end);
	}
	return err;
}

static int branch_not(struct lower *lo, const struct node *operand, uint32_t false_label)
{
	uint32_t good = ir_label(lower_code(lo));
	int err = lower_branch(lo, operand, good);

	if (err)
		return err;
	ir_jmp(lower_code(lo), false_label);
	ir_place(lower_code(lo), good);
	return 0;
}

/* A string is true if it is not empty. */
static int branch_value(struct lower *lo, const struct node *n, uint32_t false_label)
{
	struct value v = VALUE_EMPTY;
	int err = lower_expr(lo, n, &v);

	if (err)
		return err;
	if (v.kind == VALUE_STRING)
		v.reg = ir_load(lower_code(lo), v.place.base, v.place.off, 1, false);
	else if (v.kind != VALUE_INT)
		return diag_error(lo->s->dg, &n->loc, D_OP_SCALAR, "a condition must be a scalar");
	ir_br_imm(lower_code(lo), IR_EQ, v.reg, 0, false_label);
	return 0;
}

static int branch(struct lower *lo, const struct node *n, uint32_t false_label)
{
	const struct node_binary *bin = n->kind == NODE_BINARY ? node_binary(n) : NULL;

	if (n->kind == NODE_UNARY && node_unary(n)->op == TOKEN_BANG)
		return branch_not(lo, node_unary(n)->operand, false_label);
	if (bin && (bin->op == TOKEN_ANDAND || bin->op == TOKEN_OROR))
		return branch_logical(lo, bin, false_label);
	if (!bin || !is_comparison(bin->op))
		return branch_value(lo, n, false_label);
	return branch_compare(lo, bin, false_label);
}

int lower_branch(struct lower *lo, const struct node *n, uint32_t false_label)
{
	uint32_t mark = lower_temps_mark(lo);
	int err = branch(lo, n, false_label);

	lower_temps_release(lo, mark);
	return err;
}

static int truth_xor(struct lower *lo, const struct node_binary *n, struct value *out)
{
	struct value a = VALUE_EMPTY, b = VALUE_EMPTY;
	int err = lower_truth(lo, n->left, &a);

	if (!err)
		err = lower_truth(lo, n->right, &b);
	if (!err)
		value_int(out, ir_binary(lower_code(lo), IR_XOR, a.reg, b.reg));
	return err;
}

int lower_truth(struct lower *lo, const struct node *n, struct value *out)
{
	struct ir_routine *r = lower_code(lo);
	struct compared cmp;
	uint32_t reg, end;
	int err;

	if (n->kind == NODE_BINARY && node_binary(n)->op == TOKEN_XORXOR)
		return truth_xor(lo, node_binary(n), out);
	if (n->kind == NODE_BINARY && is_comparison(node_binary(n)->op)) {
		err = lower_compared(lo, node_binary(n), &cmp);
		if (!err)
			value_int(out, ir_set(lower_code(lo), cmp.cond, cmp.a, cmp.b));
		return err;
	}
	reg = ir_imm(r, 0);
	end = ir_label(r);
	err = lower_branch(lo, n, end);
	if (err)
		return err;
	ir_assign_imm(lower_code(lo), reg, 1);
	ir_place(lower_code(lo), end);
	value_int(out, reg);
	return 0;
}
