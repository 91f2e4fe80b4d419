/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/run/player.h"

#include <string.h>

#include "runtime/base/str.h"
#include "runtime/builtins/aggs.h"
#include "runtime/builtins/consumer.h"
#include "runtime/compile/compile.h"
#include "runtime/lang/builtin.h"
#include "runtime/output/jsonl.h"
#include "runtime/probe/provider.h"
#include "tests/lib/pipeline.h"
#include "tests/lib/vm.h"
#include "tests/run/aggs.h"
#include "tests/run/machine.h"

struct player {
	const struct compiled *compiled;
	struct machine *machine;
	struct str *out;
	struct consumer consumer;
	bool is_json;
	bool has_failed;
};

static int each_value(void *ctx, const struct agg_desc *agg,
		      int (*fn)(const void *key, const void *values, void *arg), void *arg)
{
	struct vm *vm = machine_vm(((struct player *)ctx)->machine);
	const void *key = NULL;
	const void *value;
	int err = 0;

	for (size_t i = 0; !err && (value = vm_map_at(vm, agg->store, i, &key)); i++)
		if (aggs_own_entry(agg, key))
			err = fn(key, value, arg);
	return err;
}

static int update_value(void *ctx, const struct agg_desc *agg, const void *key, const void *values)
{
	struct vm *vm = machine_vm(((struct player *)ctx)->machine);
	const void *full = NULL;
	void *value;

	for (size_t i = 0; (value = vm_map_at(vm, agg->store, i, &full)); i++)
		if (aggs_own_entry(agg, full) && !memcmp(full, key, agg->key_size))
			memcpy(value, values, agg->value_size);
	return 0;
}

/* The interpreter's maps keep what they have. */
static int extract_value(void *ctx, const struct agg_desc *agg, const void *key, void *values)
{
	(void)ctx;
	(void)agg;
	(void)key;
	(void)values;
	return -1;
}

static void print_frames(void *ctx, struct str *out, const struct format_arg *arg, int indent)
{
	(void)ctx;
	(void)arg;
	str_printf(out, "\n%*sframe\n", indent ? indent : 14, "");
}

/* Functions and modules begin at multiples of 16. */
static void print_symbol(void *ctx, struct str *out, const struct format_arg *arg, bool is_user)
{
	unsigned long long address = (unsigned long long)arg->value;
	struct record_symbol symbol;

	(void)ctx;
	if (arg->class == FORMAT_SYM) {
		memcpy(&symbol, arg->data, sizeof(symbol));
		if (symbol.part != SYMBOL_ADDRESS)
			address &= ~15ull;
	}
	str_printf(out, "%s`%llx", is_user ? "user" : "kernel", address);
}

static void tell_name(void *ctx, const struct format_arg *arg, format_name_fn *fn, void *fn_ctx)
{
	struct format_name name = {
		.text = "name", .function = "name", .address = (uint64_t)arg->value,
	};

	(void)ctx;
	fn(fn_ctx, &name);
}

/* Actions below an if are done or not. */
static bool was_done(const struct clause_desc *clause, const struct act *act, const void *data)
{
	uint64_t mask = 0;

	if (act->mask_bit < 0 || !clause->mask_offset)
		return true;
	memcpy(&mask, (const char *)data + clause->mask_offset, sizeof(mask));
	return mask >> act->mask_bit & 1;
}

static void consume_act(struct player *p, const struct act *act, const void *data)
{
	struct json_object *line;

	if (!p->is_json) {
		act->builtin->consume(&p->consumer, act, data);
	} else if (act->builtin->consume_json) {
		line = jsonl_new();
		p->consumer.output = jsonl_put_array(line, "output");
		act->builtin->consume_json(&p->consumer, act, data);
		jsonl_write(p->out, line);
	}
}

static void consume(const void *data, size_t size, void *ctx)
{
	struct player *p = ctx;
	const struct record_head *head = data;
	const struct clause_desc *clause = &p->compiled->layout.clauses[head->clause];

	(void)size;
	if (head->kind == RECORD_FAULT) {
		str_printf(p->out, "fault %u\n", ((const struct record_fault *)head)->code);
		return;
	}
	for (uint32_t i = 0; i < clause->n_acts; i++)
		if (clause->acts[i].builtin && was_done(clause, &clause->acts[i], data))
			consume_act(p, &clause->acts[i], data);
}

static void fire_all(struct player *p, enum probe_trigger trigger, enum run_state state)
{
	vm_machine.set_state(p->machine, state);
	vec_each(plan, &p->compiled->plans)
		vec_each(point, &plan->points) {
			const char *failure;

			if (point->probe->trigger != trigger)
				continue;
			failure = vm_machine.fire(p->machine, plan->routine, point);
			if (failure) {
				str_printf(p->out, PLAYER_FAILED "%s\n", failure);
				p->has_failed = true;
			}
			vm_machine.drain(p->machine, consume, p);
		}
}

static void set_options(struct player *p, const struct options *opts)
{
	struct aggs_order order = {
		.by_key = opts->aggsortkey,
		.is_reverse = opts->aggsortrev,
		.key_pos = (uint32_t)opts->aggsortkeypos,
		.agg_pos = (uint32_t)opts->aggsortpos,
	};
	struct aggs_look look = {
		.is_zoomed = opts->aggzoom,
		.has_bars = opts->agghist,
		.is_packed = opts->aggpack,
		.is_utf8 = opts->encoding == ENCODING_UTF8,
	};

	p->is_json = opts->oformat == OFORMAT_JSON;
	aggs_set_order(p->consumer.aggs, &order);
	aggs_set_look(p->consumer.aggs, &look);
	aggs_set_env(p->consumer.aggs, &p->consumer.env);
}

static void play(struct player *p)
{
	fire_all(p, TRIGGER_BEGIN, RUN_WAITING);
	fire_all(p, TRIGGER_SITE, RUN_ACTIVE);
	fire_all(p, TRIGGER_END, RUN_ENDING);
	str_putc(p->out, '\n');
	if (p->is_json)
		aggs_print_rest_json(p->consumer.aggs, p->out);
	else
		aggs_print_rest(p->consumer.aggs, p->out);
}

bool player_run(const struct pipeline *line, struct str *out)
{
	struct player p = { .compiled = line->compiled, .out = out };
	struct aggs_source source = { &p, 1, each_value, update_value, extract_value };

	p.machine = vm_machine.open(line->compiled, line->dg);
	p.consumer.out = out;
	p.consumer.layout = &line->compiled->layout;
	p.consumer.probes = line->compiled->probes.data;
	p.consumer.env = (struct format_env){ .stack = print_frames, .symbol = print_symbol,
					      .names = tell_name };
	p.consumer.quiet = true;
	p.consumer.rawbytes = line->opts.rawbytes;
	p.consumer.aggs = aggs_new(&line->compiled->layout, &source);
	set_options(&p, &line->opts);
	play(&p);
	aggs_free(p.consumer.aggs);
	vm_machine.close(p.machine);
	return !p.has_failed;
}
