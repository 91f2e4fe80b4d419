/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Where frame objects lie. The stack costs nothing, but has 512 bytes; scratch memory costs some
 * ten instructions a firing, once. The kernel refuses code that reads bytes of the stack that it
 * may not have written; find_unset() follows what is surely written, byte by byte, and has an
 * object zeroed at the start where the lowering's own order does not suffice. Scratch memory may
 * be read always. */

#include <assert.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/ebpf/unit.h"

/* An object larger than this is better off in scratch memory, where that is needed: a string. */
#define MAX_ON_STACK 128

#define N_WORDS (EBPF_STACK_SIZE / 64)

/* One bit for each byte of the stack, the lowest address first. */
struct bytes {
	uint64_t words[N_WORDS];
};

struct unset {
	struct ebpf_unit *u;
	struct bytes written;		/* here, for sure */
	struct bytes **at_label;	/* NULL: not reached so far */
};

static uint32_t round_up(uint32_t size)
{
	return (size + 7) & ~7u;
}

static uint32_t put_on_stack(struct ebpf_unit *u, uint32_t frame)
{
	uint32_t size = round_up(u->r->frames.data[frame].size);

	u->stack_size += size;
	u->objects[frame] = (struct ebpf_object){ .off = -(int32_t)u->stack_size };
	return size;
}

static void put_in_scratch(struct ebpf_unit *u, uint32_t frame)
{
	if (!u->scratch_size)
		u->scratch_size = SCRATCH_HEAD;
	u->objects[frame] =
		(struct ebpf_object){ .is_scratch = true, .off = (int32_t)u->scratch_size };
	u->scratch_size += round_up(u->r->frames.data[frame].size);
}

/* The smallest object that has no place so far; the number of objects if none is left. */
static uint32_t next_object(const struct ebpf_unit *u, const bool *is_placed)
{
	uint32_t best = u->r->frames.len;

	for (uint32_t i = 0; i < u->r->frames.len; i++) {
		const struct ir_frame *frames = u->r->frames.data;

		if (!is_placed[i] &&
		    (best == u->r->frames.len || frames[i].size < frames[best].size))
			best = i;
	}
	return best;
}

static bool has_op(const struct ebpf_unit *u, enum ir_op op)
{
	for (size_t i = 0; i < u->n_insns; i++)
		if (u->insns[i].op == op)
			return true;
	return false;
}

/* What operations need of the stack for themselves. */
static void place_own(struct ebpf_unit *u)
{
	u->stack_size = u->format_off = u->call_off = 0;
	if (has_op(u, IR_FORMAT_INT))
		u->stack_size = u->format_off = 8;
	if (has_op(u, IR_CALL))
		u->stack_size = u->call_off = u->stack_size + CALL_SIZE;
}

/* Where all objects find room on the stack, there is no need for scratch memory. Not with loops: up
 * to 6.6 the kernel looks at one round, and what lies on the stack it takes to stay as it was. */
static bool is_enough_for_all(const struct ebpf_unit *u, uint32_t budget)
{
	uint32_t sum = 0;

	if (has_op(u, IR_LOOP))
		return false;
	vec_each(frame, &u->r->frames) {
		if (frame->off_stack || frame->size > budget)
			return false;
		sum += frame->on_stack ? 0 : round_up(frame->size);
	}
	return sum <= budget;
}

void ebpf_frame_place(struct ebpf_unit *u, uint32_t budget)
{
	uint32_t largest = is_enough_for_all(u, budget) ? budget : MAX_ON_STACK;
	const struct ir_frame *frames = u->r->frames.data;
	uint32_t n = u->r->frames.len, used = 0, i;
	auto_free bool *is_placed = xcalloc(n, sizeof(bool));

	u->scratch_size = 0;
	place_own(u);
	for (i = 0; i < n; i++) {
		is_placed[i] = frames[i].on_stack;
		if (frames[i].on_stack)
			put_on_stack(u, i);
	}
	while ((i = next_object(u, is_placed)) < n) {
		is_placed[i] = true;
		if (!frames[i].off_stack && frames[i].size <= largest &&
		    used + round_up(frames[i].size) <= budget)
			used += put_on_stack(u, i);
		else
			put_in_scratch(u, i);
	}
}

