/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Where the aggregations' values come from: the kernel's maps. In those with keys an entry is what
 * one CPU has for a key (AGG_CPU_SIZE in record.h tells why), and here they are put together. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/map.h"
#include "runtime/builtins/aggs.h"
#include "runtime/session/session_impl.h"

/* A store without keys is an array. */
static int each_cell(struct session *s, const struct agg_desc *agg, const struct kern_map_def *def,
		     int (*fn)(const void *key, const void *values, void *arg), void *arg)
{
	void *values = xcalloc((size_t)kern_n_cpus(), kern_map_value_size(def));
	int err = kern_map_find(s->loaded.maps[agg->store], &agg->number, values);

	if (!err)
		err = fn(&agg->number, values, arg);
	free(values);
	return err;
}

/* What one CPU has for a key. */
struct part {
	struct part *next;	/* of the same key */
	uint32_t cpu;
	uint64_t words[];
};

static uint32_t number_in(const void *key, uint32_t key_size, uint32_t *cpu)
{
	uint32_t last;

	memcpy(&last, (const char *)key + key_size, AGG_CPU_SIZE);
	*cpu = last & ((1u << AGG_NUMBER_SHIFT) - 1);
	return last >> AGG_NUMBER_SHIFT;
}

static struct map *parts_of(struct agg_reading *reading, uint32_t number)
{
	if (number >= reading->n_numbers) {
		reading->parts = xreallocarray(reading->parts, number + 1,
					       sizeof(*reading->parts));
		while (reading->n_numbers <= number)
			reading->parts[reading->n_numbers++] = map_new();
	}
	return reading->parts[number];
}

static int add_part(const void *key, const void *value, void *ctx)
{
	struct agg_reading *reading = ctx;
	struct part *part =
		arena_alloc(reading->arena, sizeof(*part) + reading->value_size);
	struct map *parts = parts_of(reading, number_in(key, reading->key_size, &part->cpu));

	part->next = map_find(parts, key, reading->key_size);
	memcpy(part->words, value, reading->value_size);
	map_set(parts, key, reading->key_size, part);
	return 0;
}

static int hand_out(const struct agg_reading *reading, const struct map *parts,
		    int (*fn)(const void *key, const void *values, void *arg), void *arg)
{
	uint32_t n_cpus = (uint32_t)kern_n_cpus(), size = reading->value_size;
	char *values = xcalloc(n_cpus, size);
	int err = 0;

	for (size_t i = 0; i < map_len(parts) && !err; i++) {
		const struct map_entry *entry = map_at(parts, i);

		memset(values, 0, (size_t)n_cpus * size);
		for (const struct part *part = entry->value; part; part = part->next)
			if (part->cpu < n_cpus)
				memcpy(values + (size_t)part->cpu * size, part->words, size);
		err = fn(entry->key, values, arg);
	}
	free(values);
	return err;
}

void session_forget_aggs(struct session *s)
{
	struct agg_reading *reading = &s->agg_reading;

	for (uint32_t i = 0; i < reading->n_numbers; i++)
		map_free(reading->parts[i]);
	free(reading->parts);
	if (reading->arena)
		arena_free(reading->arena);
	*reading = (struct agg_reading){ 0 };
}

static int read_store(struct session *s, const struct agg_desc *agg, const struct kern_map_def *def)
{
	session_forget_aggs(s);
	s->agg_reading = (struct agg_reading){
		.arena = arena_new(),
		.store = agg->store,
		.key_size = agg->key_size,
		.value_size = agg->value_size,
	};
	return kern_map_each(s->loaded.maps[agg->store], def, add_part, &s->agg_reading);
}

static bool is_shared(const struct session *s, const struct agg_desc *agg)
{
	const struct layout *layout = &s->compiled->layout;

	for (uint32_t i = 0; i < layout->n_aggs; i++)
		if (layout->aggs[i].store == agg->store && &layout->aggs[i] != agg)
			return true;
	return false;
}

/* What is read of a store that many share is kept for the others, until somebody wants to know what
 * has come meanwhile. */
