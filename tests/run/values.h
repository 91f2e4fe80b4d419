/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What records hold, as values that can be compared with what a case expects. */
#ifndef TESTS_RUN_VALUES_H
#define TESTS_RUN_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/str.h"
#include "runtime/base/vec.h"

struct field;
struct layout;

enum exec_value_kind { EXEC_INT, EXEC_STRING, EXEC_BYTES, EXEC_FAULT, EXEC_TAG };

struct exec_value {
	enum exec_value_kind kind;
	bool is_signed;
	uint64_t number;	/* INT; FAULT: the address */
	bool has_address;	/* FAULT: it was said which */
	struct str text;	/* STRING, BYTES; FAULT and TAG: the name */
};

struct exec_values {
	VEC(struct exec_value) values;
};

/* Appends the values of one record. */
void values_add_record(struct exec_values *v, const struct layout *layout, const void *data,
		       size_t size);
void values_add_tag(struct exec_values *v, const char *tag);
void values_add_text(struct exec_values *v, const char *text);
void values_add_number(struct exec_values *v, int64_t number);

/* data is the start of the record or the key that the field is a part of. */
void values_add_field(struct exec_values *v, const struct field *field, const void *data);

/* False: the text is malformed. */
bool values_parse(struct exec_values *v, const char *text);
bool values_equal(const struct exec_values *expected, const struct exec_values *got);
void values_print(struct str *out, const struct exec_values *v);
void values_fini(struct exec_values *v);

#endif
