/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Aggregations as JSON, with the names that FreeBSD's dtrace gives them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/builtins/aggs_impl.h"
#include "runtime/builtins/consumer.h"
#include "runtime/ir/agg.h"
#include "runtime/lang/builtin.h"
#include "runtime/output/jsonl.h"

/* A label is a number, but for buckets at the ends: "< 0", ">= 100". */
static void put_label(struct json_object *object, const char *label)
{
	char *end;
	long long value = strtoll(label, &end, 10);

	if (*end)
		jsonl_put_text(object, "value", label, strlen(label));
	else
		jsonl_put_int(object, "value", value);
}

static void put_bucket(void *ctx, const char *label, int64_t count)
{
	struct json_object *bucket = jsonl_add_object(ctx);

	put_label(bucket, label);
	jsonl_put_int(bucket, "count", count);
}

/* i: which of the joined aggregations. */
static void put_row(const struct agg *agg, const struct agg_row *row, uint32_t i,
		    const struct format_env *env, struct json_object *out)
{
	const struct agg_desc *desc = agg->desc;
	struct json_object *keys = jsonl_put_array(out, "keys");

	for (uint32_t k = 0; k < desc->n_keys; k++) {
		struct format_arg key = consumer_arg(&desc->keys[k], row->key);

		jsonl_add_value(keys, env, &key);
	}
	if (agg->ops->number)
		jsonl_put_int(out, desc->func->name, agg->ops->number(row->words[i], agg->normal));
	else
		agg->ops->each(row->words[i], desc->params, agg->normal, put_bucket,
			       jsonl_put_array(out, "buckets"));
}

static void put_agg(const struct aggs *aggs, struct json_object *object, const struct agg *agg,
		    uint32_t i, const struct agg_table *table)
{
	struct json_object *data = jsonl_put_array(object, "aggregation-data");

	for (uint32_t row = 0; row < table->n_rows; row++)
		put_row(agg, table->rows[row], i, &aggs->env, jsonl_add_object(data));
	jsonl_put_text(object, "aggregation-name", agg->desc->name, strlen(agg->desc->name));
}

void aggs_add_json(struct aggs *aggs, struct json_object *array, const uint32_t *indexes,
		   uint32_t n)
{
	struct arena *arena = arena_new();
	const struct agg **list = arena_make_n(arena, const struct agg *, n);
	struct agg_table table;

	for (uint32_t i = 0; i < n; i++) {
		list[i] = &aggs->list[indexes[i]];
		aggs->list[indexes[i]].was_printed = true;
	}
	table = agg_table_make(arena, aggs, list, n, &aggs->order);
	for (uint32_t i = 0; i < n; i++)
		put_agg(aggs, jsonl_add_object(array), list[i], i, &table);
	arena_free(arena);
}

static void print_one(struct aggs *aggs, struct str *out, uint32_t index)
{
	const struct agg *agg = &aggs->list[index];
	struct json_object *line = jsonl_new();
	struct arena *arena = arena_new();
	struct agg_table table = agg_table_make(arena, aggs, &agg, 1, &aggs->order);

	aggs->list[index].was_printed = true;
	put_agg(aggs, line, agg, 0, &table);
	jsonl_write(out, line);
	arena_free(arena);
}

int aggs_print_rest_json(struct aggs *aggs, struct str *out)
{
	for (uint32_t i = 0; i < aggs->layout->n_aggs; i++) {
		int err;

		if (aggs->list[i].was_printed)
			continue;
		err = aggs_read(aggs, i, NULL);
		if (err)
			return err;
		print_one(aggs, out, i);
	}
	return 0;
}
