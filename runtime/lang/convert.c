/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Conversions: which there are without a cast, and how they stand in the tree. */
#include "runtime/lang/check_rules.h"

#include "runtime/base/arena.h"
#include "runtime/base/str.h"

struct type *int_type(struct check *ck)
{
	return type_c_int(ck->types, "int");
}

struct type *int64_type(struct check *ck)
{
	return type_int(ck->types, 8, true);
}

const char *type_text(struct check *ck, const struct type *type)
{
	auto_str struct str s = { 0 };

	type_print(&s, type, NULL);
	return arena_strdup(ck->arena, str_text(&s));
}

bool node_is_const_int(const struct node *n, int64_t *value)
{
	if (n->kind != NODE_INT)
		return false;
	*value = (int64_t)node_int(n)->value;
	return true;
}

bool is_zero(const struct node *n)
{
	return n->kind == NODE_INT && node_int(n)->value == 0;
}

/* A value in 64 bits as a register of the type would hold it. */
static uint64_t extend(uint64_t value, const struct type *type)
{
	unsigned int unused = 64 - 8 * type_size(type);

	if (type_resolve((struct type *)type)->is_bool)
		return value != 0;
	if (unused >= 64)
		return value;
	if (type_is_signed(type))
		return (uint64_t)((int64_t)(value << unused) >> unused);
	return value << unused >> unused;
}

struct node *make_int(struct check *ck, const struct loc *loc, uint64_t value, struct type *type)
{
	struct node *n = node_new(ck->arena, NODE_INT, loc);

	n->type = type;
	node_int(n)->value = extend(value, type);
	node_int(n)->is_unsigned = !type_is_signed(type);
	node_int(n)->is_long = type_size(type) > 4;
	return n;
}

struct node *make_empty_string(struct check *ck, const struct loc *loc)
{
	struct node *n = node_new(ck->arena, NODE_STRING, loc);

	n->type = type_string(ck->types);
	node_string(n)->text = "";
	return n;
}

struct type *pointer_in(struct check *ck, struct type *type, enum type_space space)
{
	const struct type *r = type_resolve(type);

	if (r->kind != TYPE_POINTER || r->space == space)
		return type;
	return type_pointer(ck->types, r->ref, space);
}

bool is_char_array(const struct type *type)
{
	return type_resolve((struct type *)type)->kind == TYPE_ARRAY && type_is_stringlike(type);
}

/* What an array becomes when it is computed with. */
struct type *value_pointer(struct check *ck, const struct node *array)
{
	return type_pointer(ck->types, type_resolve(array->type)->ref, node_space(array));
}

struct type *value_type(struct check *ck, const struct node *n)
{
	struct type *r = type_resolve(n->type);

	if (r->kind == TYPE_ENUM)
		return int_type(ck);
	if (r->kind != TYPE_ARRAY)
		return n->type;
	if (is_char_array(r))
		return type_string(ck->types);
	return value_pointer(ck, n);
}

enum type_space place_of(const struct node *n)
{
	if (n->kind == NODE_MEMBER)
		return node_space(node_member(n)->base);
	if (n->kind == NODE_INDEX && !node_index(n)->is_assoc)
		return node_space(node_index(n)->base);
	if (n->kind == NODE_UNARY)
		return node_space(node_unary(n)->operand);
	if (n->kind == NODE_CAST)
		return node_space(node_cast(n)->operand);
	if (n->kind == NODE_VAR && node_var(n)->builtin)
		return SPACE_KERNEL;
	return SPACE_SCRATCH;
}

enum type_space node_space(const struct node *n)
{
	const struct type *type = n->type ? type_resolve(n->type) : NULL;

	return type && type->kind == TYPE_POINTER ? type->space : place_of(n);
}

void convert_always(struct check *ck, struct node **expr, struct type *to)
{
	struct node *operand = *expr, *cast;

	if (operand->kind == NODE_INT && type_is_scalar(to)) {
		*expr = make_int(ck, &operand->loc, node_int(operand)->value, to);
	} else {
		cast = node_new(ck->arena, NODE_CAST, &operand->loc);
		cast->type = to;
		node_cast(cast)->to = to;
		node_cast(cast)->operand = operand;
		node_cast(cast)->is_implicit = true;
		*expr = cast;
	}
	(*expr)->next = operand->next;
	operand->next = NULL;
}

static bool convert_to_string(struct check *ck, struct node **expr, struct type *to,
			      enum conversion how)
{
	struct node *next = (*expr)->next;

	if (type_is_stringlike((*expr)->type)) {
		convert_always(ck, expr, to);
		return true;
	}
	if (how != CONVERT_VALUE || !is_zero(*expr) || !type_is_int((*expr)->type))
		return false;
	*expr = make_empty_string(ck, &(*expr)->loc);
	(*expr)->next = next;
	return true;
}

bool is_void_type(const struct type *type)
{
	return type_resolve((struct type *)type)->kind == TYPE_VOID;
}

static bool convert_to_pointer(struct check *ck, struct node **expr, struct type *to,
			       enum conversion how)
{
	const struct type *from = type_resolve((*expr)->type);
	const struct type *target = type_resolve(to);
	bool is_same;

	if (!type_is_pointer(from)) {
		if (!type_is_int(from) || (!is_zero(*expr) && how != CONVERT_ARG))
			return false;
		convert_always(ck, expr, to);
		return true;
	}
	is_same = type_equal(from->ref, target->ref);
	if (!is_same && !is_void_type(from->ref) && !is_void_type(target->ref))
		return false;
	if (!is_same || from->kind == TYPE_ARRAY)
		convert_always(ck, expr, pointer_in(ck, to, node_space(*expr)));
	return true;
}

static bool convert_to_int(struct check *ck, struct node **expr, struct type *to,
			   enum conversion how)
{
	const struct type *from = (*expr)->type;
	bool is_address = type_is_pointer(from) && type_size(to) * 8u ==
						   (unsigned int)type_table_model(ck->types);

	if (!type_is_int(from) && !(is_address && how == CONVERT_ARG))
		return false;
	convert_always(ck, expr, to);
	return true;
}

bool convert(struct check *ck, struct node **expr, struct type *to, enum conversion how)
{
	if (type_equal((*expr)->type, to))
		return true;
	if (type_is_int(to))
		return convert_to_int(ck, expr, to, how);
	if (type_is_string(to))
		return convert_to_string(ck, expr, to, how);
	if (type_resolve(to)->kind == TYPE_POINTER)
		return convert_to_pointer(ck, expr, to, how);
	return false;
}

int check_convert(struct check *ck, struct node **expr, struct type *to)
{
	if (convert(ck, expr, to, CONVERT_ARG))
		return 0;
	return diag_error(ck->dg, &(*expr)->loc, D_OP_INCOMPAT, "\"%s\" cannot become \"%s\"",
			  type_text(ck, (*expr)->type), type_text(ck, to));
}
