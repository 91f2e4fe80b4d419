/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* raise() and stop(): signals to the traced process. */
#include <signal.h>

#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"

/* What the consumer calls by itself is in no traced process, and nobody gets a signal. */
static void send_signal(struct lower *lo, uint32_t reg, int constant)
{
	struct ir_insn *insn;
	uint32_t status;

	if (lo->context == CONTEXT_CALL)
		return;
	insn = ir_emit_result(lower_code(lo), IR_SIGNAL);
	insn->a = reg;
	insn->imm = constant;
	status = insn->d;
	lower_fault_if_imm(lo, IR_SLT, status, 0, FAULT_ILLOP, reg);
}

static int lower_raise(struct lower *lo, const struct node *use, struct value *out)
{
	uint32_t reg;
	int err = lower_int(lo, node_call(use)->args, &reg);

	out->kind = VALUE_NONE;
	if (!err)
		send_signal(lo, reg, 0);
	return err;
}

static int lower_stop(struct lower *lo, const struct node *use, struct value *out)
{
	(void)use;
	out->kind = VALUE_NONE;
	send_signal(lo, IR_NO_REG, SIGSTOP);
	return 0;
}

/* Nothing is recorded, but the clause is not one without statements. */
const struct builtin signal_builtins[] = {
	{ .name = "raise",
	  .kind = BUILTIN_ACT,
	  .proto = "void (int)",
	  .flags = BUILTIN_DESTRUCTIVE,
	  .lower = lower_raise,
	  .doc = "Sends a signal to the traced process. Destructive: it needs -w. In BEGIN, END "
		 "and tick probes nobody gets one." },
	{ .name = "stop",
	  .kind = BUILTIN_ACT,
	  .proto = "void ()",
	  .flags = BUILTIN_DESTRUCTIVE,
	  .lower = lower_stop,
	  .doc = "Stops the traced process by SIGSTOP; kill -CONT lets it go on. "
		 "Destructive: it needs -w." },
	{ 0 },
};
