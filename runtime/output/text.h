/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The small pieces of DTrace's text: numbers, padded fields, traced values, the header and the
 * start of a line. Widths are those of DTrace. Nothing here goes through stdio, since a consumer
 * may have to print a million records a second. */
#ifndef RUNTIME_OUTPUT_TEXT_H
#define RUNTIME_OUTPUT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str;

/* Enough for 64 bits in octal. */
#define TEXT_DIGITS 24

/* Columns of a traced string and of a string that is an aggregation's key. */
#define TEXT_TRACE_WIDTH 33
#define TEXT_KEY_WIDTH 50

/* Writes the digits of value to the end of buf and returns the first of them; *len is their number.
 * base is 8, 10 or 16. There is no NUL. */
const char *text_digits(char buf[TEXT_DIGITS], uint64_t value, unsigned base, bool is_upper,
			size_t *len);

void text_int(struct str *out, int64_t value, bool is_signed);

/* Pads with blanks to width columns: on the left, or on the right if width is negative. */
void text_field(struct str *out, const char *text, size_t len, int width);

/* A traced integer: a blank and 16, 8, 5 or 3 columns for 8, 4, 2 or 1 bytes. */
void text_trace_int(struct str *out, int64_t value, uint32_t size, bool is_signed);

/* A traced string: two blanks, then the text in width columns. */
void text_trace_string(struct str *out, const char *text, size_t len, int width);

/* Traced bytes: as a string if they are text with nothing but NULs behind it, else as a dump. */
void text_trace_bytes(struct str *out, const void *data, size_t len, int width);

/* A table of hexadecimal digits and characters, 16 bytes a line, behind a newline. */
void text_dump(struct str *out, const void *data, size_t len, int indent);

/* What does not print becomes an escape as C writes it. */
void text_escaped(struct str *out, const char *text, size_t len);

/* The line above all others, and the start of each line: CPU, number and name of the probe. */
void text_header(struct str *out);
void text_prefix(struct str *out, uint32_t cpu, uint32_t probe, const char *function,
		 const char *name);

#endif
