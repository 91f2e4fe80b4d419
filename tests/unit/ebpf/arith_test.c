/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Arithmetic: each operation on edge values, with register and with constant operands, and random
 * routines, against the evaluator. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/lib/eval.h"
#include "tests/unit/ebpf/harness.h"

/* Loading takes time: the kernel sees some of the routines. */
#define KERNEL_SEEDS 40

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const int64_t values[] = {
	0, 1, -1, 2, -2, 7, -7, 63, 64, 127, 128, 255, 0x7fff, 0x8000, INT32_MAX, INT32_MIN,
	0x80000000ll, 0xffffffffll, 0x123456789abcdefll, INT64_MAX, INT64_MIN, INT64_MIN + 1,
};

static bool is_division(enum ir_op op)
{
	return op == IR_UDIV || op == IR_SDIV || op == IR_UMOD || op == IR_SMOD;
}

/* Runs the routine compiled, and evaluated; slots that differ fail the test. */
static void check_against_evaluator(struct harness *h)
{
	uint64_t globals[HARNESS_SLOTS];

	memcpy(globals, h->in, sizeof(globals));
	harness_run(h);
	assert_int_equal(eval_routine(h->m, h->routine, (uint8_t *)globals), 0);
	for (uint32_t i = 0; i < HARNESS_SLOTS; i++)
		if (globals[i] != h->out[i])
			fail_msg("slot %u: %llx evaluated, %llx compiled", i,
				 (unsigned long long)globals[i], (unsigned long long)h->out[i]);
}

/* One routine for an operation and a left operand: each right operand, once in a register and once
 * as a constant. */
static void check_binary(enum ir_op op, int64_t left)
{
	struct harness h;
	uint32_t slot = 2 * LENGTH(values);

	harness_init(&h, CONTEXT_CALL);
	h.in[0] = left;
	h.is_vm_only = left != 7 && left != INT64_MIN;
	for (size_t i = 1; i < LENGTH(values); i++)
		h.in[i] = values[i];
	for (size_t i = is_division(op); i < LENGTH(values); i++) {
		uint32_t a = harness_get(&h, 0), b = harness_get(&h, i ? i : slot);

		harness_put(&h, slot++, ir_binary(h.r, op, a, b));
		harness_put(&h, slot++, ir_binary_imm(h.r, op, a, values[i]));
	}
	check_against_evaluator(&h);
	harness_fini(&h);
}

static void binary_operations_are_exact(void **state)
{
	(void)state;
	for (enum ir_op op = IR_ADD; op <= IR_SAR; op++)
		for (size_t i = 0; i < LENGTH(values); i++)
			check_binary(op, values[i]);
}

static void comparisons_are_exact(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(values); i++) {
		struct harness h;
		uint32_t slot = LENGTH(values) + 1;

		harness_init(&h, CONTEXT_CALL);
		h.in[LENGTH(values)] = values[i];
		for (enum ir_cond cond = IR_EQ; cond <= IR_SGE; cond++) {
			uint32_t a = harness_get(&h, LENGTH(values)), bits = ir_imm(h.r, 0);

			for (size_t j = 0; j < LENGTH(values); j++) {
				uint32_t b = harness_get(&h, j);

				h.in[j] = values[j];
				bits = ir_binary_imm(h.r, IR_SHL, bits, 2);
				bits = ir_binary(h.r, IR_OR, bits, ir_set(h.r, cond, a, b));
				b = ir_set_imm(h.r, cond, a, values[j]);
				b = ir_binary_imm(h.r, IR_SHL, b, 1);
				bits = ir_binary(h.r, IR_OR, b, bits);
			}
			harness_put(&h, slot++, bits);
		}
		check_against_evaluator(&h);
		harness_fini(&h);
	}
}

static void extensions_and_loads_are_exact(void **state)
{
	struct harness h;
	uint32_t slot = LENGTH(values);

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	for (size_t i = 0; i < LENGTH(values); i++) {
		uint32_t a = harness_get(&h, i), base = ir_static(h.r, h.globals, 8 * i);

		h.in[i] = values[i];
		for (uint32_t size = 1; size <= 4; size *= 2) {
			uint32_t x = ir_ext(h.r, a, size, true);
			uint32_t y = ir_load(h.r, base, 0, size, true);

			x = ir_binary(h.r, IR_XOR, ir_ext(h.r, a, size, false),
				      ir_binary_imm(h.r, IR_MUL, x, 3));
			y = ir_binary_imm(h.r, IR_MUL, y, 3);
			y = ir_binary(h.r, IR_XOR, ir_load(h.r, base, 0, size, false), y);
			harness_put(&h, slot++, ir_binary(h.r, IR_ADD, x, y));
		}
		harness_put(&h, slot++, ir_unary(h.r, IR_NEG, ir_unary(h.r, IR_NOT, a)));
	}
	check_against_evaluator(&h);
	harness_fini(&h);
}

