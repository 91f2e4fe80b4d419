/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Subroutines that result in numbers: byte orders, device numbers, chance, texts. */
#include <endian.h>

#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"

/* Swaps neighbours of width bits: bytes, then pairs of them, and so on. */
static uint32_t swap(struct ir_routine *r, uint32_t value, uint32_t width, uint64_t mask)
{
	uint32_t low = ir_binary(r, IR_AND, value, ir_imm(r, (int64_t)mask));
	uint32_t high = ir_binary(r, IR_AND, ir_binary_imm(r, IR_SHR, value, width),
				  ir_imm(r, (int64_t)mask));

	return ir_binary(r, IR_OR, ir_binary_imm(r, IR_SHL, low, width), high);
}

/* Between the host's order and the network's, which is the big end first; datum: bytes. */
static int lower_order(struct lower *lo, const struct node *use, struct value *out)
{
	uint32_t size = (uint32_t)node_call(use)->builtin->datum, value;
	struct ir_routine *r;
	int err = lower_int(lo, node_call(use)->args, &value);

	if (err)
		return err;
	r = lower_code(lo);
	if (__BYTE_ORDER == __LITTLE_ENDIAN) {
		value = swap(r, value, 8, UINT64_C(0x00ff00ff00ff00ff));
		if (size > 2)
			value = swap(r, value, 16, UINT64_C(0x0000ffff0000ffff));
		if (size > 4)
			value = swap(r, value, 32, UINT64_C(0x00000000ffffffff));
	}
	value_int(out, size < 8 ? ir_ext(r, value, size, false) : value);
	return 0;
}

/* As the kernel keeps a dev_t: 12 bits and 20 bits. */
static int lower_major(struct lower *lo, const struct node *use, struct value *out)
{
	uint32_t value;
	int err = lower_int(lo, node_call(use)->args, &value);

	if (!err)
		value_int(out, ir_binary_imm(lower_code(lo), IR_SHR, value, 20));
	return err;
}

static int lower_minor(struct lower *lo, const struct node *use, struct value *out)
{
	uint32_t value;
	int err = lower_int(lo, node_call(use)->args, &value);

	if (!err)
		value_int(out, ir_binary_imm(lower_code(lo), IR_AND, value, 0xfffff));
	return err;
}

static int lower_rand(struct lower *lo, const struct node *use, struct value *out)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t random = ir_emit_result(r, IR_RANDOM)->d;

	(void)use;
	value_int(out, ir_binary_imm(r, IR_AND, random, 0x7fffffff));
	return 0;
}

/* strtoll(): a loop over the text, a round for each byte. */
enum { READ_TEXT = 0, READ_STATE = 8, READ_SIZE = 16 };
enum { STATE_PART = 0, STATE_VALUE = 8, STATE_SIGN = 16, STATE_RADIX = 24, STATE_SIZE = 32 };

/* What was read so far: blanks, a sign, a single 0 behind which an x may come, digits. */
enum { PART_BLANK, PART_SIGN, PART_ZERO, PART_DIGITS };

/* Blanks and one sign. What is none of them is not read here. */
static void read_start(struct ir_routine *r, uint32_t state, uint32_t c)
{
	uint32_t blank = ir_label(r), minus = ir_label(r), sign = ir_label(r), other = ir_label(r);

	ir_br_imm(r, IR_EQ, c, ' ', blank);
	ir_br_imm(r, IR_LE, ir_binary_imm(r, IR_SUB, c, '\t'), '\r' - '\t', blank);
	ir_br_imm(r, IR_EQ, c, '-', minus);
	ir_br_imm(r, IR_NE, c, '+', other);
	ir_jmp(r, sign);
	ir_place(r, minus);
	ir_store_imm(r, state, STATE_SIGN, 1, 8);
	ir_place(r, sign);
	ir_store_imm(r, state, STATE_PART, PART_SIGN, 8);
	ir_place(r, blank);
	ir_ret(r, IR_NO_REG);
	ir_place(r, other);
}

/* The x of "0x". */
static void read_x(struct ir_routine *r, uint32_t state, uint32_t c, uint32_t radix)
{
	uint32_t other = ir_label(r);

	ir_br_imm(r, IR_NE, radix, 16, other);
	ir_br_imm(r, IR_NE, ir_binary_imm(r, IR_OR, c, 'x' ^ 'X'), 'x', other);
	ir_store_imm(r, state, STATE_PART, PART_DIGITS, 8);
	ir_ret(r, IR_NO_REG);
	ir_place(r, other);
}

/* What a byte is worth; 36 if it is no digit. */
static uint32_t digit_value(struct ir_routine *r, uint32_t c)
{
	uint32_t value = ir_reg(r), letter = ir_label(r), end = ir_label(r);

	ir_assign(r, value, ir_binary_imm(r, IR_SUB, c, '0'));
	ir_br_imm(r, IR_LE, value, 9, end);
	ir_assign(r, value, ir_binary_imm(r, IR_OR, c, 'a' ^ 'A'));
	ir_assign(r, value, ir_binary_imm(r, IR_SUB, value, 'a'));
	ir_br_imm(r, IR_LE, value, 'z' - 'a', letter);
	ir_assign_imm(r, value, 'z' - 'a' + 1);
	ir_place(r, letter);
	ir_assign(r, value, ir_binary_imm(r, IR_ADD, value, 10));
	ir_place(r, end);
	return value;
}

