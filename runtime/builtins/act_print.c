/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* printf(): values in a form that the program gives. system() and freopen() do something with such
 * a text, and ftruncate() belongs to them. */
#include <errno.h>

#include "runtime/base/arena.h"
#include "runtime/base/str.h"
#include "runtime/builtins/consumer.h"
#include "runtime/builtins/format_type.h"
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/type.h"
#include "runtime/output/jsonl.h"

enum { MAX_ARGS = 64 };

/* A datum: the format may be empty. */
enum { MAY_BE_EMPTY = 1 };

struct format_type format_type_for(struct type *type, struct arena *arena)
{
	const struct type *t = type_resolve(type);
	struct format_type out = { .class = FORMAT_INT, .size = t->size };
	auto_str struct str name = { 0 };

	if (t->kind == TYPE_STRING || (t->kind == TYPE_ARRAY && type_is_stringlike(t)))
		out.class = FORMAT_STRING;
	else if (t->kind == TYPE_POINTER)
		out.class = FORMAT_PTR;
	else if (t->kind == TYPE_FLOAT)
		out.class = FORMAT_FLOAT;
	else if (t->kind == TYPE_STACK)
		out.class = FORMAT_STACK;
	else if (t->kind == TYPE_SYM)
		out.class = FORMAT_SYM;
	else if (type_is_sou(t) || t->kind == TYPE_ARRAY)
		out.class = FORMAT_BYTES;
	type_print(&name, type, NULL);
	out.name = arena_strdup(arena, str_text(&name));
	return out;
}

struct format_type format_type_of(const struct node *n, struct arena *arena)
{
	struct format_type out = format_type_for(n->type, arena);

	out.loc = &n->loc;
	return out;
}

/* freopen(""): the one format that may be empty. */
static bool is_empty_name(const struct node_call *call)
{
	return call->builtin->datum == MAY_BE_EMPTY && !node_string(call->args)->len &&
	       !call->args->next;
}

static int check_printf(struct check *ck, struct node_call *call)
{
	struct format_type types[MAX_ARGS];
	const struct node_string *text;
	struct format *fmt;
	uint32_t n = 0;
	int err;

	if (call->args->kind != NODE_STRING)
		return diag_error(ck->dg, &call->args->loc, D_PROTO_ARG,
				  "%s( ) needs a string constant as its format", call->name);
	for (const struct node *arg = call->args->next; arg; arg = arg->next) {
		if (n == MAX_ARGS)
			return diag_error(ck->dg, &arg->loc, D_PROTO_LEN,
					  "%s( ) prints at most %d values", call->name, MAX_ARGS);
		types[n++] = format_type_of(arg, ck->arena);
	}
	text = node_string(call->args);
	if (is_empty_name(call))
		return 0;
	fmt = format_parse(text->text, text->len, &call->args->loc, false, ck->dg);
	if (!fmt)
		return -EINVAL;
	err = format_check(fmt, call->name, types, n, ck->dg);
	format_free(fmt);
	return err;
}

static void free_format(void *fmt)
{
	format_free(fmt);
}

static int lower_printf(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node_call *call = node_call(use);
	const struct node_string *text = node_string(call->args);
	size_t index = lo->acts.len;
	struct act *act = lower_act(lo, use, call->builtin);
	int err = 0;

	(void)out;
	if (!is_empty_name(call)) {
		act->info = format_parse(text->text, text->len, &call->args->loc, false, lo->s->dg);
		act->free_info = free_format;
	}
	for (const struct node *arg = call->args->next; arg && !err; arg = arg->next)
		err = lower_act_value(lo, arg, &lo->acts.data[index]);
	return err;
}

static void print_text(struct consumer *c, const struct act *act, const void *data, struct str *out)
{
	struct format_arg args[MAX_ARGS];
	uint32_t n = act->n_fields < MAX_ARGS ? act->n_fields : MAX_ARGS;

	for (uint32_t i = 0; i < n; i++)
		args[i] = consumer_arg(&act->fields[i], data);
	if (act->info)
		format_print(out, act->info, &c->env, args, n);
}

static int consume_printf(struct consumer *c, const struct act *act, const void *data)
{
	print_text(c, act, data, c->out);
	return 0;
}

/* The text, then each value by itself. */
static int consume_printf_json(struct consumer *c, const struct act *act, const void *data)
{
	auto_str struct str text = { 0 };
	struct consumer to_text = *c;

	to_text.out = &text;
	consume_printf(&to_text, act, data);
	jsonl_put_text(jsonl_add_object(c->output), "message", str_text(&text), text.len);
	for (uint32_t i = 0; i < act->n_fields; i++) {
		struct format_arg arg = consumer_arg(&act->fields[i], data);

		jsonl_put_value(jsonl_add_object(c->output), "value", &c->env, &arg);
	}
	return 0;
}

/* What was printed so far comes before what the command prints. */
static int consume_system(struct consumer *c, const struct act *act, const void *data)
{
	auto_str struct str text = { 0 };

	print_text(c, act, data, &text);
	return c->sink ? c->sink->run(c->sink_ctx, str_text(&text)) : 0;
}

static int consume_freopen(struct consumer *c, const struct act *act, const void *data)
{
	auto_str struct str path = { 0 };

	print_text(c, act, data, &path);
	return c->sink ? c->sink->reopen(c->sink_ctx, str_text(&path)) : 0;
}

static int lower_ftruncate(struct lower *lo, const struct node *use, struct value *out)
{
	(void)out;
	lower_act(lo, use, node_call(use)->builtin);
	return 0;
}

static int consume_ftruncate(struct consumer *c, const struct act *act, const void *data)
{
	(void)act;
	(void)data;
	return c->sink ? c->sink->truncate(c->sink_ctx) : 0;
}

const struct builtin print_builtins[] = {
	{ .name = "freopen",
	  .kind = BUILTIN_ACT,
	  .proto = "void (string, ...)",
	  .flags = BUILTIN_RECORDS | BUILTIN_DESTRUCTIVE,
	  .datum = MAY_BE_EMPTY,
	  .check = check_printf,
	  .lower = lower_printf,
	  .consume = consume_freopen,
	  .doc = "Lets output go to the end of a file whose name the format and values give as in "
		 "printf(); an empty name brings it back to where it went at first. "
		 "Destructive: it needs -w." },
	{ .name = "ftruncate",
	  .kind = BUILTIN_ACT,
	  .proto = "void ()",
	  .flags = BUILTIN_RECORDS,
	  .lower = lower_ftruncate,
	  .consume = consume_ftruncate,
	  .doc = "Empties the file that output goes to, if it is one." },
	{ .name = "printf",
	  .kind = BUILTIN_ACT,
	  .proto = "void (string, ...)",
	  .flags = BUILTIN_RECORDS,
	  .check = check_printf,
	  .lower = lower_printf,
	  .consume = consume_printf,
	  .consume_json = consume_printf_json,
	  .doc = "Prints values in the form that the format, its first argument, gives." },
	{ .name = "system",
	  .kind = BUILTIN_ACT,
	  .proto = "void (string, ...)",
	  .flags = BUILTIN_RECORDS | BUILTIN_DESTRUCTIVE,
	  .check = check_printf,
	  .lower = lower_printf,
	  .consume = consume_system,
	  .doc = "Runs a command by the shell, whose text the format and values give as in "
		 "printf(), and waits for it. It runs when the record is read, so a little after "
		 "the probe has fired. Destructive: it needs -w." },
	{ 0 },
};
