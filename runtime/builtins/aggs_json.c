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

static void put_row(const struct agg *agg, const struct agg_row *row, const struct format_env *env,
		    struct json_object *out)
{
	const struct agg_desc *desc = agg->desc;
	struct json_object *keys = jsonl_put_array(out, "keys");

	for (uint32_t i = 0; i < desc->n_keys; i++) {
		struct format_arg key = consumer_arg(&desc->keys[i], row->key);

		jsonl_add_value(keys, env, &key);
	}
	if (agg->ops->number)
		jsonl_put_int(out, desc->func->name, agg->ops->number(row->words[0], agg->normal));
	else
		agg->ops->each(row->words[0], desc->params, agg->normal, put_bucket,
			       jsonl_put_array(out, "buckets"));
}

void aggs_put_json(struct aggs *aggs, struct json_object *object, uint32_t index)
{
	struct agg *agg = &aggs->list[index];
	const struct agg *const list[] = { agg };
	struct arena *arena = arena_new();
	struct agg_table table = agg_table_make(arena, aggs, list, 1, &aggs->order);
	struct json_object *data = jsonl_put_array(object, "aggregation-data");

	agg->was_printed = true;
	for (uint32_t i = 0; i < table.n_rows; i++)
		put_row(agg, table.rows[i], &aggs->env, jsonl_add_object(data));
	jsonl_put_text(object, "aggregation-name", agg->desc->name, strlen(agg->desc->name));
	arena_free(arena);
}

int aggs_print_rest_json(struct aggs *aggs, struct str *out)
{
	for (uint32_t i = 0; i < aggs->layout->n_aggs; i++) {
		struct json_object *object;
		int err;

		if (aggs->list[i].was_printed)
			continue;
		err = aggs_read(aggs, i, NULL);
		if (err)
			return err;
		object = jsonl_new();
		aggs_put_json(aggs, object, i);
		jsonl_write(out, object);
	}
	return 0;
}
