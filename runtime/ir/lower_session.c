/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What is made once for all routines: stores, the names of the probes, the aggregations' layout. */
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/ir/agg.h"
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/builtin.h"
#include "runtime/lang/scope.h"

/* The NAMES store: a row for each probe, then the texts, each padded with room for a whole string
 * behind it so that one can be read from any offset. */
static uint32_t add_name(struct map *seen, struct str *texts, uint32_t base, const char *name)
{
	uintptr_t known = (uintptr_t)map_find_str(seen, name);

	if (known)
		return (uint32_t)known - 1;
	map_set_str(seen, name, (void *)(uintptr_t)(base + texts->len + 1));
	known = base + texts->len;
	str_append(texts, name, strlen(name));
	str_pad(texts, '\0', (int)(round_up_8((uint32_t)strlen(name) + 1) - strlen(name)));
	return (uint32_t)known;
}

static void make_names(struct lower_session *s)
{
	uint32_t rows_size = s->n_probes * (uint32_t)sizeof(struct probe_names);
	uint32_t base = round_up_8(rows_size);
	struct probe_names *rows = xcalloc(s->n_probes ? s->n_probes : 1, sizeof(*rows));
	struct map *seen = map_new();
	struct str texts = { 0 };
	uint32_t size;
	char *init;

	for (uint32_t i = 0; i < s->n_probes; i++) {
		const struct probe *p = s->probes[i];

		rows[i] = (struct probe_names){
			.text = { add_name(seen, &texts, base, p->provider),
				  add_name(seen, &texts, base, p->module),
				  add_name(seen, &texts, base, p->func),
				  add_name(seen, &texts, base, p->name) },
			.id = p->id,
			.epid = s->epids[i],
			.pid = p->follows ? (uint32_t)p->pid : 0,
		};
	}
	s->names_max = base + (uint32_t)texts.len;
	size = round_up_8(s->names_max + s->strsize);
	s->stores.names = ir_module_add_store(s->module, "names", STORE_CONST, 0, size, 1);
	init = xcalloc(1, size);
	memcpy(init, rows, rows_size);
	memcpy(init + base, str_text(&texts), texts.len);
	s->module->stores.data[s->stores.names].init = init;
	free(rows);
	map_free(seen);
	str_fini(&texts);
}

static void describe_agg(struct lower_session *s, const struct symbol *symbol, struct agg_desc *out)
{
	uint32_t at = 0;

	memset(out, 0, sizeof(*out));
	out->name = xstrdup(symbol->name);
	out->func = symbol->func;
	memcpy(out->params, symbol->params, sizeof(out->params));
	out->n_params = symbol->n_params;
	out->key_size = lower_key_size(s, symbol);
	out->n_keys = symbol->n_keys;
	out->keys = xcalloc(symbol->n_keys ? symbol->n_keys : 1, sizeof(*out->keys));
	for (uint32_t i = 0; i < symbol->n_keys; i++) {
		lower_field(s, symbol->keys[i], at, &out->keys[i]);
		at += lower_size(s, symbol->keys[i]);
	}
	out->value_size = 8 * symbol->func->agg->n_words(out->params);
}

/* A hash table's entry costs about this much besides key and value. Small ones count as more than
 * they take: the table of buckets is made at once, one for each entry that may come, and that is
 * what starting with an aggregation costs. */
enum {
	AGG_OVERHEAD = 64,
	AGG_SMALLEST = 256,
	AGG_MIN = 64,
	AGG_MAX = 1 << 22,
	AGG_SHARED = 4,		/* many that share one have room for so many of their kind */
};

static uint32_t agg_entries(const struct lower_session *s, uint64_t size)
{
	uint64_t entry = size + AGG_OVERHEAD > AGG_SMALLEST ? size + AGG_OVERHEAD : AGG_SMALLEST;
	uint64_t n = s->aggsize / entry;

	n *= s->n_cpus;
	return n < AGG_MIN ? AGG_MIN : n > AGG_MAX ? AGG_MAX : (uint32_t)n;
}

static void make_agg_store(struct lower_session *s, const char *symbol, struct agg_desc *agg)
{
	const char *name = symbol[0] ? symbol : "agg";
	uint32_t max = UINT32_MAX;
	struct ir_store wanted = {
		.name = (char *)name,
		.kind = STORE_CELL,
		.value_size = agg->value_size,
		.n_entries = 1,
	};

	agg->n_entries = 1;
	if (agg->key_size) {
		wanted.kind = STORE_AGG;
		wanted.key_size = agg->key_size + AGG_CPU_SIZE;
		wanted.n_entries = agg_entries(s, wanted.key_size + agg->value_size);
		agg->n_entries = wanted.n_entries / s->n_cpus;
		max = AGG_SHARED * wanted.n_entries;
	}
	agg->store = lower_store(s, &wanted, max, &agg->number);
}

