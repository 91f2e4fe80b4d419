/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Variables that tell of the stack: who called, and how deep it is. They are 0 where there is no
 * stack, as in BEGIN. */
#include "runtime/builtins/table.h"
#include "runtime/builtins/unwind.h"
#include "runtime/ir/lower.h"

enum { IS_USER = 1 };

static struct stack_frames take_stack(struct lower *lo, const struct node *use, uint32_t n)
{
	return node_var(use)->builtin->datum ? lower_user_stack(lo, n) : lower_kernel_stack(lo, n);
}

static int lower_caller(struct lower *lo, const struct node *use, struct value *out)
{
	struct stack_frames stack = take_stack(lo, use, 2);

	value_int(out, ir_load(lower_code(lo), stack.frames, 8, 8, false));
	return 0;
}

static int lower_depth(struct lower *lo, const struct node *use, struct value *out)
{
	struct stack_frames stack = take_stack(lo, use, STACK_MAX_FRAMES);
	struct ir_routine *r = lower_code(lo);
	uint32_t depth = ir_reg(r), good = ir_label(r);

	ir_assign(r, depth, ir_binary_imm(r, IR_SHR, stack.bytes, 3));
	ir_br_imm(r, IR_SGE, stack.bytes, 0, good);
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
