/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What is done with aggregations: printa(), clear(), trunc(), normalize(), denormalize(). All of it
 * happens in the consumer, when it reads the record. */
#include <errno.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/str.h"
#include "runtime/builtins/aggs.h"
#include "runtime/builtins/consumer.h"
#include "runtime/builtins/format_type.h"
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/scope.h"
#include "runtime/lang/type.h"
#include "runtime/output/jsonl.h"

/* Opens an act on the aggregations in the list of arguments that begins with args. */
static int lower_on_aggs(struct lower *lo, const struct node *use, const struct node *args)
{
	struct act *act = lower_act(lo, use, node_call(use)->builtin);
	uint32_t n = 0;

	for (const struct node *arg = args; arg && arg->kind == NODE_AGG; arg = arg->next)
		n++;
	act->aggs = xcalloc(n, sizeof(*act->aggs));
	for (const struct node *arg = args; act->n_aggs < n; arg = arg->next) {
		int index = lower_agg(lo, node_agg(arg)->symbol);

		if (index < 0)
			return diag_error(lo->s->dg, &arg->loc, D_AGG_NULL,
					  "undefined aggregation: no clause fills @%s",
					  node_agg(arg)->name);
		act->aggs[act->n_aggs++] = (uint32_t)index;
	}
	return 0;
}

/* An action on the aggregation that is its first argument; the second is a number, if it is there.
 */
static int lower_change(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	size_t index = lo->acts.len;
	int err = lower_on_aggs(lo, use, args);

	(void)out;
	if (err || !args->next)
		return err;
	return lower_act_value(lo, args->next, &lo->acts.data[index]);
}

/* Brings the aggregations up to date for the record at data. */
static int read_aggs(struct consumer *c, const struct act *act, const void *data)
{
	int err = 0;

	for (uint32_t i = 0; i < act->n_aggs && !err; i++)
		err = aggs_read(c->aggs, act->aggs[i], data);
	return err;
}

static int consume_clear(struct consumer *c, const struct act *act, const void *data)
{
	int err = read_aggs(c, act, data);

	return err ? err : aggs_clear(c->aggs, act->aggs[0]);
}

static int consume_trunc(struct consumer *c, const struct act *act, const void *data)
{
	int err = read_aggs(c, act, data);

	if (err)
		return err;
	if (!act->n_fields)
		return aggs_trunc(c->aggs, act->aggs[0]);
	return aggs_trunc_to(c->aggs, act->aggs[0], consumer_arg(&act->fields[0], data).value);
}

static int consume_normalize(struct consumer *c, const struct act *act, const void *data)
{
	uint64_t normal = (uint64_t)consumer_arg(&act->fields[0], data).value;

	aggs_normalize(c->aggs, act->aggs[0], normal);
	return 0;
}

static int consume_denormalize(struct consumer *c, const struct act *act, const void *data)
{
	(void)data;
	aggs_normalize(c->aggs, act->aggs[0], 1);
	return 0;
}

static const struct node_string *printa_format(const struct node_call *call)
{
	return call->args->kind == NODE_STRING ? node_string(call->args) : NULL;
}

/* Aggregations that are printed together must have keys of the same types. */
static int check_same_keys(struct check *ck, const struct node *first, const struct node *other)
{
	const struct symbol *a = node_agg(first)->symbol, *b = node_agg(other)->symbol;
	bool is_same = a->n_keys == b->n_keys;

	for (uint32_t i = 0; is_same && i < a->n_keys; i++)
		is_same = type_equal(a->keys[i], b->keys[i]);
	if (is_same)
		return 0;
	return diag_error(ck->dg, &other->loc, D_KEY_TYPE,
			  "printa( ): @%s and @%s have different keys, and cannot be printed "
			  "together", a->name, b->name);
}

/* Do the keys fit the format? Known once the aggregations have been filled, which may stand further
 * down in the program. */
static int check_keys(struct check *ck, const struct node_call *call)
{
	const struct node_string *text = printa_format(call);
	const struct node *aggs = text ? call->args->next : call->args;
	const struct symbol *symbol = node_agg(aggs)->symbol;
	struct format_type *types = arena_make_n(ck->arena, struct format_type, symbol->n_keys + 1);
	struct format *format;
	int err = 0;

	for (const struct node *other = aggs->next; other && !err; other = other->next)
		err = check_same_keys(ck, aggs, other);
	if (err || !text)
		return err;
	for (uint32_t i = 0; i < symbol->n_keys; i++)
		types[i] = format_type_for(symbol->keys[i], ck->arena);
	format = format_parse(text->text, text->len, &text->node.loc, true, ck->dg);
	if (!format)
		return -EINVAL;
	err = format_check(format, "printa", types, symbol->n_keys, ck->dg);
	format_free(format);
	return err;
}

