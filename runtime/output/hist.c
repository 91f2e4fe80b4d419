/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A table shows the buckets from the first to the last that is not empty, and an empty one on
 * either side:
 *
 *           value  ------------- Distribution ------------- count
 *               0 |                                         0
 *               1 |@@@@@@@@@@@@@@@@@@@@                     2
 *               2 |@@@@@@@@@@@@@@@@@@@@                     2
 *               4 |                                         0
 *
 * Counts may be negative, since D programs may add negative increments: then bars grow to the left
 * of the |, which stands at the right end if all are negative and in the middle if some are. */
#include "runtime/output/hist.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/str.h"

#define BAR 40

/* The text in front of a bar: at most LABEL bytes with the NUL. */
#define LABEL 40

struct table {
	const int64_t *counts;
	uint32_t n;
	uint32_t first, last;	/* which are shown */
	double total;		/* what a whole bar stands for */
	bool has_positive, has_negative;
	struct hist_style style;
	int width;		/* of what stands in front of the bars */
};

enum { WIDTH = 16 };

/* The longest bar of a zoomed table has this part of the room. */
#define ZOOM 0.95

/* A whole bar is all counts together, without their signs. */
static void add_count(struct table *t, int64_t count)
{
	double size = count < 0 ? -(double)count : (double)count;

	if (!t->style.is_zoomed)
		t->total += size;
	else if (t->total < size / ZOOM)
		t->total = size / ZOOM;
	t->has_positive |= count > 0;
	t->has_negative |= count < 0;
}

/* Says which buckets are shown; an empty table shows those from first to last. */
static void table_init(struct table *t, const int64_t *counts, uint32_t n, uint32_t first,
		       uint32_t last)
{
	bool is_empty = true;

	for (uint32_t i = 0; i < n; i++) {
		if (!counts[i])
			continue;
		if (is_empty)
			first = i ? i - 1 : 0;
		is_empty = false;
		last = i + 1 < n ? i + 1 : i;
		add_count(t, counts[i]);
	}
	t->counts = counts;
	t->width = WIDTH;
	t->n = n;
	t->first = first;
	t->last = last < n ? last : n - 1;
}

static void bar_right(struct str *out, int len, int room)
{
	str_putc(out, '|');
	str_pad(out, '@', len);
	str_pad(out, ' ', room - len);
}

static void bar_left(struct str *out, int len, int room)
{
	str_pad(out, ' ', room - len);
	str_pad(out, '@', len);
	str_putc(out, '|');
}

/* U+2588, a whole block, and U+2589 to U+258F, which leave the more of it off the right. */
static void put_block(struct str *out, int eighths)
{
	static const char first[] = { '\xe2', '\x96', '\x00' };

	str_append(out, first, 2);
	str_putc(out, (char)(0x88 + 8 - eighths));
}

static void bar_blocks(struct str *out, double len, int room)
{
	int whole = (int)len, eighths = (int)((len - whole) * 8);

	str_putc(out, '|');
	for (int i = 0; i < whole; i++)
		put_block(out, 8);
	if (eighths)
		put_block(out, eighths);
	str_pad(out, ' ', room - whole - (eighths > 0));
}

static void print_row(struct str *out, const struct table *t, const char *label, int64_t count)
{
	bool is_mixed = t->has_positive && t->has_negative;
	int room = is_mixed ? BAR / 2 : BAR;
	double size = count < 0 ? -(double)count : (double)count;
	double share = t->total > 0 ? size / t->total : 0;
	int len = (int)(share * room + 0.5);

	str_printf(out, "%*s ", t->width, label);
	if (!t->has_negative && t->style.is_utf8) {
		bar_blocks(out, share * room, room);
	} else if (!t->has_negative) {
		bar_right(out, len, room);
	} else if (!is_mixed) {
		bar_left(out, len, room);
	} else if (count <= 0) {
		bar_left(out, len, room);
		str_pad(out, ' ', room);
	} else {
		str_pad(out, ' ', room);
		bar_right(out, len, room);
	}
	str_printf(out, " %-9" PRId64 "\n", count / t->style.normal);
}

