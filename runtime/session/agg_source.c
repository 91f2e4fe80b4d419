/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Where the aggregations' values come from: the kernel's maps. */
#include <stdlib.h>

#include "runtime/base/alloc.h"
#include "runtime/builtins/aggs.h"
#include "runtime/session/session_impl.h"

/* A store without keys is an array of one. */
static int each_cell(struct session *s, uint32_t store, const struct kern_map_def *def,
		     int (*fn)(const void *key, const void *values, void *arg), void *arg)
{
	void *values = xcalloc((size_t)kern_n_cpus(), kern_map_value_size(def));
	uint32_t key = 0;
	int err = kern_map_find(s->loaded.maps[store], &key, values);

	if (!err)
		err = fn(&key, values, arg);
	free(values);
	return err;
}

/* A store that no routine refers to was not made: nobody adds to it. */
static int each(void *ctx, uint32_t store,
		int (*fn)(const void *key, const void *values, void *arg), void *arg)
{
	struct session *s = ctx;
	struct kern_map_def def = loaded_map_def(s->compiled, store);

	if (s->loaded.maps[store] < 0)
		return 0;
	if (def.type == BPF_MAP_TYPE_PERCPU_ARRAY)
		return each_cell(s, store, &def, fn, arg);
	return kern_map_each(s->loaded.maps[store], &def, fn, arg);
}

static int update(void *ctx, uint32_t store, const void *key, const void *values)
{
	struct session *s = ctx;
	struct kern_map_def def = loaded_map_def(s->compiled, store);
	uint32_t zero = 0;

	if (def.type == BPF_MAP_TYPE_PERCPU_ARRAY)
		key = &zero;
	return kern_map_update(s->loaded.maps[store], key, values);
}

static int extract(void *ctx, uint32_t store, const void *key, void *values)
{
	struct session *s = ctx;

	return kern_map_take(s->loaded.maps[store], key, values);
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
	struct aggs_order order = {
		.by_key = s->opts.aggsortkey,
		.is_reverse = s->opts.aggsortrev,
		.key_pos = (uint32_t)s->opts.aggsortkeypos,
		.agg_pos = (uint32_t)s->opts.aggsortpos,
	};

	s->consumer.aggs = aggs_new(&s->compiled->layout, &source);
	aggs_set_order(s->consumer.aggs, &order);
}