static void narrow_stores_leave_their_neighbours(void **state)
{
	struct harness h;
	uint32_t base;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	memset(h.in, 0x11, sizeof(h.in));
	base = ir_static(h.r, h.globals, 0);
	for (uint32_t size = 1; size <= 8; size *= 2) {
		ir_store_imm(h.r, base, 8 * size, INT64_MIN + 0x1234, size);
		ir_store_reg(h.r, base, 8 * size + 128, ir_imm(h.r, -2), size);
	}
	check_against_evaluator(&h);
	harness_fini(&h);
}

/* Thirty values that are all alive over calls: most must live on the stack. */
static void values_survive_calls(void **state)
{
	struct harness h;
	uint32_t regs[30];

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	for (uint32_t i = 0; i < 30; i++) {
		h.in[i] = i * 1000003;
		regs[i] = harness_get(&h, i);
	}
	for (uint32_t i = 0; i < 30; i++) {
		uint32_t frame = ir_frame(h.r, 16, "comm");

		ir_comm(h.r, ir_frame_addr(h.r, frame, 0));
		ir_assign(h.r, regs[i], ir_binary(h.r, IR_SUB, regs[(i + 7) % 30], regs[i]));
	}
	for (uint32_t i = 0; i < 30; i++)
		harness_put(&h, 100 + i, regs[i]);
	check_against_evaluator(&h);
	harness_fini(&h);
}

/* Random routines */

struct random {
	struct harness h;
	uint64_t state;
	uint32_t regs[24];	/* all defined */
	uint32_t n_regs;
	uint32_t frame, big;
	uint32_t table;		/* always empty */
};

static uint32_t pick(struct random *rnd, uint32_t n)
{
	rnd->state = rnd->state * 6364136223846793005ull + 1442695040888963407ull;
	return (rnd->state >> 33) % n;
}

static uint32_t any_reg(struct random *rnd)
{
	return rnd->regs[pick(rnd, rnd->n_regs)];
}

static void keep(struct random *rnd, uint32_t reg)
{
	uint32_t i = pick(rnd, rnd->n_regs);

	if (pick(rnd, 2))
		rnd->regs[i] = reg;
	else
		ir_assign(rnd->h.r, rnd->regs[i], reg);
}

static void random_binary(struct random *rnd)
{
	enum ir_op op = IR_ADD + pick(rnd, IR_SAR - IR_ADD + 1);
	uint32_t a = any_reg(rnd), b = any_reg(rnd);
	int64_t imm = values[1 + pick(rnd, LENGTH(values) - 1)];

	if (pick(rnd, 2))
		return keep(rnd, ir_binary_imm(rnd->h.r, op, a, imm));
	if (is_division(op))
		b = ir_binary_imm(rnd->h.r, IR_OR, b, 1);
	keep(rnd, ir_binary(rnd->h.r, op, a, b));
}

static void random_unary(struct random *rnd)
{
	uint32_t a = any_reg(rnd);

	switch (pick(rnd, 5)) {
	case 0:
		return keep(rnd, ir_unary(rnd->h.r, IR_NEG, a));
	case 1:
		return keep(rnd, ir_unary(rnd->h.r, IR_NOT, a));
	case 2:
		return keep(rnd, ir_ext(rnd->h.r, a, 1u << pick(rnd, 3), pick(rnd, 2)));
	case 3:
		return keep(rnd, ir_imm(rnd->h.r, values[pick(rnd, LENGTH(values))]));
	default:
		return keep(rnd, ir_set(rnd->h.r, pick(rnd, 10), a, any_reg(rnd)));
	}
}

static void random_memory(struct random *rnd)
{
	struct ir_routine *r = rnd->h.r;
	uint32_t frame = pick(rnd, 2) ? rnd->frame : rnd->big;
	uint32_t size = 1u << pick(rnd, 4), off = pick(rnd, 64 / size) * size;
	uint32_t base = ir_frame_addr(r, frame, 0);

	switch (pick(rnd, 7)) {
	case 0:
		return ir_store_reg(r, base, off, any_reg(rnd), size);
	case 1:
		return ir_store_imm(r, base, off, values[pick(rnd, LENGTH(values))], size);
	case 2:
		return keep(rnd, ir_load(r, base, off, size, pick(rnd, 2)));
	case 3:
		return keep(rnd, ir_fetch_add(r, base, 8 * pick(rnd, 8), any_reg(rnd)));
	case 4:
		return ir_atomic_add(r, base, 8 * pick(rnd, 8), any_reg(rnd), 8);
	case 5:
		/* The kernel refuses an index that it knows to be a far away sum. */
		base = ir_index(r, base, ir_binary_imm(r, IR_AND, any_reg(rnd), 0x1ff), 63);
		return keep(rnd, ir_load(r, base, 0, 1, pick(rnd, 2)));
	default:
		return ir_copy(r, ir_frame_addr(r, rnd->big, 0), 64,
			       ir_frame_addr(r, rnd->frame, 0), 64);
	}
}

