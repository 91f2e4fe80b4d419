/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What all of lowering uses: values and places, faults, counters, which probe fired. */
#include "runtime/ir/lower.h"

#include <stddef.h>
#include <string.h>

#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/type.h"

struct ir_routine *lower_code(struct lower *lo)
{
	return lo->s->module->routines.data[lo->routine];
}

void value_int(struct value *out, uint32_t reg)
{
	out->kind = VALUE_INT;
	out->reg = reg;
}

void value_string(struct value *out, const struct place *place, uint32_t len)
{
	out->kind = VALUE_STRING;
	out->place = *place;
	out->len = len;
}

/* Constants stand in CONST padded with zeros to whole words, so that they can be copied and
 * compared by words. */
static uint32_t text_offset(struct lower_session *s, const char *text, uint32_t len)
{
	uintptr_t known = (uintptr_t)map_find(s->texts, text, len);
	uint32_t offset;

	if (known)
		return (uint32_t)known - 1;
	offset = (uint32_t)s->text_bytes->len;
	str_append(s->text_bytes, text, len);
	str_pad(s->text_bytes, '\0', (int)(round_up_8(len + 1) - len));
	map_set(s->texts, text, len, (void *)(uintptr_t)(offset + 1));
	return offset;
}

uint32_t lower_const(struct lower *lo, const void *bytes, uint32_t size)
{
	return ir_static(lower_code(lo), lo->s->stores.consts,
			 (int32_t)text_offset(lo->s, bytes, size));
}

void value_text(struct lower *lo, struct value *out, const char *text, uint32_t len)
{
	uint32_t max = lo->s->strsize - 1;
	const char *nul = memchr(text, '\0', len);

	if (nul)
		len = (uint32_t)(nul - text);
	if (len > max)
		len = max;
	out->kind = VALUE_STRING;
	out->text = text;
	out->text_len = len;
	out->len = IR_NO_REG;
	out->place.base = ir_static(lower_code(lo), lo->s->stores.consts,
				    (int32_t)text_offset(lo->s, text, len));
	out->place.off = 0;
	out->place.size = round_up_8(len + 1);
}

struct place lower_string_place(struct lower *lo, const struct value *out)
{
	if (out->want.base != IR_NO_REG)
		return out->want;
	return lower_frame(lo, lo->s->strsize, "string");
}

uint32_t lower_address(struct lower *lo, const struct place *place)
{
	if (!place->off)
		return place->base;
	return ir_binary_imm(lower_code(lo), IR_ADD, place->base, place->off);
}

static uint32_t lowest_bit(uint32_t bits)
{
	return bits & -bits;
}

uint32_t lower_alignment(const struct place *place)
{
	return lowest_bit((uint32_t)place->off | (place->align ? place->align : 8));
}

void lower_copy_bytes(struct lower *lo, const struct place *to, const struct place *from)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t align = lowest_bit(lower_alignment(to) | lower_alignment(from));

	ir_copy(r, to->base, to->off, lower_address(lo, from),
		from->size < to->size ? from->size : to->size);
	r->insns.data[r->insns.len - 1].size = (uint8_t)align;
}

static uint32_t add_fault(struct lower *lo, enum fault_code code, uint32_t addr)
{
	struct fault_stub stub = {
		.label = ir_label(lower_code(lo)),
		.code = code,
		.addr = addr,
		.action = lo->action,
		.line = lo->line,
	};

	vec_push(&lo->faults, stub);
	return stub.label;
}

void lower_fault_if_imm(struct lower *lo, enum ir_cond cond, uint32_t a, int64_t imm,
			enum fault_code code, uint32_t addr)
{
	ir_br_imm(lower_code(lo), cond, a, imm, add_fault(lo, code, addr));
}

uint32_t lower_probe_index(struct lower *lo)
{
	if (lo->n_probes == 1)
		return ir_imm(lower_code(lo), lo->probes[0]);
	return ir_binary_imm(lower_code(lo), IR_SHR, lo->cookie, 32);
}

/* A number from the NAMES row of the probe that fired. */
static uint32_t load_names(struct lower *lo, uint32_t offset)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t row = ir_binary_imm(r, IR_MUL, lower_probe_index(lo), sizeof(struct probe_names));
	uint32_t last = (lo->s->n_probes - 1) * (uint32_t)sizeof(struct probe_names);
	uint32_t names = ir_static(r, lo->s->stores.names, 0);

	return ir_load(r, ir_index(r, names, row, last), (int32_t)offset, 4, false);
}

