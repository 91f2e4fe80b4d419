/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/builtins/aggs_impl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/map.h"
#include "runtime/ir/agg.h"
#include "runtime/lang/builtin.h"

/* Clauses of one firing run one behind the other; between their records lies no more than this. */
#define FIRING_NS 10000000

struct aggs *aggs_new(const struct layout *layout, const struct aggs_source *source)
{
	struct aggs *aggs = xcalloc(1, sizeof(*aggs));
	uint32_t value_max = 1;

	aggs->layout = layout;
	aggs->source = *source;
	aggs->list = xcalloc(layout->n_aggs + 1, sizeof(*aggs->list));
	for (uint32_t i = 0; i < layout->n_aggs; i++) {
		struct agg *agg = &aggs->list[i];

		agg->desc = &layout->aggs[i];
		agg->ops = agg->desc->func->agg;
		agg->entries = map_new();
		agg->normal = 1;
		if (value_max < agg->desc->value_size)
			value_max = agg->desc->value_size;
	}
	aggs->buffer = xcalloc(source->n_cpus, value_max);
	return aggs;
}

/* Frees the entries that keep says nothing for, and makes the map anew with the others. */
static void retain(struct agg *agg, bool (*keep)(const struct agg_entry *e))
{
	struct map *kept = map_new();

	for (size_t i = 0; i < map_len(agg->entries); i++) {
		const struct map_entry *at = map_at(agg->entries, i);
		struct agg_entry *e = at->value;

		if (keep(e)) {
			map_set(kept, at->key, at->key_size, e);
			e->key = map_at(kept, map_len(kept) - 1)->key;
		} else {
			free(e);
		}
	}
	map_free(agg->entries);
	agg->entries = kept;
}

static bool keep_none(const struct agg_entry *e)
{
	(void)e;
	return false;
}

void aggs_free(struct aggs *aggs)
{
	if (!aggs)
		return;
	for (uint32_t i = 0; i < aggs->layout->n_aggs; i++) {
		retain(&aggs->list[i], keep_none);
		map_free(aggs->list[i].entries);
	}
	free(aggs->list);
	free(aggs->buffer);
	free(aggs);
}

void aggs_set_order(struct aggs *aggs, const struct aggs_order *order)
{
	aggs->order = *order;
}

void aggs_set_env(struct aggs *aggs, const struct format_env *env)
{
	aggs->env = *env;
}

void aggs_set_look(struct aggs *aggs, const struct aggs_look *look)
{
	aggs->look = *look;
}

void aggs_set_rate(struct aggs *aggs, int64_t ns)
{
	aggs->rate = ns;
}

uint32_t agg_n_words(const struct agg *agg)
{
	return agg->desc->value_size / (uint32_t)sizeof(uint64_t);
}

void agg_merge(const struct agg *agg, uint64_t *into, const uint64_t *from)
{
	if (!agg->ops->is_sum) {
		agg->ops->merge(into, from);
		return;
	}
	for (uint32_t i = 0; i < agg_n_words(agg); i++)
		into[i] += from[i];
}

static bool can_subtract(const struct agg *agg)
{
	return agg->ops->is_sum || agg->ops->subtract;
}

static void subtract(const struct agg *agg, uint64_t *into, const uint64_t *base)
{
	if (!agg->ops->is_sum) {
		agg->ops->subtract(into, base);
		return;
	}
	for (uint32_t i = 0; i < agg_n_words(agg); i++)
		into[i] -= base[i];
}

void agg_entry_words(const struct agg *agg, const struct agg_entry *e, uint64_t *words)
{
	memcpy(words, e->total, agg->desc->value_size);
	if (can_subtract(agg))
		subtract(agg, words, e->base);
	else
		agg_merge(agg, words, e->base);
}

static struct agg_entry *find_entry(struct agg *agg, const void *key)
{
	uint32_t key_size = agg->desc->key_size, value_size = agg->desc->value_size;
	struct agg_entry *e = map_find(agg->entries, key_size ? key : "", key_size);

	if (e)
		return e;
	e = xcalloc(1, sizeof(*e) + 2 * value_size);
	e->total = (uint64_t *)(e + 1);
	e->base = e->total + agg_n_words(agg);
	map_set(agg->entries, key_size ? key : "", key_size, e);
	e->key = map_at(agg->entries, map_len(agg->entries) - 1)->key;
	return e;
}

/* The value of an entry as all CPUs together have it. */
static void set_total(const struct aggs *aggs, const struct agg *agg, struct agg_entry *e,
		      const uint64_t *values)
{
	memset(e->total, 0, agg->desc->value_size);
	for (uint32_t cpu = 0; cpu < aggs->source.n_cpus; cpu++)
		agg_merge(agg, e->total, values + cpu * agg_n_words(agg));
}

static void set_shown(struct agg_entry *e)
{
	e->is_shown = true;
	e->is_truncated = false;
}

struct reading {
	struct aggs *aggs;
	struct agg *agg;
};

/* Each time an entry is met it comes with all its CPUs: what was read before is replaced. */
static int read_entry(const void *key, const void *values, void *arg)
{
	const struct reading *reading = arg;
	struct agg_entry *e = find_entry(reading->agg, key);

	set_total(reading->aggs, reading->agg, e, values);
	if (e->total[0] != e->base[0])
		set_shown(e);
	return 0;
}