/* Bytes first..last of the stack, as offsets from its lowest address. */
static uint32_t stack_index(const struct ebpf_object *object, int64_t off)
{
	return EBPF_STACK_SIZE + object->off + off;
}

static void set_written(struct unset *s, uint32_t value, int64_t off, int64_t size)
{
	int32_t inner;
	const struct ebpf_object *object =
		value == IR_NO_REG ? NULL : ebpf_value_object(s->u, value, &inner);

	if (!object || object->is_scratch)
		return;
	for (int64_t i = 0; i < size; i++) {
		uint32_t bit = stack_index(object, inner + off + i);

		s->written.words[bit / 64] |= 1ull << bit % 64;
	}
}

static void check_read(struct unset *s, uint32_t value, int64_t off, int64_t size)
{
	int32_t inner;
	const struct ebpf_object *object =
		value == IR_NO_REG ? NULL : ebpf_value_object(s->u, value, &inner);

	if (!object || object->is_scratch)
		return;
	for (int64_t i = 0; i < size; i++) {
		uint32_t bit = stack_index(object, inner + off + i);

		if (!(s->written.words[bit / 64] >> bit % 64 & 1))
			s->u->objects[object - s->u->objects].needs_zero = true;
	}
}

static void check_whole(struct unset *s, uint32_t frame)
{
	struct ebpf_object *object = &s->u->objects[frame];

	for (uint32_t i = 0; i < s->u->r->frames.data[frame].size && !object->is_scratch; i++) {
		uint32_t bit = stack_index(object, i);

		if (!(s->written.words[bit / 64] >> bit % 64 & 1))
			object->needs_zero = true;
	}
}

/* The address goes where it is not followed: any of the object's bytes may be read from now on. */
static void escape(struct unset *s, uint32_t value)
{
	int32_t inner;
	const struct ebpf_object *object =
		value == IR_NO_REG ? NULL : ebpf_value_object(s->u, value, &inner);

	if (object)
		check_whole(s, object - s->u->objects);
}

static void follow_read(struct unset *s, const struct ir_insn *insn)
{
	/* The kernel takes a length that is not constant to leave bytes unwritten. */
	if (insn->c != IR_NO_REG)
		check_read(s, insn->a, 0, insn->imm);
	set_written(s, insn->a, 0, insn->imm);
}

static void follow_keyed(struct unset *s, const struct ir_insn *insn)
{
	const struct ir_store *store = &s->u->m->stores.data[insn->ref];

	if (store->kind != STORE_CELL)
		check_read(s, insn->a, 0, store->key_size);
	if (insn->op == IR_PUT)
		check_read(s, insn->b, 0, store->value_size);
}

static void follow_memory(struct unset *s, const struct ir_insn *insn)
{
	switch ((int)insn->op) {
	case IR_LOAD: case IR_ATOMIC_ADD: case IR_FETCH_ADD: case IR_CMPXCHG:
		return check_read(s, insn->a, insn->off, insn->size);
	case IR_STORE:
		return set_written(s, insn->a, insn->off, insn->size);
	case IR_COPY:
		check_read(s, insn->b, 0, insn->imm);
		return set_written(s, insn->a, insn->off, insn->imm);
	case IR_ZERO:
		return set_written(s, insn->a, insn->off, insn->imm);
	case IR_COMM:
		return set_written(s, insn->a, 0, 16);
	case IR_IDS:
		return set_written(s, insn->a, 0, 8);
	case IR_STACK_USER: case IR_STACK_KERN:
		return set_written(s, insn->a, 0, insn->imm);
	case IR_READ_USER: case IR_READ_KERN: case IR_READ_USER_STR: case IR_READ_KERN_STR:
	case IR_COPY_STR:
		return follow_read(s, insn);
	case IR_FORMAT_INT: case IR_EMIT: case IR_WRITE_USER:
		return check_read(s, insn->a, 0, insn->imm);
	case IR_FIND: case IR_MAKE: case IR_PUT: case IR_DROP:
		return follow_keyed(s, insn);
	default:
		return;
	}
}

