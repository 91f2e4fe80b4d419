/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Subroutines that make strings of strings and of numbers. */
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/builtin.h"

static int lower_strlen(struct lower *lo, const struct node *use, struct value *out)
{
	struct value v = VALUE_EMPTY;
	int err = lower_string(lo, node_call(use)->args, &v);

	if (!err)
		value_int(out, lower_string_len(lo, &v));
	return err;
}

/* The second string is put where the first one's NUL is. As the machine cannot know that both
 * together fit, there is room for two whole strings; the result is cut to one. */
static int lower_strjoin(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	uint32_t strsize = lo->s->strsize;
	struct value a = VALUE_EMPTY, b = VALUE_EMPTY;
	uint32_t at, room, rest;
	struct ir_routine *r;
	struct place place;
	int err = lower_string(lo, args, &a);

	if (!err)
		err = lower_string(lo, args->next, &b);
	if (err)
		return err;
	place = lower_frame(lo, 2 * strsize, "joined");
	r = lower_code(lo);
	at = ir_read(r, IR_COPY_STR, place.base, lower_address(lo, &a.place), IR_NO_REG, strsize);
	at = ir_binary_imm(r, IR_SUB, at, 1);
	room = ir_binary(r, IR_SUB, ir_imm(r, strsize), at);
	rest = ir_read(r, IR_COPY_STR, ir_index(r, place.base, at, strsize - 1),
		       lower_address(lo, &b.place), room, strsize);
	place.size = strsize;
	value_string(out, &place, ir_binary(r, IR_ADD, at, rest));
	return 0;
}

/* A negative index counts from the end, and then what lies before the start uses up n. Afterwards
 * start is a place in the string, or n is 0. */
static void clamp_start(struct ir_routine *r, uint32_t start, uint32_t n, uint32_t len)
{
	uint32_t good = ir_label(r);
	uint32_t left;

	ir_br_imm(r, IR_SGE, start, 0, good);
	ir_assign(r, start, ir_binary(r, IR_ADD, start, len));
	ir_br_imm(r, IR_SGE, start, 0, good);
	left = ir_binary(r, IR_ADD, n, start);
	ir_br_imm(r, IR_SLE, left, 0, good);
	ir_assign(r, n, left);
	ir_assign_imm(r, start, 0);
	ir_place(r, good);
}

/* A negative n leaves so many bytes off the end. */
static void clamp_count(struct ir_routine *r, uint32_t start, uint32_t n, uint32_t len)
{
	uint32_t inside = ir_label(r), positive = ir_label(r), end = ir_label(r);
	uint32_t left;

	ir_br(r, IR_LT, start, len, inside);
	ir_assign_imm(r, n, 0);
	ir_jmp(r, end);
	ir_place(r, inside);
	left = ir_binary(r, IR_SUB, len, start);
	ir_br_imm(r, IR_SGE, n, 0, positive);
	ir_assign(r, n, ir_binary(r, IR_ADD, n, left));
	ir_br_imm(r, IR_SGE, n, 0, end);
	ir_assign_imm(r, n, 0);
	ir_place(r, positive);
	ir_br(r, IR_LE, n, left, end);
	ir_assign(r, n, left);
	ir_place(r, end);
}

static int lower_substr(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	const struct node *count = args->next->next;
	struct value v = VALUE_EMPTY;
	uint32_t start_arg, n_arg, start, n, len;
	struct ir_routine *r;
	int err = lower_string(lo, args, &v);

	if (!err)
		err = lower_int(lo, args->next, &start_arg);
	if (!err && count)
		err = lower_int(lo, count, &n_arg);
	if (err)
		return err;
	r = lower_code(lo);
	if (!count)
		n_arg = ir_imm(r, lo->s->strsize);
	start = ir_reg(r);
	ir_assign(r, start, start_arg);
	n = ir_reg(r);
	ir_assign(r, n, n_arg);
	len = lower_string_len(lo, &v);
	clamp_start(r, start, n, len);
	clamp_count(r, start, n, len);
	lower_string_cut(lo, &v, start, n, out);
	return 0;
}

/* What the bodies of the loops here work on. */
enum { CASE_FROM = 0, CASE_TO = 8, CASE_SIZE = 16 };

/* to[i] = from[i], with the letters from first on in the other case; ends behind the NUL. */
static void case_body(struct ir_routine *r, char first, uint32_t n)
{
	uint32_t i = 0, ctx = 1;
	uint32_t from = ir_index(r, ir_load(r, ctx, CASE_FROM, 8, false), i, n);
	uint32_t to = ir_index(r, ir_load(r, ctx, CASE_TO, 8, false), i, n);
	uint32_t c = ir_reg(r), other = ir_label(r);

	ir_assign(r, c, ir_load(r, from, 0, 1, false));
	ir_br_imm(r, IR_GT, ir_binary_imm(r, IR_SUB, c, first), 'z' - 'a', other);
	ir_assign(r, c, ir_binary_imm(r, IR_XOR, c, 'a' ^ 'A'));
	ir_place(r, other);
	ir_store_reg(r, to, 0, c, 1);
	ir_ret(r, ir_set_imm(r, IR_EQ, c, 0));
}

