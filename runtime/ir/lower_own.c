/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Members and elements of structures and arrays that are in the machine's own memory already:
 * variables, and what a call or an argument has read. They are taken from there, and a variable can
 * be changed there. */
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/builtin.h"
#include "runtime/lang/scope.h"
#include "runtime/lang/type.h"

/* A value that is handed over as a whole: an element of an associative array, args[0]. */
static bool is_whole_element(const struct node_index *n)
{
	const struct node_var *var = n->base->kind == NODE_VAR ? node_var(n->base) : NULL;

	return n->is_assoc || (var && var->builtin && var->builtin->flags & BUILTIN_INDEXED);
}

/* An element of an array, and not of what a pointer points to. */
static bool is_array_element(const struct node *n)
{
	return n->kind == NODE_INDEX && !is_whole_element(node_index(n)) &&
	       type_resolve(node_index(n)->base->type)->kind == TYPE_ARRAY;
}

static bool is_part(const struct node *n)
{
	return (n->kind == NODE_MEMBER && !node_member(n)->is_arrow) || is_array_element(n);
}

/* What the part is a part of. */
static const struct node *whole_of(const struct node *n)
{
	while (is_part(n))
		n = n->kind == NODE_MEMBER ? node_member(n)->base : node_index(n)->base;
	return n;
}

bool is_own_part(const struct node *n)
{
	const struct node *whole = whole_of(n);

	if (whole == n)
		return false;
	if (whole->kind == NODE_INDEX)
		return is_whole_element(node_index(whole));
	return whole->kind == NODE_VAR || whole->kind == NODE_CALL || whole->kind == NODE_COND;
}

/* whole: where the whole lies, if that is known already. */
static int place_of_part(struct lower *lo, const struct node *n, const struct place *whole,
			 struct place *out);

static int place_of_element(struct lower *lo, const struct node_index *n,
			    const struct place *whole, struct place *out)
{
	uint32_t size = type_size(n->node.type);
	struct ir_routine *r;
	uint32_t index, max, align;
	int err = place_of_part(lo, n->base, whole, out);

	if (!err)
		err = lower_int(lo, n->keys, &index);
	if (err)
		return err;
	align = lower_alignment(out) | size;
	r = lower_code(lo);
	max = out->size > size ? out->size - size : 0;
	index = ir_binary_imm(r, IR_MUL, index, size);
	lower_fault_if_imm(lo, IR_GT, index, max, FAULT_BADADDR, index);
	*out = (struct place){ .base = ir_index(r, lower_address(lo, out), index, max),
			       .size = size,
			       .align = align & -align };
	return 0;
}

static int place_of_part(struct lower *lo, const struct node *n, const struct place *whole,
			 struct place *out)
{
	struct value value = VALUE_EMPTY;
	int err;

	if (is_array_element(n))
		return place_of_element(lo, node_index(n), whole, out);
	if (is_part(n)) {
		err = place_of_part(lo, node_member(n)->base, whole, out);
		out->off += (int32_t)node_member(n)->offset;
		out->size = type_is_string(n->type) ? TYPE_STRING_MEMBER : lower_part_size(n);
		return err;
	}
	if (whole) {
		*out = *whole;
		return 0;
	}
	err = lower_expr(lo, n, &value);
	if (!err && value.kind != VALUE_BYTES)
		err = diag_error(lo->s->dg, &n->loc, D_OP_SOU, "this has no members");
	*out = value.place;
	return err;
}

int lower_own(struct lower *lo, const struct node *n, struct value *out)
{
	struct place place = { 0 };
	int err = place_of_part(lo, n, NULL, &place);

	if (err)
		return err;
	if (type_is_bytes(n->type)) {
		out->kind = VALUE_BYTES;
		out->place = place;
		return 0;
	}
	if (type_is_string(n->type)) {
		value_string(out, &place, IR_NO_REG);
		return 0;
	}
	value_int(out, lower_load_part(lo, n, &place));
	return 0;
}

/* Of an element of a table, or of a thread's variable, the part of a copy. */
static int lvalue_in_entry(struct lower *lo, const struct node *whole, struct lvalue *out)
{
	int err = lower_entry_copy(lo, whole, &out->key, &out->copy);

	out->entry = whole;
	return err ? err : place_of_part(lo, out->node, &out->copy, &out->at);
}

int lower_own_lvalue(struct lower *lo, struct lvalue *out)
{
	const struct node *whole = whole_of(out->node);
	const struct node *name = whole->kind == NODE_INDEX ? node_index(whole)->base : whole;
	const struct symbol *symbol = name->kind == NODE_VAR ? node_var(name)->symbol : NULL;

	if (!symbol)
		return diag_error(lo->s->dg, &out->node->loc, D_OP_WRITE,
				  "a part of this cannot be assigned");
	if (whole->kind == NODE_INDEX || symbol->kind == SYMBOL_SELF)
		return lvalue_in_entry(lo, whole, out);
	return place_of_part(lo, out->node, NULL, &out->at);
}
