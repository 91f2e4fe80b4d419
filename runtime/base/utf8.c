/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/base/utf8.h"

#include <stdbool.h>

/* The first byte tells the size, and what the second may be; the others are alike. */
static const struct row {
	unsigned char first, last;	/* of the first byte */
	unsigned char from, to;		/* of the second */
	size_t size;
} rows[] = {
	{ 0x00, 0x7f, 0x00, 0x00, 1 }, { 0xc2, 0xdf, 0x80, 0xbf, 2 },
	{ 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
	{ 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
	{ 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 },
	{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
};

static bool goes_on(const struct row *row, const unsigned char *text)
{
	if (row->size > 1 && (text[1] < row->from || text[1] > row->to))
		return false;
	for (size_t i = 2; i < row->size; i++)
		if ((text[i] & 0xc0) != 0x80)
			return false;
	return true;
}

size_t utf8_len(const char *text, size_t len)
{
	const unsigned char *bytes = (const unsigned char *)text;

	for (size_t i = 0; len && i < sizeof(rows) / sizeof(rows[0]); i++)
		if (*bytes >= rows[i].first && *bytes <= rows[i].last)
			return rows[i].size <= len && goes_on(&rows[i], bytes) ? rows[i].size : 0;
	return 0;
}
