/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Casts that are written, and what asks for sizes. */
#include "runtime/lang/check_rules.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/lang/parse.h"

static int no_cast(struct check *ck, const struct node_cast *n)
{
	return diag_error(ck->dg, &n->node.loc, D_CAST_INVAL,
			  "invalid cast expression: (%s) on an operand of type \"%s\"",
			  type_text(ck, n->to), type_text(ck, n->operand->type));
}

/* An integer is the address of text in the traced program. */
static int cast_to_string(struct check *ck, struct node_cast *n)
{
	struct type *text = type_pointer(ck->types, type_c_int(ck->types, "char"), SPACE_USER);
	const struct type *from = n->operand->type;

	if (type_is_int(from))
		convert_always(ck, &n->operand, text);
	else if (type_is_pointer(from) && !type_is_stringlike(from))
		convert_always(ck, &n->operand, pointer_in(ck, text, node_space(n->operand)));
	return type_is_stringlike(n->operand->type) ? 0 : no_cast(ck, n);
}

/* A pointer made of a pointer stays in its space. */
static int cast_to_scalar(struct check *ck, struct node **expr)
{
	struct node_cast *n = node_cast(*expr);

	if (!type_is_scalar(n->operand->type) || type_resolve(n->to)->kind == TYPE_ARRAY)
		return no_cast(ck, n);
	if (type_is_pointer(n->operand->type))
		n->to = pointer_in(ck, n->to, node_space(n->operand));
	if (type_resolve(n->operand->type)->kind == TYPE_ARRAY)
		convert_always(ck, &n->operand, value_pointer(ck, n->operand));
	n->node.type = n->to;
	if (n->operand->kind == NODE_INT)
		*expr = make_int(ck, &n->node.loc, node_int(n->operand)->value, n->to);
	return 0;
}

int check_cast(struct check *ck, struct node **expr)
{
	struct node_cast *n = node_cast(*expr);
	int err = check_expr(ck, &n->operand);

	if (err)
		return err;
	n->node.type = n->to;
	if (type_resolve(n->to)->kind == TYPE_VOID)
		return 0;
	if (type_is_string(n->to))
		err = cast_to_string(ck, n);
	else if (type_is_scalar(n->to))
		err = cast_to_scalar(ck, expr);
	else if (!type_equal(n->to, n->operand->type))
		err = no_cast(ck, n);
	if (!err && type_equal(n->to, n->operand->type) && *expr == &n->node)
		*expr = n->operand;
	return err;
}

static bool has_size(struct check *ck, struct type *type, uint64_t *size)
{
	const struct type *r = type_resolve(type);

	parse_complete_type(ck->arena, ck->types, type);
	*size = type_is_string(r) ? ck->strsize : r->size;
	return *size || (type_is_sou(r) && r->is_complete);
}

int check_sizeof(struct check *ck, struct node **expr)
{
	struct node_sizeof *n = node_sizeof(*expr);
	uint64_t size;
	int err = n->operand ? check_expr(ck, &n->operand) : 0;
	struct type *type = n->of;

	if (err)
		return err;
	if (n->operand) {
		type = n->operand->type;
		if (n->operand->kind == NODE_MEMBER && node_member(n->operand)->bit_size)
			return diag_error(ck->dg, &n->node.loc, D_SIZEOF,
					  "cannot apply sizeof to a bit-field");
	}
	if (!has_size(ck, type, &size))
		return diag_error(ck->dg, &n->node.loc, D_SIZEOF,
				  "cannot apply sizeof to an operand of type \"%s\"",
				  type_text(ck, type));
	*expr = make_int(ck, &n->node.loc, size, type_find_typedef(ck->types, "size_t"));
	return 0;
}

/* One step of the path: from a struct to its member. */
static const struct type_member *step_into(struct check *ck, const struct node *n,
					   struct type *sou, const char *name, uint32_t *offset)
{
	const struct type_member *m;
	uint32_t step;

	if (!type_is_sou(sou)) {
		diag_error(ck->dg, &n->loc, D_OP_SOU,
			   "offsetof requires a struct or union, not \"%s\"", type_text(ck, sou));
		return NULL;
	}
	if (check_object(ck, &n->loc, sou))
		return NULL;
	m = type_find_member(sou, name, &step);
	if (m)
		*offset += step;
	else
		diag_error(ck->dg, &n->loc, D_MEMBER_UNDEF, "%s is not a member of \"%s\"", name,
			   type_text(ck, sou));
	return m;
}

/* Does the whole path lead somewhere? Nothing is told, for that is the question. */
static bool has_path(struct check *ck, const struct node_offsetof *n)
{
	char *rest, *name = strtok_r(arena_strdup(ck->arena, n->member), ".", &rest);
	struct type *type = n->of;
	uint32_t offset;

	for (; name; name = strtok_r(NULL, ".", &rest)) {
		const struct type_member *m;

		if (!type_is_sou(type))
			return false;
		parse_complete_type(ck->arena, ck->types, type);
		m = type_find_member(type_resolve(type), name, &offset);
		if (!m)
			return false;
		type = m->type;
	}
	return true;
}

int check_offsetof(struct check *ck, struct node **expr)
{
	struct node_offsetof *n = node_offsetof(*expr);
	char *rest, *name = strtok_r(arena_strdup(ck->arena, n->member), ".", &rest);
	const struct type_member *m = NULL;
	struct type *type = n->of;
	uint32_t offset = 0;

	if (n->is_question) {
		*expr = make_int(ck, &n->node.loc, has_path(ck, n), int_type(ck));
		return 0;
	}
	for (; name; name = strtok_r(NULL, ".", &rest)) {
		m = step_into(ck, &n->node, type, name, &offset);
		if (!m)
			return -EINVAL;
		type = m->type;
	}
	if (m->bit_size)
		return diag_error(ck->dg, &n->node.loc, D_SIZEOF,
				  "cannot take the offset of a bit-field: %s", n->member);
	*expr = make_int(ck, &n->node.loc, offset, type_find_typedef(ck->types, "size_t"));
	return 0;
}
