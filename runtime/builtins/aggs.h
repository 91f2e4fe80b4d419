/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The aggregations as the consumer keeps them: values read from where the routines leave them,
 * merged over the CPUs, sorted, normalised, truncated and printed. Where they are read from is the
 * caller's (struct aggs_source), so nothing here knows of the kernel.
 *
 * The routines go on adding while the consumer reads, so clear() and trunc() must not write what
 * they add to, or additions would be lost. They remember instead what was there at the last look,
 * and from then on show the difference. So what was printed before a clear() and after it is
 * together all that was added. There are two exceptions. min() and max() cannot be subtracted:
 * their values are set to zeros; what comes between the last look and that is not seen. And when
 * the keys take more than half of the room there is, those that were truncated and are still
 * untouched when they are truncated again give up their memory: what a routine adds to one that it
 * had already found, in the instant when it is taken away, is lost. */
#ifndef RUNTIME_BUILTINS_AGGS_H
#define RUNTIME_BUILTINS_AGGS_H

#include <stdbool.h>
#include <stdint.h>

struct agg_desc;
struct aggs;
struct format;
struct format_env;
struct json_object;
struct layout;
struct record_head;
struct str;

/* Where values are kept. values are those of all CPUs, one behind the other, each of the
 * aggregation's value_size, 8-aligned. Functions return 0 or a negative errno. */
struct aggs_source {
	void *ctx;
	uint32_t n_cpus;

	/* All entries of an aggregation. One may come twice or be missed while others change them.
	 * What fn returns other than 0 ends it and is returned. One without keys has one entry;
	 * its key means nothing, here and below. */
	int (*each)(void *ctx, const struct agg_desc *agg,
		    int (*fn)(const void *key, const void *values, void *arg), void *arg);
	int (*update)(void *ctx, const struct agg_desc *agg, const void *key, const void *values);

	/* Removes an entry and hands over what it was last. -ENOENT: there is none. */
	int (*extract)(void *ctx, const struct agg_desc *agg, const void *key, void *values);
};

/* The options aggsortkey, aggsortrev, aggsortkeypos and aggsortpos. */
struct aggs_order {
	bool by_key;		/* first by the keys, then by the values */
	bool is_reverse;
	uint32_t key_pos;	/* the key that is compared first; the others follow, around */
	uint32_t agg_pos;	/* likewise the aggregation, when several are printed together */
};

/* The layout outlives the aggregations; the source is copied. */
struct aggs *aggs_new(const struct layout *layout, const struct aggs_source *source);
void aggs_free(struct aggs *aggs);
void aggs_set_order(struct aggs *aggs, const struct aggs_order *order);

/* The options aggzoom, with which bars are as long as the longest one allows; agghist, with which
 * numbers have bars too; aggpack, with which distributions take a line each; and encoding. */
struct aggs_look {
	bool is_zoomed, has_bars, is_packed, is_utf8;
};

void aggs_set_look(struct aggs *aggs, const struct aggs_look *look);

/* The option aggrate: what was read less than so many nanoseconds before is not read again. */
void aggs_set_rate(struct aggs *aggs, int64_t ns);

/* Brings one aggregation, by its index in the layout, up to date. All actions of one firing see the
 * same values: where head, the record that asks, comes from the same firing as the one that asked
 * last, nothing is read; nor is it if the
 * rate forbids. head may be NULL: read. 0 or a negative errno. */
int aggs_read(struct aggs *aggs, uint32_t index, const struct record_head *head);

/* What D's actions do. They work on what was read last. */
int aggs_clear(struct aggs *aggs, uint32_t index);
int aggs_trunc(struct aggs *aggs, uint32_t index);
/* Keeps the n largest values, or the -n smallest. */
int aggs_trunc_to(struct aggs *aggs, uint32_t index, int64_t n);
/* 1 ends it; 0 is nothing to divide by, and changes nothing. */
void aggs_normalize(struct aggs *aggs, uint32_t index, uint64_t normal);

/* How stacks and symbols among the keys print. Symbols that print alike are one key: their values
 * are shown together, whatever their addresses are. Copied; without it they are numbers. */
void aggs_set_env(struct aggs *aggs, const struct format_env *env);

/* Several aggregations are joined on their keys, which are alike; what is missing is 0. Without a
 * format (NULL), each key and its values make a line. */
void aggs_print(struct aggs *aggs, struct str *out, const uint32_t *indexes, uint32_t n,
		const struct format *format);

/* Those that were never printed. Reads them anew. */
int aggs_print_rest(struct aggs *aggs, struct str *out);

/* The same as JSON: an object for each aggregation is added to the array, with its keys and values;
 * those that are joined all have the same keys, in the same order. And a line for each of those
 * that were never printed. */
void aggs_add_json(struct aggs *aggs, struct json_object *array, const uint32_t *indexes,
		   uint32_t n);
int aggs_print_rest_json(struct aggs *aggs, struct str *out);

#endif
