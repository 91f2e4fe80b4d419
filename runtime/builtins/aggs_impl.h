/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the files of the aggregations share. */
#ifndef RUNTIME_BUILTINS_AGGS_IMPL_H
#define RUNTIME_BUILTINS_AGGS_IMPL_H

#include "runtime/builtins/aggs.h"
#include "runtime/ir/record.h"
#include "runtime/output/format.h"

struct agg_ops;
struct arena;
struct map;

/* One key. */
struct agg_entry {
	const void *key;	/* the map's copy */
	uint64_t *total;	/* as read last, all CPUs merged */
	uint64_t *base;		/* what total was at the last clear() or trunc(); zeros at first */
	bool is_shown;		/* added to, and not truncated since */
	bool is_truncated;	/* truncated, and not added to since */
	struct agg_entry *next;	/* in the row of a table; only while it is in use */
};

struct agg {
	const struct agg_desc *desc;
	const struct agg_ops *ops;
	struct map *entries;		/* key -> struct agg_entry */
	uint64_t normal;
	bool was_printed;
	bool was_read;
	struct record_head reader;	/* the record that asked last */
};

struct aggs {
	const struct layout *layout;
	struct aggs_source source;
	struct aggs_order order;
	struct format_env env;
	struct aggs_look look;
	int64_t rate;		/* ns that a reading holds; 0: read each time */
	struct agg *list;		/* as in the layout */
	uint64_t *buffer;	/* the largest value, for all CPUs */
};

/* Words of a value. */
uint32_t agg_n_words(const struct agg *agg);

void agg_merge(const struct agg *agg, uint64_t *into, const uint64_t *from);

/* What is shown: the words since the last clear() or trunc(). */
void agg_entry_words(const struct agg *agg, const struct agg_entry *e, uint64_t *words);

/* A key with its values, one for each of the aggregations that are looked at together. */
struct agg_row {
	const void *key;	/* of the first entry */
	const char **names;	/* of the keys that are symbols; NULL for the others */
	const uint64_t **words;
	__int128 (*ranks)[2];
	struct agg_entry **entries;	/* more than one where keys print alike */
};

struct agg_table {
	struct agg_row **rows;
	uint32_t n_rows;
};

/* All keys of some aggregations, sorted. It lives in the arena. */
struct agg_table agg_table_make(struct arena *arena, const struct aggs *aggs,
				const struct agg *const *list, uint32_t n,
				const struct aggs_order *order);

#endif
