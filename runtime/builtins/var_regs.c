/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* uregs[]: what the traced thread has in its registers. Which is which are constants R_RAX, R_PC
 * ... that a library declares (session/shipped.c). */
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"

static int lower_uregs(struct lower *lo, const struct node *use, struct value *out)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t number;
	int64_t n;

	if (lo->context == CONTEXT_CALL)
		return diag_error(lo->s->dg, &use->loc, D_UNSUPPORTED,
				  "uregs[ ]: here the only thread is dtrace's own");
	if (!node_is_const_int(node_index(use)->keys, &n))
		return diag_error(lo->s->dg, &use->loc, D_UNSUPPORTED,
				  "uregs[ ] requires a constant index");
	if (n < 0 || n >= lo->s->n_regs)
		return diag_error(lo->s->dg, &use->loc, D_UNSUPPORTED,
				  "uregs[%lld]: this machine has no such register", (long long)n);
	number = (uint32_t)n;
	value_int(out, lo->context == CONTEXT_SITE ?
			       ir_machine_reg(r, number) :
			       ir_user_reg(r, ir_env(r, ENV_USER_REGS), number));
	return 0;
}

const struct builtin regs_builtins[] = {
	{ .name = "uregs",
	  .kind = BUILTIN_VAR,
	  .proto = "uint64_t",
	  .flags = BUILTIN_INDEXED,
	  .lower = lower_uregs,
	  .doc = "The registers that the thread has in its program: uregs[R_PC], R_SP, R_FP, R_R0 "
		 "for where it is, its stack, its frame and what functions return; and by the "
		 "machine's own names, R_RAX or R_X0. Not in BEGIN, END, ERROR and tick probes, "
		 "and the number must be a constant." },
	{ 0 },
};
