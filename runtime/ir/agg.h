/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The two ends of an aggregating function: the routine that adds to a value when a probe fires, and
 * the consumer that merges the CPUs' values, sorts by them and prints them.
 *
 * Values are arrays of 64-bit words that begin as zeros. Word 0 is the mark: it is raised each time
 * the value is added to, so that a value nobody added to is known as such, and so is one that was
 * not added to since it was last looked at. Functions that need an exact count keep it there; for
 * the others the mark costs no atomic operation, and may miss one of two additions that interrupt
 * each other. */
#ifndef RUNTIME_IR_AGG_H
#define RUNTIME_IR_AGG_H

#include <stdbool.h>
#include <stdint.h>

struct hist_rows;
struct hist_style;
struct lower;
struct node_call;
struct str;
struct symbol;

/* No value may be larger: what the kernel can keep for each CPU. */
#define AGG_VALUE_MAX 32768

struct agg_ops {
	/* Words of one value. params are the constants of the function. */
	uint32_t (*n_words)(const uint64_t *params);

	/* Emits the code that adds one firing to the value whose address is in register value.
	 * Negative errno: told. Must be right when another thread of the same CPU adds in between:
	 * atomic operations only, but for the mark. */
	int (*update)(struct lower *lo, const struct node_call *call, const struct symbol *agg,
		      uint32_t value);

	/* The words are sums: values are merged word by word, and what was added since an earlier
	 * look is the difference. Otherwise merge and subtract do it. */
	bool is_sum;

	/* into += from. */
	void (*merge)(uint64_t *into, const uint64_t *from);

	/* into -= base, which is what into was earlier. NULL: a value does not tell what became of
	 * it since (an extreme), and must be set to zeros to begin anew. */
	void (*subtract)(uint64_t *into, const uint64_t *base);

	/* The value as one number: count, sum, min, max, avg, stddev; it is printed and sorted by.
	 * normal: 1, or what normalize() said; never 0. */
	int64_t (*number)(const uint64_t *words, uint64_t normal);

	/* Without number, the value is a distribution. It is printed as a table, and sorted by
	 * rank[0], then rank[1]. */
	void (*print)(struct str *out, const uint64_t *words, const uint64_t *params,
		      const struct hist_style *style);
	/* Several of them, a line each: the keys and the words of n values. */
	void (*pack)(struct str *out, const char *const *keys, const uint64_t *const *words,
		     uint32_t n, const uint64_t *params, const struct hist_style *style);
	void (*rank)(const uint64_t *words, const uint64_t *params, __int128 rank[2]);

	/* The rows of the table: fn hears the label and the count of each. */
	void (*each)(const uint64_t *words, const uint64_t *params, uint64_t normal,
		     void (*fn)(void *ctx, const char *label, int64_t count), void *ctx);
};

#endif
