/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* exit(): no probe but END fires afterwards. The routine itself closes the gate, so that nothing
 * comes after it even before the consumer has read the record. */
#include <stddef.h>

#include "runtime/builtins/consumer.h"
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"

static int lower_exit(struct lower *lo, const struct node *use, struct value *out)
{
	struct act *act = lower_act(lo, use, node_call(use)->builtin);
	int err = lower_act_value(lo, node_call(use)->args, act);
	struct ir_routine *r;
	uint32_t state;

	(void)out;
	if (err)
		return err;
	r = lower_code(lo);
	state = ir_static(r, lo->s->stores.control, offsetof(struct run_control, state));
	ir_store_imm(r, state, 0, RUN_ENDING, 4);
	ir_assign_imm(r, lo->exiting, 1);
	lo->wakes = true;
	return 0;
}

static int consume_exit(struct consumer *c, const struct act *act, const void *data)
{
	c->exit_status = (int)consumer_arg(&act->fields[0], data).value;
	c->is_exiting = true;
	return 0;
}

static int check_exit(struct check *ck, struct node_call *call)
{
	if (!ck->is_speculative)
		return 0;
	return diag_error(ck->dg, &call->node.loc, D_EXIT_SPEC,
			  "exit( ) cannot stand behind speculate( )");
}

const struct builtin control_builtins[] = {
	{ .name = "exit",
	  .kind = BUILTIN_ACT,
	  .proto = "void (int)",
	  .flags = BUILTIN_RECORDS,
	  .check = check_exit,
	  .lower = lower_exit,
	  .consume = consume_exit,
	  .doc = "Ends tracing: END fires, and dtrace exits with this status." },
	{ 0 },
};
