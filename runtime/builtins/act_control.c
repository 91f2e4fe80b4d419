/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* setopt(); and exit(), after which no probe but END fires. The routine itself closes the gate, so
 * that nothing comes after it even before the consumer has read the record. */
#include <stddef.h>

#include "runtime/base/str.h"
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

/* What is known already is told already; the rest is looked at when it happens. */
static int check_constants(struct lower *lo, const struct node *args)
{
	const struct node *value = args->next;
	auto_str struct str text = { 0 };

	if (args->kind != NODE_STRING || (value && value->kind != NODE_STRING))
		return 0;
	str_puts(&text, node_string(args)->text);
	if (value)
		str_printf(&text, "=%s", node_string(value)->text);
	return lo->s->check_option(str_text(&text), &args->loc, lo->s->dg);
}

static int lower_setopt(struct lower *lo, const struct node *use, struct value *out)
{
	size_t index = lo->acts.len;
	int err = check_constants(lo, node_call(use)->args);

	(void)out;
	lower_act(lo, use, node_call(use)->builtin);
	for (const struct node *arg = node_call(use)->args; arg && !err; arg = arg->next)
		err = lower_act_value(lo, arg, &lo->acts.data[index]);
	return err;
}

static int consume_setopt(struct consumer *c, const struct act *act, const void *data)
{
	auto_str struct str text = { 0 };

	for (uint32_t i = 0; i < act->n_fields; i++) {
		struct format_arg arg = consumer_arg(&act->fields[i], data);

		if (i)
			str_putc(&text, '=');
		str_append(&text, arg.data, arg.size);
	}
	return c->sink ? c->sink->set_option(c->sink_ctx, str_text(&text)) : 0;
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
	{ .name = "setopt",
	  .kind = BUILTIN_ACT,
	  .proto = "void (string, [string])",
	  .flags = BUILTIN_RECORDS,
	  .lower = lower_setopt,
	  .consume = consume_setopt,
	  .doc = "Changes an option from here on. The second argument is its value; a flag needs "
		 "none, and \"unset\" ends it. The list of options tells which of them can change "
		 "while tracing runs." },
	{ 0 },
};