static int each_key(struct session *s, const struct agg_desc *agg, const struct kern_map_def *def,
		    int (*fn)(const void *key, const void *values, void *arg), void *arg)
{
	struct agg_reading *reading = &s->agg_reading;
	int err = 0;

	if (!reading->arena || reading->store != agg->store || !is_shared(s, agg))
		err = read_store(s, agg, def);
	if (!err && agg->number < reading->n_numbers)
		err = hand_out(reading, reading->parts[agg->number], fn, arg);
	if (err || !is_shared(s, agg))
		session_forget_aggs(s);
	return err;
}

/* A store that no routine refers to was not made: nobody adds to it. */
static int each(void *ctx, const struct agg_desc *agg,
		int (*fn)(const void *key, const void *values, void *arg), void *arg)
{
	struct session *s = ctx;
	struct kern_map_def def = loaded_map_def(s->compiled, agg->store);

	if (s->loaded.maps[agg->store] < 0)
		return 0;
	if (def.type == BPF_MAP_TYPE_PERCPU_ARRAY)
		return each_cell(s, agg, &def, fn, arg);
	return each_key(s, agg, &def, fn, arg);
}

/* Does something with the entry of each CPU. -ENOENT, which is no failure, if there was none. */
static int each_cpu(struct session *s, const struct agg_desc *agg, const void *key, void *values,
		    int (*fn)(int fd, const void *key, void *value))
{
	char *full = xmalloc(agg->key_size + AGG_CPU_SIZE);
	int ret = -ENOENT;

	session_forget_aggs(s);
	memcpy(full, key, agg->key_size);
	for (uint32_t cpu = 0; cpu < (uint32_t)kern_n_cpus(); cpu++) {
		uint32_t last = agg->number << AGG_NUMBER_SHIFT | cpu;
		int err;

		memcpy(full + agg->key_size, &last, AGG_CPU_SIZE);
		err = fn(s->loaded.maps[agg->store], full,
			 (char *)values + (size_t)cpu * agg->value_size);
		if (err && err != -ENOENT) {
			ret = err;
			break;
		}
		if (!err)
			ret = 0;
	}
	free(full);
	return ret;
}

static int replace_entry(int fd, const void *key, void *value)
{
	return kern_map_replace(fd, key, value);
}

static int update(void *ctx, const struct agg_desc *agg, const void *key, const void *values)
{
	struct session *s = ctx;
	int err;

	if (!agg->key_size)
		return kern_map_update(s->loaded.maps[agg->store], &agg->number, values);
	err = each_cpu(s, agg, key, (void *)values, replace_entry);
	return err == -ENOENT ? 0 : err;
}

static int extract(void *ctx, const struct agg_desc *agg, const void *key, void *values)
{
	struct session *s = ctx;

	memset(values, 0, (size_t)kern_n_cpus() * agg->value_size);
	return each_cpu(s, agg, key, values, kern_map_take);
}

void session_make_aggs(struct session *s)
{
	struct aggs_source source = {
		.ctx = s,
		.n_cpus = (uint32_t)kern_n_cpus(),
		.each = each,
		.update = update,
		.extract = extract,
	};

	s->consumer.aggs = aggs_new(&s->compiled->layout, &source);
	aggs_set_env(s->consumer.aggs, &s->consumer.env);
}

void session_order_aggs(struct session *s)
{
	struct aggs_order order = {
		.by_key = s->opts.aggsortkey,
		.is_reverse = s->opts.aggsortrev,
		.key_pos = (uint32_t)s->opts.aggsortkeypos,
		.agg_pos = (uint32_t)s->opts.aggsortpos,
	};
	struct aggs_look look = {
		.is_zoomed = s->opts.aggzoom,
		.has_bars = s->opts.agghist,
		.is_packed = s->opts.aggpack,
		.is_utf8 = s->opts.encoding == ENCODING_UTF8,
	};

	aggs_set_order(s->consumer.aggs, &order);
	aggs_set_look(s->consumer.aggs, &look);
	aggs_set_rate(s->consumer.aggs, s->opts.aggrate);
}