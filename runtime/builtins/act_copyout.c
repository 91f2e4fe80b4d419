/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* copyout() and copyoutstr(): what a clause has put together goes to the traced process. */
#include <errno.h>

#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/builtin.h"
#include "runtime/lang/check.h"
#include "runtime/lang/type.h"

/* Known when the program is compiled, so that nobody has to find it out from the verifier. */
static int check_kernel(struct lower *lo, const struct node *use)
{
	if (lo->s->can_write(lo->s->can_write_ctx))
		return 0;
	diag_error(lo->s->dg, &use->loc, D_KERNEL,
		   "%s( ): this kernel lets no program write to the traced process",
		   node_call(use)->name);
	diag_hint(lo->s->dg, "a kernel that is locked down, as /sys/kernel/security/lockdown "
			     "tells, denies bpf_probe_write_user()");
	return -ENOTSUP;
}

/* len bytes, which is not 0, of own memory to an address. What the consumer calls by itself is in
 * its own process, and that is left alone. */
static void write_out(struct lower *lo, uint32_t own, uint32_t to, uint32_t len, uint32_t max)
{
	struct ir_routine *r = lower_code(lo);
	struct ir_insn *insn;
	uint32_t status;

	if (lo->context == CONTEXT_CALL) {
		status = ir_imm(r, -1);
	} else {
		insn = ir_emit_result(r, IR_WRITE_USER);
		insn->a = own;
		insn->b = to;
		insn->c = len;
		insn->imm = max;
		status = insn->d;
	}
	lower_fault_if_imm(lo, IR_SLT, status, 0, FAULT_BADADDR, to);
}

static int check_copyout(struct check *ck, struct node_call *call)
{
	if (node_space(call->args) == SPACE_SCRATCH)
		return 0;
	return diag_error(ck->dg, &call->args->loc, D_PROTO_ARG,
			  "only memory from alloca() and copyin() can be copied out");
}

static int lower_copyout(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	uint32_t from, to, len, own, nothing;
	int err = check_kernel(lo, use);

	out->kind = VALUE_NONE;
	if (!err)
		err = lower_int(lo, args, &from);
	if (!err)
		err = lower_int(lo, args->next, &to);
	if (!err)
		err = lower_int(lo, args->next->next, &len);
	if (err)
		return err;
	lower_fault_if_imm(lo, IR_GT, len, SCRATCH_MAX, FAULT_BADSIZE, len);
	nothing = ir_label(lower_code(lo));
	ir_br_imm(lower_code(lo), IR_EQ, len, 0, nothing);
	own = lower_scratch_at(lo, from, SCRATCH_MAX);
	write_out(lo, own, to, len, SCRATCH_MAX);
	ir_place(lower_code(lo), nothing);
	return 0;
}

/* The text with its NUL, or as much of it as the third argument says. */
static int lower_copyoutstr(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	struct value text = VALUE_EMPTY;
	uint32_t to, max, len, fits, nothing;
	struct ir_routine *r;
	int err = check_kernel(lo, use);

	out->kind = VALUE_NONE;
	if (!err)
		err = lower_string(lo, args, &text);
	if (!err)
		err = lower_int(lo, args->next, &to);
	if (!err)
		err = lower_int(lo, args->next->next, &max);
	if (err)
		return err;
	len = ir_binary_imm(lower_code(lo), IR_ADD, lower_string_len(lo, &text), 1);
	r = lower_code(lo);
	fits = ir_label(r);
	nothing = ir_label(r);
	ir_br_imm(r, IR_EQ, max, 0, nothing);
	ir_br(r, IR_LE, len, max, fits);
	ir_assign(r, len, max);
	ir_place(r, fits);
	write_out(lo, lower_address(lo, &text.place), to, len, text.place.size);
	ir_place(r, nothing);
	return 0;
}

#define WHERE                                                                                      \
	" Destructive: it needs -w, and a kernel that is not locked down. In BEGIN, END and "      \
	"tick probes there is no process to write to, which is a fault."

const struct builtin copyout_builtins[] = {
	{ .name = "copyout",
	  .kind = BUILTIN_ACT,
	  .proto = "void (void *, uintptr_t, size_t)",
	  .flags = BUILTIN_DESTRUCTIVE,
	  .check = check_copyout,
	  .lower = lower_copyout,
	  .doc = "Copies so many bytes from memory of alloca() or copyin() to an address of the "
		 "traced process." WHERE },
	{ .name = "copyoutstr",
	  .kind = BUILTIN_ACT,
	  .proto = "void (string, uintptr_t, size_t)",
	  .flags = BUILTIN_DESTRUCTIVE,
	  .lower = lower_copyoutstr,
	  .doc = "Copies a string with its NUL, but not more bytes than the third argument says, "
		 "to an address of the traced process." WHERE },
	{ 0 },
};
