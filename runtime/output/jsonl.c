/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/output/jsonl.h"

#include <json-c/json_object.h>
#include <math.h>
#include <string.h>

#include "runtime/base/str.h"
#include "runtime/base/utf8.h"
#include "runtime/output/format.h"

struct json_object *jsonl_new(void)
{
	return json_object_new_object();
}

void jsonl_write(struct str *out, struct json_object *object)
{
	str_puts(out, json_object_to_json_string_ext(
			      object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	str_putc(out, '\n');
	json_object_put(object);
}

static struct json_object *make_text(const char *text, size_t len)
{
	auto_str struct str clean = { 0 };

	while (len) {
		size_t size = utf8_len(text, len);

		if (size)
			str_append(&clean, text, size);
		else
			str_puts(&clean, UTF8_REPLACEMENT);
		text += size ? size : 1;
		len -= size ? size : 1;
	}
	return json_object_new_string_len(str_text(&clean), (int)clean.len);
}

static struct json_object *make_bytes(const char *data, size_t len)
{
	auto_str struct str digits = { 0 };

	for (size_t i = 0; i < len; i++)
		str_printf(&digits, "%02x", (unsigned char)data[i]);
	return json_object_new_string_len(str_text(&digits), (int)digits.len);
}

static struct json_object *make_symbol(const struct format_env *env, const struct format_arg *value)
{
	auto_str struct str name = { 0 };

	if (!env || !env->symbol)
		return json_object_new_uint64((uint64_t)value->value);
	env->symbol(env->ctx, &name, value, true);
	return make_text(str_text(&name), name.len);
}

static void put_name(struct json_object *object, const char *module, const struct format_name *name)
{
	if (name->module)
		jsonl_put_text(object, module, name->module, strlen(name->module));
	if (name->function)
		jsonl_put_text(object, "name", name->function, strlen(name->function));
	if (name->function && name->offset)
		jsonl_put_uint(object, "offset", name->offset);
	jsonl_put_uint(object, "address", name->address);
}

static void add_frame(void *ctx, const struct format_name *name)
{
	struct json_object *frame = jsonl_add_object(ctx);

	jsonl_put_text(frame, "symbol", name->text, strlen(name->text));
	put_name(frame, "module", name);
}

static struct json_object *make_stack(const struct format_env *env, const struct format_arg *value)
{
	struct json_object *frames = json_object_new_array();

	if (env && env->names)
		env->names(env->ctx, value, add_frame, frames);
	return frames;
}

static struct json_object *make_value(const struct format_env *env, const struct format_arg *value)
{
	switch (value->class) {
	case FORMAT_INT:
		if (value->is_signed)
			return json_object_new_int64(value->value);
		return json_object_new_uint64((uint64_t)value->value);
	case FORMAT_PTR:
		return json_object_new_uint64((uint64_t)value->value);
	case FORMAT_SYM:
		return make_symbol(env, value);
	case FORMAT_STRING:
		return make_text(value->data, value->size);
	case FORMAT_FLOAT:
	case FORMAT_BYTES:
		return make_bytes(value->data, value->size);
	case FORMAT_STACK:
		return make_stack(env, value);
	}
	return NULL;
}

void jsonl_put_int(struct json_object *object, const char *key, int64_t value)
{
	json_object_object_add(object, key, json_object_new_int64(value));
}

void jsonl_put_uint(struct json_object *object, const char *key, uint64_t value)
{
	json_object_object_add(object, key, json_object_new_uint64(value));
}

/* JSON has no words for what is no number. */
static struct json_object *make_float(double value)
{
	return isfinite(value) ? json_object_new_double(value) : NULL;
}

void jsonl_put_float(struct json_object *object, const char *key, double value)
{
	json_object_object_add(object, key, make_float(value));
}

void jsonl_put_text(struct json_object *object, const char *key, const char *text, size_t len)
{
	json_object_object_add(object, key, make_text(text, len));
}

struct json_object *jsonl_put_object(struct json_object *object, const char *key)
{
	struct json_object *inner = json_object_new_object();

	json_object_object_add(object, key, inner);
	return inner;
}

struct json_object *jsonl_put_array(struct json_object *object, const char *key)
{
	struct json_object *inner = json_object_new_array();

	json_object_object_add(object, key, inner);
	return inner;
}

void jsonl_put_value(struct json_object *object, const char *key, const struct format_env *env,
		     const struct format_arg *value)
{
	json_object_object_add(object, key, make_value(env, value));
}

static void put_symbol(void *ctx, const struct format_name *name)
{
	put_name(ctx, "object", name);
}

void jsonl_put_symbol(struct json_object *object, const char *key, const struct format_env *env,
		      const struct format_arg *value)
{
	jsonl_put_value(object, key, env, value);
	if (env && env->names)
		env->names(env->ctx, value, put_symbol, object);
}

struct json_object *jsonl_add_object(struct json_object *array)
{
	struct json_object *inner = json_object_new_object();

	json_object_array_add(array, inner);
	return inner;
}

struct json_object *jsonl_add_array(struct json_object *array)
{
	struct json_object *inner = json_object_new_array();

	json_object_array_add(array, inner);
	return inner;
}

void jsonl_add_float(struct json_object *array, double value)
{
	json_object_array_add(array, make_float(value));
}

void jsonl_add_value(struct json_object *array, const struct format_env *env,
		     const struct format_arg *value)
{
	json_object_array_add(array, make_value(env, value));
}
