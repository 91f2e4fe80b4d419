/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* SVG as text: a page of boxes and labels, without scripts and outside fonts, so that every browser
 * and viewer shows it alike. What a box means is told when the pointer rests on it. Lengths are in
 * pixels. */
#ifndef DRAW_SVG_H
#define DRAW_SVG_H

#include "runtime/base/str.h"

struct svg_box {
	double x, y, width, height;
	const char *fill;	/* a colour of CSS */
	const char *label;	/* NULL: none; cut to what fits, left out where nothing does */
	const char *tip;	/* NULL: none */
};

enum svg_anchor { SVG_LEFT, SVG_MIDDLE, SVG_RIGHT };

void svg_begin(struct str *out, double width, double height, const char *title);
void svg_end(struct str *out);
void svg_box(struct str *out, const struct svg_box *box);
void svg_text(struct str *out, double x, double y, enum svg_anchor anchor, const char *text);
void svg_line(struct str *out, double x1, double y1, double x2, double y2);

/* The colour of a name: always the same one, light enough for dark text. With a layer, shades of
 * the layer's hue. In buf, of 32 bytes. */
const char *svg_colour(char *buf, const char *layer, const char *name);

/* From pale to dark for 0 <= share <= 1; in buf, of 32 bytes. */
const char *svg_heat(char *buf, double share);

#endif