/* datum is the first letter of those that change. */
static int lower_case(struct lower *lo, const struct node *use, struct value *out)
{
	char first = (char)node_call(use)->builtin->datum;
	struct value v = VALUE_EMPTY;
	int err = lower_string(lo, node_call(use)->args, &v);
	struct ir_routine *r;
	struct place to;
	uint32_t ctx, body, last;

	if (err)
		return err;
	body = ir_module_add_routine(lo->s->module, "case", CONTEXT_BODY);
	to = lower_string_place(lo, out);
	last = (v.place.size < to.size ? v.place.size : to.size) - 1;
	r = lower_code(lo);
	ctx = lower_temp(lo, CASE_SIZE, FRAME_LOOP_CONTEXT, "case");
	ir_store_reg(r, ctx, CASE_FROM, lower_address(lo, &v.place), 8);
	ir_store_reg(r, ctx, CASE_TO, lower_address(lo, &to), 8);
	ir_store_imm(r, to.base, to.off + (int32_t)last, 0, 1);
	case_body(lo->s->module->routines.data[body], first, last);
	ir_loop(r, body, ctx, last);
	value_string(out, &to, v.len);
	return 0;
}

/* Digits come out last first, so they are put in from the end: 64 of them in base 2, "0x" or a
 * sign, and the NUL. */
enum { DIGITS_LAST = 71, DIGITS_MAX = 64 };
enum { DIGITS_TEXT = 0, DIGITS_RADIX = 8, DIGITS_STATE = 16, DIGITS_SIZE = 24 };
enum { STATE_VALUE = 0, STATE_AT = 8, STATE_SIZE = 16 };

/* text[--at] = value % radix as a digit; value /= radix; ends when it is 0. */
static void digits_body(struct ir_routine *r)
{
	uint32_t ctx = 1;
	uint32_t text = ir_load(r, ctx, DIGITS_TEXT, 8, false);
	uint32_t state = ir_load(r, ctx, DIGITS_STATE, 8, false);
	uint32_t value = ir_load(r, state, STATE_VALUE, 8, false);
	uint32_t radix = ir_load(r, ctx, DIGITS_RADIX, 8, false);
	uint32_t at = ir_binary_imm(r, IR_SUB, ir_load(r, state, STATE_AT, 8, false), 1);
	uint32_t digit = ir_reg(r), is_number = ir_label(r), rest;

	ir_assign(r, digit, ir_binary(r, IR_UMOD, value, radix));
	ir_br_imm(r, IR_LE, digit, 9, is_number);
	ir_assign(r, digit, ir_binary_imm(r, IR_ADD, digit, 'a' - 10 - '0'));
	ir_place(r, is_number);
	ir_store_reg(r, ir_index(r, text, at, DIGITS_LAST), 0,
		     ir_binary_imm(r, IR_ADD, digit, '0'), 1);
	rest = ir_binary(r, IR_UDIV, value, radix);
	ir_store_reg(r, state, STATE_VALUE, rest, 8);
	ir_store_reg(r, state, STATE_AT, at, 8);
	ir_ret(r, ir_set_imm(r, IR_EQ, rest, 0));
}

static void put_before(struct ir_routine *r, uint32_t text, uint32_t at, char c)
{
	ir_assign(r, at, ir_binary_imm(r, IR_SUB, at, 1));
	ir_store_imm(r, ir_index(r, text, at, DIGITS_LAST), 0, c, 1);
}

/* "-" of negative decimals, "0" of octals, "0x" of hexadecimals; 0 has no octal prefix. */
static void put_prefix(struct ir_routine *r, uint32_t text, uint32_t at, uint32_t value,
		       uint32_t radix)
{
	uint32_t no_decimal = ir_label(r), octal = ir_label(r), end = ir_label(r);

	ir_br_imm(r, IR_NE, radix, 10, no_decimal);
	ir_br_imm(r, IR_SGE, value, 0, end);
	put_before(r, text, at, '-');
	ir_jmp(r, end);
	ir_place(r, no_decimal);
	ir_br_imm(r, IR_EQ, radix, 8, octal);
	ir_br_imm(r, IR_NE, radix, 16, end);
	put_before(r, text, at, 'x');
	put_before(r, text, at, '0');
	ir_jmp(r, end);
	ir_place(r, octal);
	ir_br_imm(r, IR_EQ, value, 0, end);
	put_before(r, text, at, '0');
	ir_place(r, end);
}

