/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Expressions: one function for each kind of node. An integer lives in a register, extended to 64
 * bits as its type says, so whatever computes in a narrower type extends its result again. */
#include <string.h>

#include "runtime/ir/lower_impl.h"
#include "runtime/lang/builtin.h"
#include "runtime/lang/scope.h"
#include "runtime/lang/type.h"

static uint32_t narrow(struct lower *lo, const struct type *type, uint32_t reg)
{
	const struct type *t = type_resolve((struct type *)type);

	if (!type_is_int(t) || t->size >= 8 || !t->size)
		return reg;
	return ir_ext(lower_code(lo), reg, t->size, t->is_signed);
}

static enum ir_op arith_op(enum token_kind op, bool is_signed)
{
	if (op == TOKEN_PLUS)
		return IR_ADD;
	if (op == TOKEN_MINUS)
		return IR_SUB;
	if (op == TOKEN_STAR)
		return IR_MUL;
	if (op == TOKEN_SLASH)
		return is_signed ? IR_SDIV : IR_UDIV;
	if (op == TOKEN_PERCENT)
		return is_signed ? IR_SMOD : IR_UMOD;
	if (op == TOKEN_AMP)
		return IR_AND;
	if (op == TOKEN_PIPE)
		return IR_OR;
	if (op == TOKEN_CARET)
		return IR_XOR;
	if (op == TOKEN_SHL)
		return IR_SHL;
	if (op == TOKEN_SHR)
		return is_signed ? IR_SAR : IR_SHR;
	return IR_N_OPS;
}

int lower_arith(struct lower *lo, const struct node *at, enum token_kind op,
		const struct type *type, uint32_t a, uint32_t b, bool b_is_nonzero, uint32_t *out)
{
	enum ir_op ir = arith_op(op, type_is_signed(type));

	if (ir == IR_N_OPS)
		return diag_error(lo->s->dg, &at->loc, D_INTERNAL, "an operator is not arithmetic");
	if ((op == TOKEN_SLASH || op == TOKEN_PERCENT) && !b_is_nonzero)
		lower_fault_if_imm(lo, IR_EQ, b, 0, FAULT_DIVZERO, IR_NO_REG);
	*out = narrow(lo, type, ir_binary(lower_code(lo), ir, a, b));
	return 0;
}

/* What one step of a pointer is worth. */
static uint32_t pointee_size(const struct type *type)
{
	const struct type *t = type_resolve((struct type *)type);

	t = type_resolve(t->ref);
	return t->size ? t->size : 1;
}

static int lower_pointer_arith(struct lower *lo, const struct node_binary *n, uint32_t a,
			       uint32_t b, struct value *out)
{
	struct ir_routine *r = lower_code(lo);
	bool left = type_is_pointer(n->left->type);
	bool right = type_is_pointer(n->right->type);
	uint32_t size = pointee_size(left ? n->left->type : n->right->type);
	uint32_t reg;

	if (left && right) {
		reg = ir_binary(r, IR_SUB, a, b);
		value_int(out, ir_binary_imm(r, IR_SDIV, reg, size));
		return 0;
	}
	if (left)
		b = ir_binary_imm(r, IR_MUL, b, size);
	else
		a = ir_binary_imm(r, IR_MUL, a, size);
	value_int(out, ir_binary(r, n->op == TOKEN_MINUS ? IR_SUB : IR_ADD, a, b));
	return 0;
}

static int lower_binary(struct lower *lo, const struct node_binary *n, struct value *out)
{
	struct value ignored = VALUE_EMPTY;
	uint32_t a, b, reg;
	int64_t divisor;
	int err;

	if (n->op == TOKEN_COMMA) {
		err = lower_expr(lo, n->left, &ignored);
		return err ? err : lower_expr(lo, n->right, out);
	}
	if (is_logical(n->op) || is_comparison(n->op))
		return lower_truth(lo, &n->node, out);
	err = lower_int(lo, n->left, &a);
	if (!err)
		err = lower_int(lo, n->right, &b);
	if (err)
		return err;
	if (type_is_pointer(n->left->type) || type_is_pointer(n->right->type))
		return lower_pointer_arith(lo, n, a, b, out);
	err = lower_arith(lo, &n->node, n->op, n->node.type, a, b,
			  node_is_const_int(n->right, &divisor) && divisor, &reg);
	if (!err)
		value_int(out, reg);
	return err;
}

