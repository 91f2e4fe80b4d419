/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/output/text.h"

#include <string.h>

#include "runtime/base/str.h"

#define BYTES_PER_LINE 16

const char *text_digits(char buf[TEXT_DIGITS], uint64_t value, unsigned base, bool is_upper,
			size_t *len)
{
	const char *digits = is_upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char *end = buf + TEXT_DIGITS, *p = end;

	/* A constant divisor in each loop: the compiler multiplies instead. */
	if (base == 10) {
		do
			*--p = digits[value % 10];
		while (value /= 10);
	} else if (base == 16) {
		do
			*--p = digits[value % 16];
		while (value /= 16);
	} else {
		do
			*--p = digits[value % 8];
		while (value /= 8);
	}
	*len = (size_t)(end - p);
	return p;
}

/* The digits of value with its sign, in buf, which has room for it: 20 digits at most. */
static const char *int_digits(char buf[TEXT_DIGITS], int64_t value, bool is_signed, size_t *len)
{
	bool is_negative = is_signed && value < 0;
	uint64_t magnitude = is_negative ? -(uint64_t)value : (uint64_t)value;
	char *digits = (char *)text_digits(buf, magnitude, 10, false, len);

	if (is_negative) {
		*--digits = '-';
		++*len;
	}
	return digits;
}

void text_int(struct str *out, int64_t value, bool is_signed)
{
	char buf[TEXT_DIGITS];
	size_t len;
	const char *digits = int_digits(buf, value, is_signed, &len);

	str_append(out, digits, len);
}

void text_field(struct str *out, const char *text, size_t len, int width)
{
	int pad = (width < 0 ? -width : width) - (int)len;

	if (width > 0)
		str_pad(out, ' ', pad);
	str_append(out, text, len);
	if (width < 0)
		str_pad(out, ' ', pad);
}

static int trace_width(uint32_t size)
{
	switch (size) {
	case 1:
		return 3;
	case 2:
		return 5;
	case 4:
		return 8;
	default:
		return 16;
	}
}

void text_trace_int(struct str *out, int64_t value, uint32_t size, bool is_signed)
{
	char buf[TEXT_DIGITS];
	size_t len;
	const char *digits = int_digits(buf, value, is_signed, &len);

	str_putc(out, ' ');
	text_field(out, digits, len, trace_width(size));
}

void text_trace_string(struct str *out, const char *text, size_t len, int width)
{
	str_append(out, "  ", 2);
	text_field(out, text, len, -width);
}

static bool is_printable(unsigned char c)
{
	return c >= ' ' && c < 0x7f;
}

/* Characters and blanks, then NULs to the end; *text_len is what stands before them. */
static bool is_text(const unsigned char *data, size_t len, size_t *text_len)
{
	size_t i = 0;

	while (i < len && (is_printable(data[i]) || (data[i] >= '\a' && data[i] <= '\r')))
		i++;
	*text_len = i;
	while (i < len && !data[i])
		i++;
	return i == len && *text_len > 0;
}

void text_trace_bytes(struct str *out, const void *data, size_t len, int width)
{
	size_t text_len;

	if (is_text(data, len, &text_len))
		text_trace_string(out, data, text_len, width);
	else
		text_dump(out, data, len, 0);
}

static void dump_line(struct str *out, const unsigned char *data, size_t len)
{
	for (size_t i = 0; i < BYTES_PER_LINE; i++) {
		if (i < len)
			str_printf(out, " %02x", data[i]);
		else
			str_append(out, "   ", 3);
	}
	str_append(out, "  ", 2);
	for (size_t i = 0; i < len; i++)
		str_putc(out, is_printable(data[i]) ? (char)data[i] : '.');
	str_putc(out, '\n');
}

void text_dump(struct str *out, const void *data, size_t len, int indent)
{
	const unsigned char *bytes = data;

	str_putc(out, '\n');
	str_pad(out, ' ', indent + 6);
	for (int i = 0; i < BYTES_PER_LINE; i++)
		str_printf(out, "  %x", i);
	str_puts(out, "  0123456789abcdef\n");
	for (size_t i = 0; i < len; i += BYTES_PER_LINE) {
		str_pad(out, ' ', indent);
		str_printf(out, "%5zx:", i);
		dump_line(out, bytes + i, len - i < BYTES_PER_LINE ? len - i : BYTES_PER_LINE);
	}
}

static void escape(struct str *out, unsigned char c)
{
	static const char plain[] = "\a\b\f\n\r\t\v\\\"";
	static const char letter[] = "abfnrtv\\\"";
	const char *at = c ? strchr(plain, c) : NULL;

	if (at)
		str_append(out, (const char[]){ '\\', letter[at - plain] }, 2);
	else if (is_printable(c))
		str_putc(out, (char)c);
	else
		str_printf(out, "\\%03o", c);
}

void text_escaped(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		escape(out, (unsigned char)text[i]);
}

void text_header(struct str *out)
{
	str_puts(out, "CPU     ID                    FUNCTION:NAME\n");
}

static void number_field(struct str *out, uint32_t value, int width)
{
	char buf[TEXT_DIGITS];
	size_t len;
	const char *digits = text_digits(buf, value, 10, false, &len);

	text_field(out, digits, len, width);
}

void text_prefix(struct str *out, uint32_t cpu, uint32_t probe, const char *function,
		 const char *name)
{
	size_t function_len = strlen(function), name_len = strlen(name);

	number_field(out, cpu, 3);
	str_putc(out, ' ');
	number_field(out, probe, 6);
	str_putc(out, ' ');
	str_pad(out, ' ', 32 - (int)(function_len + 1 + name_len));
	str_append(out, function, function_len);
	str_putc(out, ':');
	str_append(out, name, name_len);
	str_putc(out, ' ');
}