int lower_make_aggs(struct lower_session *s)
{
	struct layout *layout = s->layout;
	const struct symbol *symbol;

	for (uint32_t i = 0; (symbol = scope_at(s->scope, SYMBOL_AGG, i)); i++) {
		struct agg_desc *agg;

		if (!symbol->func)
			continue;
		layout->aggs = xreallocarray(layout->aggs, layout->n_aggs + 1, sizeof(*agg));
		agg = &layout->aggs[layout->n_aggs++];
		describe_agg(s, symbol, agg);
		make_agg_store(s, symbol->name, agg);
		map_set(s->aggs, &symbol, sizeof(symbol), (void *)(uintptr_t)layout->n_aggs);
	}
	return 0;
}

static uint64_t power_of_two(uint64_t n)
{
	uint64_t size = 4096;

	while (size < n && size < UINT64_C(1) << 30)
		size *= 2;
	return size;
}

/* Making the ring takes as long as all else together, so one is as large as it must be: where only
 * BEGIN, END and ticks record, or faults, the consumer empties it between two of them, and it must
 * hold what one of them records. */
enum { QUIET_RING = 1 << 18 };

static uint32_t ring_size(const struct lower_session *s)
{
	uint64_t size = power_of_two(s->bufsize), needed = power_of_two(2 * s->record_bytes);

	if (needed < QUIET_RING)
		needed = QUIET_RING;
	return (uint32_t)(s->is_busy || size < needed ? size : needed);
}

/* Processes that are followed at once. */
enum { N_FAMILY = 1 << 14 };

int lower_session_begin(struct lower_session *s)
{
	struct lower_stores *st = &s->stores;
	int err;

	s->globals = map_new();
	s->tables = map_new();
	s->aggs = map_new();
	s->texts = map_new();
	s->text_bytes = xcalloc(1, sizeof(*s->text_bytes));
	st->control = ir_module_add_store(s->module, "control", STORE_CONTROL, 0,
					  sizeof(struct run_control), 1);
	st->counters = ir_module_add_store(s->module, "counters", STORE_CELL, 0,
					   sizeof(struct run_counters), 1);
	s->module->counters = st->counters;
	st->ring = ir_module_add_store(s->module, "ring", STORE_RING, 0,
				       (uint32_t)power_of_two(s->bufsize), 1);
	st->consts = ir_module_add_store(s->module, "consts", STORE_CONST, 0, 8, 1);
	st->globals = ir_module_add_store(s->module, "globals", STORE_GLOBALS, 0, 8, 1);
	st->families = s->follows
			       ? ir_module_add_store(s->module, "families", STORE_TABLE, 8, 8,
						     N_FAMILY)
			       : UINT32_MAX;
	st->on_cpu = st->run_time = st->speculations = UINT32_MAX;
	st->unwind_rows = st->unwind_index = st->unwind_rules = UINT32_MAX;
	st->unwind_files = st->unwind_maps = UINT32_MAX;
	make_names(s);
	lower_stores_begin(s);
	err = lower_make_variables(s);
	if (s->globals_size)
		s->module->stores.data[st->globals].value_size = s->globals_size;
	return err ? err : lower_make_aggs(s);
}

/* Behind the last text is room for a whole string, so that where an entry of a table would be, one
 * of them can be read. */
void lower_session_end(struct lower_session *s)
{
	struct ir_store *consts = &s->module->stores.data[s->stores.consts];

	s->module->stores.data[s->stores.ring].value_size = ring_size(s);
	if (!s->text_bytes->len)
		return;
	str_pad(s->text_bytes, '\0', (int)s->strsize);
	consts->value_size = (uint32_t)s->text_bytes->len;
	consts->init = xmemdup(s->text_bytes->data, s->text_bytes->len);
}

void lower_session_fini(struct lower_session *s)
{
	map_free(s->globals);
	map_free(s->tables);
	lower_stores_end(s);
	map_free(s->aggs);
	map_free(s->texts);
	vec_fini(&s->walk_bodies);
	if (s->text_bytes)
		str_fini(s->text_bytes);
	free(s->text_bytes);
}
