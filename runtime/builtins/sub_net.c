/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Addresses of networks as text. */
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/type.h"

/* Bytes of the longest address, "255.255.255.255", with its NUL and rounded up; where the last
 * number can begin; and of a number with its NUL. */
enum { TEXT_SIZE = 24, LAST_NUMBER = 12, NUMBER_SIZE = 4, N_NUMBERS = 4 };

/* One number and, but for the last, its dot, at the place in text that *at tells. */
static void put_number(struct ir_routine *r, uint32_t text, uint32_t at, uint32_t number,
		       bool is_last)
{
	uint32_t len = ir_format_int(r, ir_index(r, text, at, LAST_NUMBER), number, NUMBER_SIZE);

	ir_assign(r, at, ir_binary(r, IR_ADD, at, len));
	if (!is_last)
		ir_store_imm(r, ir_index(r, text, ir_binary_imm(r, IR_SUB, at, 1), TEXT_SIZE - 1),
			     0, '.', 1);
}

static int lower_inet_ntoa(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *arg = node_call(use)->args;
	enum ir_op op = node_space(arg) == SPACE_USER ? IR_READ_USER : IR_READ_KERN;
	struct place bytes = lower_frame(lo, 8, "address"), text;
	uint32_t from, status, base, at;
	struct ir_routine *r;
	int err = lower_int(lo, arg, &from);

	if (err)
		return err;
	status = ir_read(lower_code(lo), op, lower_address(lo, &bytes), from, IR_NO_REG,
			 N_NUMBERS);
	lower_fault_if_imm(lo, IR_SLT, status, 0, FAULT_BADADDR, from);
	text = lower_frame(lo, TEXT_SIZE, "dotted");
	r = lower_code(lo);
	ir_zero(r, text.base, text.off, TEXT_SIZE);
	base = lower_address(lo, &text);
	at = ir_imm(r, 0);
	for (int i = 0; i < N_NUMBERS; i++)
		put_number(r, base, at, ir_load(r, bytes.base, bytes.off + i, 1, false),
			   i == N_NUMBERS - 1);
	value_string(out, &text, at);
	return 0;
}

const struct builtin net_builtins[] = {
	{ .name = "inet_ntoa",
	  .kind = BUILTIN_SUB,
	  .proto = "string (void *)",
	  .lower = lower_inet_ntoa,
	  .doc = "The IPv4 address that a pointer points to, as numbers with dots." },
	{ 0 },
};
