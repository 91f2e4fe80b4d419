/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Distributions: how values fall into buckets, and the tables of bars that show them. The three
 * kinds are those of quantize(), lquantize() and llquantize(). What adds to the buckets and what
 * prints them shares the numbering that stands here. */
#ifndef RUNTIME_OUTPUT_HIST_H
#define RUNTIME_OUTPUT_HIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str;

/* quantize(): powers of two. Bucket 63 holds 0, bucket 64 + k values from 2^k, bucket 62 - k those
 * from -2^k downwards. */
#define HIST_POWERS 127
#define HIST_ZERO 63

/* The value that names a bucket: the end of it that is nearer to 0. */
int64_t hist_power(uint32_t bucket);

/* lquantize(): bucket 0 lies below base, bucket 1 + i begins at base + i * step, the last one takes
 * all from the limit. */
struct hist_linear {
	int64_t base;
	uint64_t step;
	uint32_t levels;	/* buckets between the two at the ends */
};

#define hist_linear_buckets(h) ((h)->levels + 2)

/* llquantize(): from factor^low to factor^(high + 1) each power of factor is cut into steps. The
 * bucket in the middle takes what is smaller; then come equal steps, then what is too large.
 * Negative values mirror them on the other side of the middle. */
struct hist_log {
	uint16_t factor, low, high, steps;
};

/* One power of factor: values in [from, to), in n buckets of width, of which first is the first
 * one's distance from the middle. */
struct hist_magnitude {
	uint64_t from, to, width;
	uint32_t first, n;
};

/* The i-th magnitude, from low. The values must be in range: factor^(high + 1) fits in 63 bits. */
struct hist_magnitude hist_log_magnitude(const struct hist_log *h, uint32_t i);
uint32_t hist_log_middle(const struct hist_log *h);	/* the bucket of what is too small */
uint32_t hist_log_buckets(const struct hist_log *h);

/* How a table looks. */
struct hist_style {
	int64_t normal;		/* counts are divided by this */
	bool is_zoomed;		/* bars are as long as the longest one allows */
	bool is_utf8;		/* bars are of blocks, which end at an eighth of a column */
};

/* Prints the table, which begins and ends with a newline. */
void hist_print_powers(struct str *out, const int64_t counts[HIST_POWERS],
		       const struct hist_style *style);
void hist_print_linear(struct str *out, const struct hist_linear *h, const int64_t *counts,
		       const struct hist_style *style);
void hist_print_log(struct str *out, const struct hist_log *h, const int64_t *counts,
		    const struct hist_style *style);

/* The option aggpack: each row of a table is a whole distribution, and each bucket one character of
 * it. All rows have the same buckets. */
struct hist_rows {
	const char *const *keys;
	const int64_t *const *counts;
	uint32_t n;
};

void hist_pack_powers(struct str *out, const struct hist_rows *rows,
		      const struct hist_style *style);
void hist_pack_linear(struct str *out, const struct hist_linear *h, const struct hist_rows *rows,
		      const struct hist_style *style);
void hist_pack_log(struct str *out, const struct hist_log *h, const struct hist_rows *rows,
		   const struct hist_style *style);

/* The option agghist: a bar for each key, in the order in which they come. */
void hist_print_keys(struct str *out, const char *const *keys, const int64_t *counts, uint32_t n,
		     const struct hist_style *style);

/* The same rows without a picture: what names each bucket, as the table has it, and its count. */
typedef void hist_row_fn(void *ctx, const char *label, int64_t count);

void hist_each_power(const int64_t counts[HIST_POWERS], int64_t normal, hist_row_fn *fn, void *ctx);
void hist_each_linear(const struct hist_linear *h, const int64_t *counts, int64_t normal,
		      hist_row_fn *fn, void *ctx);
void hist_each_log(const struct hist_log *h, const int64_t *counts, int64_t normal,
		   hist_row_fn *fn, void *ctx);

/* What a distribution is sorted by: the sum of all values, each taken as its bucket's. */
__int128 hist_sum_powers(const int64_t counts[HIST_POWERS]);
__int128 hist_sum_linear(const struct hist_linear *h, const int64_t *counts);
__int128 hist_sum_log(const struct hist_log *h, const int64_t *counts);

#endif
