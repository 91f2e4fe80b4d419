/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/output/typed.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/str.h"
#include "runtime/output/text.h"
#include "runtime/output/typed_impl.h"

enum { INDENT = 4 };

static void fini(struct typed *t)
{
	for (uint32_t i = 0; i < t->n_parts; i++)
		fini(&t->parts[i]);
	for (uint32_t i = 0; i < t->n_enumerators; i++)
		free(t->enumerators[i].name);
	free(t->parts);
	free(t->enumerators);
	free(t->type);
	free(t->name);
}

void typed_free(struct typed *t)
{
	if (!t)
		return;
	fini(t);
	free(t);
}

/* Reading */

static int64_t extend(uint64_t value, unsigned int bits, bool is_signed)
{
	unsigned int unused = 64 - bits;

	if (is_signed)
		return (int64_t)(value << unused) >> unused;
	return (int64_t)(value << unused >> unused);
}

int64_t typed_int(const struct typed *t, const char *data)
{
	uint64_t value = 0;
	char *low = (char *)&value;

	if (!t->size || t->size > sizeof(value))
		return 0;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	low += sizeof(value) - t->size;
#endif
	memcpy(low, data, t->size);
	if (t->bit_size)
		return extend(value >> t->bit_offset, t->bit_size, t->is_signed);
	return extend(value, t->size * 8, t->is_signed);
}

double typed_float(const struct typed *t, const char *data)
{
	double value = 0;
	float small = 0;

	if (t->size == sizeof(value))
		memcpy(&value, data, sizeof(value));
	else if (t->size == sizeof(small))
		memcpy(&small, data, sizeof(small));
	return t->size == sizeof(small) ? (double)small : value;
}

const char *typed_enumerator(const struct typed *t, int64_t value)
{
	for (uint32_t i = 0; i < t->n_enumerators; i++)
		if (t->enumerators[i].value == value)
			return t->enumerators[i].name;
	return NULL;
}

bool typed_is_text(const struct typed *t, const char *data, size_t *len)
{
	if (t->kind != TYPED_ARRAY || t->parts[0].kind != TYPED_CHAR)
		return false;
	*len = strnlen(data, t->size);
	for (size_t i = 0; i < *len; i++)
		if (iscntrl((unsigned char)data[i]))
			return false;
	return *len || t->size;
}

/* Printing */

static void put_value(struct str *out, const struct typed *t, const char *data, int depth);

static void put_hex(struct str *out, const struct typed *t, const char *data)
{
	unsigned int bits = t->bit_size ? t->bit_size : t->size * 8;
	uint64_t value = (uint64_t)extend((uint64_t)typed_int(t, data), bits, false);

	str_printf(out, value ? "0x%llx" : "%llx", (unsigned long long)value);
}

static void put_char(struct str *out, const struct typed *t, const char *data)
{
	unsigned char c = (unsigned char)*data;

	if (t->bit_size)
		put_hex(out, t, data);
	else if (isprint(c))
		str_printf(out, c == '\'' || c == '\\' ? "'\\%c'" : "'%c'", c);
	else
		str_printf(out, c ? "'\\%03o'" : "'\\%o'", c);
}

static void put_enum(struct str *out, const struct typed *t, const char *data)
{
	int64_t value = typed_int(t, data);
	const char *name = typed_enumerator(t, value);

	if (name)
		str_puts(out, name);
	else
		text_int(out, value, true);
}

static void put_text(struct str *out, const char *text, size_t len)
{
	str_putc(out, '"');
	text_escaped(out, text, len);
	str_putc(out, '"');
}

static void put_bytes(struct str *out, const struct typed *t, const char *data)
{
	for (uint32_t i = 0; i < t->size; i++)
		str_printf(out, "%02x", (unsigned char)data[i]);
}

/* What it is and, of a member, its name: C's star stands at the name. */
static void put_head(struct str *out, const struct typed *t)
{
	size_t len = strlen(t->type);

	str_puts(out, t->type);
	if (!t->name) {
		str_putc(out, ' ');
		return;
	}
	if (len && t->type[len - 1] != '*')
		str_putc(out, ' ');
	str_puts(out, t->name);
	if (t->bit_size)
		str_printf(out, " :%u", t->bit_size);
	str_puts(out, " = ");
}

static void put_struct(struct str *out, const struct typed *t, const char *data, int depth)
{
	str_puts(out, "{\n");
	for (uint32_t i = 0; i < t->n_parts; i++) {
		str_pad(out, ' ', INDENT * (depth + 1));
		put_head(out, &t->parts[i]);
		put_value(out, &t->parts[i], data + t->parts[i].offset, depth + 1);
		str_putc(out, '\n');
	}
	str_pad(out, ' ', INDENT * depth);
	str_putc(out, '}');
}

static bool is_large(const struct typed *t)
{
	return t->kind == TYPED_STRUCT || t->kind == TYPED_ARRAY;
}

/* Each on a line of its own. */
static void put_large_elements(struct str *out, const struct typed *t, const char *data, int depth)
{
	const struct typed *elem = &t->parts[0];

	for (uint32_t i = 0; i < t->n_elems; i++) {
		str_putc(out, '\n');
		str_pad(out, ' ', INDENT * (depth + 1));
		put_head(out, elem);
		put_value(out, elem, data + (size_t)i * elem->size, depth + 1);
		if (i + 1 < t->n_elems)
			str_putc(out, ',');
	}
	str_putc(out, '\n');
	str_pad(out, ' ', INDENT * depth);
}

static void put_array(struct str *out, const struct typed *t, const char *data, int depth)
{
	const struct typed *elem = &t->parts[0];
	size_t len;

	str_putc(out, '[');
	if (typed_is_text(t, data, &len)) {
		str_putc(out, ' ');
		put_text(out, data, len);
	} else if (is_large(elem) && t->n_elems) {
		put_large_elements(out, t, data, depth);
		str_putc(out, ']');
		return;
	} else {
		for (uint32_t i = 0; i < t->n_elems; i++) {
			str_puts(out, i ? ", " : " ");
			put_value(out, elem, data + (size_t)i * elem->size, depth);
		}
	}
	str_puts(out, " ]");
}

static void put_value(struct str *out, const struct typed *t, const char *data, int depth)
{
	switch (t->kind) {
	case TYPED_INT:
	case TYPED_POINTER:
		return put_hex(out, t, data);
	case TYPED_CHAR:
		return put_char(out, t, data);
	case TYPED_FLOAT:
		return str_printf(out, t->size == 4 ? "%.9g" : "%.17g", typed_float(t, data));
	case TYPED_ENUM:
		return put_enum(out, t, data);
	case TYPED_STRING:
		return put_text(out, data, strnlen(data, t->size));
	case TYPED_ARRAY:
		return put_array(out, t, data, depth);
	case TYPED_STRUCT:
		return put_struct(out, t, data, depth);
	case TYPED_OTHER:
		return put_bytes(out, t, data);
	}
}

void typed_print(struct str *out, const struct typed *t, const void *data)
{
	put_head(out, t);
	put_value(out, t, data, 0);
}
