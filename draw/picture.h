/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The pictures: each makes a text, SVG or plain, of what was read. */
#ifndef DRAW_PICTURE_H
#define DRAW_PICTURE_H

#include <stdbool.h>
#include <stdint.h>

struct diag;
struct input;
struct str;

struct picture_options {
	const char *title;		/* NULL: the picture's own */
	const char *aggregation;	/* NULL: all */
	bool has_owner;
	int64_t owner;			/* of the timeline; else of the first that took longest */
	bool is_time;			/* values of a distribution are ns */
	bool is_text;
};

/* 0 or a negative errno, told. */
typedef int picture_fn(const struct input *in, const struct picture_options *opts, struct str *out,
		       struct diag *dg);

picture_fn picture_flame;
picture_fn picture_heatmap;
picture_fn picture_timeline;

/* A time as people read it: "1.24 ms". */
void picture_put_time(struct str *out, int64_t ns);

#endif
