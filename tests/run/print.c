/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* print FILE: what the program in the file prints with -q, when BEGIN fires, then all sites of the
 * provider "test" (tests/lib/probes.c) and END, in the interpreter. Diagnostics come as "d: ...",
 * with tags, as those of the other golden stages do. */
#include <stdio.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/builtins/aggs.h"
#include "runtime/builtins/consumer.h"
#include "runtime/lang/builtin.h"
#include "runtime/kern/caps.h"
#include "runtime/lang/source.h"
#include "runtime/probe/provider.h"
#include "runtime/session/compile.h"
#include "tests/lib/pipeline.h"
#include "tests/lib/traced.h"
#include "tests/lib/vm.h"
#include "tests/run/aggs.h"
#include "tests/run/machine.h"

struct player {
	const struct compiled *compiled;
	struct machine *machine;
	struct str out;
	struct consumer consumer;
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

/* Actions below an if are done or not. */
static bool was_done(const struct clause_desc *clause, const struct act *act, const void *data)
{
	uint64_t mask = 0;

	if (act->mask_bit < 0 || !clause->mask_offset)
		return true;
	memcpy(&mask, (const char *)data + clause->mask_offset, sizeof(mask));
	return mask >> act->mask_bit & 1;
}

static void consume(const void *data, size_t size, void *ctx)
{
	struct player *p = ctx;
	const struct record_head *head = data;
	const struct clause_desc *clause = &p->compiled->layout.clauses[head->clause];

	(void)size;
	if (head->kind == RECORD_FAULT) {
		str_printf(&p->out, "fault %u\n", ((const struct record_fault *)head)->code);
		return;
	}
	for (uint32_t i = 0; i < clause->n_acts; i++)
		if (clause->acts[i].builtin && was_done(clause, &clause->acts[i], data))
			clause->acts[i].builtin->consume(&p->consumer, &clause->acts[i], data);
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
			if (failure)
				str_printf(&p->out, "the interpreter: %s\n", failure);
			vm_machine.drain(p->machine, consume, p);
		}
}

static void play(const struct pipeline *line)
{
	struct player p = { .compiled = line->compiled };
	struct aggs_source source = { &p, 1, each_value, update_value, extract_value };
	struct aggs_order order = {
		.by_key = line->opts.aggsortkey,
		.is_reverse = line->opts.aggsortrev,
		.key_pos = (uint32_t)line->opts.aggsortkeypos,
		.agg_pos = (uint32_t)line->opts.aggsortpos,
	};

	p.machine = vm_machine.open(line->compiled, line->dg);
	p.consumer.out = &p.out;
	p.consumer.layout = &line->compiled->layout;
	p.consumer.probes = line->compiled->probes.data;
	p.consumer.env = (struct format_env){ .stack = print_frames, .symbol = print_symbol };
	p.consumer.quiet = true;
	p.consumer.aggs = aggs_new(&line->compiled->layout, &source);
	aggs_set_order(p.consumer.aggs, &order);
	aggs_set_env(p.consumer.aggs, &p.consumer.env);
	fire_all(&p, TRIGGER_BEGIN, RUN_WAITING);
	fire_all(&p, TRIGGER_SITE, RUN_ACTIVE);
	fire_all(&p, TRIGGER_END, RUN_ENDING);
	str_putc(&p.out, '\n');
	aggs_print_rest(p.consumer.aggs, &p.out);
	fwrite(str_text(&p.out), 1, p.out.len, stdout);
	aggs_free(p.consumer.aggs);
	vm_machine.close(p.machine);
	str_fini(&p.out);
}

int main(int argc, char **argv)
{
	static const struct diag_style style = { .program = "d", .show_tags = true };
	struct arena *arena = arena_new();
	struct diag *dg = diag_new();
	const struct source *source = argc == 2 ? source_read(arena, argv[1], dg) : NULL;
	struct kern_caps caps;
	struct pipeline line;
	int status = 2;

	vm_machine.init_caps(&caps);
	if (source && traced_memory()) {
		status = pipeline_compile(&line, argv[1], source->text, &caps) ? 1 : 0;
		if (!status)
			play(&line);
		diag_print(line.dg, stdout, &style);
		pipeline_fini(&line);
	}
	diag_print(dg, stderr, &style);
	diag_free(dg);
	arena_free(arena);
	return status;
}
