/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* trace(): a value as it is. tracemem(): memory. */
#include "runtime/base/str.h"
#include "runtime/builtins/consumer.h"
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/type.h"
#include "runtime/output/jsonl.h"
#include "runtime/output/text.h"

static int lower_trace(struct lower *lo, const struct node *use, struct value *out)
{
	struct act *act = lower_act(lo, use, node_call(use)->builtin);

	(void)out;
	return lower_act_value(lo, node_call(use)->args, act);
}

static int consume_trace(struct consumer *c, const struct act *act, const void *data)
{
	const struct field *field = &act->fields[0];
	struct format_arg arg = consumer_arg(field, data);
	int width = c->quiet ? 0 : TEXT_TRACE_WIDTH;

	if (c->rawbytes && (arg.class == FORMAT_BYTES || field->is_array))
		text_dump(c->out, arg.data, field->size, 0);
	else if (arg.class == FORMAT_STRING && c->quiet)
		str_append(c->out, arg.data, arg.size);
	else if (arg.class == FORMAT_STRING)
		text_trace_string(c->out, arg.data, arg.size, width);
	else if (arg.class != FORMAT_INT)
		text_trace_bytes(c->out, arg.data, arg.size, width);
	else if (c->quiet)
		text_int(c->out, arg.value, arg.is_signed);
	else
		text_trace_int(c->out, arg.value, arg.size, arg.is_signed);
	return 0;
}

/* The number of bytes is part of what is recorded, so it is a constant; how many of them print may
 * be computed. */
static int check_tracemem(struct check *ck, struct node_call *call)
{
	struct node *size = call->args->next;
	int64_t n;

	if (!type_is_int(call->args->type) && !type_is_pointer(call->args->type))
		return diag_error(ck->dg, &call->args->loc, D_PROTO_ARG,
				  "tracemem( ) shows memory that a pointer or an address leads to");
	if (node_is_const_int(size, &n) && n > 0 && n <= SCRATCH_MAX)
		return 0;
	return diag_error(ck->dg, &size->loc, D_TRACEMEM_SIZE,
			  "tracemem( ) needs a constant from 1 to %d as its size", SCRATCH_MAX);
}

static int lower_tracemem(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	enum type_space space = type_is_int(args->type) ? SPACE_USER : node_space(args);
	enum ir_op op = space == SPACE_USER ? IR_READ_USER : IR_READ_KERN;
	struct act *act = lower_act(lo, use, node_call(use)->builtin);
	uint32_t from, status;
	struct place place;
	int64_t size = 0;
	int err = lower_int(lo, args, &from);

	out->kind = VALUE_NONE;
	if (err)
		return err;
	node_is_const_int(args->next, &size);
	place = lower_act_bytes(lo, (uint32_t)size, act);
	if (size % 8)
		ir_zero(lower_code(lo), place.base, place.off, place.size);
	status = ir_read(lower_code(lo), op, lower_address(lo, &place), from, IR_NO_REG,
			 (uint32_t)size);
	lower_fault_if_imm(lo, IR_SLT, status, 0, FAULT_BADADDR, from);
	return args->next->next ? lower_act_value(lo, args->next->next, act) : 0;
}

static int consume_tracemem(struct consumer *c, const struct act *act, const void *data)
{
	struct format_arg bytes = consumer_arg(&act->fields[0], data);
	struct format_arg shown = { .value = bytes.size };

	if (act->n_fields > 1)
		shown = consumer_arg(&act->fields[1], data);
	if (shown.value > (int64_t)bytes.size || shown.value < 0)
		shown.value = bytes.size;
	text_dump(c->out, bytes.data, (size_t)shown.value, 0);
	return 0;
}

static int consume_trace_json(struct consumer *c, const struct act *act, const void *data)
{
	struct format_arg arg = consumer_arg(&act->fields[0], data);

	jsonl_put_value(jsonl_add_object(c->output), "value", &c->env, &arg);
	return 0;
}

const struct builtin trace_builtins[] = {
	{ .name = "trace",
	  .kind = BUILTIN_ACT,
	  .proto = "void (.)",
	  .flags = BUILTIN_RECORDS,
	  .lower = lower_trace,
	  .consume = consume_trace,
	  .consume_json = consume_trace_json,
	  .doc = "Prints a value." },
	{ .name = "tracemem",
	  .kind = BUILTIN_ACT,
	  .proto = "void (., size_t, [int])",
	  .flags = BUILTIN_RECORDS,
	  .check = check_tracemem,
	  .lower = lower_tracemem,
	  .consume = consume_tracemem,
	  .doc = "Shows memory in hexadecimal and as characters: so many bytes, a constant, at a "
		 "pointer or at an address of the traced process. The third argument is how many "
		 "of them to show." },
	{ 0 },
};
