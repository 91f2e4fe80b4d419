/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Questions about types: kinds, equality, promotion, sizes and members. */
#include "runtime/lang/type.h"

#include <string.h>

#include "runtime/base/map.h"

static const struct type *resolve(const struct type *type)
{
	return type_resolve((struct type *)type);
}

uint32_t type_size(const struct type *type)
{
	return resolve(type)->size;
}

uint32_t type_align(const struct type *type)
{
	return resolve(type)->align;
}

uint32_t type_member_size(const struct type_member *m)
{
	return type_is_string(m->type) ? TYPE_STRING_MEMBER : type_size(m->type);
}

static bool equal(const struct type *a, const struct type *b, struct map **proven);

static bool params_equal(const struct type *a, const struct type *b, struct map **proven)
{
	if (a->n_params != b->n_params || a->is_varargs != b->is_varargs)
		return false;
	for (uint32_t i = 0; i < a->n_params; i++) {
		if (!equal(a->params[i].type, b->params[i].type, proven))
			return false;
	}
	return true;
}

/* Typedefs let functions take functions that take functions: each pair is compared once, or there
 * would be twice as many to compare at each level. */
static bool funcs_equal(const struct type *a, const struct type *b, struct map **proven)
{
	const struct type *pair[] = { a, b };

	if (!*proven)
		*proven = map_new();
	if (map_find(*proven, pair, sizeof(pair)))
		return true;
	if (!equal(a->ref, b->ref, proven) || !params_equal(a, b, proven))
		return false;
	map_set(*proven, pair, sizeof(pair), proven);
	return true;
}

static bool members_equal(const struct type *a, const struct type *b, struct map **proven)
{
	if (a->size != b->size || a->n_members != b->n_members)
		return false;
	for (uint32_t i = 0; i < a->n_members; i++) {
		const struct type_member *x = &a->members[i], *y = &b->members[i];

		if (!x->name != !y->name || (x->name && strcmp(x->name, y->name)) ||
		    x->offset != y->offset || x->bit_offset != y->bit_offset ||
		    x->bit_size != y->bit_size || !equal(x->type, y->type, proven))
			return false;
	}
	return true;
}

/* Of two tables: two files have the same type where they call it the same and lay it out alike, or
 * where one of them does not say how. A pair that is met again while it is compared is equal if all
 * the rest is. */
static bool tags_equal(const struct type *a, const struct type *b, struct map **proven)
{
	const struct type *pair[] = { a, b };

	if (!a->name || !b->name || strcmp(a->name, b->name))
		return false;
	if (!a->is_complete || !b->is_complete)
		return true;
	if (!*proven)
		*proven = map_new();
	if (map_find(*proven, pair, sizeof(pair)))
		return true;
	map_set(*proven, pair, sizeof(pair), proven);
	return members_equal(a, b, proven);
}

/* Both are of one kind and not the same object. */
static bool contents_equal(const struct type *a, const struct type *b, struct map **proven)
{
	switch (a->kind) {
	case TYPE_VOID:
	case TYPE_STRING:
	case TYPE_AGG:
	case TYPE_SYM:
		return true;
	case TYPE_STACK:
		return a->size == b->size;
	case TYPE_INT:
		return a->size == b->size && a->is_signed == b->is_signed &&
		       a->is_bool == b->is_bool;
	case TYPE_FLOAT:
		return a->size == b->size;
	case TYPE_POINTER:
		return a->space == b->space && equal(a->ref, b->ref, proven);
	case TYPE_ARRAY:
		return a->n_elems == b->n_elems && equal(a->ref, b->ref, proven);
	case TYPE_FUNC:
		return funcs_equal(a, b, proven);
	case TYPE_OPAQUE:
		return !strcmp(a->name, b->name);
	case TYPE_STRUCT:
	case TYPE_UNION:
		return tags_equal(a, b, proven);
	case TYPE_ENUM:
		return a->name && b->name && !strcmp(a->name, b->name);
	case TYPE_TYPEDEF:
		return false;
	}
	return false;
}

static bool equal(const struct type *a, const struct type *b, struct map **proven)
{
	a = resolve(a);
	b = resolve(b);
	return a == b || (a->kind == b->kind && contents_equal(a, b, proven));
}

bool type_equal(const struct type *a, const struct type *b)
{
	struct map *proven = NULL;
	bool is_equal = equal(a, b, &proven);

	map_free(proven);
	return is_equal;
}

bool type_is_int(const struct type *type)
{
	type = resolve(type);
	return type->kind == TYPE_INT || type->kind == TYPE_ENUM;
}

bool type_is_pointer(const struct type *type)
{
	type = resolve(type);
	return type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY;
}

bool type_is_scalar(const struct type *type)
{
	return type_is_int(type) || type_is_pointer(type);
}

bool type_is_string(const struct type *type)
{
	return resolve(type)->kind == TYPE_STRING;
}

bool type_is_stringlike(const struct type *type)
{
	if (type_is_string(type))
		return true;
	return type_is_pointer(type) && resolve(resolve(type)->ref)->is_char;
}

bool type_is_sou(const struct type *type)
{
	type = resolve(type);
	return type->kind == TYPE_STRUCT || type->kind == TYPE_UNION;
}

bool type_is_signed(const struct type *type)
{
	return resolve(type)->is_signed;
}

/* An operand as arithmetic takes it: enum and _Bool have become int. */
static struct type *arithmetic_type(struct type_table *tt, struct type *type)
{
	const struct type *r = type_resolve(type);

	return r->kind == TYPE_ENUM || r->is_bool ? type_c_int(tt, "int") : type;
}

struct type *type_promote(struct type_table *tt, struct type *a, struct type *b)
{
	a = arithmetic_type(tt, a);
	b = arithmetic_type(tt, b);
	if (type_size(a) != type_size(b))
		return type_size(a) > type_size(b) ? a : b;
	return type_is_signed(a) && !type_is_signed(b) ? b : a;
}

const struct type_member *type_find_member(const struct type *sou, const char *name,
					   uint32_t *offset)
{
	sou = resolve(sou);
	for (uint32_t i = 0; i < sou->n_members; i++) {
		const struct type_member *m = &sou->members[i];

		if (m->name && !strcmp(m->name, name)) {
			*offset = m->offset;
			return m;
		}
		if (!m->name && type_is_sou(m->type)) {
			const struct type_member *inner = type_find_member(m->type, name, offset);

			if (inner) {
				*offset += m->offset;
				return inner;
			}
		}
	}
	return NULL;
}