/* info tells lower_printa() that there is nothing left to check. */
static int check_printa(struct check *ck, struct node_call *call)
{
	const struct node *aggs = printa_format(call) ? call->args->next : call->args;
	bool is_known = true;

	if (!aggs)
		return diag_error(ck->dg, &call->node.loc, D_PROTO_LEN,
				  "printa( ) needs an aggregation to print");
	for (const struct node *arg = aggs; arg; arg = arg->next) {
		if (arg->kind != NODE_AGG)
			return diag_error(ck->dg, &arg->loc, D_PROTO_ARG,
					  "printa( ) takes a format, which may be left out, and "
					  "aggregations");
		is_known = is_known && node_agg(arg)->symbol->func;
	}
	if (!is_known)
		return 0;
	call->info = call;
	return check_keys(ck, call);
}

static void free_format(void *format)
{
	format_free(format);
}

static int lower_printa(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node_call *call = node_call(use);
	const struct node_string *text = printa_format(call);
	struct check ck = { .arena = lo->s->arena, .dg = lo->s->dg };
	size_t index = lo->acts.len;
	int err;

	(void)out;
	err = lower_on_aggs(lo, use, text ? call->args->next : call->args);
	if (!err && !call->info)
		err = check_keys(&ck, call);
	if (err || !text)
		return err;
	lo->acts.data[index].info =
		format_parse(text->text, text->len, &text->node.loc, true, lo->s->dg);
	lo->acts.data[index].free_info = free_format;
	return 0;
}

static int consume_printa(struct consumer *c, const struct act *act, const void *data)
{
	int err = read_aggs(c, act, data);

	if (err)
		return err;
	if (!act->info)
		str_putc(c->out, '\n');
	aggs_print(c->aggs, c->out, act->aggs, act->n_aggs, act->info);
	return 0;
}

static int consume_printa_json(struct consumer *c, const struct act *act, const void *data)
{
	int err = read_aggs(c, act, data);

	if (!err)
		aggs_add_json(c->aggs, c->output, act->aggs, act->n_aggs);
	return err;
}

const struct builtin agg_act_builtins[] = {
	{ .name = "printa",
	  .kind = BUILTIN_ACT,
	  .proto = "void (., ...)",
	  .flags = BUILTIN_RECORDS,
	  .check = check_printa,
	  .lower = lower_printa,
	  .consume = consume_printa,
	  .consume_json = consume_printa_json,
	  .doc = "Prints aggregations: each key with its values. A format may stand first, whose "
		 "conversions take the keys in turn, and those with @ (%@d) the values. Several "
		 "aggregations are joined on their keys, and what is missing is 0. What printa() "
		 "printed is not printed again at the end." },
	{ .name = "clear",
	  .kind = BUILTIN_ACT,
	  .proto = "void (@)",
	  .flags = BUILTIN_RECORDS,
	  .lower = lower_change,
	  .consume = consume_clear,
	  .doc = "Sets the values of an aggregation to 0 and keeps its keys." },
	{ .name = "trunc",
	  .kind = BUILTIN_ACT,
	  .proto = "void (@, [int64_t])",
	  .flags = BUILTIN_RECORDS,
	  .lower = lower_change,
	  .consume = consume_trunc,
	  .doc = "Removes the keys and values of an aggregation. With a number, the keys with the "
		 "largest values are kept, as many as it says, or with the smallest if it is "
		 "negative." },
	{ .name = "normalize",
	  .kind = BUILTIN_ACT,
	  .proto = "void (@, uint64_t)",
	  .flags = BUILTIN_RECORDS,
	  .lower = lower_change,
	  .consume = consume_normalize,
	  .doc = "From here on the values of an aggregation are divided by a number when they are "
		 "printed. By 0 nothing is divided: it leaves things as they are." },
	{ .name = "denormalize",
	  .kind = BUILTIN_ACT,
	  .proto = "void (@)",
	  .flags = BUILTIN_RECORDS,
	  .lower = lower_change,
	  .consume = consume_denormalize,
	  .doc = "Ends what normalize() began." },
	{ 0 },
};
