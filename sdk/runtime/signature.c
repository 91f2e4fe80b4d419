/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "sdk/runtime/signature.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sdk/include/usdt_note.h"
#include "sdk/runtime/error.h"
#include "sdk/runtime/machine.h"

static const struct type {
	const char *name;
	int size; /* as in a note: negative if signed */
	const char *c_type;
} types[] = {
	{ "i8", -1, "int8_t" },      { "i16", -2, "int16_t" }, { "i32", -4, "int32_t" },
	{ "i64", -8, "int64_t" },    { "u8", 1, "uint8_t" },   { "u16", 2, "uint16_t" },
	{ "u32", 4, "uint32_t" },    { "u64", 8, "uint64_t" }, { "ptr", 8, "void*" },
	{ "str", 8, "const char*" }, { "f32", 4, "float" },    { "f64", 8, "double" },
};

static const struct type *find_type(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strlen(types[i].name) == len && !memcmp(types[i].name, name, len))
			return &types[i];
	return NULL;
}

/* Appends one argument; the room was measured for the longest. */
static void put_argument(const struct usdt_machine *machine, const struct type *type,
			 unsigned int index, struct usdt_signature *out)
{
	const char *format = index ? machine->next : machine->first;
	size_t len = strlen(out->args);

	len += (size_t)snprintf(out->args + len, USDT_ARGS_SIZE - len, "%s%d@", index ? " " : "",
				type->size);
	snprintf(out->args + len, USDT_ARGS_SIZE - len, format, index * 8);
	len = strlen(out->types);
	snprintf(out->types + len, USDT_ARGS_SIZE - len, "%s%s", index ? ", " : "", type->c_type);
}

int usdt_signature_parse(const struct usdt_machine *machine, const char *signature,
			 struct usdt_signature *out, struct usdt_error *error)
{
	const char *word = signature + strspn(signature, " ");
	unsigned int n = 0;

	out->args[0] = out->types[0] = '\0';
	while (*word) {
		const size_t len = strcspn(word, " ,");
		const struct type *type = find_type(word, len);
		const char *end = word + len + strspn(word + len, " ");

		if (!type)
			return usdt_fail(error, -EINVAL,
					 "argument %u has an unknown type: \"%.*s\"", n,
					 len < 64 ? (int)len : 64, word);
		if (n == USDT_MAX_ARGS)
			return usdt_fail(error, -E2BIG, "a probe has up to %d arguments",
					 USDT_MAX_ARGS);
		put_argument(machine, type, n++, out);
		if (*end && *end != ',')
			return usdt_fail(error, -EINVAL, "no comma behind argument %u", n - 1);
		if (!*end)
			break;
		word = end + 1 + strspn(end + 1, " ");
		if (!*word)
			return usdt_fail(error, -EINVAL, "no type behind the last comma");
	}
	return (int)n;
}
