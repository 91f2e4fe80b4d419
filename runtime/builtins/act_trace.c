/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* trace(): a value as it is. */
#include "runtime/base/str.h"
#include "runtime/builtins/consumer.h"
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/output/text.h"

static int lower_trace(struct lower *lo, const struct node *use, struct value *out)
{
	struct act *act = lower_act(lo, use, node_call(use)->builtin);

	(void)out;
	return lower_act_value(lo, node_call(use)->args, act);
}

static int consume_trace(struct consumer *c, const struct act *act, const void *data)
{
	struct format_arg arg = consumer_arg(&act->fields[0], data);
	int width = c->quiet ? 0 : TEXT_TRACE_WIDTH;

	if (arg.class == FORMAT_STRING && c->quiet)
		str_append(c->out, arg.data, arg.size);
	else if (arg.class == FORMAT_STRING)
		text_trace_string(c->out, arg.data, arg.size, width);
	else if (arg.class != FORMAT_INT && c->rawbytes)
		text_dump(c->out, arg.data, arg.size, 0);
	else if (arg.class != FORMAT_INT)
		text_trace_bytes(c->out, arg.data, arg.size, width);
	else if (c->quiet)
		text_int(c->out, arg.value, arg.is_signed);
	else
		text_trace_int(c->out, arg.value, arg.size, arg.is_signed);
	return 0;
}

const struct builtin trace_builtins[] = {
	{ .name = "trace",
	  .kind = BUILTIN_ACT,
	  .proto = "void (.)",
	  .flags = BUILTIN_RECORDS,
	  .lower = lower_trace,
	  .consume = consume_trace,
	  .doc = "Prints a value." },
	{ 0 },
};
