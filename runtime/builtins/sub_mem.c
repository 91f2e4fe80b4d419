/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Subroutines that bring memory of the traced process, and memory to put things in. What copyin()
 * and alloca() return can be written to and lasts until the firing ends. */
#include <stddef.h>

#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/builtin.h"
#include "runtime/lang/check.h"
#include "runtime/lang/type.h"

static int lower_copyin(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	uint32_t from, size, status;
	struct scratch to;
	int err = lower_int(lo, args, &from);

	if (!err)
		err = lower_int(lo, args->next, &size);
	if (!err)
		err = lower_scratch_alloc(lo, size, &to);
	if (err)
		return err;
	status = ir_read(lower_code(lo), IR_READ_USER, to.own, from, size, SCRATCH_MAX);
	lower_fault_if_imm(lo, IR_SLT, status, 0, FAULT_BADADDR, from);
	value_int(out, to.addr);
	return 0;
}

/* Of the second argument and what the result may have: bytes with the NUL. */
static int lower_string_room(struct lower *lo, const struct node *max, uint32_t *size)
{
	struct ir_routine *r;
	uint32_t reg, small;
	int err = lower_int(lo, max, &reg);

	if (err)
		return err;
	r = lower_code(lo);
	small = ir_label(r);
	*size = ir_reg(r);
	ir_assign(r, *size, ir_binary_imm(r, IR_ADD, reg, 1));
	ir_br_imm(r, IR_LT, reg, lo->s->strsize, small);
	ir_assign_imm(r, *size, lo->s->strsize);
	ir_place(r, small);
	return 0;
}

static int lower_copyinstr(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	uint32_t from, len, size = IR_NO_REG;
	struct place to;
	int err = lower_int(lo, args, &from);

	if (!err && args->next)
		err = lower_string_room(lo, args->next, &size);
	if (err)
		return err;
	to = lower_string_place(lo, out);
	len = ir_read(lower_code(lo), IR_READ_USER_STR, lower_address(lo, &to), from, size,
		      to.size < lo->s->strsize ? to.size : lo->s->strsize);
	lower_fault_if_imm(lo, IR_SLT, len, 0, FAULT_BADADDR, from);
	value_string(out, &to, len);
	return 0;
}

static int lower_alloca(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *arg = node_call(use)->args;
	int64_t constant = SCRATCH_MAX;
	struct scratch to;
	uint32_t size;
	int err = lower_int(lo, arg, &size);

	if (!err)
		err = lower_scratch_alloc(lo, size, &to);
	if (err)
		return err;
	if (!node_is_const_int(arg, &constant) || constant < 0 || constant > SCRATCH_MAX)
		constant = SCRATCH_MAX;
	ir_zero(lower_code(lo), to.own, 0, (uint32_t)(constant + 7) & ~7u);
	value_int(out, to.addr);
	return 0;
}

/* size bytes at from, which lies in space, are put at to, which must be scratch memory. */
static int lower_copy(struct lower *lo, const struct node *from, const struct node *to,
		      const struct node *size, enum type_space space)
{
	enum ir_op op = space == SPACE_USER ? IR_READ_USER : IR_READ_KERN;
	uint32_t src, dst, len, own, status;
	int err = lower_int(lo, from, &src);

	if (!err)
		err = lower_int(lo, to, &dst);
	if (!err)
		err = lower_int(lo, size, &len);
	if (err)
		return err;
	lower_fault_if_imm(lo, IR_GT, len, SCRATCH_MAX, FAULT_BADSIZE, len);
	own = lower_scratch_at(lo, dst, SCRATCH_MAX);
	status = ir_read(lower_code(lo), op, own, src, len, SCRATCH_MAX);
	lower_fault_if_imm(lo, IR_SLT, status, 0, FAULT_BADADDR, src);
	return 0;
}

static int check_scratch(struct check *ck, const struct node *to)
{
	if (node_space(to) == SPACE_SCRATCH)
		return 0;
	return diag_error(ck->dg, &to->loc, D_PROTO_ARG,
			  "only memory from alloca() and copyin() can be written to");
}

static int check_bcopy(struct check *ck, struct node_call *call)
{
	return check_scratch(ck, call->args->next);
}

static int lower_bcopy(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;

	out->kind = VALUE_NONE;
	return lower_copy(lo, args, args->next, args->next->next, node_space(args));
}

static int check_copyinto(struct check *ck, struct node_call *call)
{
	return check_scratch(ck, call->args->next->next);
}

static int lower_copyinto(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;

	out->kind = VALUE_NONE;
	return lower_copy(lo, args, args->next->next, args->next, SPACE_USER);
}

/* Any address can be read as text: an integer is one of the traced process, a pointer one of the
 * memory that it points to. */
static int check_stringof(struct check *ck, struct node_call *call)
{
	struct type *text = type_c_int(ck->types, "char");
	const struct type *type = type_resolve(call->args->type);
	enum type_space space = type_is_int(type) ? SPACE_USER : node_space(call->args);
	int err = 0;

	if (type->kind == TYPE_POINTER && !type_is_stringlike(type))
		err = check_convert(ck, &call->args,
				    type_pointer(ck->types, type_void(ck->types), space));
	if (!err && !type_is_stringlike(type))
		err = check_convert(ck, &call->args, type_pointer(ck->types, text, space));
	return err ? err : check_convert(ck, &call->args, type_string(ck->types));
}

static int lower_stringof(struct lower *lo, const struct node *use, struct value *out)
{
	return lower_string(lo, node_call(use)->args, out);
}

const struct builtin mem_builtins[] = {
	{ .name = "alloca",
	  .kind = BUILTIN_SUB,
	  .proto = "scratch void * (size_t)",
	  .lower = lower_alloca,
	  .doc = "Memory of so many bytes, all 0, that lasts as long as this firing." },
	{ .name = "bcopy",
	  .kind = BUILTIN_SUB,
	  .proto = "void (void *, void *, size_t)",
	  .check = check_bcopy,
	  .lower = lower_bcopy,
	  .doc = "Copies bytes from where the first pointer points to where the second one does, "
		 "which must be memory from alloca() or copyin()." },
	{ .name = "copyin",
	  .kind = BUILTIN_SUB,
	  .proto = "scratch void * (uintptr_t, size_t)",
	  .lower = lower_copyin,
	  .doc = "A copy of so many bytes at an address of the traced process. It can be written "
		 "to, and lasts as long as this firing." },
	{ .name = "copyinstr",
	  .kind = BUILTIN_SUB,
	  .proto = "string (uintptr_t, [size_t])",
	  .lower = lower_copyinstr,
	  .doc = "The text at an address of the traced process. The second argument is how many "
		 "bytes it shall have at most." },
	{ .name = "copyinto",
	  .kind = BUILTIN_SUB,
	  .proto = "void (uintptr_t, size_t, void *)",
	  .check = check_copyinto,
	  .lower = lower_copyinto,
	  .doc = "Copies so many bytes at an address of the traced process to memory from alloca() "
		 "or copyin()." },
	{ .name = "stringof",
	  .kind = BUILTIN_SUB,
	  .proto = "string (.)",
	  .check = check_stringof,
	  .lower = lower_stringof,
	  .doc = "The operand as a string: the bytes of an array up to their NUL, or the text that "
		 "a pointer points to." },
	{ 0 },
};
