/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Aggregations joined on their keys, and sorted: by value, then by key, unless the options say
 * otherwise. Integers among the keys compare as unsigned numbers of their size, symbols by their
 * names, and all else byte by byte. */
#include "runtime/builtins/aggs_impl.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/builtins/consumer.h"
#include "runtime/ir/agg.h"

struct join {
	struct arena *arena;
	const struct format_env *env;
	const struct agg *const *list;
	uint32_t n;
	struct map *rows;	/* what tells rows apart -> struct agg_row */
};

static const char *symbol_name(struct join *join, const struct field *field, const void *key)
{
	const struct format_arg arg = consumer_arg(field, key);
	auto_str struct str name = { 0 };

	if (field->kind != FIELD_SYM || !join->env->symbol)
		return NULL;
	join->env->symbol(join->env->ctx, &name, &arg, true);
	return arena_strdup(join->arena, str_text(&name));
}

/* What tells a key from others: symbols do by their names. NULL: all of its bytes do. */
static const char **key_names(struct join *join, const void *key, struct str *identity)
{
	const struct agg_desc *desc = join->list[0]->desc;
	const char **names = arena_make_n(join->arena, const char *, desc->n_keys + 1);
	bool has_names = false;

	for (uint32_t i = 0; i < desc->n_keys; i++) {
		const struct field *field = &desc->keys[i];
		uint32_t end = i + 1 < desc->n_keys ? field[1].offset : desc->key_size;

		names[i] = symbol_name(join, field, key);
		has_names = has_names || names[i];
		if (names[i])
			str_append(identity, names[i], strlen(names[i]) + 1);
		else
			str_append(identity, (const char *)key + field->offset,
				   end - field->offset);
	}
	return has_names ? names : NULL;
}

/* A row in which every aggregation is 0 so far. */
static struct agg_row *row_at(struct join *join, const void *key)
{
	uint32_t key_size = join->list[0]->desc->key_size;
	auto_str struct str identity = { 0 };
	const char **names = key_names(join, key, &identity);
	const void *id = names ? str_text(&identity) : key;
	size_t id_size = names ? identity.len : key_size;
	struct agg_row *row = map_find(join->rows, id, id_size);

	if (row)
		return row;
	row = arena_make(join->arena, struct agg_row);
	row->key = arena_memdup(join->arena, key, key_size);
	row->names = names;
	row->words = arena_make_n(join->arena, const uint64_t *, join->n);
	row->ranks = arena_alloc(join->arena, join->n * sizeof(*row->ranks));
	row->entries = arena_make_n(join->arena, struct agg_entry *, join->n);
	for (uint32_t i = 0; i < join->n; i++)
		row->words[i] = arena_alloc(join->arena, join->list[i]->desc->value_size);
	map_set(join->rows, id, id_size, row);
	return row;
}

static void rank(const struct agg *agg, const uint64_t *words, __int128 out[2])
{
	if (agg->ops->number)
		out[0] = agg->ops->number(words, 1);
	else
		agg->ops->rank(words, agg->desc->params, out);
}

static void add_agg(struct join *join, uint32_t i)
{
	const struct agg *agg = join->list[i];
	uint64_t *words = arena_alloc(join->arena, agg->desc->value_size);

	for (size_t k = 0; k < map_len(agg->entries); k++) {
		struct agg_entry *e = map_at(agg->entries, k)->value;
		struct agg_row *row;

		if (!e->is_shown)
			continue;
		row = row_at(join, e->key);
		e->next = row->entries[i];
		row->entries[i] = e;
		agg_entry_words(agg, e, words);
		agg_merge(agg, (uint64_t *)row->words[i], words);
		rank(agg, row->words[i], row->ranks[i]);
	}
}

struct sorting {
	const struct aggs_order *order;
	const struct agg_desc *desc;	/* of the first, for the keys */
	uint32_t n;			/* aggregations */
};

static uint64_t int_key(const struct field *field, const char *at)
{
	uint64_t value;

	memcpy(&value, at, sizeof(value));
	return field->size < 8 ? value & ((UINT64_C(1) << field->size * 8) - 1) : value;
}

static int compare_key(const struct field *field, const char *a, const char *b)
{
	if (field->kind == FIELD_STRING)
		return strncmp(a + field->offset, b + field->offset, field->size);
	if (field->kind == FIELD_INT) {
		uint64_t x = int_key(field, a + field->offset);
		uint64_t y = int_key(field, b + field->offset);

		return (x > y) - (x < y);
	}
	return memcmp(a + field->offset, b + field->offset, field->size);
}

static int compare_one(const struct sorting *s, uint32_t i, const struct agg_row *a,
		       const struct agg_row *b)
{
	if (a->names && a->names[i])
		return strcmp(a->names[i], b->names[i]);
	return compare_key(&s->desc->keys[i], a->key, b->key);
}

static int compare_keys(const struct sorting *s, const struct agg_row *a, const struct agg_row *b)
{
	uint32_t n = s->desc->n_keys;
	uint32_t first = s->order->key_pos < n ? s->order->key_pos : 0;

	for (uint32_t i = 0; i < n; i++) {
		int c = compare_one(s, (first + i) % n, a, b);

		if (c)
			return c;
	}
	return 0;
}

static int compare_values(const struct sorting *s, const struct agg_row *a,
			  const struct agg_row *b)
{
	uint32_t first = s->order->agg_pos < s->n ? s->order->agg_pos : 0;

	for (uint32_t i = 0; i < s->n; i++) {
		const __int128 *x = a->ranks[(first + i) % s->n];
		const __int128 *y = b->ranks[(first + i) % s->n];

		if (x[0] != y[0])
			return x[0] < y[0] ? -1 : 1;
		if (x[1] != y[1])
			return x[1] < y[1] ? -1 : 1;
	}
	return 0;
}

static int compare_rows(const void *pa, const void *pb, void *arg)
{
	const struct agg_row *a = *(struct agg_row *const *)pa;
	const struct agg_row *b = *(struct agg_row *const *)pb;
	const struct sorting *s = arg;
	int c;

	if (s->order->by_key) {
		c = compare_keys(s, a, b);
		c = c ? c : compare_values(s, a, b);
	} else {
		c = compare_values(s, a, b);
		c = c ? c : compare_keys(s, a, b);
	}
	return s->order->is_reverse ? -c : c;
}

struct agg_table agg_table_make(struct arena *arena, const struct aggs *aggs,
				const struct agg *const *list, uint32_t n,
				const struct aggs_order *order)
{
	struct join join = { arena, &aggs->env, list, n, map_new() };
	struct sorting sorting = { order, list[0]->desc, n };
	struct agg_table table;

	for (uint32_t i = 0; i < n; i++)
		add_agg(&join, i);
	table.n_rows = (uint32_t)map_len(join.rows);
	table.rows = arena_make_n(arena, struct agg_row *, table.n_rows);
	for (uint32_t i = 0; i < table.n_rows; i++)
		table.rows[i] = map_at(join.rows, i)->value;
	map_free(join.rows);
	qsort_r(table.rows, table.n_rows, sizeof(*table.rows), compare_rows, &sorting);
	return table;
}
