/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Texts of other programs are bytes, and mostly UTF-8. JSON and SVG must be nothing else, so what
 * goes there is looked at character by character. Nothing is decoded. */
#ifndef RUNTIME_BASE_UTF8_H
#define RUNTIME_BASE_UTF8_H

#include <stddef.h>

/* What stands for a byte that belongs to no character: U+FFFD. */
#define UTF8_REPLACEMENT "\xef\xbf\xbd"

/* Bytes of the character that the text begins with, of which len bytes may be read; 0: it begins
 * with none. Overlong forms, surrogates and what lies beyond U+10FFFF are none. */
size_t utf8_len(const char *text, size_t len);

#endif
