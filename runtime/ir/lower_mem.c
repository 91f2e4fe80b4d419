/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Memory that pointers reach: the traced process's, the kernel's, and the scratch that copyin()
 * fills. A pointer is an integer at run time; its type says whose memory it means. Every access is
 * checked by the machine, and a bad address is a fault. */
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/builtin.h"
#include "runtime/lang/type.h"

static enum ir_op read_op(const struct type *pointer)
{
	const struct type *t = type_resolve((struct type *)pointer);

	return t->kind == TYPE_POINTER && t->space != SPACE_USER ? IR_READ_KERN : IR_READ_USER;
}

/* A string that is a member: it ends where the member does at the latest. */
static int read_string(struct lower *lo, enum ir_op read, uint32_t addr, struct value *out)
{
	struct place place = lower_string_place(lo, out);
	uint32_t size = place.size < TYPE_STRING_MEMBER ? place.size : TYPE_STRING_MEMBER;
	uint32_t len = ir_read(lower_code(lo),
			       read == IR_READ_KERN ? IR_READ_KERN_STR : IR_READ_USER_STR,
			       lower_address(lo, &place), addr, IR_NO_REG, size);

	lower_fault_if_imm(lo, IR_SLT, len, 0, FAULT_BADADDR, addr);
	value_string(out, &place, len);
	return 0;
}

int lower_read(struct lower *lo, const struct type *type, enum ir_op read, uint32_t addr,
	       struct value *out)
{
	const struct type *t = type_resolve((struct type *)type);
	uint32_t size = t->size ? t->size : 1;
	struct ir_routine *r = lower_code(lo);
	struct place place;
	uint32_t err;

	if (t->kind == TYPE_STRING)
		return read_string(lo, read, addr, out);
	place = lower_frame(lo, size, "read");
	err = ir_read(r, read, place.base, addr, IR_NO_REG, size);
	lower_fault_if_imm(lo, IR_SLT, err, 0, FAULT_BADADDR, addr);
	if (type_is_bytes(t)) {
		place.size = size;
		out->kind = VALUE_BYTES;
		out->place = place;
		return 0;
	}
	value_int(out, ir_load(r, place.base, 0, size, type_is_signed(t)));
	return 0;
}

/* Where an operand of . -> [] and unary * stands, and through which kind of pointer it is read. */
struct target {
	uint32_t addr;
	enum ir_op read;
};

static int find_target(struct lower *lo, const struct node *n, struct target *out);

static int target_of_pointer(struct lower *lo, const struct node *pointer, struct target *out)
{
	const struct type *t = type_resolve(pointer->type);

	out->read = read_op(t);
	if (t->kind == TYPE_ARRAY)
		return find_target(lo, pointer, out);
	return lower_int(lo, pointer, &out->addr);
}

static int target_of_element(struct lower *lo, const struct node_index *n, struct target *out)
{
	const struct type *t = type_resolve(n->base->type);
	const struct type *elem = type_resolve(t->ref);
	struct ir_routine *r;
	uint32_t index;
	int err = target_of_pointer(lo, n->base, out);

	if (!err)
		err = lower_int(lo, n->keys, &index);
	if (err)
		return err;
	r = lower_code(lo);
	index = ir_binary_imm(r, IR_MUL, index, elem->size ? elem->size : 1);
	out->addr = ir_binary(r, IR_ADD, out->addr, index);
	return 0;
}

static int find_target(struct lower *lo, const struct node *n, struct target *out)
{
	int err;

	if (n->kind == NODE_UNARY && node_unary(n)->op == TOKEN_STAR)
		return target_of_pointer(lo, node_unary(n)->operand, out);
	if (n->kind == NODE_INDEX)
		return target_of_element(lo, node_index(n), out);
	if (n->kind == NODE_MEMBER) {
		const struct node_member *m = node_member(n);

		err = m->is_arrow ? target_of_pointer(lo, m->base, out)
				  : find_target(lo, m->base, out);
		if (!err)
			out->addr = ir_binary_imm(lower_code(lo), IR_ADD, out->addr, m->offset);
		return err;
	}
	return diag_error(lo->s->dg, &n->loc, D_OP_LVAL, "this has no address");
}

/* A bit-field, by the bytes that its bits are in. */
static int read_bits(struct lower *lo, const struct node *n, const struct target *target,
		     struct value *out)
{
	struct place place = lower_frame(lo, 8, "read");
	uint32_t err;

	place.size = lower_part_size(n);
	err = ir_read(lower_code(lo), target->read, place.base, target->addr, IR_NO_REG,
		      place.size);
	lower_fault_if_imm(lo, IR_SLT, err, 0, FAULT_BADADDR, target->addr);
	value_int(out, lower_load_part(lo, n, &place));
	return 0;
}