/* Operands by which the operation reaches memory at a place it tells itself; a mask. */
static unsigned int followed_operands(enum ir_op op)
{
	switch ((int)op) {
	case IR_LOAD: case IR_ATOMIC_ADD: case IR_FETCH_ADD: case IR_CMPXCHG: case IR_STORE:
	case IR_ZERO: case IR_COMM: case IR_IDS: case IR_FORMAT_INT: case IR_EMIT:
	case IR_STACK_USER: case IR_STACK_KERN: case IR_MAPPING:
	case IR_FIND: case IR_MAKE: case IR_DROP:
	case IR_READ_USER: case IR_READ_KERN: case IR_READ_USER_STR: case IR_READ_KERN_STR:
	case IR_WRITE_USER:
		return 1;
	case IR_COPY: case IR_PUT: case IR_COPY_STR:
		return 3;
	default:
		return 0;
	}
}

static void merge(struct bytes *into, const struct bytes *other)
{
	for (int i = 0; i < N_WORDS; i++)
		into->words[i] &= other->words[i];
}

static void reach(struct unset *s, uint32_t label)
{
	if (s->at_label[label])
		merge(s->at_label[label], &s->written);
	else
		s->at_label[label] = xmemdup(&s->written, sizeof(s->written));
}

static void follow_flow(struct unset *s, const struct ir_insn *insn)
{
	if (insn->op == IR_JMP || insn->op == IR_BR)
		reach(s, insn->target);
	if (insn->op == IR_LABEL && s->at_label[insn->target])
		merge(&s->written, s->at_label[insn->target]);
	/* What is never reached has everything written. */
	if (insn->op == IR_JMP || insn->op == IR_RET)
		memset(&s->written, 0xff, sizeof(s->written));
}

static void follow(struct unset *s, const struct ir_insn *insn)
{
	unsigned int followed = followed_operands(insn->op);

	for (int i = 0; i < 3; i++)
		if (!(followed >> i & 1))
			escape(s, ir_operand(insn, i));
	if (insn->op == IR_FRAME && !s->u->values[insn->d].origin)
		check_whole(s, insn->ref);
	follow_memory(s, insn);
	follow_flow(s, insn);
}

void ebpf_frame_find_unset(struct ebpf_unit *u)
{
	struct unset s = { .u = u };

	assert(u->stack_size <= EBPF_STACK_SIZE);
	s.at_label = xcalloc(u->r->n_labels, sizeof(*s.at_label));
	for (size_t i = 0; i < u->n_insns; i++)
		follow(&s, &u->insns[i]);
	for (uint32_t i = 0; i < u->r->n_labels; i++)
		free(s.at_label[i]);
	free(s.at_label);
}

static bool object_needs_setup(const struct ebpf_object *object)
{
	return object && (object->is_scratch || object->needs_zero);
}

static bool needs_setup(const struct ebpf_unit *u, const struct ir_insn *insn)
{
	int32_t off;

	for (int i = 0; i < 3; i++) {
		uint32_t value = ir_operand(insn, i);

		if (value != IR_NO_REG && object_needs_setup(ebpf_value_object(u, value, &off)))
			return true;
	}
	return insn->op == IR_FRAME && !u->values[insn->d].origin &&
	       object_needs_setup(&u->objects[insn->ref]);
}

/* Does the label only lead to the routine's end? */
static bool leads_to_end(const struct ebpf_unit *u, uint32_t label)
{
	size_t i = 0;

	while (u->insns[i].op != IR_LABEL || u->insns[i].target != label)
		i++;
	while (u->insns[i].op == IR_LABEL)
		i++;
	return u->insns[i].op == IR_RET && u->insns[i].a == IR_NO_REG;
}

void ebpf_frame_find_setup(struct ebpf_unit *u)
{
	for (u->setup_at = 0; u->setup_at < u->n_insns; u->setup_at++) {
		const struct ir_insn *insn = &u->insns[u->setup_at];

		if (insn->op == IR_LABEL || insn->op == IR_JMP || insn->op == IR_RET ||
		    (insn->op == IR_BR && !leads_to_end(u, insn->target)) ||
		    needs_setup(u, insn))
			return;
	}
}
