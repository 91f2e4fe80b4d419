/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* stack(), ustack(), jstack(): where the thread is, and who called. The kernel walks the frames by
 * frame pointers; names are looked up when they print. What the consumer calls by itself (BEGIN,
 * END, tick) is nowhere, and has no frames. */
#include <errno.h>
#include <stddef.h>

#include "runtime/builtins/consumer.h"
#include "runtime/builtins/table.h"
#include "runtime/builtins/unwind.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/type.h"
#include "runtime/output/jsonl.h"

enum stack_kind { STACK_KERNEL, STACK_USER, STACK_JAVA };

/* The number of frames, the first argument, is part of the type; the size of texts, which ustack()
 * has as its second one, means nothing here. */
static int check_stack(struct check *ck, struct node_call *call)
{
	const uint32_t defaults[] = {
		[STACK_KERNEL] = ck->stackframes,
		[STACK_USER] = ck->ustackframes,
		[STACK_JAVA] = ck->jstackframes,
	};
	int64_t n = defaults[call->builtin->datum];

	call->node.type = type_stack(ck->types, sizeof(struct record_stack));
	if (call->args && !node_is_const_int(call->args, &n))
		return diag_error(ck->dg, &call->args->loc, D_STACK_SIZE,
				  "%s( ): the number of frames must be a constant", call->name);
	if (n < 1 || n > STACK_MAX_FRAMES)
		return diag_error(ck->dg, &call->args->loc, D_STACK_SIZE,
				  "%s( ) has 1 to %d frames", call->name, STACK_MAX_FRAMES);
	call->node.type = type_stack(ck->types, (uint32_t)(sizeof(struct record_stack) +
							    (uint64_t)n * sizeof(uint64_t)));
	return 0;
}

static void store_pid(struct lower *lo, const struct place *place)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t pid = ir_binary_imm(r, IR_SHR, lower_ids(lo), 32);

	ir_store_imm(r, place->base, place->off + (int32_t)offsetof(struct record_stack, pad), 0,
		     4);
	ir_store_reg(r, place->base, place->off + (int32_t)offsetof(struct record_stack, pid), pid,
		     4);
}

/* The kernel writes frames where they belong. */
static void store_kernel_stack(struct lower *lo, const struct place *place, uint32_t size)
{
	struct place frames = *place;

	ir_zero(lower_code(lo), place->base, place->off, size);
	frames.off += (int32_t)sizeof(struct record_stack);
	if (lo->context != CONTEXT_CALL)
		ir_stack(lower_code(lo), IR_STACK_KERN, lower_address(lo, &frames),
			 size - (uint32_t)sizeof(struct record_stack));
}

static void store_user_stack(struct lower *lo, const struct place *place, uint32_t size)
{
	uint32_t bytes = size - (uint32_t)sizeof(struct record_stack);
	struct stack_frames stack = lower_user_stack(lo, bytes / 8);

	store_pid(lo, place);
	ir_copy(lower_code(lo), place->base, place->off + (int32_t)sizeof(struct record_stack),
		stack.frames, bytes);
}

static int lower_stack(struct lower *lo, const struct node *use, struct value *out)
{
	uint32_t size = type_resolve(use->type)->size;
	struct place place = out->want;

	if (place.base == IR_NO_REG || place.size < size)
		place = lower_frame(lo, size, "stack");
	if (node_call(use)->builtin->datum == STACK_KERNEL)
		store_kernel_stack(lo, &place, size);
	else
		store_user_stack(lo, &place, size);
	out->kind = VALUE_BYTES;
	out->place = place;
	return 0;
}

static int consume_stack(struct consumer *c, const struct act *act, const void *data)
{
	struct format_arg arg = consumer_arg(&act->fields[0], data);

	if (c->env.stack)
		c->env.stack(c->env.ctx, c->out, &arg, 0);
	return 0;
}

static int consume_stack_json(struct consumer *c, const struct act *act, const void *data)
{
	struct format_arg arg = consumer_arg(&act->fields[0], data);
	const char *key = act->builtin->datum == STACK_KERNEL ? "stack-frames" : "ustack-frames";

	jsonl_put_value(jsonl_add_object(c->output), key, &c->env, &arg);
	return 0;
}

const struct builtin stack_builtins[] = {
	{ .name = "jstack",
	  .kind = BUILTIN_ACT,
	  .proto = "stack ([int], [int])",
	  .flags = BUILTIN_RECORDS,
	  .datum = STACK_JAVA,
	  .check = check_stack,
	  .lower = lower_stack,
	  .consume = consume_stack,
	  .consume_json = consume_stack_json,
	  .doc = "The same as ustack(), with as many frames as the option jstackframes says." },
	{ .name = "stack",
	  .kind = BUILTIN_ACT,
	  .proto = "stack ([int])",
	  .flags = BUILTIN_RECORDS,
	  .datum = STACK_KERNEL,
	  .check = check_stack,
	  .lower = lower_stack,
	  .consume = consume_stack,
	  .consume_json = consume_stack_json,
	  .doc = "The kernel's stack: so many frames, or as many as the option stackframes says. "
		 "Where a probe fires in a program, and in BEGIN, END and tick probes, it is "
		 "empty. It can be a key of an aggregation, and %k prints it." },
	{ .name = "ustack",
	  .kind = BUILTIN_ACT,
	  .proto = "stack ([int], [int])",
	  .flags = BUILTIN_RECORDS,
	  .datum = STACK_USER,
	  .check = check_stack,
	  .lower = lower_stack,
	  .consume = consume_stack,
	  .consume_json = consume_stack_json,
	  .doc = "The stack of the traced program: so many frames, or as many as the option "
		 "ustackframes says. Callers are found by the call frame information of the "
		 "files (.eh_frame), on x86-64 and Linux 5.17 or newer; elsewhere, and in "
		 "generated code, by frame pointers. Names of generated code are taken from "
		 "/tmp/perf-PID.map, which runtimes write when told to. The second argument is "
		 "accepted, and means nothing. It can be a key of an aggregation, and %k "
		 "prints it." },
	{ 0 },
};
