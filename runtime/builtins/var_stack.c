/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Variables that tell of the stack: who called, and how deep it is. They are 0 where there is no
 * stack, as in BEGIN. */
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"

enum { IS_USER = 1 };

/* Frames of the stack in own memory, zeros where there are none; bytes gets how many bytes. */
static uint32_t take_stack(struct lower *lo, const struct node *use, uint32_t n, uint32_t *bytes)
{
	enum ir_op op = node_var(use)->builtin->datum ? IR_STACK_USER : IR_STACK_KERN;
	struct place place = lower_frame(lo, n * 8, "frames");
	struct ir_routine *r = lower_code(lo);

	ir_zero(r, place.base, place.off, n * 8);
	*bytes = lo->context == CONTEXT_CALL ? ir_imm(r, 0) :
					       ir_stack(r, op, lower_address(lo, &place), n * 8);
	return lower_address(lo, &place);
}

static int lower_caller(struct lower *lo, const struct node *use, struct value *out)
{
	uint32_t bytes;
	uint32_t frames = take_stack(lo, use, 2, &bytes);

	value_int(out, ir_load(lower_code(lo), frames, 8, 8, false));
	return 0;
}

static int lower_depth(struct lower *lo, const struct node *use, struct value *out)
{
	struct ir_routine *r;
	uint32_t bytes, depth, good;

	take_stack(lo, use, STACK_MAX_FRAMES, &bytes);
	r = lower_code(lo);
	depth = ir_reg(r);
	good = ir_label(r);
	ir_assign(r, depth, ir_binary_imm(r, IR_SHR, bytes, 3));
	ir_br_imm(r, IR_SGE, bytes, 0, good);
	ir_assign_imm(r, depth, 0);
	ir_place(r, good);
	value_int(out, depth);
	return 0;
}

const struct builtin var_stack_builtins[] = {
	{ .name = "caller",
	  .kind = BUILTIN_VAR,
	  .proto = "uintptr_t",
	  .lower = lower_caller,
	  .doc = "The address in the kernel from which the current function was called; 0 where "
		 "stack() is empty." },
	{ .name = "stackdepth",
	  .kind = BUILTIN_VAR,
	  .proto = "uint32_t",
	  .lower = lower_depth,
	  .doc = "How many frames stack() would have, 127 at most." },
	{ .name = "ucaller",
	  .kind = BUILTIN_VAR,
	  .proto = "uintptr_t",
	  .datum = IS_USER,
	  .lower = lower_caller,
	  .doc = "The address in the traced program from which the current function was called." },
	{ .name = "ustackdepth",
	  .kind = BUILTIN_VAR,
	  .proto = "uint32_t",
	  .datum = IS_USER,
	  .lower = lower_depth,
	  .doc = "How many frames ustack() would have, 127 at most." },
	{ 0 },
};
