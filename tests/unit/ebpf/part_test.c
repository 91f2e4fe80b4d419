/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What a routine is made of besides its own instructions: loops' bodies, chunks, scratch memory. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/diag.h"
#include "runtime/ir/record.h"
#include "tests/unit/ebpf/harness.h"

/* Loops */

/* ctx->sum += i; and stop after ctx->limit rounds */
static uint32_t build_sum_body(struct harness *h)
{
	uint32_t body = ir_module_add_routine(h->m, "sum", CONTEXT_BODY);
	struct ir_routine *r = h->m->routines.data[body];
	uint32_t sum = ir_load(r, 1, 0, 8, false), limit = ir_load(r, 1, 8, 8, false);

	ir_store_reg(r, 1, 0, ir_binary(r, IR_ADD, sum, 0), 8);
	ir_ret(r, ir_set(r, IR_GE, 0, limit));
	harness_routine(h);
	return body;
}

/* The address of a context { 0, limit }. */
static uint32_t build_sum_ctx(struct ir_routine *r, uint32_t limit)
{
	uint32_t ctx = ir_frame_addr(r, ir_frame_on_stack(r, 16, "ctx"), 0);

	ir_store_imm(r, ctx, 0, 0, 8);
	ir_store_reg(r, ctx, 8, limit, 8);
	return ctx;
}

static void a_loop_ends_when_its_body_says_so(void **state)
{
	struct harness h;
	uint32_t body, ctx;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	body = build_sum_body(&h);
	h.in[0] = 1000;
	h.in[1] = 5;
	for (uint32_t slot = 0; slot < 2; slot++) {
		ctx = build_sum_ctx(h.r, harness_get(&h, slot));
		ir_loop(h.r, body, ctx, 100);
		harness_put(&h, 10 + slot, ir_load(h.r, ctx, 0, 8, false));
	}
	harness_run(&h);
	assert_int_equal(h.out[10], 4950);
	assert_int_equal(h.out[11], 15);
	harness_fini(&h);
}

/* A body that loops itself, reaches the outer routine's object through its context, and has so
 * many values over a call that some lie on its own stack. */
static void loops_nest(void **state)
{
	struct harness h;
	uint32_t inner, outer, ctx, values[8], sum, to;
	struct ir_routine *r;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	inner = build_sum_body(&h);
	outer = ir_module_add_routine(h.m, "outer", CONTEXT_BODY);
	r = h.m->routines.data[outer];
	for (int i = 0; i < 8; i++)
		values[i] = ir_binary_imm(r, IR_MUL, 0, i + 1);
	sum = build_sum_ctx(r, ir_imm(r, 1000));
	ir_loop(r, inner, sum, 10);
	sum = ir_load(r, sum, 0, 8, false);
	for (int i = 0; i < 8; i++)
		sum = ir_binary(r, IR_ADD, sum, values[i]);
	to = ir_load(r, 1, 0, 8, false);
	ir_store_reg(r, to, 0, ir_binary(r, IR_ADD, ir_load(r, to, 0, 8, false), sum), 8);
	ir_ret(r, IR_NO_REG);

	harness_routine(&h);
	ctx = ir_frame_addr(h.r, ir_frame_on_stack(h.r, 8, "ctx"), 0);
	to = ir_frame_addr(h.r, ir_frame(h.r, 512, "large"), 0);
	ir_zero(h.r, to, 0, 512);
	ir_store_reg(h.r, ctx, 0, to, 8);
	ir_loop(h.r, outer, ctx, 4);
	harness_put(&h, 0, ir_load(h.r, to, 0, 8, false));
	harness_run(&h);
	assert_int_equal(h.out[0], 4 * 45 + (0 + 1 + 2 + 3) * 36);
	harness_fini(&h);
}

/* Chunks */

/* Adds a register to slot 0, by way of memory that only scratch memory has room for, and hands back
 * what stands in slot 1. */
static uint32_t build_chunk(struct harness *h, uint32_t reg)
{
	uint32_t chunk = ir_module_add_routine(h->m, "chunk", CONTEXT_SITE);
	struct ir_routine *r = h->r = h->m->routines.data[chunk];
	uint32_t place = ir_frame_addr(r, ir_frame(r, 600, "large"), 0);

	r->is_chunk = true;
	ir_store_reg(r, place, 512, ir_machine_reg(r, reg), 8);
	harness_put(h, 0, ir_binary(r, IR_ADD, harness_get(h, 0), ir_load(r, place, 512, 8, 0)));
	ir_ret(r, harness_get(h, 1));
	harness_routine(h);
	return chunk;
}

