/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/type_declare.h"

#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/lang/type.h"

/* Types that lead deeper into each other are left out. */
#define MAX_DEPTH 200

void type_declarer_init(struct type_declarer *td, struct str *out, struct type_table *builtin)
{
	*td = (struct type_declarer){
		.out = out,
		.builtin = builtin,
		.done = map_new(),
		.later = map_new(),
	};
}

void type_declarer_fini(struct type_declarer *td)
{
	map_free(td->done);
	map_free(td->later);
}

/* True the first time. What has a name is known by it, since a type may have several objects, one
 * of them const. */
static bool is_new(struct map *map, const struct type *type)
{
	auto_str struct str key = { 0 };

	if (type->name)
		str_printf(&key, "%d %s", type->kind, type->name);
	else
		str_append(&key, (const char *)&type, sizeof(type));
	if (map_find(map, key.data, key.len))
		return false;
	map_set(map, key.data, key.len, (void *)type);
	return true;
}

static bool is_tag(const struct type *type)
{
	return type->kind == TYPE_STRUCT || type->kind == TYPE_UNION || type->kind == TYPE_ENUM;
}

static void declare_body(struct type_declarer *td, const struct type *type)
{
	for (uint32_t i = 0; i < type->n_members; i++)
		type_declare(td, type->members[i].type);
}

static void declare_typedef(struct type_declarer *td, const struct type *type);

static void declare_tag(struct type_declarer *td, const struct type *type)
{
	if (!type->name && type->alias)
		return declare_typedef(td, type->alias);
	if (!type->is_complete || !is_new(td->done, type))
		return;
	declare_body(td, type);
	if (!type->name)
		return;
	type_print_body(td->out, type);
	str_puts(td->out, ";\n");
}


/* Where a name is enough, for now. */
static void declare_name(struct type_declarer *td, const struct type *type);

/* D has it, and means the same. */
static bool is_builtin(const struct type_declarer *td, const struct type *type)
{
	const struct type *known = type_find_typedef(td->builtin, type->name);

	return known && type_equal(known, type);
}

/* The first typedef of a struct without a tag has its body; others have that one's name. */
static void declare_typedef(struct type_declarer *td, const struct type *type)
{
	if (!type->name || is_builtin(td, type) || !is_new(td->done, type))
		return;
	if (type->ref->alias == type) {
		declare_body(td, type->ref);
		str_puts(td->out, "typedef ");
		type_print_body(td->out, type->ref);
		str_printf(td->out, " %s;\n", type->name);
		return;
	}
	declare_name(td, type->ref);
	str_puts(td->out, "typedef ");
	type_print_whole(td->out, type->ref, type->name);
	str_puts(td->out, ";\n");
}

static void declare_func(struct type_declarer *td, const struct type *type)
{
	declare_name(td, type->ref);
	for (uint32_t i = 0; i < type->n_params; i++)
		declare_name(td, type->params[i].type);
}

static void declare_name(struct type_declarer *td, const struct type *type)
{
	if (td->depth == MAX_DEPTH)
		return;
	td->depth++;
	if (type->kind == TYPE_TYPEDEF && type->name) {
		declare_typedef(td, type);
	} else if (type->kind == TYPE_POINTER || type->kind == TYPE_TYPEDEF) {
		declare_name(td, type->ref);
	} else if (type->kind == TYPE_FUNC) {
		declare_func(td, type);
	} else if (type->kind == TYPE_ARRAY) {
		type_declare(td, type);
	}
	if (is_tag(type) && !type->name)
		declare_tag(td, type);
	else if (is_tag(type) && type->is_complete)
		is_new(td->later, type);
	td->depth--;
}

void type_declare(struct type_declarer *td, const struct type *type)
{
	if (td->depth == MAX_DEPTH)
		return;
	td->depth++;
	if (is_tag(type)) {
		declare_tag(td, type);
	} else if (type->kind == TYPE_ARRAY) {
		type_declare(td, type->ref);
	} else if (type->kind == TYPE_TYPEDEF) {
		declare_typedef(td, type);
		if (!type->name || !is_builtin(td, type))
			type_declare(td, type->ref);
	} else {
		declare_name(td, type);
	}
	td->depth--;
}

void type_declare_rest(struct type_declarer *td, size_t limit)
{
	while (td->n_later < map_len(td->later) && td->out->len < limit)
		declare_tag(td, map_at(td->later, td->n_later++)->value);
}
