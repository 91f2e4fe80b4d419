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

/* A store on its way to being handed out. */
struct join {
	struct arena *arena;
	struct map *parts;	/* key -> its first part */
	uint32_t key_size;	/* without the CPU */
	uint32_t value_size;
	uint32_t number;	/* of the aggregation, among those that share the store */
};

static int add_part(const void *key, const void *value, void *ctx)
{
	struct join *join = ctx;
	struct part *part;
	uint32_t last;

	memcpy(&last, (const char *)key + join->key_size, AGG_CPU_SIZE);
	if (last >> AGG_NUMBER_SHIFT != join->number)
		return 0;
	part = arena_alloc(join->arena, sizeof(*part) + join->value_size);
	part->next = map_find(join->parts, key, join->key_size);
	part->cpu = last & ((1u << AGG_NUMBER_SHIFT) - 1);
	memcpy(part->words, value, join->value_size);
	map_set(join->parts, key, join->key_size, part);
	return 0;
}

static void *place_of(const struct join *join, void *values, uint32_t cpu)
{
	return (char *)values + (size_t)cpu * join->value_size;
}

static int hand_out(const struct join *join,
		    int (*fn)(const void *key, const void *values, void *arg), void *arg)
{
	uint32_t n_cpus = (uint32_t)kern_n_cpus();
	void *values = xcalloc(n_cpus, join->value_size);
	int err = 0;

	for (size_t i = 0; i < map_len(join->parts) && !err; i++) {
		const struct map_entry *entry = map_at(join->parts, i);

		memset(values, 0, (size_t)n_cpus * join->value_size);
		for (const struct part *part = entry->value; part; part = part->next)
			if (part->cpu < n_cpus)
				memcpy(place_of(join, values, part->cpu), part->words,
				       join->value_size);
		err = fn(entry->key, values, arg);
	}
	free(values);
	return err;
}

static struct join join_of(const struct agg_desc *agg)
{
	return (struct join){
		.key_size = agg->key_size,
		.value_size = agg->value_size,
		.number = agg->number,
	};
}

static int each_key(struct session *s, const struct agg_desc *agg, const struct kern_map_def *def,
		    int (*fn)(const void *key, const void *values, void *arg), void *arg)
{
	struct join join = join_of(agg);
	int err;

	join.arena = arena_new();
	join.parts = map_new();
	err = kern_map_each(s->loaded.maps[agg->store], def, add_part, &join);
	if (!err)
		err = hand_out(&join, fn, arg);
	map_free(join.parts);
	arena_free(join.arena);
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
	struct join join = join_of(agg);
	char *full = xmalloc(agg->key_size + AGG_CPU_SIZE);
	int ret = -ENOENT;

	memcpy(full, key, join.key_size);
	for (uint32_t cpu = 0; cpu < (uint32_t)kern_n_cpus(); cpu++) {
		uint32_t last = agg->number << AGG_NUMBER_SHIFT | cpu;
		int err;

		memcpy(full + join.key_size, &last, AGG_CPU_SIZE);
		err = fn(s->loaded.maps[agg->store], full, place_of(&join, values, cpu));
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