/* What the digits are taken from: only decimals are signed. */
static uint32_t magnitude(struct ir_routine *r, uint32_t value, uint32_t radix)
{
	uint32_t result = ir_reg(r), end = ir_label(r);

	ir_assign(r, result, value);
	ir_br_imm(r, IR_NE, radix, 10, end);
	ir_br_imm(r, IR_SGE, value, 0, end);
	ir_assign(r, result, ir_unary(r, IR_NEG, value));
	ir_place(r, end);
	return result;
}

static void format_radix(struct lower *lo, uint32_t value, uint32_t radix, struct value *out)
{
	uint32_t body = ir_module_add_routine(lo->s->module, "digits", CONTEXT_BODY);
	struct place place = lower_frame(lo, DIGITS_LAST + 1, "digits");
	struct ir_routine *r = lower_code(lo);
	uint32_t ctx = lower_temp(lo, DIGITS_SIZE, FRAME_LOOP_CONTEXT, "digits");
	uint32_t state = lower_temp(lo, STATE_SIZE, FRAME_LOOP_STATE, "digits state");
	struct value digits = VALUE_EMPTY;
	uint32_t at = ir_reg(r);

	ir_store_reg(r, ctx, DIGITS_TEXT, place.base, 8);
	ir_store_reg(r, state, STATE_VALUE, magnitude(r, value, radix), 8);
	ir_store_reg(r, ctx, DIGITS_RADIX, radix, 8);
	ir_store_reg(r, ctx, DIGITS_STATE, state, 8);
	ir_store_imm(r, state, STATE_AT, DIGITS_LAST, 8);
	ir_store_imm(r, place.base, DIGITS_LAST, 0, 1);
	digits_body(lo->s->module->routines.data[body]);
	ir_loop(r, body, ctx, DIGITS_MAX);
	ir_assign(r, at, ir_load(r, state, STATE_AT, 8, false));
	put_prefix(r, place.base, at, value, radix);
	value_string(&digits, &place, IR_NO_REG);
	lower_string_cut(lo, &digits, at, ir_binary(r, IR_SUB, ir_imm(r, DIGITS_LAST), at), out);
}

static void format_decimal(struct lower *lo, uint32_t value, struct value *out)
{
	struct place to = lower_string_place(lo, out);
	uint32_t len = ir_format_int(lower_code(lo), lower_address(lo, &to), value, to.size);

	value_string(out, &to, len);
}

static int lower_lltostr(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	uint32_t value, radix;
	int64_t constant = 10;
	int err = lower_int(lo, args, &value);

	if (err)
		return err;
	if (!args->next || (node_is_const_int(args->next, &constant) && constant == 10)) {
		format_decimal(lo, value, out);
		return 0;
	}
	err = lower_int(lo, args->next, &radix);
	if (err)
		return err;
	lower_fault_if_imm(lo, IR_SLT, radix, 2, FAULT_ILLOP, radix);
	lower_fault_if_imm(lo, IR_SGT, radix, 36, FAULT_ILLOP, radix);
	format_radix(lo, value, radix, out);
	return 0;
}

const struct builtin string_builtins[] = {
	{ .name = "lltostr",
	  .kind = BUILTIN_SUB,
	  .proto = "string (int64_t, [int])",
	  .lower = lower_lltostr,
	  .doc = "The number as text. The second argument is the base, 2 to 36; without it, 10. "
		 "Octal text begins with 0 and hexadecimal text with 0x." },
	{ .name = "strjoin",
	  .kind = BUILTIN_SUB,
	  .proto = "string (string, string)",
	  .lower = lower_strjoin,
	  .doc = "The first string followed by the second. What is longer than strsize is cut." },
	{ .name = "strlen",
	  .kind = BUILTIN_SUB,
	  .proto = "size_t (string)",
	  .lower = lower_strlen,
	  .doc = "The length of the string in bytes, its end not counted." },
	{ .name = "substr",
	  .kind = BUILTIN_SUB,
	  .proto = "string (string, int, [int])",
	  .lower = lower_substr,
	  .doc = "The part of the string from an index on, which counts from 0; a negative index "
		 "counts from the end. The third argument is how many bytes it shall have at most; "
		 "a negative one leaves so many off the end." },
	{ .name = "tolower",
	  .kind = BUILTIN_SUB,
	  .proto = "string (string)",
	  .datum = 'A',
	  .lower = lower_case,
	  .doc = "The string with its letters A to Z in lower case." },
	{ .name = "toupper",
	  .kind = BUILTIN_SUB,
	  .proto = "string (string)",
	  .datum = 'a',
	  .lower = lower_case,
	  .doc = "The string with its letters a to z in upper case." },
	{ 0 },
};
