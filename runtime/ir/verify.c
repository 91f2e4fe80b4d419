/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Well-formedness. Control only goes forwards, so one pass over a routine sees every jump to a
 * label before the label itself: what is surely defined at a label is what all of those jumps, and
 * the way from above, agree on. The same pass knows which registers hold the address of a frame
 * object or store at a constant offset, and checks accesses through them. */

#include <errno.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/ir/ir.h"
#include "runtime/ir/record.h"

#define MAX_NESTED_LOOPS 4

struct verify {
	const struct ir_module *m;
	const struct ir_routine *r;
	struct diag *dg;
	size_t at;			/* the operation being checked */
	size_t n_words;			/* of a set of registers */
	uint64_t *defined;		/* the registers defined here */
	uint64_t **at_label;		/* the same for labels jumped to so far; NULL: none yet */
	bool *is_placed;
	bool is_reachable;
	/* register -> 1 + index of the operation that makes it an object's address; 0: none */
	uint32_t *origin;
};

static int fail(struct verify *v, const char *what)
{
	auto_str struct str text = { 0 };

	if (v->at < v->r->insns.len)
		ir_dump_insn(&text, v->m, &v->r->insns.data[v->at]);
	return diag_error(v->dg, NULL, D_INTERNAL, "ir: %s: operation %zu: %s: %s", v->r->name,
			  v->at, str_text(&text), what);
}

static bool is_defined(const struct verify *v, uint32_t reg)
{
	return v->defined[reg / 64] >> reg % 64 & 1;
}

static int check_operand(struct verify *v, const struct ir_insn *insn, int operand)
{
	uint32_t reg = ir_operand(insn, operand);

	if (reg == IR_NO_REG) {
		bool is_cell = (insn->op == IR_FIND || insn->op == IR_MAKE) &&
			       insn->ref < v->m->stores.len &&
			       v->m->stores.data[insn->ref].kind == STORE_CELL;

		if (operand >= ir_op_info(insn->op)->n_operands || is_cell ||
		    ir_op_takes_imm(insn->op, operand))
			return 0;
		return fail(v, "an operand is missing");
	}
	if (reg >= v->r->n_regs)
		return fail(v, "no such register");
	if (v->is_reachable && !is_defined(v, reg))
		return fail(v, "a register may be undefined here");
	return 0;
}

static int check_numbers(struct verify *v, const struct ir_insn *insn)
{
	int size = insn->size;

	switch ((int)insn->op) {
	case IR_LOAD: case IR_STORE: case IR_EXT: case IR_COPY: case IR_ZERO:
		return size == 1 || size == 2 || size == 4 || size == 8 ? 0 : fail(v, "bad size");
	case IR_ATOMIC_ADD:
		return size == 4 || size == 8 ? 0 : fail(v, "bad size");
	case IR_UDIV: case IR_SDIV: case IR_UMOD: case IR_SMOD:
		return insn->b != IR_NO_REG || insn->imm ? 0 : fail(v, "a division by 0");
	case IR_FETCH_ADD: case IR_CMPXCHG:
		return size == 8 ? 0 : fail(v, "bad size");
	default:
		return 0;
	}
}

/* size bytes at address register reg + off: inside the object, if it is known which? align 0:
 * any. */
static int check_access(struct verify *v, uint32_t reg, int64_t off, int64_t size, uint32_t align)
{
	const struct ir_insn *def;
	int64_t room;

	if (reg == IR_NO_REG || !v->origin[reg])
		return 0;
	def = &v->r->insns.data[v->origin[reg] - 1];
	if (def->op == IR_FRAME)
		room = v->r->frames.data[def->ref].size;
	else if (def->op == IR_STATIC)
		room = v->m->stores.data[def->ref].value_size;
	else
		return 0;
	off += def->off;
	if (off < 0 || size < 0 || off + size > room)
		return fail(v, "an access is outside its object");
	if (align && off % align)
		return fail(v, "an access is not aligned");
	return 0;
}

static int check_keyed(struct verify *v, const struct ir_insn *insn)
{
	const struct ir_store *store = &v->m->stores.data[insn->ref];
	bool is_cell = store->kind == STORE_CELL;
	bool has_keys = store->kind == STORE_TABLE || store->kind == STORE_LRU ||
			store->kind == STORE_AGG;
	int err;

	if (!has_keys && !(is_cell && (insn->op == IR_FIND || insn->op == IR_MAKE)))
		return fail(v, "this kind of store has no such operation");
	if (is_cell && insn->imm && (uint64_t)insn->imm >= store->n_entries)
		return fail(v, "a cell has no such value");
	if (is_cell)
		return 0;
	err = check_access(v, insn->a, 0, store->key_size, 8);
	if (!err && insn->op == IR_PUT)
		err = check_access(v, insn->b, 0, store->value_size, 8);
	return err;
}

static int check_offset(struct verify *v, const struct ir_insn *insn)
{
	bool is_static = insn->op == IR_FRAME || insn->op == IR_STATIC;

	if (!is_static && insn->off != (int16_t)insn->off)
		return fail(v, "an offset is too large");
	return 0;
}

