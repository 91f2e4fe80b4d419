/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Recording: what the actions of a clause hand to the consumer is gathered in one record, which is
 * emitted when the clause ends; a clause that faults emits none. */
#include <stddef.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/scope.h"
#include "runtime/lang/type.h"

static struct place record_place(struct lower *lo)
{
	struct ir_routine *r = lower_code(lo);

	if (lo->record_frame == UINT32_MAX)
		lo->record_frame = ir_frame(r, sizeof(struct record_head), "record");
	return (struct place){ .base = ir_frame_addr(r, lo->record_frame, 0) };
}

struct place lower_record(struct lower *lo, uint32_t size)
{
	struct place place = record_place(lo);
	struct ir_frame *frame = &lower_code(lo)->frames.data[lo->record_frame];

	place.off = (int32_t)lo->record_size;
	place.size = round_up_8(size);
	lo->record_size += place.size;
	if (frame->size < lo->record_size)
		frame->size = lo->record_size;
	return place;
}

/* An act under an if is marked as done in the record's mask. */
struct act *lower_act(struct lower *lo, const struct node *use, const struct builtin *builtin)
{
	struct act *act = vec_add(&lo->acts);

	act->builtin = builtin;
	act->line = use ? use->loc.line : 0;
	act->mask_bit = -1;
	if (lo->if_depth) {
		struct ir_routine *r = lower_code(lo);

		act->mask_bit = (int32_t)(lo->acts.len - 1);
		ir_assign(r, lo->acts_done,
			  ir_binary(r, IR_OR, lo->acts_done,
				    ir_imm(r, (int64_t)(UINT64_C(1) << (act->mask_bit & 63)))));
	}
	return act;
}

void lower_field(const struct lower_session *s, const struct type *type, uint32_t offset,
		 struct field *out)
{
	const struct type *t = type_resolve((struct type *)type);
	struct str name = { 0 };

	type_print(&name, type, NULL);
	*out = (struct field){ .offset = offset, .type_name = str_take(&name) };
	if (t->kind == TYPE_STRING) {
		out->kind = FIELD_STRING;
		out->size = s->strsize;
	} else if (t->kind == TYPE_STACK) {
		out->kind = FIELD_STACK;
		out->size = t->size;
	} else if (t->kind == TYPE_SYM) {
		out->kind = FIELD_SYM;
		out->size = t->size;
	} else if (type_is_bytes(t)) {
		out->kind = type_is_stringlike(t) ? FIELD_STRING : FIELD_BYTES;
		out->is_array = out->kind == FIELD_STRING;
		out->size = t->size;
	} else {
		out->kind = FIELD_INT;
		out->size = t->size ? t->size : 8;
		out->is_signed = type_is_signed(t);
	}
}

static struct field *add_field(struct act *act)
{
	act->fields = xreallocarray(act->fields, act->n_fields + 1, sizeof(*act->fields));
	return &act->fields[act->n_fields++];
}

struct place lower_act_bytes(struct lower *lo, uint32_t size, struct act *act)
{
	struct place place = lower_record(lo, size);

	*add_field(act) = (struct field){
		.offset = (uint32_t)place.off,
		.size = size,
		.kind = FIELD_BYTES,
	};
	return place;
}

int lower_act_value(struct lower *lo, const struct node *arg, struct act *act)
{
	struct place place = lower_record(lo, lower_size(lo->s, arg->type));

	lower_field(lo->s, arg->type, (uint32_t)place.off, add_field(act));
	return lower_into(lo, arg, &place, lo->s->strsize <= 64);
}

static void store_head(struct lower *lo, uint32_t base, enum record_kind kind)
{
	struct ir_routine *r = lower_code(lo);

	ir_store_imm(r, base, offsetof(struct record_head, kind), kind, 4);
	ir_store_imm(r, base, offsetof(struct record_head, clause), lo->clause->index, 4);
	ir_store_reg(r, base, offsetof(struct record_head, probe),
		     lo->is_error_clause ? ir_imm(r, lo->s->error_probe) : lower_probe_index(lo),
		     4);
	ir_store_reg(r, base, offsetof(struct record_head, cpu), ir_env(r, ENV_CPU), 4);
	ir_store_reg(r, base, offsetof(struct record_head, time), ir_env(r, ENV_TIME), 8);
}

/* The consumer is told of what was lost by a counter, which it looks at now and then. */
static void emit(struct lower *lo, uint32_t base, uint32_t size, bool wake)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t status = ir_emit_record(r, lo->s->stores.ring, base, IR_NO_REG, size, wake);
	uint32_t good = ir_label(r);

	ir_br_imm(r, IR_EQ, status, 0, good);
	lower_count(lo, offsetof(struct run_counters, records));
	ir_place(lower_code(lo), good);
}

/* With acts under ifs, a record that none of them filled is not worth emitting. */
void lower_emit_record(struct lower *lo)
{
	struct place place = record_place(lo);
	uint32_t nothing = ir_label(lower_code(lo));
	bool all_conditional = lo->acts.len > 0;

	vec_each(act, &lo->acts)
		all_conditional &= act->mask_bit >= 0;
	if (all_conditional)
		ir_br_imm(lower_code(lo), IR_EQ, lo->acts_done, 0, nothing);
	if (lo->context != CONTEXT_CALL)
		lo->s->is_busy = true;
	lo->s->record_bytes += lo->record_size;
	store_head(lo, place.base, RECORD_DATA);
	if (lo->mask_offset)
		ir_store_reg(lower_code(lo), place.base, (int32_t)lo->mask_offset, lo->acts_done,
			     8);
	emit(lo, place.base, lo->record_size, lo->wakes);
	ir_place(lower_code(lo), nothing);
}

void lower_emit_fault(struct lower *lo, uint32_t code, uint32_t addr, uint32_t action,
		      uint32_t line)
{
	struct value epid = VALUE_EMPTY;
	uint32_t mark = lower_temps_mark(lo);
	struct place place = lower_frame(lo, sizeof(struct record_fault), "fault");
	struct ir_routine *r = lower_code(lo);

	store_head(lo, place.base, RECORD_FAULT);
	ir_store_reg(r, place.base, offsetof(struct record_fault, code), code, 4);
	ir_store_reg(r, place.base, offsetof(struct record_fault, action), action, 4);
	ir_store_reg(r, place.base, offsetof(struct record_fault, addr), addr, 8);
	ir_store_reg(r, place.base, offsetof(struct record_fault, line), line, 4);
	lower_epid(lo, &epid);
	ir_store_reg(r, place.base, offsetof(struct record_fault, epid), epid.reg, 4);
	emit(lo, place.base, sizeof(struct record_fault), false);
	lower_temps_release(lo, mark);
}

/* A clause may be lowered for several groups of probes; its records are the same each time. */
void lower_clause_desc(struct lower *lo)
{
	struct clause_desc *desc = &lo->s->layout->clauses[lo->clause->index];

	if (desc->is_known) {
		vec_each(act, &lo->acts)
			act_fini(act);
		vec_fini(&lo->acts);
		return;
	}
	desc->is_known = true;
	desc->has_record = lo->acts.len || clause_is_default(lo->clause);
	desc->record_size = lo->record_size;
	desc->mask_offset = lo->mask_offset;
	desc->acts = lo->acts.data;
	desc->n_acts = (uint32_t)lo->acts.len;
	memset(&lo->acts, 0, sizeof(lo->acts));
}
