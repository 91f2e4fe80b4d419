/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Values with their types, as print() shows them: members by name, each on a line of its own. What
 * a type is has been copied from the compiler's, which knows more than is needed here:
 *
 *	struct conn {
 *	    int fd = 0x7
 *	    char [8] host = [ "db1" ]
 *	    struct conn *next = 0
 *	} */
#ifndef RUNTIME_OUTPUT_TYPED_H
#define RUNTIME_OUTPUT_TYPED_H

#include <stdbool.h>
#include <stdint.h>

struct json_object;
struct str;

enum typed_kind {
	TYPED_INT,
	TYPED_CHAR,	/* plain char: an array of it is text */
	TYPED_FLOAT,
	TYPED_ENUM,
	TYPED_POINTER,
	TYPED_STRING,	/* D's own: ends with its NUL, or where it ends */
	TYPED_ARRAY,
	TYPED_STRUCT,	/* and union */
	TYPED_OTHER,	/* shown as bytes */
};

struct typed_name {
	char *name;
	int64_t value;
};

/* A type, and of a member what it is called and where it lies. It owns all that it points to. */
struct typed {
	enum typed_kind kind;
	char *type;		/* as C has it: "int", "char [16]", "struct conn *" */
	char *name;		/* NULL: no member, or one of an anonymous struct */
	uint32_t offset;	/* bytes, from the start of what it is a member of */
	uint32_t size;
	uint16_t bit_offset, bit_size;	/* of a bit-field; 0: it is none */
	bool is_signed;
	uint32_t n_elems;	/* ARRAY */
	struct typed *parts;	/* STRUCT: members; ARRAY: what one element is */
	uint32_t n_parts;
	struct typed_name *enumerators;
	uint32_t n_enumerators;
};

void typed_free(struct typed *t);	/* NULL is allowed */

/* The value at data, which has t->size bytes, and its type. No newline follows. */
void typed_print(struct str *out, const struct typed *t, const void *data);

/* The same as fields "type" and "value" of an object: structures are objects, arrays of char and
 * enumerators texts, all else numbers. */
void typed_put(struct json_object *object, const struct typed *t, const void *data);

#endif