static void call_chunks(struct harness *h)
{
	uint32_t first, second, end;

	harness_init(h, CONTEXT_SITE);
	first = build_chunk(h, 2);
	second = build_chunk(h, 3);
	end = ir_label(h->r);
	ir_br_imm(h->r, IR_NE, ir_call(h->r, first), 0, end);
	ir_br_imm(h->r, IR_NE, ir_call(h->r, second), 0, end);
	ir_br_imm(h->r, IR_NE, ir_call(h->r, first), 0, end);
	harness_put(h, 2, ir_machine_reg(h->r, 4));
	ir_place(h->r, end);
	for (uint64_t i = 0; i < HARNESS_REGS; i++)
		h->ctx[i] = 100 + i;
}

static void chunks_run_in_the_context_of_their_caller(void **state)
{
	struct harness h;

	(void)state;
	call_chunks(&h);
	harness_run(&h);
	assert_int_equal(h.out[0], 102 + 103 + 102);
	assert_int_equal(h.out[2], 104);
	harness_fini(&h);
}

static void what_a_chunk_hands_back_ends_its_caller(void **state)
{
	struct harness h;

	(void)state;
	call_chunks(&h);
	h.in[1] = 7;
	harness_run(&h);
	assert_int_equal(h.out[0], 102);
	assert_int_equal(h.out[2], 0);
	harness_fini(&h);
}

/* Scratch memory */

static void build_with_scratch(struct harness *h)
{
	uint32_t large = ir_frame_addr(h->r, ir_frame(h->r, 1000, "large"), 0);

	h->m->counters = ir_module_add_store(h->m, "counters", STORE_CELL, 0,
					     sizeof(struct run_counters), 1);
	ir_store_imm(h->r, large, 992, 5, 8);
	harness_put(h, 0, ir_load(h->r, large, 992, 8, false));
}

static void scratch_memory_is_given_back(void **state)
{
	struct harness h;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	build_with_scratch(&h);
	harness_run(&h);
	assert_int_equal(h.out[0], 5);
	for (uint32_t slot = 0; slot < 8; slot++)
		assert_int_equal(*(uint64_t *)vm_map_find(h.vm, h.program->n_maps - 1, &slot), 0);
	harness_fini(&h);
}

static void a_slot_in_use_is_left_alone(void **state)
{
	struct harness h;
	uint64_t *first;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	build_with_scratch(&h);
	harness_compile(&h);
	first = vm_map_find(h.vm, h.program->n_maps - 1, NULL);
	first[0] = 1;
	harness_execute(&h);
	assert_int_equal(h.out[0], 5);
	assert_int_equal(first[0], 1);
	assert_int_equal(first[125], 0);
	harness_fini(&h);
}

static void firings_without_scratch_memory_are_counted(void **state)
{
	struct harness h;
	struct run_counters *counters;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	h.is_vm_only = true;
	build_with_scratch(&h);
	harness_compile(&h);
	for (uint32_t slot = 0; slot < 8; slot++)
		*(uint64_t *)vm_map_find(h.vm, h.program->n_maps - 1, &slot) = 1;
	harness_execute(&h);
	counters = vm_map_find(h.vm, h.m->counters, NULL);
	assert_int_equal(h.out[0], 0);
	assert_int_equal(counters->scratch, 1);
	harness_fini(&h);
}

/* The smaller the better for the stack, but what must be there is more than it has. */
static void a_stack_that_does_not_suffice_is_told(void **state)
{
	static const struct ebpf_opts opts = { 0 };
	struct diag *dg = diag_new();
	struct ebpf_program *program;
	struct harness h;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	ir_frame_on_stack(h.r, 520, "too large");
	ir_ret(h.r, IR_NO_REG);
	assert_true(ebpf_compile(h.m, &opts, dg, &program) < 0);
	assert_int_equal(diag_tag_at(dg, 0), D_TOO_BIG);
	diag_free(dg);
	harness_fini(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_loop_ends_when_its_body_says_so),
		cmocka_unit_test(loops_nest),
		cmocka_unit_test(chunks_run_in_the_context_of_their_caller),
		cmocka_unit_test(what_a_chunk_hands_back_ends_its_caller),
		cmocka_unit_test(scratch_memory_is_given_back),
		cmocka_unit_test(a_slot_in_use_is_left_alone),
		cmocka_unit_test(firings_without_scratch_memory_are_counted),
		cmocka_unit_test(a_stack_that_does_not_suffice_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