static void print_title(struct str *out, const struct table *t, const char *title)
{
	str_printf(out, "\n%*s %41s %-9s\n", t->width, title,
		   "------------- Distribution -------------", "count");
}

typedef void label_fn(char text[LABEL], const void *hist, const struct table *t, uint32_t bucket);

static void table_print(struct str *out, const struct table *t, label_fn *label, const void *hist)
{
	char text[LABEL];

	print_title(out, t, "value");
	for (uint32_t i = t->first; i <= t->last; i++) {
		label(text, hist, t, i);
		print_row(out, t, text, t->counts[i]);
	}
}

static void table_each(const struct table *t, label_fn *label, const void *hist, hist_row_fn *fn,
		       void *ctx)
{
	char text[LABEL];

	for (uint32_t i = t->first; i <= t->last; i++) {
		label(text, hist, t, i);
		fn(ctx, text, t->counts[i] / t->style.normal);
	}
}

void hist_print_keys(struct str *out, const char *const *keys, const int64_t *counts, uint32_t n,
		     const struct hist_style *style)
{
	struct table t = { .style = *style, .width = WIDTH };

	for (uint32_t i = 0; i < n; i++) {
		int len = (int)strlen(keys[i]);

		t.width = len > t.width ? len : t.width;
		add_count(&t, counts[i]);
	}
	print_title(out, &t, "key");
	for (uint32_t i = 0; i < n; i++)
		print_row(out, &t, keys[i], counts[i]);
}

/* A bucket as one character: the higher, the more of them there are. */
static void pack_count(struct str *out, const struct table *t, int64_t count)
{
	static const char heights[] = "__xxxxXX", depths[] = "vvvvVV";
	double share = count / t->total;

	if (!count) {
		str_putc(out, ' ');
	} else if (count < 0) {
		str_putc(out, depths[(int)(-share * (sizeof(depths) - 2) + 0.5)]);
	} else if (t->style.is_utf8) {
		str_append(out, "\xe2\x96", 2);
		str_putc(out, (char)(0x81 + (int)(share * 7 + 0.5)));
	} else {
		str_putc(out, heights[(int)(share * (sizeof(heights) - 2) + 0.5)]);
	}
}

/* From the first to the last bucket that any row has something in. */
static struct table pack_table(const struct hist_rows *rows, uint32_t n_buckets,
			       const struct hist_style *style)
{
	struct table t = { .style = *style, .n = n_buckets, .first = n_buckets, .width = WIDTH };

	for (uint32_t row = 0; row < rows->n; row++) {
		int len = (int)strlen(rows->keys[row]);

		t.width = len > t.width ? len : t.width;
		for (uint32_t i = 0; i < n_buckets; i++) {
			if (!rows->counts[row][i])
				continue;
			t.first = i < t.first ? i : t.first;
			t.last = i > t.last ? i : t.last;
		}
	}
	if (t.first > t.last)
		t.first = t.last;
	return t;
}

static void pack_row(struct str *out, struct table *t, const int64_t *counts, int max_width,
		     const char *max)
{
	int64_t total = 0;

	t->total = 0;
	for (uint32_t i = t->first; i <= t->last; i++) {
		add_count(t, counts[i]);
		total += counts[i];
	}
	for (uint32_t i = t->first; i <= t->last; i++)
		pack_count(out, t, counts[i]);
	str_printf(out, ": %-*s | %" PRId64 "\n", max_width, max, total / t->style.normal);
}

static int widest(const char *a, const char *b)
{
	return (int)(strlen(a) > strlen(b) ? strlen(a) : strlen(b));
}

