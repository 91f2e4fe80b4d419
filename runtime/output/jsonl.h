/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* JSON, one object a line: the only folder that knows libjson-c. An object is built, written and
 * gone. What goes into it belongs to it. */
#ifndef RUNTIME_OUTPUT_JSONL_H
#define RUNTIME_OUTPUT_JSONL_H

#include <stddef.h>
#include <stdint.h>

struct format_arg;
struct format_env;
struct json_object;
struct str;

struct json_object *jsonl_new(void);

/* Writes the line and frees the object. */
void jsonl_write(struct str *out, struct json_object *object);

/* Fields of an object. Text that is not UTF-8 has U+FFFD for each byte that is not. */
void jsonl_put_int(struct json_object *object, const char *key, int64_t value);
void jsonl_put_uint(struct json_object *object, const char *key, uint64_t value);
void jsonl_put_float(struct json_object *object, const char *key, double value);
void jsonl_put_text(struct json_object *object, const char *key, const char *text, size_t len);
struct json_object *jsonl_put_object(struct json_object *object, const char *key);
struct json_object *jsonl_put_array(struct json_object *object, const char *key);

/* A traced value: a number, a text, bytes as a text of hexadecimal digits, a symbol as its name, or
 * a stack as an array of objects, one for each frame. */
void jsonl_put_value(struct json_object *object, const char *key, const struct format_env *env,
		     const struct format_arg *value);

/* A symbol as its name, and beside it the parts of it: "object", "name", "offset", "address". */
void jsonl_put_symbol(struct json_object *object, const char *key, const struct format_env *env,
		      const struct format_arg *value);

/* Elements of an array. */
struct json_object *jsonl_add_object(struct json_object *array);
struct json_object *jsonl_add_array(struct json_object *array);
void jsonl_add_float(struct json_object *array, double value);
void jsonl_add_value(struct json_object *array, const struct format_env *env,
		     const struct format_arg *value);

#endif