/* value = value * radix + digit */
static void read_digit(struct ir_routine *r, uint32_t state, uint32_t c, uint32_t radix)
{
	uint32_t part = ir_reg(r), stop = ir_label(r), done = ir_label(r);
	uint32_t digit = digit_value(r, c);
	uint32_t value = ir_load(r, state, STATE_VALUE, 8, false);

	ir_br(r, IR_GE, digit, radix, stop);
	value = ir_binary(r, IR_ADD, ir_binary(r, IR_MUL, value, radix), digit);
	ir_store_reg(r, state, STATE_VALUE, value, 8);
	ir_assign_imm(r, part, PART_DIGITS);
	ir_br_imm(r, IR_NE, digit, 0, done);
	ir_br_imm(r, IR_GE, ir_load(r, state, STATE_PART, 8, false), PART_ZERO, done);
	ir_assign_imm(r, part, PART_ZERO);
	ir_place(r, done);
	ir_store_reg(r, state, STATE_PART, part, 8);
	ir_ret(r, IR_NO_REG);
	ir_place(r, stop);
	ir_ret(r, ir_imm(r, 1));
}

static void read_body(struct ir_routine *r, uint32_t last)
{
	uint32_t i = 0, ctx = 1;
	uint32_t inside = ir_label(r), digits = ir_label(r);
	uint32_t text = ir_load(r, ctx, READ_TEXT, 8, false);
	uint32_t state = ir_load(r, ctx, READ_STATE, 8, false);
	uint32_t c = ir_load(r, ir_index(r, text, i, last), 0, 1, false);
	uint32_t part = ir_load(r, state, STATE_PART, 8, false);
	uint32_t radix = ir_load(r, state, STATE_RADIX, 8, false);

	ir_br_imm(r, IR_NE, part, PART_BLANK, inside);
	read_start(r, state, c);
	ir_place(r, inside);
	ir_br_imm(r, IR_NE, part, PART_ZERO, digits);
	read_x(r, state, c, radix);
	ir_place(r, digits);
	read_digit(r, state, c, radix);
}

/* A register: the number. */
static uint32_t read_number(struct lower *lo, const struct place *text, uint32_t radix)
{
	uint32_t body = ir_module_add_routine(lo->s->module, "number", CONTEXT_BODY);
	uint32_t ctx = lower_temp(lo, READ_SIZE, FRAME_LOOP_CONTEXT, "number");
	uint32_t state = lower_temp(lo, STATE_SIZE, FRAME_LOOP_STATE, "number state");
	struct ir_routine *r = lower_code(lo);
	uint32_t value = ir_reg(r), positive = ir_label(r);

	ir_zero(r, state, 0, STATE_SIZE);
	ir_store_reg(r, state, STATE_RADIX, radix, 8);
	ir_store_reg(r, ctx, READ_TEXT, lower_address(lo, text), 8);
	ir_store_reg(r, ctx, READ_STATE, state, 8);
	read_body(lo->s->module->routines.data[body], text->size - 1);
	ir_loop(r, body, ctx, text->size);
	ir_assign(r, value, ir_load(r, state, STATE_VALUE, 8, false));
	ir_br_imm(r, IR_EQ, ir_load(r, state, STATE_SIGN, 8, false), 0, positive);
	ir_assign(r, value, ir_unary(r, IR_NEG, value));
	ir_place(r, positive);
	return value;
}

static int lower_strtoll(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	struct value text = VALUE_EMPTY;
	uint32_t radix;
	int err = lower_string(lo, args, &text);

	if (!err && args->next)
		err = lower_int(lo, args->next, &radix);
	if (err)
		return err;
	if (!args->next)
		radix = ir_imm(lower_code(lo), 10);
	lower_fault_if_imm(lo, IR_SLT, radix, 2, FAULT_ILLOP, radix);
	lower_fault_if_imm(lo, IR_SGT, radix, 36, FAULT_ILLOP, radix);
	value_int(out, read_number(lo, &text.place, radix));
	return 0;
}

#define ORDER(name_, type, size, doc_)                                                             \
	{ .name = name_, .kind = BUILTIN_SUB, .proto = type " (" type ")", .datum = (size),        \
	  .lower = lower_order, .doc = doc_ }

const struct builtin number_builtins[] = {
	{ .name = "getmajor",
	  .kind = BUILTIN_SUB,
	  .proto = "uint32_t (uint32_t)",
	  .lower = lower_major,
	  .doc = "The major number of a device number as the kernel has it." },
	{ .name = "getminor",
	  .kind = BUILTIN_SUB,
	  .proto = "uint32_t (uint32_t)",
	  .lower = lower_minor,
	  .doc = "The minor number of a device number as the kernel has it." },
	ORDER("htonl", "uint32_t", 4, "32 bits in the network's byte order."),
	ORDER("htonll", "uint64_t", 8, "64 bits in the network's byte order."),
	ORDER("htons", "uint16_t", 2, "16 bits in the network's byte order."),
	ORDER("ntohl", "uint32_t", 4, "32 bits of the network in the host's byte order."),
	ORDER("ntohll", "uint64_t", 8, "64 bits of the network in the host's byte order."),
	ORDER("ntohs", "uint16_t", 2, "16 bits of the network in the host's byte order."),
	{ .name = "rand",
	  .kind = BUILTIN_SUB,
	  .proto = "int ()",
	  .lower = lower_rand,
	  .doc = "A random number from 0 to 2147483647. It is not one to keep secrets with." },
	{ .name = "strtoll",
	  .kind = BUILTIN_SUB,
	  .proto = "int64_t (string, [int])",
	  .lower = lower_strtoll,
	  .doc = "The number that the text begins with, behind blanks: a sign and digits. The "
		 "second argument is the base, 2 to 36; without it, 10. In base 16 the digits may "
		 "stand behind 0x. 0 if there are none." },
	{ 0 },
};