/* Frame object, store, and the memory that the operation reaches through a and b. */
static int check_memory(struct verify *v, const struct ir_insn *insn)
{
	int err;

	switch ((int)insn->op) {
	case IR_LOAD: case IR_STORE: case IR_ATOMIC_ADD: case IR_FETCH_ADD: case IR_CMPXCHG:
		return check_access(v, insn->a, insn->off, insn->size, insn->size);
	case IR_COPY:
		err = check_access(v, insn->b, 0, insn->imm, insn->size);
		return err ? err : check_access(v, insn->a, insn->off, insn->imm, insn->size);
	case IR_ZERO:
		return check_access(v, insn->a, insn->off, insn->imm, insn->size);
	case IR_COMM:
		return check_access(v, insn->a, 0, 16, 0);
	case IR_IDS:
		return check_access(v, insn->a, 0, 8, 0);
	case IR_MAPPING:
		return check_access(v, insn->a, 0, sizeof(struct record_mapping), 8);
	case IR_INDEX:
		return check_access(v, insn->a, 0, insn->imm + 1, 0);
	case IR_READ_USER: case IR_READ_KERN: case IR_READ_USER_STR: case IR_READ_KERN_STR:
	case IR_COPY_STR: case IR_FORMAT_INT: case IR_EMIT: case IR_WRITE_USER:
	case IR_STACK_USER: case IR_STACK_KERN:
		if (insn->imm <= 0 || insn->imm > INT32_MAX)
			return fail(v, "bad size");
		return check_access(v, insn->a, 0, insn->imm, 0);
	case IR_FIND: case IR_MAKE: case IR_PUT: case IR_DROP:
		return check_keyed(v, insn);
	default:
		return 0;
	}
}

static int check_on_stack(struct verify *v, uint32_t reg)
{
	const struct ir_insn *def = v->origin[reg] ? &v->r->insns.data[v->origin[reg] - 1] : NULL;

	if (!def || def->op != IR_FRAME || def->off || !v->r->frames.data[def->ref].on_stack)
		return fail(v, "this must be a frame object on the stack");
	return 0;
}

static int check_loop(struct verify *v, const struct ir_insn *insn)
{
	if (insn->ref >= v->m->routines.len ||
	    v->m->routines.data[insn->ref]->context != CONTEXT_BODY)
		return fail(v, "a loop needs a body");
	if (insn->imm < 0 || insn->imm > INT32_MAX)
		return fail(v, "bad number of rounds");
	return check_on_stack(v, insn->a);
}

static int check_call(struct verify *v, const struct ir_insn *insn)
{
	const struct ir_routine *chunk;

	if (insn->ref >= v->m->routines.len)
		return fail(v, "no such routine");
	chunk = v->m->routines.data[insn->ref];
	if (!chunk->is_chunk || v->r->is_chunk || chunk->context != v->r->context)
		return fail(v, "this is no chunk to be called from here");
	return 0;
}

static int check_ref(struct verify *v, const struct ir_insn *insn)
{
	enum ir_context context = v->r->context;
	enum ir_store_kind kind;

	switch ((int)insn->op) {
	case IR_FRAME:
		if (insn->ref >= v->r->frames.len)
			return fail(v, "no such frame object");
		if (insn->off < 0 || (uint32_t)insn->off > v->r->frames.data[insn->ref].size)
			return fail(v, "an offset is outside its object");
		return 0;
	case IR_STATIC: case IR_FIND: case IR_MAKE: case IR_PUT: case IR_DROP: case IR_EMIT:
		if (insn->ref >= v->m->stores.len)
			return fail(v, "no such store");
		kind = v->m->stores.data[insn->ref].kind;
		if (insn->op == IR_STATIC && kind != STORE_GLOBALS && kind != STORE_CONST &&
		    kind != STORE_CONTROL)
			return fail(v, "this kind of store has no address");
		if (insn->op == IR_EMIT && kind != STORE_RING)
			return fail(v, "this kind of store takes no records");
		return 0;
	case IR_LOOP:
		return check_loop(v, insn);
	case IR_CALL:
		return check_call(v, insn);
	case IR_MAPPING:
		return check_on_stack(v, insn->a);
	case IR_REG:
		if (context != CONTEXT_SITE && context != CONTEXT_SAMPLE)
			return fail(v, "no registers in this context");
		return 0;
	case IR_COOKIE:
		return context == CONTEXT_BODY ? fail(v, "no cookie in this context") : 0;
	case IR_ENV:
		return insn->ref > ENV_USER_REGS ? fail(v, "no such value") : 0;
	default:
		return 0;
	}
}

/* The label is reached from here with what is defined here. */
static int reach(struct verify *v, uint32_t label)
{
	size_t size = v->n_words * sizeof(uint64_t);

	if (label >= v->r->n_labels)
		return fail(v, "no such label");
	if (v->is_placed[label])
		return fail(v, "a jump goes backwards");
	if (!v->is_reachable)
		return 0;
	if (!v->at_label[label]) {
		v->at_label[label] = xmemdup(v->defined, size);
		return 0;
	}
	for (size_t i = 0; i < v->n_words; i++)
		v->at_label[label][i] &= v->defined[i];
	return 0;
}