/* Clauses of a firing leave their records in order. */
static bool is_same_firing(const struct record_head *last, const struct record_head *head)
{
	if (last->cpu != head->cpu || last->probe != head->probe || last->time > head->time)
		return false;
	if (last->clause == head->clause)
		return last->time == head->time;
	return last->clause < head->clause && head->time - last->time < FIRING_NS;
}

/* Is what was read for the last record good enough for this one? */
static bool is_fresh(const struct aggs *aggs, const struct agg *agg, const struct record_head *head)
{
	if (!head || !agg->was_read)
		return false;
	return is_same_firing(&agg->reader, head) ||
	       (int64_t)(head->time - agg->reader.time) < aggs->rate;
}

int aggs_read(struct aggs *aggs, uint32_t index, const struct record_head *head)
{
	struct agg *agg = &aggs->list[index];
	struct reading reading = { aggs, agg };
	int err;

	if (is_fresh(aggs, agg, head))
		return 0;
	err = aggs->source.each(aggs->source.ctx, agg->desc, read_entry, &reading);
	agg->was_read = !err && head;
	if (agg->was_read)
		agg->reader = *head;
	return err;
}

/* From here on only what is added to the entry counts. */
static int begin_anew(struct aggs *aggs, struct agg *agg, struct agg_entry *e)
{
	const struct aggs_source *source = &aggs->source;

	if (can_subtract(agg)) {
		memcpy(e->base, e->total, agg->desc->value_size);
		return 0;
	}
	memset(e->total, 0, agg->desc->value_size);
	memset(e->base, 0, agg->desc->value_size);
	memset(aggs->buffer, 0, source->n_cpus * (size_t)agg->desc->value_size);
	return source->update(source->ctx, agg->desc, e->key, aggs->buffer);
}

int aggs_clear(struct aggs *aggs, uint32_t index)
{
	struct agg *agg = &aggs->list[index];
	int err = 0;

	for (size_t i = 0; i < map_len(agg->entries) && !err; i++) {
		struct agg_entry *e = map_at(agg->entries, i)->value;

		if (e->is_shown)
			err = begin_anew(aggs, agg, e);
	}
	return err;
}

static bool keep_with_key(const struct agg_entry *e)
{
	return e->key;
}

/* Takes the entry away from the routines. What they added to it since it was truncated is kept, and
 * it is still there then. */
static bool take_away(struct aggs *aggs, struct agg *agg, struct agg_entry *e)
{
	const struct aggs_source *source = &aggs->source;
	int err = source->extract(source->ctx, agg->desc, e->key, aggs->buffer);

	if (err)
		return err == -ENOENT;
	set_total(aggs, agg, e, aggs->buffer);
	if (e->total[0] == e->base[0])
		return true;
	set_shown(e);
	if (can_subtract(agg))
		subtract(agg, e->base, e->total);
	else
		memcpy(e->base, e->total, agg->desc->value_size);
	memset(e->total, 0, agg->desc->value_size);
	return false;
}

/* When room gets scarce, keys that nobody added to since they were truncated give up theirs. They
 * lose their key first, and are dropped in one go. */
static void remove_truncated(struct aggs *aggs, struct agg *agg)
{
	if (!agg->desc->key_size || map_len(agg->entries) <= agg->desc->n_entries / 2)
		return;
	for (size_t i = 0; i < map_len(agg->entries); i++) {
		struct agg_entry *e = map_at(agg->entries, i)->value;

		if (e->is_truncated && take_away(aggs, agg, e))
			e->key = NULL;
	}
	retain(agg, keep_with_key);
}

static int truncate_row(struct aggs *aggs, struct agg *agg, const struct agg_row *row)
{
	int err = 0;

	for (struct agg_entry *e = row->entries[0]; e && !err; e = e->next) {
		e->is_shown = false;
		e->is_truncated = true;
		err = begin_anew(aggs, agg, e);
	}
	return err;
}

int aggs_trunc_to(struct aggs *aggs, uint32_t index, int64_t n)
{
	static const struct aggs_order by_value;
	struct agg *agg = &aggs->list[index];
	const struct agg *const list[] = { agg };
	struct arena *arena = arena_new();
	uint64_t keep = n < 0 ? -(uint64_t)n : (uint64_t)n;
	struct agg_table table;
	uint32_t first, end;
	int err = 0;

	table = agg_table_make(arena, aggs, list, 1, &by_value);
	remove_truncated(aggs, agg);
	if (keep > table.n_rows)
		keep = table.n_rows;
	first = n < 0 ? (uint32_t)keep : 0;
	end = n < 0 ? table.n_rows : table.n_rows - (uint32_t)keep;
	for (uint32_t i = first; i < end && !err; i++)
		err = truncate_row(aggs, agg, table.rows[i]);
	arena_free(arena);
	return err;
}

int aggs_trunc(struct aggs *aggs, uint32_t index)
{
	return aggs_trunc_to(aggs, index, 0);
}

void aggs_normalize(struct aggs *aggs, uint32_t index, uint64_t normal)
{
	if (normal)
		aggs->list[index].normal = normal;
}
