/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "draw/input.h"

#include <errno.h>
#include <json-c/json_object.h>
#include <json-c/json_tokener.h>
#include <json-c/linkhash.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"

static void free_json(struct json_object **object)
{
	json_object_put(*object);
}

static struct json_object *get(struct json_object *object, const char *key)
{
	struct json_object *value = NULL;

	if (json_object_is_type(object, json_type_object))
		json_object_object_get_ex(object, key, &value);
	return value;
}

static size_t array_len(struct json_object *array)
{
	return json_object_is_type(array, json_type_array) ? json_object_array_length(array) : 0;
}

static struct json_object *get_value(struct json_object *output, size_t i)
{
	return get(json_object_array_get_idx(output, i), "value");
}

/* What a value is as text; "" of what is missing. */
static char *text_of(struct input *in, struct json_object *value)
{
	return arena_strdup(in->arena, value ? json_object_get_string(value) : "");
}

static bool find_verb(struct json_object *value, enum step_verb *verb)
{
	static const char *const names[] = { "begin", "end", "mark" };
	const char *name;

	if (!json_object_is_type(value, json_type_string))
		return false;
	name = json_object_get_string(value);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		*verb = (enum step_verb)i;
		if (!strcmp(name, names[i]))
			return true;
	}
	return false;
}

/* A printf() is its text, and then its values. */
static void add_step(struct input *in, int64_t time, struct json_object *output, size_t i)
{
	struct step step = { .time = time };
	struct json_object *owner = get_value(output, i + 2);
	struct json_object *layer = get_value(output, i + 3), *name = get_value(output, i + 4);

	if (!get(json_object_array_get_idx(output, i), "message") ||
	    !find_verb(get_value(output, i + 1), &step.verb) ||
	    !json_object_is_type(owner, json_type_int) ||
	    !json_object_is_type(layer, json_type_string) ||
	    !json_object_is_type(name, json_type_string))
		return;
	step.owner = json_object_get_int64(owner);
	step.layer = text_of(in, layer);
	step.name = text_of(in, name);
	vec_push(&in->steps, step);
}

/* How many names a key is: a stack is one for each frame. */
static uint32_t count_names(struct json_object *keys)
{
	uint32_t n = 0;

	for (size_t i = 0; i < array_len(keys); i++) {
		struct json_object *key = json_object_array_get_idx(keys, i);

		n += json_object_is_type(key, json_type_array) ? array_len(key) : 1;
	}
	return n;
}

/* A frame is a function: where in it the call stands would tear it apart. */
static const char *frame_name(struct input *in, struct json_object *frame)
{
	struct json_object *symbol = get(frame, "symbol");
	char *name = text_of(in, symbol ? symbol : frame);
	char *offset = strrchr(name, '+');

	if (offset && offset > name && !strncmp(offset, "+0x", 3))
		*offset = '\0';
	return name;
}

static void add_row(struct input *in, struct row row, struct json_object *keys)
{
	row.path = arena_make_n(in->arena, const char *, count_names(keys) + 1);
	for (size_t i = 0; i < array_len(keys); i++) {
		struct json_object *key = json_object_array_get_idx(keys, i);

		if (!json_object_is_type(key, json_type_array)) {
			row.path[row.path_len++] = text_of(in, key);
			continue;
		}
		for (size_t f = array_len(key); f--;)
			row.path[row.path_len++] =
				frame_name(in, json_object_array_get_idx(key, f));
	}
	vec_push(&in->rows, row);
}

static void add_buckets(struct input *in, const struct row *row, struct json_object *buckets)
{
	for (size_t i = 0; i < array_len(buckets); i++) {
		struct json_object *bucket = json_object_array_get_idx(buckets, i);
		struct json_object *from = get(bucket, "value");

		if (!json_object_is_type(from, json_type_int))
			continue;
		vec_push(&in->buckets, (struct bucket){
			.time = row->time,
			.aggregation = row->aggregation,
			.from = json_object_get_int64(from),
			.count = json_object_get_int64(get(bucket, "count")),
		});
	}
}

/* A row is its keys and one value, under the name of the aggregating function. */
static void add_aggregation(struct input *in, int64_t time, struct json_object *element)
{
	struct json_object *data = get(element, "aggregation-data");
	struct row row = { .time = time };

	row.aggregation = data ? text_of(in, get(element, "aggregation-name")) : NULL;
	if (data && time && !array_len(data))
		vec_push(&in->buckets, (struct bucket){ time, row.aggregation, 0, 0 });
	for (size_t i = 0; i < array_len(data); i++) {
		struct json_object *object = json_object_array_get_idx(data, i);
		struct json_object *buckets = get(object, "buckets");

		if (buckets) {
			add_buckets(in, &row, buckets);
			continue;
		}
		if (!json_object_is_type(object, json_type_object))
			continue;
		json_object_object_foreach(object, key, value) {
			if (!strcmp(key, "keys") || !json_object_is_type(value, json_type_int))
				continue;
			row.count = json_object_get_int64(value);
			add_row(in, row, get(object, "keys"));
		}
	}
}

/* Times are added and subtracted: what no clock shows is cut. */
static int64_t get_time(struct json_object *line)
{
	const int64_t most = INT64_MAX / 4, time = json_object_get_int64(get(line, "timestamp"));

	return time < 0 ? 0 : time > most ? most : time;
}

static void add_line(struct input *in, struct json_object *line)
{
	int64_t time = get_time(line);
	struct json_object *output = get(line, "output");

	add_aggregation(in, time, line);
	for (size_t i = 0; i < array_len(output); i++) {
		add_step(in, time, output, i);
		add_aggregation(in, time, json_object_array_get_idx(output, i));
	}
}

/* A line is one value: what stands behind it would be lost. NULL: it is none. */
static struct json_object *parse_line(const char *text, size_t len, enum json_tokener_error *err)
{
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *line;

	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	line = json_tokener_parse_ex(tokener, text, len > INT_MAX ? INT_MAX : (int)len);
	*err = json_tokener_get_error(tokener);
	if (*err == json_tokener_success && json_tokener_get_parse_end(tokener) != len)
		*err = json_tokener_error_parse_unexpected;
	json_tokener_free(tokener);
	if (*err == json_tokener_success)
		return line;
	json_object_put(line);
	return NULL;
}

static int read_lines(FILE *f, const char *name, struct input *out, struct diag *dg)
{
	auto_free char *text = NULL;
	size_t cap = 0;
	ssize_t len;

	for (uint32_t n = 1; (len = getline(&text, &cap, f)) > 0; n++) {
		__attribute__((cleanup(free_json))) struct json_object *line = NULL;
		enum json_tokener_error err;

		if (!text[strspn(text, " \t\r\n")])
			continue;
		line = parse_line(text, (size_t)len, &err);
		if (!json_object_is_type(line, json_type_object)) {
			diag_error(dg, &(struct loc){ .file = name, .line = n }, D_JSON,
				   "this line is no JSON object%s%s", line ? "" : ": ",
				   line ? "" : json_tokener_error_desc(err));
			diag_hint(dg, "the input is what dtrace -x oformat=json writes");
			return -EINVAL;
		}
		add_line(out, line);
	}
	return ferror(f) ? diag_errno(dg, NULL, D_FILE, errno, "cannot read %s", name) : 0;
}

int input_read(FILE *f, const char *name, struct input *out, struct diag *dg)
{
	out->arena = arena_new();
	return read_lines(f, name, out, dg);
}

void input_fini(struct input *in)
{
	vec_fini(&in->steps);
	vec_fini(&in->rows);
	vec_fini(&in->buckets);
	arena_free(in->arena);
}
