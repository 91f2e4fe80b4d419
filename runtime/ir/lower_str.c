/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Strings: values of at most strsize bytes with their NUL. They are moved by their length, not by
 * strsize; what lies behind the NUL is undefined unless a key asked for zeros. */
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/type.h"

/* What the body of the comparing loop works on; it lies on the stack of the routine. */
enum { CMP_A = 0, CMP_B = 8, CMP_RESULT = 16, CMP_SIZE = 24 };

void lower_string_copy(struct lower *lo, const struct place *to, const struct value *from,
		       bool zero)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t dst;

	if (from->text && from->place.size <= to->size) {
		if (zero)
			ir_zero(r, to->base, to->off, to->size);
		ir_copy(r, to->base, to->off, lower_address(lo, &from->place), from->place.size);
		return;
	}
	if (zero)
		ir_zero(r, to->base, to->off, to->size);
	dst = lower_address(lo, to);
	ir_read(r, IR_COPY_STR, dst, lower_address(lo, &from->place), IR_NO_REG, to->size);
}

uint32_t lower_string_len(struct lower *lo, const struct value *v)
{
	struct ir_routine *r = lower_code(lo);
	struct place copy;
	uint32_t len = v->len;

	if (v->text)
		return ir_imm(r, v->text_len);
	if (len == IR_NO_REG) {
		copy = lower_frame(lo, v->place.size, "measured");
		len = ir_read(r, IR_COPY_STR, copy.base, lower_address(lo, &v->place), IR_NO_REG,
			      v->place.size);
	}
	return ir_binary_imm(r, IR_SUB, len, 1);
}

void lower_string_cut(struct lower *lo, const struct value *v, uint32_t start, uint32_t n,
		      struct value *out)
{
	struct place to = lower_string_place(lo, out);
	struct ir_routine *r = lower_code(lo);
	uint32_t from = ir_index(r, lower_address(lo, &v->place), start, v->place.size - 1);
	uint32_t size = ir_binary_imm(r, IR_ADD, n, 1);

	value_string(out, &to, ir_read(r, IR_COPY_STR, lower_address(lo, &to), from, size,
				       to.size));
}

/* An address becomes a string: what it points to is read, and a bad address is a fault. */
static int string_from_pointer(struct lower *lo, const struct node_cast *cast, struct value *out)
{
	const struct type *from = type_resolve(cast->operand->type);
	enum ir_op op = from->kind == TYPE_POINTER && from->space != SPACE_USER
				? IR_READ_KERN_STR
				: IR_READ_USER_STR;
	struct place place;
	uint32_t addr, len;
	int64_t constant;
	int err;

	if (node_is_const_int(cast->operand, &constant) && constant == 0) {
		value_text(lo, out, "", 0);
		return 0;
	}
	err = lower_int(lo, cast->operand, &addr);
	if (err)
		return err;
	place = lower_string_place(lo, out);
	len = ir_read(lower_code(lo), op, lower_address(lo, &place), addr, IR_NO_REG, place.size);
	lower_fault_if_imm(lo, IR_SLT, len, 0, FAULT_BADADDR, addr);
	value_string(out, &place, len);
	return 0;
}

/* Bytes (a char array) become a string: they end at their NUL or where they end. What stands behind
 * their NUL must not get into a key, so they do not go to a place that is wanted. */
static void string_from_bytes(struct lower *lo, const struct value *bytes, struct value *out)
{
	uint32_t n = bytes->place.size, max = lo->s->strsize - 1;
	struct ir_routine *r = lower_code(lo);
	struct place to;

	n = n < max ? n : max;
	to = lower_frame(lo, n + 1, "array");
	lower_copy_bytes(lo, &(struct place){ .base = to.base, .size = n }, &bytes->place);
	ir_store_imm(r, to.base, (int32_t)n, 0, 1);
	value_string(out, &to, IR_NO_REG);
}

int lower_string_cast(struct lower *lo, const struct node_cast *cast, struct value *out)
{
	const struct type *from = type_resolve(cast->operand->type);
	struct value v = VALUE_EMPTY;
	int err;

	if (from->kind == TYPE_STRING)
		return lower_expr(lo, cast->operand, out);
	if (from->kind != TYPE_ARRAY)
		return string_from_pointer(lo, cast, out);
	err = lower_expr(lo, cast->operand, &v);
	if (err)
		return err;
	string_from_bytes(lo, &v, out);
	return 0;
}

