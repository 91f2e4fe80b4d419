/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A distribution as it changes: a column for each time that it was printed, a row for each bucket,
 * dark where many values fell. For a script that prints and clears a quantize() at each tick. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw/input.h"
#include "draw/picture.h"
#include "draw/svg.h"
#include "draw/tree.h"
#include "runtime/base/diag.h"

#define PAGE_WIDTH 1200.0
#define LEFT 90.0
#define MARGIN 10.0
#define TOP 30.0
#define ROW 19.0
#define AXIS 30.0
#define MOST_LABELS 10

struct heatmap {
	VEC(int64_t) times, values;	/* of the columns and rows, sorted, each once */
	VEC(int64_t) counts;		/* rows by columns, the keys added up */
	int64_t most;
	bool is_time;			/* values are ns */
};

static int compare(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static size_t sort_unique(int64_t *data, size_t len)
{
	size_t n = 0;

	if (len)
		qsort(data, len, sizeof(*data), compare);
	for (size_t i = 0; i < len; i++)
		if (!n || data[n - 1] != data[i])
			data[n++] = data[i];
	return n;
}

static size_t find(const int64_t *data, size_t len, int64_t value)
{
	return (const int64_t *)bsearch(&value, data, len, sizeof(*data), compare) - data;
}

static bool is_counted(const struct bucket *bucket, const struct picture_options *opts)
{
	return bucket->count > 0 &&
	       (!opts->aggregation || !strcmp(bucket->aggregation, opts->aggregation));
}

/* Buckets of a quantize() are powers of two. */
static bool is_power(int64_t value)
{
	return value > 0 && !(value & (value - 1));
}

/* Rows begin at the first value that ever fell and end at the last. Buckets of a quantize() that
 * were never printed stand between those that were. */
static void collect_values(struct heatmap *map, const struct input *in,
			   const struct picture_options *opts)
{
	size_t n;

	vec_each(bucket, &in->buckets)
		if (is_counted(bucket, opts))
			vec_push(&map->values, bucket->from);
	n = map->values.len = sort_unique(map->values.data, map->values.len);
	for (size_t i = 0; i + 1 < n; i++) {
		int64_t from = map->values.data[i], to = map->values.data[i + 1];

		while (is_power(from) && is_power(to) && from < to / 2) {
			from *= 2;
			vec_push(&map->values, from);
		}
	}
	map->values.len = sort_unique(map->values.data, map->values.len);
}

static int64_t *count_at(struct heatmap *map, const struct bucket *bucket)
{
	const size_t row = find(map->values.data, map->values.len, bucket->from);

	return &map->counts.data[row * map->times.len +
				 find(map->times.data, map->times.len, bucket->time)];
}

static void collect(struct heatmap *map, const struct input *in, const struct picture_options *opts)
{
	collect_values(map, in, opts);
	vec_each(bucket, &in->buckets)
		vec_push(&map->times, bucket->time);
	map->times.len = sort_unique(map->times.data, map->times.len);
	for (size_t i = 0; i < map->times.len * map->values.len; i++)
		vec_push(&map->counts, 0);
	vec_each(bucket, &in->buckets) {
		int64_t *count;

		if (!is_counted(bucket, opts))
			continue;
		count = count_at(map, bucket);
		*count = add_weights(*count, bucket->count);
		if (*count > map->most)
			map->most = *count;
	}
}

static void put_value(struct str *out, const struct heatmap *map, int64_t value)
{
	if (map->is_time && value > 0)
		picture_put_time(out, value);
	else
		str_printf(out, "%" PRId64, value);
}

static void draw_cell(struct str *out, const struct heatmap *map, size_t row, size_t column)
{
	const double width = (PAGE_WIDTH - LEFT - MARGIN) / (double)map->times.len;
	const int64_t count = map->counts.data[row * map->times.len + column];
	auto_str struct str tip = { 0 };
	char colour[32];

	if (!count)
		return;
	put_value(&tip, map, map->values.data[row]);
	str_puts(&tip, " at ");
	picture_put_time(&tip, map->times.data[column] - map->times.data[0]);
	str_printf(&tip, ": %" PRId64, count);
	svg_box(out, &(struct svg_box){
		.x = LEFT + (double)column * width,
		.y = TOP + (double)(map->values.len - 1 - row) * ROW,
		.width = width > 2 ? width - 1 : width,
		.height = ROW - 1,
		.fill = svg_heat(colour, log1p((double)count) / log1p((double)map->most)),
		.tip = str_text(&tip),
	});
}

static void draw_axes(struct str *out, const struct heatmap *map)
{
	const double bottom = TOP + (double)map->values.len * ROW;
	const size_t step = (map->times.len + MOST_LABELS - 1) / MOST_LABELS;

	for (size_t row = 0; row < map->values.len; row++) {
		auto_str struct str label = { 0 };

		put_value(&label, map, map->values.data[row]);
		svg_text(out, LEFT - 6, bottom - (double)row * ROW - 5, SVG_RIGHT,
			 str_text(&label));
	}
	for (size_t column = 0; column < map->times.len; column += step) {
		const double x = LEFT + (PAGE_WIDTH - LEFT - MARGIN) * (double)column /
						(double)map->times.len;
		auto_str struct str label = { 0 };

		picture_put_time(&label, map->times.data[column] - map->times.data[0]);
		svg_line(out, x, bottom, x, bottom + 4);
		svg_text(out, x, bottom + 18, SVG_LEFT, str_text(&label));
	}
}

static void draw(const struct heatmap *map, const char *title, struct str *out)
{
	svg_begin(out, PAGE_WIDTH, TOP + (double)map->values.len * ROW + AXIS, title);
	draw_axes(out, map);
	for (size_t row = 0; row < map->values.len; row++)
		for (size_t column = 0; column < map->times.len; column++)
			draw_cell(out, map, row, column);
	svg_end(out);
}

/* The same as a table: each row is a value, each column a time. */
static void print(const struct heatmap *map, struct str *out)
{
	for (size_t row = map->values.len; row--;) {
		auto_str struct str label = { 0 };

		put_value(&label, map, map->values.data[row]);
		str_printf(out, "%12s", str_text(&label));
		for (size_t column = 0; column < map->times.len; column++)
			str_printf(out, " %" PRId64,
				   map->counts.data[row * map->times.len + column]);
		str_putc(out, '\n');
	}
}

int picture_heatmap(const struct input *in, const struct picture_options *opts, struct str *out,
		    struct diag *dg)
{
	struct heatmap map = { .is_time = opts->is_time };
	int result = 0;

	collect(&map, in, opts);
	if (!map.values.len)
		result = diag_error(dg, NULL, D_JSON, "the input has no distributions with values");
	else if (opts->is_text)
		print(&map, out);
	else
		draw(&map, opts->title ? opts->title : "heat map", out);
	vec_fini(&map.times);
	vec_fini(&map.values);
	vec_fini(&map.counts);
	return result;
}