static void random_ops(struct random *rnd, int n, int depth);

/* if (a cond b) some operations; else others */
static void random_branch(struct random *rnd, int depth)
{
	struct ir_routine *r = rnd->h.r;
	uint32_t other = ir_label(r), end = ir_label(r);
	uint32_t regs[LENGTH(rnd->regs)];

	memcpy(regs, rnd->regs, sizeof(regs));
	switch (pick(rnd, 3)) {
	case 0:
		ir_br(r, pick(rnd, 10), any_reg(rnd), any_reg(rnd), other);
		break;
	case 1:
		ir_br_imm(r, IR_EQ, ir_find(r, rnd->table, ir_frame_addr(r, rnd->frame, 8)), 0,
			  other);
		break;
	default:
		ir_br_imm(r, pick(rnd, 10), any_reg(rnd), values[pick(rnd, LENGTH(values))],
			  other);
	}
	random_ops(rnd, pick(rnd, 8), depth + 1);
	memcpy(rnd->regs, regs, sizeof(regs));
	if (pick(rnd, 4))
		ir_jmp(r, end);
	ir_place(r, other);
	random_ops(rnd, pick(rnd, 8), depth + 1);
	memcpy(rnd->regs, regs, sizeof(regs));
	ir_place(r, end);
}

static void random_call(struct random *rnd)
{
	uint32_t frame = ir_frame(rnd->h.r, 16, "comm");

	ir_comm(rnd->h.r, ir_frame_addr(rnd->h.r, frame, 0));
}

static void random_ops(struct random *rnd, int n, int depth)
{
	while (n-- > 0) {
		uint32_t kind = pick(rnd, 20);

		if (kind < 9)
			random_binary(rnd);
		else if (kind < 13)
			random_unary(rnd);
		else if (kind < 17)
			random_memory(rnd);
		else if (kind < 19 && depth < 3)
			random_branch(rnd, depth);
		else
			random_call(rnd);
	}
}

static void random_build(struct random *rnd, uint64_t seed)
{
	struct harness *h = &rnd->h;

	harness_init(h, CONTEXT_CALL);
	rnd->state = seed;
	rnd->n_regs = 4 + pick(rnd, LENGTH(rnd->regs) - 4);
	rnd->table = ir_module_add_store(h->m, "table", STORE_TABLE, 8, 8, 4);
	rnd->frame = ir_frame(h->r, 64, "small");
	rnd->big = ir_frame(h->r, 256, "big");
	ir_zero(h->r, ir_frame_addr(h->r, rnd->frame, 0), 0, 64);
	ir_zero(h->r, ir_frame_addr(h->r, rnd->big, 0), 0, 256);
	for (uint32_t i = 0; i < rnd->n_regs; i++) {
		h->in[i] = values[pick(rnd, LENGTH(values))];
		rnd->regs[i] = harness_get(h, i);
	}
	random_ops(rnd, 5 + pick(rnd, 60), 0);
	for (uint32_t i = 0; i < rnd->n_regs; i++)
		harness_put(h, 100 + i, rnd->regs[i]);
}

static void random_routines_do_what_they_mean(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 300; seed++) {
		struct random rnd = { 0 };

		random_build(&rnd, seed);
		rnd.h.is_vm_only = seed > KERNEL_SEEDS;
		check_against_evaluator(&rnd.h);
		harness_fini(&rnd.h);
	}
}

/* Folding must not change what a routine does: it is evaluated before and run afterwards. */
static void folded_routines_do_the_same(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 300; seed++) {
		struct random rnd = { 0 };
		uint64_t globals[HARNESS_SLOTS];

		random_build(&rnd, seed);
		ir_ret(rnd.h.r, IR_NO_REG);
		memcpy(globals, rnd.h.in, sizeof(globals));
		assert_int_equal(eval_routine(rnd.h.m, rnd.h.routine, (uint8_t *)globals), 0);
		ir_fold(rnd.h.m);
		rnd.h.is_vm_only = seed > KERNEL_SEEDS;
		harness_run(&rnd.h);
		if (memcmp(globals, rnd.h.out, sizeof(globals)))
			fail_msg("seed %d: another result", (int)seed);
		harness_fini(&rnd.h);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(binary_operations_are_exact),
		cmocka_unit_test(comparisons_are_exact),
		cmocka_unit_test(extensions_and_loads_are_exact),
		cmocka_unit_test(narrow_stores_leave_their_neighbours),
		cmocka_unit_test(values_survive_calls),
		cmocka_unit_test(random_routines_do_what_they_mean),
		cmocka_unit_test(folded_routines_do_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