uint32_t lower_probe_pid(struct lower *lo)
{
	return load_names(lo, offsetof(struct probe_names, pid));
}

void lower_epid(struct lower *lo, struct value *out)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t first;

	if (lo->is_error_clause)
		first = ir_imm(r, lo->s->epids[lo->s->error_probe]);
	else if (lo->n_probes == 1)
		first = ir_imm(r, lo->s->epids[lo->probes[0]]);
	else
		first = load_names(lo, offsetof(struct probe_names, epid));
	value_int(out, ir_binary_imm(r, IR_ADD, first, lo->clause_position));
}

static const char *probe_text(const struct probe *p, uint32_t which)
{
	const char *const texts[] = { p->provider, p->module, p->func, p->name };

	return texts[which];
}

/* What all probes of the routine have in common is a constant. */
static const struct probe *common_probe(const struct lower *lo, uint32_t which)
{
	const struct probe *first = lo->s->probes[lo->probes[0]];

	if (lo->is_error_clause)
		return lo->s->probes[lo->s->error_probe];
	for (uint32_t i = 1; i < lo->n_probes; i++)
		if (strcmp(probe_text(lo->s->probes[lo->probes[i]], which),
			   probe_text(first, which)))
			return NULL;
	return first;
}

void lower_probe_text(struct lower *lo, uint32_t which, struct value *out)
{
	const struct probe *common = common_probe(lo, which);
	struct ir_routine *r = lower_code(lo);
	struct place place = { .size = lo->s->strsize };
	uint32_t offset;

	if (common) {
		const char *text = probe_text(common, which);

		value_text(lo, out, text, (uint32_t)strlen(text));
		return;
	}
	offset = load_names(lo, (uint32_t)offsetof(struct probe_names, text) + 4 * which);
	place.base = ir_index(r, ir_static(r, lo->s->stores.names, 0), offset, lo->s->names_max);
	value_string(out, &place, IR_NO_REG);
}

void lower_probe_id(struct lower *lo, struct value *out)
{
	struct ir_routine *r = lower_code(lo);

	if (lo->is_error_clause)
		value_int(out, ir_imm(r, lo->s->probes[lo->s->error_probe]->id));
	else if (lo->n_probes == 1)
		value_int(out, ir_imm(r, lo->s->probes[lo->probes[0]]->id));
	else
		value_int(out, load_names(lo, offsetof(struct probe_names, id)));
}

uint32_t lower_ids(struct lower *lo)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t address;

	if (!lo->s->has_pid_ns)
		return ir_env(r, ENV_PID_TID);
	address = ir_frame_addr(r, ir_frame(r, 8, "ids"), 0);
	ir_ids(r, address);
	return ir_load(r, address, 0, 8, false);
}

/* Thread ids tell all threads apart but the idle ones, which are all 0: there the CPU does. */
uint32_t lower_thread_key(struct lower *lo)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t key = ir_env(r, ENV_PID_TID);
	uint32_t done;

	if (lo->context == CONTEXT_SITE)
		return key;
	done = ir_label(r);
	ir_br_imm(r, IR_NE, key, 0, done);
	ir_assign(r, key, ir_binary_imm(r, IR_ADD, ir_env(r, ENV_CPU), INT64_C(1) << 40));
	ir_place(r, done);
	return key;
}

void lower_count(struct lower *lo, uint32_t counter_offset)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t skip = ir_label(r);
	uint32_t counters = ir_find(r, lo->s->stores.counters, IR_NO_REG);

	ir_br_imm(r, IR_EQ, counters, 0, skip);
	ir_atomic_add(r, counters, (int32_t)counter_offset, ir_imm(r, 1), 8);
	ir_place(r, skip);
}

uint32_t lower_size(const struct lower_session *s, const struct type *type)
{
	const struct type *t = type_resolve((struct type *)type);

	if (t->kind == TYPE_STRING)
		return round_up_8(s->strsize);
	if (type_is_sou(t) || t->kind == TYPE_ARRAY || t->kind == TYPE_STACK ||
	    t->kind == TYPE_SYM)
		return round_up_8(t->size ? t->size : 8);
	return 8;
}

bool type_is_bytes(const struct type *type)
{
	const struct type *t = type_resolve((struct type *)type);

	return type_is_sou(t) || t->kind == TYPE_ARRAY;
}
