/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Arguments of probes. Nothing is interpreted when the probe fires: where an argument lies is
 * compiled in. One routine serves sites that keep an argument in different places: the class of the
 * site (the low half of the cookie) picks the way, by halving. An example: an argument that is in
 * %rdi at the sites of classes 0 and 1 and at 8(%rsp) at those of class 2 becomes
 *
 *	r1 = cookie & 0xffffffff;  if (r1 >= 2) goto L;  r2 = %rdi;  goto end;
 *	L: r2 = *(%rsp + 8);
 *	end: */
#include "runtime/base/alloc.h"
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/type.h"

static const struct argloc none = { .kind = ARGLOC_CONST, .size = 8 };

static const struct argloc *loc_of(const struct site_class *class, uint32_t n)
{
	return n < class->n_args ? &class->args[n] : &none;
}

static int64_t extend(int64_t value, uint32_t size, bool is_signed)
{
	unsigned int shift = 64 - 8 * size;

	if (!shift)
		return value;
	if (is_signed)
		return (int64_t)((uint64_t)value << shift) >> shift;
	return (int64_t)((uint64_t)value << shift >> shift);
}

/* The address that a MEM, INDEX or PCREL location means. */
static uint32_t address_of(struct lower *lo, const struct argloc *loc)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t base = loc->kind == ARGLOC_PCREL ? lo->s->pc_reg : loc->reg;
	uint32_t addr = ir_machine_reg(r, base);

	if (loc->kind == ARGLOC_INDEX) {
		uint32_t index = ir_machine_reg(r, loc->index);

		addr = ir_binary(r, IR_ADD, addr, ir_binary_imm(r, IR_MUL, index, loc->scale));
	}
	return loc->value ? ir_binary_imm(r, IR_ADD, addr, loc->value) : addr;
}

static uint32_t load_memory(struct lower *lo, const struct argloc *loc)
{
	struct place place = lower_frame(lo, 8, "arg");
	struct ir_routine *r = lower_code(lo);
	uint32_t addr = address_of(lo, loc);
	uint32_t err = ir_read(r, IR_READ_USER, place.base, addr, IR_NO_REG, loc->size);

	lower_fault_if_imm(lo, IR_SLT, err, 0, FAULT_BADADDR, addr);
	return ir_load(r, place.base, 0, loc->size, loc->is_signed);
}

static uint32_t load_register(struct lower *lo, const struct argloc *loc)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t reg = ir_machine_reg(r, loc->reg);

	if (loc->shift)
		reg = ir_binary_imm(r, IR_SHR, reg, loc->shift);
	return loc->size < 8 ? ir_ext(r, reg, loc->size, loc->is_signed) : reg;
}

/* The program counter of a sample, if it was in the kernel (value 0) or in user land (value 1),
 * else 0. */
static uint32_t load_sample_pc(struct lower *lo, const struct argloc *loc)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t pc = ir_machine_reg(r, lo->s->pc_reg);
	uint32_t result = ir_imm(r, 0);
	uint32_t other = ir_label(r);

	ir_br_imm(r, loc->value ? IR_SLT : IR_SGE, pc, 0, other);
	ir_assign(r, result, pc);
	ir_place(r, other);
	return result;
}

/* An argument that cannot be read is a fault where it is used, and nowhere else. */
static uint32_t load_nothing(struct lower *lo, const struct node *use, const struct argloc *loc)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t zero = ir_imm(r, 0);

	diag_warn(lo->s->dg, &use->loc, D_ARGSPEC, "this argument cannot be read at some sites: %s",
		  loc->why ? loc->why : "where it lies is not known");
	lower_fault_if_imm(lo, IR_EQ, zero, 0, FAULT_ILLOP, IR_NO_REG);
	return zero;
}

/* A number that each site has for itself: a store has it for each class. */
static uint32_t load_table(struct lower *lo, uint32_t n)
{
	struct ir_routine *r = lower_code(lo);
	const uint32_t size = lo->n_classes * 8;
	uint32_t store = ir_module_add_store(lo->s->module, "sites", STORE_CONST, 0, size, 1), row;
	int64_t *values = xcalloc(lo->n_classes, sizeof(*values));

	for (uint32_t i = 0; i < lo->n_classes; i++)
		values[i] = loc_of(&lo->classes[i], n)->value;
	lo->s->module->stores.data[store].init = values;
	row = ir_binary_imm(r, IR_MUL, ir_ext(r, lo->cookie, 4, false), sizeof(*values));
	return ir_load(r, ir_index(r, ir_static(r, store, 0), row, size - 8), 0, 8, true);
}