int lower_deref(struct lower *lo, const struct node *n, struct value *out)
{
	struct target target;
	int err;

	if (is_own_part(n))
		return lower_own(lo, n, out);
	err = find_target(lo, n, &target);
	if (err)
		return err;
	if (n->kind == NODE_MEMBER && node_member(n)->bit_size)
		return read_bits(lo, n, &target, out);
	return lower_read(lo, n->type, target.read, target.addr, out);
}

int lower_address_of(struct lower *lo, const struct node *n, uint32_t *addr)
{
	struct target target;
	int err = find_target(lo, n, &target);

	if (!err)
		*addr = target.addr;
	return err;
}

/* As the types have it; members of a packed structure lie anywhere. */
static uint32_t align_of(const struct node *n)
{
	const struct node_member *m = n->kind == NODE_MEMBER ? node_member(n) : NULL;
	uint32_t align, off = m ? m->offset & -m->offset : 0;

	if (!m)
		align = type_align(n->type);
	else if (m->is_arrow)
		align = type_align(type_resolve(m->base->type)->ref);
	else
		align = align_of(m->base);
	return off && off < align ? off : align;
}

/* Only scratch memory can be written. */
int lower_lvalue(struct lower *lo, const struct node *n, struct lvalue *out)
{
	uint32_t size = type_is_string(n->type) ? TYPE_STRING_MEMBER : lower_part_size(n);
	struct target target;
	int err;

	*out = (struct lvalue){ .node = n };
	if (is_own_part(n))
		return lower_own_lvalue(lo, out);
	err = find_target(lo, n, &target);
	if (err)
		return err;
	if (target.read == IR_READ_USER)
		return diag_error(lo->s->dg, &n->loc, D_OP_WRITE,
				  "only memory from copyin() and alloca() can be written to");
	out->at = (struct place){
		.base = lower_scratch_at(lo, target.addr, size),
		.size = size,
		.align = align_of(n),
	};
	return 0;
}

uint32_t lower_lvalue_load(struct lower *lo, const struct lvalue *lv)
{
	return lower_load_part(lo, lv->node, &lv->at);
}

void lower_lvalue_store(struct lower *lo, const struct lvalue *lv, uint32_t *reg)
{
	lower_store_part(lo, lv->node, &lv->at, reg);
	if (lv->entry)
		lower_entry_put(lo, lv->entry, lv->key, &lv->copy);
}

void lower_lvalue_put(struct lower *lo, const struct lvalue *lv, const struct value *v)
{
	if (v->kind == VALUE_STRING)
		lower_string_copy(lo, &lv->at, v, false);
	else
		lower_copy_bytes(lo, &lv->at, &v->place);
	if (lv->entry)
		lower_entry_put(lo, lv->entry, lv->key, &lv->copy);
}

struct place lower_scratch(struct lower *lo)
{
	struct ir_routine *r = lower_code(lo);

	if (lo->scratch_frame == UINT32_MAX)
		lo->scratch_frame = ir_frame(r, SCRATCH_SIZE, "scratch");
	return (struct place){ .base = ir_frame_addr(r, lo->scratch_frame, 0),
			       .size = SCRATCH_SIZE };
}

/* Where the area begins, as an integer: only memory makes one of a pointer. */
static uint32_t scratch_start(struct lower *lo, const struct place *area)
{
	struct ir_routine *r = lower_code(lo);

	ir_store_reg(r, area->base, 0, ir_binary_imm(r, IR_ADD, area->base, 8), 8);
	return ir_load(r, area->base, 0, 8, false);
}

int lower_scratch_alloc(struct lower *lo, uint32_t size, struct scratch *out)
{
	struct ir_routine *r;
	struct place area = lower_scratch(lo);
	uint32_t start;

	r = lower_code(lo);
	lower_fault_if_imm(lo, IR_GT, size, SCRATCH_MAX, FAULT_NOSCRATCH, size);
	lower_fault_if_imm(lo, IR_GT, lo->scratch_top, SCRATCH_MAX, FAULT_NOSCRATCH, size);
	start = ir_binary_imm(r, IR_ADD, lo->scratch_top, 0);
	out->own = ir_index(r, ir_binary_imm(r, IR_ADD, area.base, 8), start, SCRATCH_MAX);
	out->addr = ir_binary(r, IR_ADD, scratch_start(lo, &area), start);
	start = ir_binary(r, IR_ADD, start, size);
	start = ir_binary_imm(r, IR_AND, ir_binary_imm(r, IR_ADD, start, 7), ~INT64_C(7));
	ir_assign(r, lo->scratch_top, start);
	return 0;
}

uint32_t lower_scratch_at(struct lower *lo, uint32_t addr, uint32_t size)
{
	struct place area = lower_scratch(lo);
	struct ir_routine *r = lower_code(lo);
	uint32_t max = area.size - 8 - size;
	uint32_t off = ir_binary(r, IR_SUB, addr, scratch_start(lo, &area));

	lower_fault_if_imm(lo, IR_GT, off, max, FAULT_BADADDR, addr);
	return ir_index(r, ir_binary_imm(r, IR_ADD, area.base, 8), off, max);
}
