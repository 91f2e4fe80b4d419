/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* copyinargs(): a command line as the process keeps it, one argument behind the other, each with
 * its NUL. All NULs become blanks, eight bytes at a time, but the last one:
 *
 *	ls\0-l\0/tmp\0		ls -l /tmp\0
 */
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/builtin.h"

enum { ARGS_MAX = 256 };

/* Where a byte of the word is 0 it becomes 0x20: adding 0x7f to the low seven bits of each sets the
 * high bit of all others. */
static void put_blanks(struct ir_routine *r, const struct place *text, uint32_t low)
{
	for (int32_t at = 0; at < (int32_t)text->size; at += 8) {
		uint32_t word = ir_load(r, text->base, text->off + at, 8, false);
		uint32_t used = ir_binary(r, IR_ADD, ir_binary(r, IR_AND, word, low), low);

		used = ir_binary(r, IR_OR, ir_binary(r, IR_OR, used, word), low);
		used = ir_binary_imm(r, IR_SHR, ir_unary(r, IR_NOT, used), 2);
		ir_store_reg(r, text->base, text->off + at, ir_binary(r, IR_OR, word, used), 8);
	}
}

/* The number of bytes that are read, and where the text then ends: registers. */
struct extent {
	uint32_t n, end;
};

static struct extent measure(struct ir_routine *r, uint32_t size, uint32_t room)
{
	struct extent e = { ir_reg(r), ir_reg(r) };
	uint32_t fits = ir_label(r), done = ir_label(r);

	ir_assign(r, e.n, size);
	ir_assign_imm(r, e.end, 0);
	ir_br_imm(r, IR_EQ, size, 0, done);
	ir_assign(r, e.end, ir_binary_imm(r, IR_SUB, size, 1));
	ir_br_imm(r, IR_LT, size, room, fits);
	ir_assign_imm(r, e.n, room - 1);
	ir_assign_imm(r, e.end, room - 1);
	ir_place(r, fits);
	ir_place(r, done);
	return e;
}

static int lower_copyinargs(struct lower *lo, const struct node *use, struct value *out)
{
	uint32_t room = lo->s->strsize < ARGS_MAX ? lo->s->strsize & ~7u : ARGS_MAX;
	const struct node *args = node_call(use)->args;
	uint32_t from, size, status;
	struct ir_routine *r;
	struct extent extent;
	struct place text;
	int err = lower_int(lo, args, &from);

	if (!err)
		err = lower_int(lo, args->next, &size);
	if (err)
		return err;
	text = lower_frame(lo, room, "args");
	r = lower_code(lo);
	ir_zero(r, text.base, text.off, room);
	extent = measure(r, size, room);
	status = ir_read(r, IR_READ_USER, lower_address(lo, &text), from, extent.n, room);
	lower_fault_if_imm(lo, IR_SLT, status, 0, FAULT_BADADDR, from);
	put_blanks(r, &text, ir_imm(r, INT64_C(0x7f7f7f7f7f7f7f7f)));
	ir_store_imm(r, ir_index(r, lower_address(lo, &text), extent.end, room - 1), 0, 0, 1);
	value_string(out, &text, IR_NO_REG);
	return 0;
}

const struct builtin args_builtins[] = {
	{ .name = "copyinargs",
	  .kind = BUILTIN_SUB,
	  .proto = "string (uintptr_t, size_t)",
	  .lower = lower_copyinargs,
	  .doc = "The text of so many bytes at an address of the traced process, with a blank in "
		 "the place of each NUL but the last: a command line as the kernel keeps it. It "
		 "has 255 characters at most." },
	{ 0 },
};