static uint32_t load(struct lower *lo, const struct node *use, uint32_t n,
		     const struct argloc *loc)
{
	switch (loc->kind) {
	case ARGLOC_NONE:
		return load_nothing(lo, use, loc);
	case ARGLOC_CONST:
		return ir_imm(lower_code(lo), extend(loc->value, loc->size, loc->is_signed));
	case ARGLOC_TABLE:
		return lo->n_classes == 1 ? ir_imm(lower_code(lo), loc->value) : load_table(lo, n);
	case ARGLOC_REG:
		return load_register(lo, loc);
	case ARGLOC_MEM:
	case ARGLOC_INDEX:
	case ARGLOC_PCREL:
		return load_memory(lo, loc);
	case ARGLOC_SAMPLE_PC:
		return load_sample_pc(lo, loc);
	case ARGLOC_FAULT:
		return lo->fault_args[loc->value];
	}
	return ir_imm(lower_code(lo), 0);
}

/* Classes first to last-1 that keep the argument in one place. */
struct run {
	uint32_t first;
	const struct argloc *loc;
};

typedef VEC(struct run) run_vec;

/* A table tells all of its sites apart by itself. */
static bool is_same_way(const struct argloc *a, const struct argloc *b)
{
	return (a->kind == ARGLOC_TABLE && b->kind == ARGLOC_TABLE) || argloc_equal(a, b);
}

static void find_runs(const struct lower *lo, uint32_t n, run_vec *runs)
{
	for (uint32_t i = 0; i < lo->n_classes; i++) {
		const struct argloc *loc = loc_of(&lo->classes[i], n);

		if (!runs->len || !is_same_way(loc, runs->data[runs->len - 1].loc))
			vec_push(runs, ((struct run){ i, loc }));
	}
}

/* Picks among runs first..last-1, whose class is known to be among theirs. */
static void pick(struct lower *lo, const struct node *use, uint32_t n, const run_vec *runs,
		 size_t first, size_t last, uint32_t class, uint32_t result)
{
	uint32_t upper, end;
	size_t middle = (first + last) / 2;

	if (last - first == 1) {
		ir_assign(lower_code(lo), result, load(lo, use, n, runs->data[first].loc));
		return;
	}
	upper = ir_label(lower_code(lo));
	end = ir_label(lower_code(lo));
	ir_br_imm(lower_code(lo), IR_GE, class, runs->data[middle].first, upper);
	pick(lo, use, n, runs, first, middle, class, result);
	ir_jmp(lower_code(lo), end);
	ir_place(lower_code(lo), upper);
	pick(lo, use, n, runs, middle, last, class, result);
	ir_place(lower_code(lo), end);
}

static uint32_t load_by_class(struct lower *lo, const struct node *use, uint32_t n)
{
	run_vec runs = { 0 };
	uint32_t result;

	find_runs(lo, n, &runs);
	if (runs.len <= 1) {
		result = load(lo, use, n, runs.len ? runs.data[0].loc : &none);
	} else {
		uint32_t class = ir_ext(lower_code(lo), lo->cookie, 4, false);

		result = ir_reg(lower_code(lo));
		pick(lo, use, n, &runs, 0, runs.len, class, result);
	}
	vec_fini(&runs);
	return result;
}

int lower_arg(struct lower *lo, const struct node *use, uint32_t n, struct value *out)
{
	const struct type *type = type_resolve(use->type);
	uint32_t reg;

	if (lo->is_error_clause)
		reg = n < 6 ? lo->fault_args[n] : ir_imm(lower_code(lo), 0);
	else
		reg = load_by_class(lo, use, n);
	if (type_is_string(type)) {
		struct place place = lower_string_place(lo, out);
		uint32_t len = ir_read(lower_code(lo), IR_READ_USER_STR,
				       lower_address(lo, &place), reg, IR_NO_REG, place.size);

		lower_fault_if_imm(lo, IR_SLT, len, 0, FAULT_BADADDR, reg);
		value_string(out, &place, len);
		return 0;
	}
	if (type_is_bytes(type))
		return lower_read(lo, type, IR_READ_USER, reg, out);
	if (type_is_int(type) && type->size < 8 && type->size)
		reg = ir_ext(lower_code(lo), reg, type->size, type_is_signed(type));
	value_int(out, reg);
	return 0;
}
