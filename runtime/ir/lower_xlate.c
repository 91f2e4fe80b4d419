/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What a translator makes, as a whole: a structure of zeros into which each member's value goes. A
 * pointer to one points to scratch memory. */
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/type.h"

static struct place member_place(const struct place *whole, const struct node_member *m)
{
	const struct type_member member = { .type = m->node.type };

	return (struct place){ .base = whole->base,
			       .off = whole->off + (int32_t)m->offset,
			       .size = type_member_size(&member) };
}

static int fill_member(struct lower *lo, const struct node_assign *n, const struct place *whole)
{
	struct place place = member_place(whole, node_member(n->left));
	uint32_t mark = lower_temps_mark(lo);
	struct value v = VALUE_EMPTY;
	int err = lower_expr(lo, n->right, &v);

	if (err)
		return err;
	if (v.kind == VALUE_INT)
		lower_store_part(lo, n->left, &place, &v.reg);
	else if (v.kind == VALUE_STRING)
		lower_string_copy(lo, &place, &v, false);
	else
		lower_copy_bytes(lo, &place, &v.place);
	lower_temps_release(lo, mark);
	return 0;
}

static int make_room(struct lower *lo, const struct node_xlate *n, uint32_t size,
		     struct place *place, struct value *out)
{
	struct scratch scratch;
	int err;

	if (type_is_sou(n->node.type)) {
		*place = lower_frame(lo, size, "xlate");
		out->kind = VALUE_BYTES;
		out->place = *place;
		return 0;
	}
	err = lower_scratch_alloc(lo, ir_imm(lower_code(lo), size), &scratch);
	*place = (struct place){ .base = scratch.own, .size = size };
	value_int(out, scratch.addr);
	return err;
}

int lower_xlate(struct lower *lo, const struct node_xlate *n, struct value *out)
{
	const struct type *type = type_resolve(n->node.type);
	uint32_t size = round_up_8(type_size(type_is_sou(type) ? type : type->ref));
	struct value ignored = VALUE_EMPTY;
	struct place place;
	int err;

	if (size > SCRATCH_MAX)
		return diag_error(lo->s->dg, &n->node.loc, D_TOO_BIG,
				  "a translation of %u bytes is too large as a whole: take its "
				  "members", size);
	err = n->setup ? lower_expr(lo, n->setup, &ignored) : 0;
	if (!err)
		err = make_room(lo, n, size, &place, out);
	if (err)
		return err;
	ir_zero(lower_code(lo), place.base, place.off, size);
	for (const struct node *m = n->members; m && !err; m = m->next)
		err = fill_member(lo, node_assign(m), &place);
	return err;
}
