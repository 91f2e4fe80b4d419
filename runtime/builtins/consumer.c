/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/builtins/consumer.h"

#include <stddef.h>
#include <string.h>

/* Integers take 8 bytes in a record, extended as their type says; narrower ones print as such. */
struct format_arg consumer_arg(const struct field *field, const void *data)
{
	static const enum format_class classes[] = {
		[FIELD_INT] = FORMAT_INT,     [FIELD_STRING] = FORMAT_STRING,
		[FIELD_BYTES] = FORMAT_BYTES, [FIELD_STACK] = FORMAT_STACK,
		[FIELD_SYM] = FORMAT_SYM,
	};
	struct format_arg arg = { .class = classes[field->kind], .is_signed = field->is_signed };
	const char *at = (const char *)data + field->offset;

	arg.data = at;
	arg.size = field->size;
	if (field->kind == FIELD_SYM)
		memcpy(&arg.value, at + offsetof(struct record_symbol, address), sizeof(arg.value));
	else if (field->kind == FIELD_INT)
		memcpy(&arg.value, at, sizeof(arg.value));
	else if (field->kind == FIELD_STRING)
		arg.size = (uint32_t)strnlen(at, field->size);
	return arg;
}