static void pack_print(struct str *out, struct table *t, const struct hist_rows *rows,
		       label_fn *label, const void *hist)
{
	char min[LABEL], max[LABEL];
	int min_width, max_width;

	label(min, hist, t, t->first);
	label(max, hist, t, t->last);
	min_width = widest(min, "min");
	max_width = widest(max, "max");
	str_printf(out, "\n%*s  %*s .", t->width, rows->n == 1 && !*rows->keys[0] ? "" : "key",
		   min_width, "min");
	str_pad(out, '-', (int)(t->last - t->first + 1));
	str_printf(out, ". %-*s | count\n", max_width, "max");
	for (uint32_t i = 0; i < rows->n; i++) {
		str_printf(out, "%*s  %*s :", t->width, rows->keys[i], min_width, min);
		pack_row(out, t, rows->counts[i], max_width, max);
	}
}

int64_t hist_power(uint32_t bucket)
{
	if (bucket < HIST_ZERO)
		return -(INT64_C(1) << (HIST_ZERO - 1 - bucket));
	return bucket == HIST_ZERO ? 0 : INT64_C(1) << (bucket - HIST_ZERO - 1);
}

static void power_label(char text[LABEL], const void *hist, const struct table *t, uint32_t bucket)
{
	(void)hist;
	(void)t;
	snprintf(text, LABEL, "%" PRId64, hist_power(bucket));
}

static struct table power_table(const int64_t counts[HIST_POWERS],
				const struct hist_style *style)
{
	struct table t = { .style = *style };

	table_init(&t, counts, HIST_POWERS, HIST_ZERO - 1, HIST_ZERO + 1);
	return t;
}

void hist_print_powers(struct str *out, const int64_t counts[HIST_POWERS],
		       const struct hist_style *style)
{
	struct table t = power_table(counts, style);

	table_print(out, &t, power_label, NULL);
}

void hist_pack_powers(struct str *out, const struct hist_rows *rows,
		      const struct hist_style *style)
{
	struct table t = pack_table(rows, HIST_POWERS, style);

	pack_print(out, &t, rows, power_label, NULL);
}

void hist_each_power(const int64_t counts[HIST_POWERS], int64_t normal, hist_row_fn *fn, void *ctx)
{
	const struct hist_style style = { .normal = normal };
	struct table t = power_table(counts, &style);

	table_each(&t, power_label, NULL, fn, ctx);
}

__int128 hist_sum_powers(const int64_t counts[HIST_POWERS])
{
	unsigned __int128 sum = 0;

	for (uint32_t i = 0; i < HIST_POWERS; i++)
		sum += (unsigned __int128)counts[i] * (unsigned __int128)hist_power(i);
	return (__int128)sum;
}

/* Where bucket 1 + level begins. */
static int64_t level_value(const struct hist_linear *h, uint32_t level)
{
	return (int64_t)((uint64_t)h->base + level * h->step);
}

static void linear_label(char text[LABEL], const void *hist, const struct table *t,
			 uint32_t bucket)
{
	const struct hist_linear *h = hist;

	(void)t;
	if (bucket == 0)
		snprintf(text, LABEL, "< %" PRId64, h->base);
	else
		snprintf(text, LABEL, "%s%" PRId64, bucket > h->levels ? ">= " : "",
			 level_value(h, bucket - 1));
}

static struct table linear_table(const struct hist_linear *h, const int64_t *counts,
				 const struct hist_style *style)
{
	struct table t = { .style = *style };

	table_init(&t, counts, hist_linear_buckets(h), 0, 2);
	return t;
}

void hist_print_linear(struct str *out, const struct hist_linear *h, const int64_t *counts,
		       const struct hist_style *style)
{
	struct table t = linear_table(h, counts, style);

	table_print(out, &t, linear_label, h);
}

void hist_pack_linear(struct str *out, const struct hist_linear *h, const struct hist_rows *rows,
		      const struct hist_style *style)
{
	struct table t = pack_table(rows, hist_linear_buckets(h), style);

	pack_print(out, &t, rows, linear_label, h);
}

void hist_each_linear(const struct hist_linear *h, const int64_t *counts, int64_t normal,
		      hist_row_fn *fn, void *ctx)
{
	const struct hist_style style = { .normal = normal };
	struct table t = linear_table(h, counts, &style);

	table_each(&t, linear_label, h, fn, ctx);
}