static int lower_unary(struct lower *lo, const struct node_unary *n, struct value *out)
{
	uint32_t reg;
	int err;

	if (n->op == TOKEN_STAR)
		return lower_deref(lo, &n->node, out);
	if (n->op == TOKEN_BANG)
		return lower_truth(lo, &n->node, out);
	if (n->op == TOKEN_AMP)
		err = lower_address_of(lo, n->operand, &reg);
	else
		err = lower_int(lo, n->operand, &reg);
	if (err)
		return err;
	if (n->op == TOKEN_MINUS)
		reg = narrow(lo, n->node.type, ir_unary(lower_code(lo), IR_NEG, reg));
	else if (n->op == TOKEN_TILDE)
		reg = narrow(lo, n->node.type, ir_unary(lower_code(lo), IR_NOT, reg));
	value_int(out, reg);
	return 0;
}

static int lower_cast(struct lower *lo, const struct node_cast *n, struct value *out)
{
	struct ir_routine *r;
	struct type *to = type_resolve(n->to);
	uint32_t reg;
	int err;

	if (to->kind == TYPE_STRING)
		return lower_string_cast(lo, n, out);
	if (to->kind == TYPE_VOID || type_is_bytes(to))
		return lower_expr(lo, n->operand, out);
	err = lower_int(lo, n->operand, &reg);
	if (err)
		return err;
	r = lower_code(lo);
	if (to->is_bool)
		reg = ir_set_imm(r, IR_NE, reg, 0);
	else
		reg = narrow(lo, to, reg);
	value_int(out, reg);
	return 0;
}

/* out is NONE before the first arm. */
static uint32_t common_alignment(const struct value *out, const struct value *arm)
{
	uint32_t align = lower_alignment(&arm->place);

	return out->place.align && out->place.align < align ? out->place.align : align;
}

/* Both arms come to one place, or one register: the integer, or the address of the bytes. A string
 * that does not go where it is wanted by itself is copied there, for another may have less room. */
static int lower_cond_arm(struct lower *lo, const struct node *arm, struct value *out)
{
	struct value v = VALUE_EMPTY;
	int err;

	v.want = out->want;
	err = lower_expr(lo, arm, &v);
	if (err)
		return err;
	out->kind = v.kind;
	if (v.kind == VALUE_INT) {
		ir_assign(lower_code(lo), out->reg, v.reg);
	} else if (v.kind == VALUE_BYTES) {
		ir_assign(lower_code(lo), out->reg, lower_address(lo, &v.place));
		out->place = (struct place){ .base = out->reg, .size = v.place.size,
					     .align = common_alignment(out, &v) };
	} else if (v.kind == VALUE_STRING) {
		if (v.place.base != out->want.base || v.place.off != out->want.off)
			lower_string_copy(lo, &out->want, &v, false);
		out->place = out->want;
	}
	return 0;
}

static int lower_cond(struct lower *lo, const struct node_cond *n, struct value *out)
{
	uint32_t no = ir_label(lower_code(lo)), end = ir_label(lower_code(lo));
	int err;

	out->reg = ir_reg(lower_code(lo));
	if (type_is_string(n->node.type))
		out->want = lower_string_place(lo, out);
	err = lower_branch(lo, n->test, no);
	if (!err)
		err = lower_cond_arm(lo, n->yes, out);
	if (err)
		return err;
	ir_jmp(lower_code(lo), end);
	ir_place(lower_code(lo), no);
	err = lower_cond_arm(lo, n->no, out);
	ir_place(lower_code(lo), end);
	return err;
}

static int lower_call(struct lower *lo, const struct node_call *n, struct value *out)
{
	if (!n->builtin || !n->builtin->lower)
		return diag_error(lo->s->dg, &n->node.loc, D_UNSUPPORTED,
				  "%s() is not available here", n->name);
	return n->builtin->lower(lo, &n->node, out);
}

static int lower_index(struct lower *lo, const struct node_index *n, struct value *out)
{
	const struct builtin *b = n->base->kind == NODE_VAR ? node_var(n->base)->builtin : NULL;

	if (b && (b->flags & BUILTIN_INDEXED))
		return b->lower(lo, &n->node, out);
	return n->is_assoc ? lower_var(lo, &n->node, out) : lower_deref(lo, &n->node, out);
}