static int place(struct verify *v, uint32_t label)
{
	int err = reach(v, label);

	if (err)
		return err;
	v->is_placed[label] = true;
	if (v->at_label[label]) {
		memcpy(v->defined, v->at_label[label], v->n_words * sizeof(uint64_t));
		v->is_reachable = true;
	}
	return 0;
}

static int check_flow(struct verify *v, const struct ir_insn *insn)
{
	int err = 0;

	if (insn->op == IR_LABEL)
		return place(v, insn->target);
	if (insn->op == IR_JMP || insn->op == IR_BR)
		err = reach(v, insn->target);
	if (insn->op == IR_JMP || insn->op == IR_RET)
		v->is_reachable = false;
	return err;
}

static int check_insn(struct verify *v, const struct ir_insn *insn)
{
	int err = 0;

	if (insn->op >= IR_N_OPS)
		return fail(v, "no such operation");
	for (int i = 0; i < 3 && !err; i++)
		err = check_operand(v, insn, i);
	if (err || (err = check_numbers(v, insn)) || (err = check_ref(v, insn)) ||
	    (err = check_offset(v, insn)) || (err = check_memory(v, insn)))
		return err;
	if (ir_op_info(insn->op)->has_result) {
		if (insn->d >= v->r->n_regs)
			return fail(v, "no such register");
		v->defined[insn->d / 64] |= 1ull << insn->d % 64;
	}
	return check_flow(v, insn);
}

/* Is it the address of an object that exists? */
static bool has_object(const struct verify *v, const struct ir_insn *insn)
{
	if (insn->op == IR_FRAME)
		return insn->ref < v->r->frames.len;
	return insn->op == IR_STATIC && insn->ref < v->m->stores.len;
}

/* Which registers are the address of one object only, and where they become it. */
static int find_origins(struct verify *v)
{
	auto_free bool *is_assigned = xcalloc(v->r->n_regs, sizeof(bool));

	if (v->r->context == CONTEXT_BODY)
		is_assigned[0] = is_assigned[1] = true;
	for (v->at = 0; v->at < v->r->insns.len; v->at++) {
		const struct ir_insn *insn = &v->r->insns.data[v->at];

		if (insn->op >= IR_N_OPS || !ir_op_info(insn->op)->has_result)
			continue;
		if (insn->d >= v->r->n_regs)
			return fail(v, "no such register");
		v->origin[insn->d] = is_assigned[insn->d] || !has_object(v, insn) ? 0 : v->at + 1;
		is_assigned[insn->d] = true;
	}
	return 0;
}

static int check_insns(struct verify *v)
{
	int err = find_origins(v);

	if (v->r->context == CONTEXT_BODY)
		v->defined[0] = 3;
	for (v->at = 0; !err && v->at < v->r->insns.len; v->at++)
		err = check_insn(v, &v->r->insns.data[v->at]);
	if (!err && v->is_reachable)
		err = fail(v, "the routine does not end");
	return err;
}

static int check_routine(const struct ir_module *m, const struct ir_routine *r, struct diag *dg)
{
	struct verify v = { .m = m, .r = r, .dg = dg, .is_reachable = true };
	int err;

	if (r->context == CONTEXT_BODY && r->n_regs < 2)
		return fail(&v, "a body has two registers from the start");
	v.n_words = r->n_regs / 64 + 1;
	v.defined = xcalloc(v.n_words, sizeof(uint64_t));
	v.at_label = xcalloc(r->n_labels, sizeof(*v.at_label));
	v.is_placed = xcalloc(r->n_labels, sizeof(bool));
	v.origin = xcalloc(r->n_regs, sizeof(uint32_t));
	err = check_insns(&v);
	for (uint32_t label = 0; label < r->n_labels; label++) {
		if (!err && v.at_label[label] && !v.is_placed[label])
			err = fail(&v, "a label that is jumped to stands nowhere");
		free(v.at_label[label]);
	}
	free(v.origin);
	free(v.is_placed);
	free(v.at_label);
	free(v.defined);
	return err;
}

/* Loops inside loops, which must end somewhere. */
static int check_nesting(const struct ir_module *m, const struct ir_routine *r, int depth,
			 struct diag *dg)
{
	if (depth > MAX_NESTED_LOOPS)
		return diag_error(dg, NULL, D_INTERNAL, "ir: %s: loops nest too deep", r->name);
	for (size_t i = 0; i < r->insns.len; i++) {
		const struct ir_insn *insn = &r->insns.data[i];
		int err = 0;

		if (insn->op == IR_LOOP || insn->op == IR_CALL)
			err = check_nesting(m, m->routines.data[insn->ref], depth + 1, dg);
		if (err)
			return err;
	}
	return 0;
}

int ir_verify(const struct ir_module *m, struct diag *dg)
{
	int err = 0;

	for (size_t i = 0; i < m->routines.len && !err; i++)
		err = check_routine(m, m->routines.data[i], dg);
	for (size_t i = 0; i < m->routines.len && !err; i++)
		err = check_nesting(m, m->routines.data[i], 0, dg);
	return err;
}
