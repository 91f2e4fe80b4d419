/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/base/str.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"

void str_fini(struct str *s)
{
	free(s->data);
	*s = (struct str){ 0 };
}

void str_clear(struct str *s)
{
	s->len = 0;
	if (s->data)
		s->data[0] = '\0';
}

char *str_reserve(struct str *s, size_t len)
{
	size_t need = s->len + len + 1;

	if (need > s->cap) {
		size_t cap = s->cap ? s->cap : 32;

		while (cap < need)
			cap *= 2;
		s->data = xrealloc(s->data, cap);
		s->cap = cap;
	}
	return s->data + s->len;
}

void str_append(struct str *s, const char *data, size_t len)
{
	char *end = str_reserve(s, len);

	if (len)
		memcpy(end, data, len);
	end[len] = '\0';
	s->len += len;
}

void str_putc(struct str *s, char c)
{
	str_append(s, &c, 1);
}

void str_puts(struct str *s, const char *text)
{
	str_append(s, text, strlen(text));
}

void str_pad(struct str *s, char c, int n)
{
	char *end;

	if (n <= 0)
		return;
	end = str_reserve(s, (size_t)n);
	memset(end, c, (size_t)n);
	end[n] = '\0';
	s->len += (size_t)n;
}

/* Most texts fit into what is there: only the others are formatted twice. */
static void append_formatted(struct str *s, const char *fmt, va_list ap)
{
	size_t room;
	va_list again;
	int len;

	str_reserve(s, 0);
	room = s->cap - s->len;
	va_copy(again, ap);
	len = vsnprintf(s->data + s->len, room, fmt, ap);
	if (len >= 0 && (size_t)len >= room)
		vsnprintf(str_reserve(s, (size_t)len), (size_t)len + 1, fmt, again);
	va_end(again);
	if (len >= 0)
		s->len += (size_t)len;
	s->data[s->len] = '\0';
}

void str_printf(struct str *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	append_formatted(s, fmt, ap);
	va_end(ap);
}

char *str_take(struct str *s)
{
	char *text = s->data ? s->data : xstrdup("");

	*s = (struct str){ 0 };
	return text;
}

const char *str_text(const struct str *s)
{
	return s->data ? s->data : "";
}

/* C0, DEL, and C1 as UTF-8 writes it. */
static bool is_control(unsigned char before, unsigned char c)
{
	if (c < ' ' || c == 0x7f)
		return c != '\t';
	return before == 0xc2 && c >= 0x80 && c < 0xa0;
}

char *str_make_plain(char *text)
{
	unsigned char before = 0;

	for (char *p = text; *p; p++) {
		unsigned char c = (unsigned char)*p;

		if (is_control(before, c))
			*p = '?';
		before = c;
	}
	return text;
}

char *str_fold_underscores(char *text, char to)
{
	char *end = text;

	for (const char *from = text; *from; from++) {
		const bool is_pair = from[0] == '_' && from[1] == '_';

		*end++ = is_pair ? to : *from;
		from += is_pair;
	}
	*end = '\0';
	return text;
}