static int lower_name(struct lower *lo, const struct node_var *n, struct value *out)
{
	if (n->builtin)
		return n->builtin->lower(lo, &n->node, out);
	if (n->symbol)
		return lower_var(lo, &n->node, out);
	return diag_error(lo->s->dg, &n->node.loc, D_UNSUPPORTED,
			  "the kernel's symbol %s cannot be read", n->name);
}

static int unsupported(struct lower *lo, const struct node *n)
{
	return diag_error(lo->s->dg, &n->loc, D_UNSUPPORTED, "this is not possible in a clause: %s",
			  node_kind_name(n->kind));
}

/* One short case for each kind. */
int lower_expr(struct lower *lo, const struct node *n, struct value *out)
{
	switch (n->kind) {
	case NODE_INT:
		value_int(out, ir_imm(lower_code(lo), (int64_t)node_int(n)->value));
		return 0;
	case NODE_STRING:
		value_text(lo, out, node_string(n)->text, (uint32_t)node_string(n)->len);
		return 0;
	case NODE_VAR:
		return lower_name(lo, node_var(n), out);
	case NODE_INDEX:
		return lower_index(lo, node_index(n), out);
	case NODE_MEMBER:
		return lower_deref(lo, n, out);
	case NODE_CALL:
		return lower_call(lo, node_call(n), out);
	case NODE_UNARY:
		return lower_unary(lo, node_unary(n), out);
	case NODE_INCDEC:
		return lower_incdec(lo, node_incdec(n), out);
	case NODE_BINARY:
		return lower_binary(lo, node_binary(n), out);
	case NODE_ASSIGN:
		return lower_assign(lo, node_assign(n), out);
	case NODE_COND:
		return lower_cond(lo, node_cond(n), out);
	case NODE_CAST:
		return lower_cast(lo, node_cast(n), out);
	case NODE_XLATE:
		return lower_xlate(lo, node_xlate(n), out);
	case NODE_AGG:
	case NODE_SIZEOF:
	case NODE_OFFSETOF:
	case NODE_EXPR_STMT:
	case NODE_AGG_STMT:
	case NODE_IF:
	case NODE_CLAUSE:
	case NODE_DECL:
	case NODE_INLINE:
	case NODE_PROVIDER:
	case NODE_TRANSLATOR:
	case NODE_PRAGMA:
		return unsupported(lo, n);
	}
	return unsupported(lo, n);
}

int lower_int(struct lower *lo, const struct node *n, uint32_t *reg)
{
	uint32_t mark = lower_temps_mark(lo);
	struct value v = VALUE_EMPTY;
	int err = lower_expr(lo, n, &v);

	lower_temps_release(lo, mark);
	if (err)
		return err;
	if (v.kind != VALUE_INT)
		return diag_error(lo->s->dg, &n->loc, D_OP_SCALAR,
				  "an integer or a pointer is needed here");
	*reg = v.reg;
	return 0;
}

int lower_string(struct lower *lo, const struct node *n, struct value *out)
{
	int err = lower_expr(lo, n, out);

	if (err)
		return err;
	if (out->kind != VALUE_STRING)
		return diag_error(lo->s->dg, &n->loc, D_OP_INCOMPAT, "a string is needed here");
	return 0;
}

int lower_into(struct lower *lo, const struct node *n, const struct place *place, bool zero)
{
	uint32_t mark = lower_temps_mark(lo);
	struct value v = VALUE_EMPTY;
	bool is_string = type_is_string(n->type);
	bool is_there;
	int err;

	if (type_resolve(n->type)->kind == TYPE_STACK)
		v.want = *place;
	if (is_string && n->kind != NODE_STRING) {
		v.want = *place;
		if (zero)
			ir_zero(lower_code(lo), place->base, place->off, place->size);
	}
	err = lower_expr(lo, n, &v);
	if (err)
		return err;
	is_there = v.place.base == place->base && v.place.off == place->off;
	if (v.kind == VALUE_INT)
		ir_store_reg(lower_code(lo), place->base, place->off, v.reg, 8);
	else if (v.kind == VALUE_BYTES && !is_there)
		lower_copy_bytes(lo, place, &v.place);
	else if (v.kind == VALUE_STRING && !is_there)
		lower_string_copy(lo, place, &v, zero && n->kind == NODE_STRING);
	lower_temps_release(lo, mark);
	return 0;
}
