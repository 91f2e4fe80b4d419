/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "draw/svg.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/utf8.h"

#define FONT_SIZE 12
#define LETTER_WIDTH 7.0	/* of the font, at most, but for the widest letters */

enum { COLOUR_SIZE = 32 };

/* What XML cannot hold, though it were escaped: U+FFFE and U+FFFF among others. */
static bool is_unfit(const char *c)
{
	return (unsigned char)*c < ' ' || *c == 0x7f || !strncmp(c, "\xef\xbf\xbe", 3) ||
	       !strncmp(c, "\xef\xbf\xbf", 3);
}

static void put_character(struct str *out, const char *c, size_t size)
{
	if (!size)
		str_puts(out, UTF8_REPLACEMENT);
	else if (is_unfit(c))
		str_putc(out, '?');
	else if (*c == '<')
		str_puts(out, "&lt;");
	else if (*c == '&')
		str_puts(out, "&amp;");
	else if (*c == '"')
		str_puts(out, "&quot;");
	else
		str_append(out, c, size);
}

static void put_escaped(struct str *out, const char *text, size_t len)
{
	size_t size;

	for (size_t i = 0; i < len && text[i]; i += size ? size : 1) {
		size = utf8_len(text + i, len - i);
		put_character(out, text + i, size);
	}
}

void svg_begin(struct str *out, double width, double height, const char *title)
{
	str_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	str_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" "
		   "height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\">\n", width, height, width, height);
	str_puts(out, "<style>text { font: 12px sans-serif; fill: #222; pointer-events: none; } "
		 "rect:hover { stroke: #222; } line { stroke: #bbb; }</style>\n");
	str_printf(out, "<rect width=\"%.0f\" height=\"%.0f\" fill=\"white\"/>\n", width, height);
	svg_text(out, width / 2, 18, SVG_MIDDLE, title);
}

void svg_end(struct str *out)
{
	str_puts(out, "</svg>\n");
}

/* Characters of UTF-8 that fit, in bytes. */
static size_t fit(const char *text, double width)
{
	double n = width / LETTER_WIDTH;
	size_t i = 0;

	for (; text[i] && n >= 1; n--)
		do
			i++;
		while ((text[i] & 0xc0) == 0x80);
	return i;
}

static void put_label(struct str *out, const struct svg_box *box)
{
	const size_t len = fit(box->label, box->width - 6);

	if (len < strlen(box->label) && len < 3)
		return;
	str_printf(out, "<text x=\"%.2f\" y=\"%.2f\">", box->x + 3,
		   box->y + box->height / 2 + FONT_SIZE / 3.0);
	if (len < strlen(box->label)) {
		put_escaped(out, box->label, fit(box->label, box->width - 6 - LETTER_WIDTH));
		str_puts(out, "…");
	} else {
		put_escaped(out, box->label, len);
	}
	str_puts(out, "</text>\n");
}

void svg_box(struct str *out, const struct svg_box *box)
{
	str_printf(out, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"",
		   box->x, box->y, box->width, box->height, box->fill);
	if (box->tip) {
		str_puts(out, "><title>");
		put_escaped(out, box->tip, strlen(box->tip));
		str_puts(out, "</title></rect>\n");
	} else {
		str_puts(out, "/>\n");
	}
	if (box->label)
		put_label(out, box);
}

void svg_text(struct str *out, double x, double y, enum svg_anchor anchor, const char *text)
{
	static const char *const anchors[] = { "start", "middle", "end" };

	str_printf(out, "<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"%s\">", x, y, anchors[anchor]);
	put_escaped(out, text, strlen(text));
	str_puts(out, "</text>\n");
}

void svg_line(struct str *out, double x1, double y1, double x2, double y2)
{
	str_printf(out, "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\"/>\n", x1, y1, x2,
		   y2);
}

/* FNV-1a. */
static uint32_t hash(const char *text)
{
	uint32_t h = 2166136261u;

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 16777619u;
	return h;
}

/* Names that differ in little get hues that are far apart: multiples of the golden angle. */
static uint32_t hue(const char *text)
{
	return hash(text) % 1000 * 137 % 360;
}

const char *svg_colour(char *buf, const char *layer, const char *name)
{
	const uint32_t shade = hash(name) >> 8;

	if (layer)
		snprintf(buf, COLOUR_SIZE, "hsl(%u,65%%,%u%%)", hue(layer), 68 + shade % 14);
	else
		snprintf(buf, COLOUR_SIZE, "hsl(%u,75%%,%u%%)", 15 + hash(name) % 40,
			 62 + shade % 16);
	return buf;
}

const char *svg_heat(char *buf, double share)
{
	snprintf(buf, COLOUR_SIZE, "hsl(%.0f,85%%,%.0f%%)", 50 - 45 * share, 92 - 52 * share);
	return buf;
}