/* What lies outside counts as the value next to the range. */
__int128 hist_sum_linear(const struct hist_linear *h, const int64_t *counts)
{
	__int128 sum = (__int128)counts[0] * ((__int128)h->base - 1);

	for (uint32_t i = 0; i < h->levels; i++)
		sum += (__int128)counts[i + 1] * level_value(h, i);
	return sum + counts[h->levels + 1] * ((__int128)level_value(h, h->levels) + 1);
}

struct hist_magnitude hist_log_magnitude(const struct hist_log *h, uint32_t i)
{
	struct hist_magnitude m = { .from = 1, .first = 1 };

	for (uint32_t k = 0; k < h->low; k++)
		m.from *= h->factor;
	for (uint32_t k = 0;; k++) {
		m.to = m.from * h->factor;
		m.width = m.to > h->steps ? m.to / h->steps : 1;
		m.n = (uint32_t)((m.to - m.from) / m.width);
		if (k == i)
			return m;
		m.from = m.to;
		m.first += m.n;
	}
}

/* Behind the steps comes one bucket for what is too large. */
uint32_t hist_log_middle(const struct hist_log *h)
{
	struct hist_magnitude last = hist_log_magnitude(h, h->high - h->low);

	return last.first + last.n;
}

uint32_t hist_log_buckets(const struct hist_log *h)
{
	return 2 * hist_log_middle(h) + 1;
}

/* The smallest magnitude of a bucket that is distance away from the middle, but not in it. */
static uint64_t log_value(const struct hist_log *h, uint32_t distance)
{
	for (uint32_t i = 0;; i++) {
		struct hist_magnitude m = hist_log_magnitude(h, i);

		if (distance < m.first + m.n)
			return m.from + (distance - m.first) * m.width;
		if (i == (uint32_t)(h->high - h->low))
			return m.to;
	}
}

static void log_label(char text[LABEL], const void *hist, const struct table *t, uint32_t bucket)
{
	const struct hist_log *h = hist;
	uint32_t middle = hist_log_middle(h);
	bool is_negative = bucket < middle;
	uint32_t distance = is_negative ? middle - bucket : bucket - middle;

	if (!distance && !h->low)
		snprintf(text, LABEL, "0");
	else if (!distance)
		snprintf(text, LABEL, "%s< %" PRIu64, t->first < middle ? "abs() " : "",
			 log_value(h, 1));
	else
		snprintf(text, LABEL, "%s%s%" PRIu64,
			 distance < middle ? "" : is_negative ? "<= " : ">= ",
			 is_negative ? "-" : "", log_value(h, distance));
}

static struct table log_table(const struct hist_log *h, const int64_t *counts,
			      const struct hist_style *style)
{
	struct table t = { .style = *style };
	uint32_t middle = hist_log_middle(h);

	table_init(&t, counts, hist_log_buckets(h), middle, middle + 2);
	/* Without negative values the mirrored half is not worth an empty line. */
	if (t.first + 1 == middle && !counts[t.first])
		t.first = middle;
	return t;
}

void hist_print_log(struct str *out, const struct hist_log *h, const int64_t *counts,
		    const struct hist_style *style)
{
	struct table t = log_table(h, counts, style);

	table_print(out, &t, log_label, h);
}

void hist_pack_log(struct str *out, const struct hist_log *h, const struct hist_rows *rows,
		   const struct hist_style *style)
{
	struct table t = pack_table(rows, hist_log_buckets(h), style);

	pack_print(out, &t, rows, log_label, h);
}

void hist_each_log(const struct hist_log *h, const int64_t *counts, int64_t normal,
		   hist_row_fn *fn, void *ctx)
{
	const struct hist_style style = { .normal = normal };
	struct table t = log_table(h, counts, &style);

	table_each(&t, log_label, h, fn, ctx);
}

__int128 hist_sum_log(const struct hist_log *h, const int64_t *counts)
{
	uint32_t middle = hist_log_middle(h);
	__int128 sum = 0;

	for (uint32_t i = 1; i <= middle; i++)
		sum += ((__int128)counts[middle + i] - counts[middle - i]) * log_value(h, i);
	return sum;
}