/* for (;;) { if (a[i] != b[i]) { result = a[i] - b[i]; break; } if (!a[i]) break; } */
static void compare_body(struct lower_session *s, uint32_t routine, uint32_t a_size,
			 uint32_t b_size)
{
	struct ir_routine *r = s->module->routines.data[routine];
	uint32_t i = 0, ctx = 1;
	uint32_t differ = ir_label(r), same_end = ir_label(r);
	uint32_t a = ir_index(r, ir_load(r, ctx, CMP_A, 8, false), i, a_size - 1);
	uint32_t b = ir_index(r, ir_load(r, ctx, CMP_B, 8, false), i, b_size - 1);
	uint32_t ca = ir_load(r, a, 0, 1, false);
	uint32_t cb = ir_load(r, b, 0, 1, false);

	ir_br(r, IR_NE, ca, cb, differ);
	ir_br_imm(r, IR_EQ, ca, 0, same_end);
	ir_ret(r, IR_NO_REG);
	ir_place(r, differ);
	ir_store_reg(r, ctx, CMP_RESULT, ir_binary(r, IR_SUB, ca, cb), 8);
	ir_place(r, same_end);
	ir_ret(r, ir_imm(r, 1));
}

/* < 0, 0, > 0 in a register. */
static uint32_t compare_loop(struct lower *lo, const struct value *a, const struct value *b)
{
	uint32_t body = ir_module_add_routine(lo->s->module, "strcmp", CONTEXT_BODY);
	uint32_t n = a->place.size < b->place.size ? a->place.size : b->place.size;
	struct ir_routine *r = lower_code(lo);
	uint32_t ctx = lower_temp(lo, CMP_SIZE, FRAME_LOOP_CONTEXT, "strcmp");

	ir_store_reg(r, ctx, CMP_A, lower_address(lo, &a->place), 8);
	ir_store_reg(r, ctx, CMP_B, lower_address(lo, &b->place), 8);
	ir_store_imm(r, ctx, CMP_RESULT, 0, 8);
	compare_body(lo->s, body, a->place.size, b->place.size);
	ir_loop(r, body, ctx, n);
	return ir_load(r, ctx, CMP_RESULT, 8, true);
}

static uint64_t word_of(const char *text, uint32_t len, uint32_t at, uint32_t size)
{
	uint64_t word = 0;

	for (uint32_t i = 0; i < size; i++)
		if (at + i < len)
			word |= (uint64_t)(unsigned char)text[at + i] << (8 * i);
	return word;
}

/* Equality with a constant: its bytes and the NUL, in words as large as they go. Where one is not
 * there, control goes to differ. */
static void match_text(struct lower *lo, const struct value *text, const struct value *v,
		       uint32_t differ)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t len = text->text_len + 1;
	uint32_t size;

	for (uint32_t at = 0; at < len; at += size) {
		size = 8;
		while (size > len - at)
			size /= 2;
		uint32_t word = ir_load(r, v->place.base, v->place.off + (int32_t)at, size, false);
		uint64_t wanted = word_of(text->text, text->text_len, at, size);

		ir_br(r, IR_NE, word, ir_imm(r, (int64_t)wanted), differ);
	}
}

/* 1 in the result if they are equal. */
static uint32_t equal_text(struct lower *lo, const struct value *text, const struct value *v)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t result = ir_imm(r, 0);
	uint32_t differ = ir_label(r);

	if (text->text_len >= v->place.size)
		return result;
	match_text(lo, text, v, differ);
	ir_assign_imm(r, result, 1);
	ir_place(r, differ);
	return result;
}

bool lower_string_branch(struct lower *lo, enum ir_cond cond, const struct value *a,
			 const struct value *b, uint32_t false_label)
{
	const struct value *text = a->text ? a : b, *v = a->text ? b : a;
	struct ir_routine *r = lower_code(lo);
	uint32_t differ;

	if ((cond != IR_EQ && cond != IR_NE) || !text->text || text->text_len >= v->place.size)
		return false;
	if (cond == IR_EQ) {
		match_text(lo, text, v, false_label);
		return true;
	}
	differ = ir_label(r);
	match_text(lo, text, v, differ);
	ir_jmp(r, false_label);
	ir_place(r, differ);
	return true;
}

int lower_string_compare(struct lower *lo, enum ir_cond cond, const struct value *a,
			 const struct value *b, uint32_t *out)
{
	struct ir_routine *r = lower_code(lo);

	if ((cond == IR_EQ || cond == IR_NE) && (a->text || b->text)) {
		*out = a->text ? equal_text(lo, a, b) : equal_text(lo, b, a);
		if (cond == IR_NE)
			*out = ir_binary_imm(r, IR_XOR, *out, 1);
		return 0;
	}
	*out = compare_loop(lo, a, b);
	*out = ir_set_imm(lower_code(lo), cond, *out, 0);
	return 0;
}
