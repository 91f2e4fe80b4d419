/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The two ends of an aggregating function: the routine that adds to a value when a probe fires, and
 * the consumer that merges the CPUs' values, sorts by them and prints them. Values are arrays of
 * 64-bit words that begin as zeros; word 0 counts how often the value was added to, so that a value
 * nobody added to is known as such. */
#ifndef RUNTIME_IR_AGG_H
#define RUNTIME_IR_AGG_H

#include <stdbool.h>
#include <stdint.h>

struct lower;
struct node_call;
struct str;
struct symbol;

struct agg_ops {
	/* Words of one value. params are the constants of the function. */
	uint32_t (*n_words)(const uint64_t *params);

	/* Emits the code that adds one firing to the value whose address is in register value.
	 * Negative errno: told. Must be right when another thread of the same CPU adds in between:
	 * atomic operations only. */
	int (*update)(struct lower *lo, const struct node_call *call, const struct symbol *agg,
		      uint32_t value);

	/* into += from. */
	void (*merge)(uint64_t *into, const uint64_t *from, const uint64_t *params);

	/* What is sorted by: first, then second. */
	void (*rank)(const uint64_t *words, const uint64_t *params, __int128 rank[2]);

	/* Prints the value as printa() without a format does, newline excluded for one-line values.
	 * normal: 1, or what normalize() said. */
	void (*print)(struct str *out, const uint64_t *words, const uint64_t *params,
		      uint64_t normal);

	/* The value as one number for %@d: count, sum, min, max, avg, stddev. NULL: it is a
	 * distribution, which %@d prints whole. */
	int64_t (*number)(const uint64_t *words, const uint64_t *params, uint64_t normal);
};

#endif
