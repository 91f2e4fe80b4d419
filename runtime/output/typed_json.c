/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Typed values as JSON. */
#include <string.h>

#include "runtime/output/format.h"
#include "runtime/output/jsonl.h"
#include "runtime/output/typed_impl.h"

static struct format_arg make_text(const char *text, size_t len)
{
	return (struct format_arg){
		.class = FORMAT_STRING, .data = text, .size = (uint32_t)len
	};
}

/* What is no structure and no array of values. */
static struct format_arg make_scalar(const struct typed *t, const char *data)
{
	struct format_arg arg = { .class = FORMAT_INT, .is_signed = t->is_signed };
	const char *name;
	size_t len;

	if (t->kind == TYPED_STRING)
		return make_text(data, strnlen(data, t->size));
	if (typed_is_text(t, data, &len))
		return make_text(data, len);
	if (t->kind == TYPED_OTHER)
		return (struct format_arg){
			.class = FORMAT_BYTES, .data = data, .size = t->size
		};
	arg.value = typed_int(t, data);
	name = t->kind == TYPED_ENUM ? typed_enumerator(t, arg.value) : NULL;
	return name ? make_text(name, strlen(name)) : arg;
}

static bool is_list(const struct typed *t, const char *data)
{
	size_t len;

	return t->kind == TYPED_ARRAY && !typed_is_text(t, data, &len);
}

static void put_members(struct json_object *object, const struct typed *t, const char *data);
static void add_elements(struct json_object *array, const struct typed *t, const char *data);

static void put_member(struct json_object *object, const char *key, const struct typed *t,
		       const char *data)
{
	struct format_arg arg;

	if (t->kind == TYPED_STRUCT)
		return put_members(jsonl_put_object(object, key), t, data);
	if (is_list(t, data))
		return add_elements(jsonl_put_array(object, key), t, data);
	if (t->kind == TYPED_FLOAT)
		return jsonl_put_float(object, key, typed_float(t, data));
	arg = make_scalar(t, data);
	jsonl_put_value(object, key, NULL, &arg);
}

/* Those of an anonymous member belong to what it is in. */
static void put_members(struct json_object *object, const struct typed *t, const char *data)
{
	for (uint32_t i = 0; i < t->n_parts; i++) {
		const struct typed *part = &t->parts[i];

		if (part->name)
			put_member(object, part->name, part, data + part->offset);
		else
			put_members(object, part, data + part->offset);
	}
}

static void add_element(struct json_object *array, const struct typed *t, const char *data)
{
	struct format_arg arg;

	if (t->kind == TYPED_STRUCT)
		return put_members(jsonl_add_object(array), t, data);
	if (is_list(t, data))
		return add_elements(jsonl_add_array(array), t, data);
	if (t->kind == TYPED_FLOAT)
		return jsonl_add_float(array, typed_float(t, data));
	arg = make_scalar(t, data);
	jsonl_add_value(array, NULL, &arg);
}

static void add_elements(struct json_object *array, const struct typed *t, const char *data)
{
	for (uint32_t i = 0; i < t->n_elems; i++)
		add_element(array, &t->parts[0], data + (size_t)i * t->parts[0].size);
}

void typed_put(struct json_object *object, const struct typed *t, const void *data)
{
	jsonl_put_text(object, "type", t->type, strlen(t->type));
	put_member(object, "value", t, data);
}
