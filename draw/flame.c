/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A flame graph: a box for each path of names, as wide as what it weighs, on top of what it is a
 * part of. Of spans it shows on-request time; else the counts of an aggregation, most often by
 * stack. */
#include <inttypes.h>

#include "draw/input.h"
#include "draw/picture.h"
#include "draw/spans.h"
#include "draw/svg.h"
#include "draw/tree.h"
#include "runtime/base/arena.h"
#include "runtime/base/diag.h"

#define PAGE_WIDTH 1200.0
#define MARGIN 10.0
#define TOP 30.0
#define ROW 17.0

struct flame {
	struct tree tree;
	bool is_time;		/* weights are ns, else counts */
};

static void put_weight(struct str *out, const struct flame *flame, int64_t weight)
{
	if (flame->is_time)
		picture_put_time(out, weight);
	else
		str_printf(out, "%" PRId64, weight);
}

static double percent(const struct flame *flame, int64_t weight)
{
	return 100.0 * (double)weight / (double)flame->tree.root.total;
}

static void draw_frame(struct str *out, const struct flame *flame, const struct frame *frame,
		       uint32_t level)
{
	const double scale = (PAGE_WIDTH - 2 * MARGIN) / (double)flame->tree.root.total;
	auto_str struct str tip = { 0 };
	char colour[32];

	if (frame->layer)
		str_printf(&tip, "%s: ", frame->layer);
	str_printf(&tip, "%s, ", frame->name);
	put_weight(&tip, flame, frame->total);
	str_printf(&tip, ", %.1f %%; alone ", percent(flame, frame->total));
	put_weight(&tip, flame, frame->self);
	svg_box(out, &(struct svg_box){
		.x = MARGIN + (double)frame->start * scale,
		.y = TOP + (flame->tree.depth - level) * ROW,
		.width = (double)frame->total * scale,
		.height = ROW - 1,
		.fill = svg_colour(colour, frame->layer, frame->name),
		.label = frame->name,
		.tip = str_text(&tip),
	});
}

/* What is thinner than a tenth of a pixel is not seen. */
static void draw_frames(struct str *out, const struct flame *flame)
{
	const double least = (double)flame->tree.root.total / (PAGE_WIDTH * 10);
	uint32_t level = 0;

	for (const struct frame *f = tree_next(&flame->tree.root, &level); f;
	     f = tree_next(f, &level))
		if ((double)f->total >= least)
			draw_frame(out, flame, f, level);
}

static void draw(const struct flame *flame, const char *title, struct str *out)
{
	svg_begin(out, PAGE_WIDTH, TOP + (flame->tree.depth + 1) * ROW + MARGIN, title);
	draw_frames(out, flame);
	svg_end(out);
}

static void print(const struct flame *flame, struct str *out)
{
	uint32_t level = 0;

	str_printf(out, "%10s  %6s  %10s  %s\n", "total", "share", "alone", "what");
	for (const struct frame *f = tree_next(&flame->tree.root, &level); f;
	     f = tree_next(f, &level)) {
		auto_str struct str total = { 0 }, self = { 0 };

		put_weight(&total, flame, f->total);
		put_weight(&self, flame, f->self);
		str_printf(out, "%10s  %4.1f %%  %10s  ", str_text(&total),
			   percent(flame, f->total), str_text(&self));
		str_pad(out, ' ', (int)(level - 1) * 2);
		str_puts(out, f->name);
		if (f->layer)
			str_printf(out, " (%s)", f->layer);
		str_putc(out, '\n');
	}
}

int picture_flame(const struct input *in, const struct picture_options *opts, struct str *out,
		  struct diag *dg)
{
	struct flame flame = { .is_time = in->steps.len && !opts->aggregation };
	struct arena *arena = arena_new();
	struct spans spans = { 0 };
	int result = 0;

	if (flame.is_time) {
		spans_make(in, &spans);
		tree_add_spans(arena, &flame.tree, &spans);
	} else {
		tree_add_rows(arena, &flame.tree, in, opts->aggregation);
	}
	tree_finish(&flame.tree);
	if (!flame.tree.root.total)
		result = diag_error(dg, NULL, D_JSON, "the input has no spans that ended, and no "
				    "counts by keys");
	else if (opts->is_text)
		print(&flame, out);
	else
		draw(&flame, opts->title ? opts->title : "flame graph", out);
	spans_fini(&spans);
	arena_free(arena);
	return result;
}
