/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A growable text buffer. */
#ifndef RUNTIME_BASE_STR_H
#define RUNTIME_BASE_STR_H

#include <stddef.h>

/* All zero is a valid, empty buffer. data is NUL-terminated as soon as anything was put in, else
 * NULL. */
struct str {
	char *data;
	size_t len;
	size_t cap;
};

void str_fini(struct str *s);
void str_clear(struct str *s);			/* keeps the memory */
void str_putc(struct str *s, char c);
void str_puts(struct str *s, const char *text);
void str_append(struct str *s, const char *data, size_t len);
void str_pad(struct str *s, char c, int n);	/* n <= 0 does nothing */
void str_printf(struct str *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Room for len more bytes and a NUL; returns where to write them. The caller adds to s->len. */
char *str_reserve(struct str *s, size_t len);

/* Hands over the text, never NULL; the buffer is empty afterwards. The caller frees it. */
char *str_take(struct str *s);

/* The text, "" when empty. Valid until the buffer changes. */
const char *str_text(const struct str *s);

/* Each "__" becomes one character, from left to right, in place. Returns the text. */
char *str_fold_underscores(char *text, char to);

/* Makes a text fit to be shown, in place: what a terminal would act on becomes '?', tabs excepted.
 * For what comes out of other people's files. Returns the text. */
char *str_make_plain(char *text);

#define auto_str __attribute__((cleanup(str_fini)))

#endif
