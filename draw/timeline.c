/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* One owner's time, say a request's, over all processes that worked for it: what began when and
 * took how long. */
#include <errno.h>
#include <inttypes.h>

#include "draw/input.h"
#include "draw/picture.h"
#include "draw/spans.h"
#include "draw/svg.h"
#include "runtime/base/diag.h"

#define PAGE_WIDTH 1200.0
#define MARGIN 10.0
#define TOP 30.0
#define ROW 19.0
#define AXIS 30.0

/* The spans of one root. */
struct range {
	const struct span *first, *end;
	uint32_t depth;
};

static int64_t length(const struct span *span)
{
	return span->end - span->start;
}

static bool is_shown(const struct range *range, const struct span *span)
{
	return span->owner == range->first->owner && span->start <= range->first->end;
}

/* The owner's first root, or the longest of all. */
static const struct span *find_root(const struct spans *spans, const struct picture_options *opts)
{
	const struct span *found = NULL;

	vec_each(span, &spans->list) {
		if (span->depth || span->is == STEP_MARK)
			continue;
		if (opts->has_owner && span->owner == opts->owner)
			return span;
		if (!opts->has_owner && (!found || length(span) > length(found)))
			found = span;
	}
	return found;
}

static void put_tip(struct str *out, const struct span *root, const struct span *span)
{
	str_printf(out, "%s: %s at ", span->layer, span->name);
	picture_put_time(out, span->start - root->start);
	if (span->is == STEP_MARK)
		return;
	str_puts(out, " for ");
	picture_put_time(out, length(span));
	str_puts(out, ", alone ");
	picture_put_time(out, length(span) - span->inner);
}

static void draw_span(struct str *out, const struct span *root, const struct span *span)
{
	const double scale = (PAGE_WIDTH - 2 * MARGIN) / (double)length(root);
	auto_str struct str tip = { 0 };
	double width = (double)length(span) * scale;
	char colour[32];

	put_tip(&tip, root, span);
	svg_box(out, &(struct svg_box){
		.x = MARGIN + (double)(span->start - root->start) * scale,
		.y = TOP + span->depth * ROW,
		.width = width < 1 ? 1 : width,
		.height = ROW - 2,
		.fill = span->is == STEP_MARK ? "#222"
					      : svg_colour(colour, span->layer, span->name),
		.label = span->name,
		.tip = str_text(&tip),
	});
}

/* 1, 2 or 5 times a power of ten, so that there are at most ten steps. */
static int64_t axis_step(int64_t ns)
{
	static const int64_t factors[] = { 2, 5, 10 };

	for (int64_t power = 1;; power *= 10)
		for (size_t i = 0; i < sizeof(factors) / sizeof(factors[0]); i++)
			if (ns / (power * factors[i]) < 10)
				return power * factors[i];
}

static void draw_axis(struct str *out, const struct range *range)
{
	const int64_t all = length(range->first), step = axis_step(all);
	const double bottom = TOP + (range->depth + 1) * ROW;

	for (int64_t t = 0; t <= all; t += step) {
		const double x = MARGIN + (PAGE_WIDTH - 2 * MARGIN) * (double)t / (double)all;
		auto_str struct str label = { 0 };

		picture_put_time(&label, t);
		svg_line(out, x, TOP, x, bottom + 4);
		svg_text(out, x, bottom + 18,
			 !t ? SVG_LEFT : t + step > all ? SVG_RIGHT : SVG_MIDDLE, str_text(&label));
	}
}

static void draw(const struct range *range, const char *title, struct str *out)
{
	svg_begin(out, PAGE_WIDTH, TOP + (range->depth + 1) * ROW + AXIS, title);
	draw_axis(out, range);
	for (const struct span *span = range->first; span < range->end; span++)
		if (is_shown(range, span))
			draw_span(out, range->first, span);
	svg_end(out);
}

static void print(const struct range *range, struct str *out)
{
	str_printf(out, "%10s  %10s  %-10s  %s\n", "at", "took", "layer", "what");
	for (const struct span *span = range->first; span < range->end; span++) {
		auto_str struct str at = { 0 }, took = { 0 };

		if (!is_shown(range, span))
			continue;
		picture_put_time(&at, span->start - range->first->start);
		if (span->is != STEP_MARK)
			picture_put_time(&took, length(span));
		str_printf(out, "%10s  %10s  %-10s  ", str_text(&at), str_text(&took), span->layer);
		str_pad(out, ' ', (int)span->depth * 2);
		str_printf(out, "%s\n", span->name);
	}
}

static struct range find_range(const struct spans *spans, const struct span *root)
{
	struct range range = { .first = root, .end = spans->list.data + spans->list.len };

	for (const struct span *span = root; span < range.end; span++)
		if (is_shown(&range, span) && span->depth > range.depth)
			range.depth = span->depth;
	return range;
}

static int tell_none(const struct picture_options *opts, struct diag *dg)
{
	if (opts->has_owner)
		return diag_error(dg, NULL, D_JSON, "the input has no span of %" PRId64
				  " that ended", opts->owner);
	return diag_error(dg, NULL, D_JSON, "the input has no spans that ended");
}

int picture_timeline(const struct input *in, const struct picture_options *opts, struct str *out,
		     struct diag *dg)
{
	struct spans spans = { 0 };
	const struct span *root;
	struct range range;
	int result = 0;

	spans_make(in, &spans);
	root = find_root(&spans, opts);
	if (!root || !length(root)) {
		result = tell_none(opts, dg);
	} else {
		range = find_range(&spans, root);
		if (opts->is_text)
			print(&range, out);
		else
			draw(&range, opts->title ? opts->title : root->name, out);
	}
	spans_fini(&spans);
	return result;
}
