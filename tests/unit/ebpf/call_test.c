/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What asks the kernel: stores, memory outside, the thread, loops, scratch memory. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/diag.h"
#include "runtime/ir/record.h"
#include "tests/unit/ebpf/harness.h"

#define USER 0x7f0000001000ull

/* The address of a fresh key that holds a number. */
static uint32_t make_key(struct harness *h, uint32_t number)
{
	uint32_t addr = ir_frame_addr(h->r, ir_frame(h->r, 8, "key"), 0);

	ir_store_reg(h->r, addr, 0, number, 8);
	return addr;
}

/* *value += 1 unless there is none. */
static void count_in(struct harness *h, uint32_t value)
{
	uint32_t none = ir_label(h->r), old;

	ir_br_imm(h->r, IR_EQ, value, 0, none);
	old = ir_load(h->r, value, 0, 8, false);
	ir_store_reg(h->r, value, 0, ir_binary_imm(h->r, IR_ADD, old, 1), 8);
	ir_place(h->r, none);
}

/* Stores */

static void keyed_values_are_made_once_and_found(void **state)
{
	static const enum ir_store_kind kinds[] = { STORE_TABLE, STORE_LRU, STORE_AGG };

	(void)state;
	for (int i = 0; i < 3; i++) {
		uint64_t key = 77, *value;
		uint32_t store;
		struct harness h;

		harness_init(&h, CONTEXT_CALL);
		store = ir_module_add_store(h.m, "store", kinds[i], 8, 16, 64);
		harness_put(&h, 0, ir_find(h.r, store, make_key(&h, ir_imm(h.r, 77))));
		for (int j = 0; j < 3; j++)
			count_in(&h, ir_make(h.r, store, make_key(&h, ir_imm(h.r, 77))));
		harness_run(&h);
		value = vm_map_find(h.vm, store, &key);
		assert_int_equal(h.out[0], 0);
		assert_int_equal(value[0], 3);
		assert_int_equal(vm_map_len(h.vm, store), 1);
		harness_fini(&h);
	}
}

static void a_full_table_makes_nothing(void **state)
{
	struct harness h;
	uint32_t store, none, value;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	store = ir_module_add_store(h.m, "store", STORE_TABLE, 8, 8, 1);
	h.is_vm_only = true;
	none = ir_label(h.r);
	ir_make(h.r, store, make_key(&h, ir_imm(h.r, 1)));
	value = ir_make(h.r, store, make_key(&h, ir_imm(h.r, 2)));
	ir_br_imm(h.r, IR_EQ, value, 0, none);
	harness_put(&h, 0, ir_imm(h.r, 1));
	ir_place(h.r, none);
	harness_put(&h, 1, value);
	harness_run(&h);
	assert_int_equal(h.out[0], 0);
	assert_int_equal(h.out[1], 0);
	harness_fini(&h);
}

static void what_is_put_is_found_until_it_is_dropped(void **state)
{
	struct harness h;
	uint32_t store, key, value, found, none;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	store = ir_module_add_store(h.m, "store", STORE_TABLE, 8, 8, 16);
	key = make_key(&h, ir_imm(h.r, 5));
	value = make_key(&h, ir_imm(h.r, 1234));
	none = ir_label(h.r);
	harness_put(&h, 0, ir_put(h.r, store, key, value));
	found = ir_find(h.r, store, key);
	ir_br_imm(h.r, IR_EQ, found, 0, none);
	harness_put(&h, 1, ir_load(h.r, found, 0, 8, false));
	ir_place(h.r, none);
	ir_drop(h.r, store, key);
	harness_put(&h, 2, ir_find(h.r, store, key));
	harness_run(&h);
	assert_int_equal(h.out[0], 0);
	assert_int_equal(h.out[1], 1234);
	assert_int_equal(h.out[2], 0);
	harness_fini(&h);
}

static void a_cell_needs_no_key(void **state)
{
	struct harness h;
	uint32_t cell;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	cell = ir_module_add_store(h.m, "cell", STORE_CELL, 0, 8, 1);
	count_in(&h, ir_find(h.r, cell, IR_NO_REG));
	count_in(&h, ir_make(h.r, cell, IR_NO_REG));
	harness_run(&h);
	assert_int_equal(*(uint64_t *)vm_map_find(h.vm, cell, NULL), 2);
	harness_fini(&h);
}

static void constants_are_read_from_their_store(void **state)
{
	static const char text[8] = "abcdefg";
	struct harness h;
	uint32_t consts;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	consts = ir_module_add_store(h.m, "consts", STORE_CONST, 0, 8, 1);
	h.m->stores.data[consts].init = memcpy(calloc(1, 8), text, 8);
	harness_put(&h, 0, ir_load(h.r, ir_static(h.r, consts, 4), 0, 2, false));
	harness_run(&h);
	assert_int_equal(h.out[0], 'e' | 'f' << 8);
	harness_fini(&h);
}

static void records_have_the_length_told_but_not_more_than_allowed(void **state)
{
	static const uint64_t lengths[] = { 8, 16, 24, 1000 };
	struct harness h;
	uint32_t ring, record, size_slot;
	size_t size;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	ring = ir_module_add_store(h.m, "ring", STORE_RING, 0, 65536, 0);
	record = ir_frame_addr(h.r, ir_frame(h.r, 24, "record"), 0);
	for (int i = 0; i < 3; i++)
		ir_store_imm(h.r, record, 8 * i, i + 1, 8);
	for (size_slot = 0; size_slot < 4; size_slot++) {
		h.in[size_slot] = lengths[size_slot];
		harness_put(&h, 10 + size_slot,
			    ir_emit_record(h.r, ring, record, harness_get(&h, size_slot), 24,
					   false));
	}
	ir_emit_record(h.r, ring, record, IR_NO_REG, 24, true);
	harness_run(&h);
	assert_int_equal(vm_n_records(h.vm), 5);
	for (size_t i = 0; i < 5; i++) {
		const uint64_t *data = vm_record(h.vm, i, &size);

		assert_int_equal(size, i == 0 ? 8 : i == 1 ? 16 : 24);
		assert_int_equal(data[0], 1);
	}
	harness_fini(&h);
}

/* Memory outside */

static void user_memory_is_read_or_refused(void **state)
{
	struct harness h;
	uint32_t to;

	(void)state;
	harness_init(&h, CONTEXT_SITE);
	to = ir_frame_addr(h.r, ir_frame(h.r, 16, "to"), 0);
	harness_put(&h, 0, ir_read(h.r, IR_READ_USER, to, ir_machine_reg(h.r, 3), IR_NO_REG, 16));
	harness_put(&h, 1, ir_load(h.r, to, 8, 8, false));
	harness_put(&h, 2, ir_read(h.r, IR_READ_USER, to, ir_imm(h.r, 16), IR_NO_REG, 16));
	h.ctx[3] = USER;
	harness_compile(&h);
	vm_add_user(h.vm, USER, "12345678abcdefgh", 16, true);
	harness_execute(&h);
	assert_int_equal(h.out[0], 0);
	assert_memory_equal(&h.out[1], "abcdefgh", 8);
	assert_true((int64_t)h.out[2] < 0);
	assert_true(h.program->routines[0].is_sleepable);
	harness_fini(&h);
}

/* Pages that are not there are waited for: the string begins on one and ends on the next. */
static void a_string_on_two_absent_pages_is_read(void **state)
{
	static const char second[252] = "efg";
	struct harness h;
	uint32_t to;

	(void)state;
	harness_init(&h, CONTEXT_SITE);
	to = ir_frame_addr(h.r, ir_frame(h.r, 256, "to"), 0);
	harness_put(&h, 0,
		    ir_read(h.r, IR_READ_USER_STR, to, ir_machine_reg(h.r, 3), IR_NO_REG, 256));
	harness_put(&h, 1, ir_load(h.r, to, 0, 8, false));
	h.ctx[3] = USER;
	harness_compile(&h);
	vm_add_user(h.vm, USER, "abcd", 4, false);
	vm_add_user(h.vm, USER + 4, second, sizeof(second), false);
	harness_execute(&h);
	assert_int_equal(h.out[0], 8);
	assert_string_equal((char *)&h.out[1], "abcdefg");
	harness_fini(&h);
}

static void a_length_that_varies_is_cut(void **state)
{
	static const enum ir_op ops[] = { IR_READ_USER, IR_READ_USER_STR };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct harness h;
		uint32_t to;

		harness_init(&h, CONTEXT_SITE);
		to = ir_frame_addr(h.r, ir_frame(h.r, 8, "to"), 0);
		h.in[0] = 4;
		h.in[1] = UINT64_MAX;
		for (int slot = 0; slot < 2; slot++) {
			uint32_t length = harness_get(&h, slot), d;

			ir_store_imm(h.r, to, 0, 0, 8);
			d = ir_read(h.r, ops[i], to, ir_imm(h.r, USER), length, 8);
			harness_put(&h, 10 + slot, ir_load(h.r, to, 0, 8, false));
			harness_put(&h, 20 + slot, d);
		}
		harness_compile(&h);
		vm_add_user(h.vm, USER, "abcdefghij", 10, true);
		harness_execute(&h);
		assert_memory_equal(&h.out[10], i ? "abc\0\0\0\0" : "abcd\0\0\0", 8);
		assert_memory_equal(&h.out[11], i ? "abcdefg" : "abcdefgh", 8);
		assert_int_equal(h.out[20], i ? 4 : 0);
		harness_fini(&h);
	}
}

static void own_strings_are_copied_and_numbers_formatted(void **state)
{
	static const int64_t numbers[] = { 0, -1, INT64_MIN, INT64_MAX };
	struct harness h;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	for (uint32_t i = 0; i < 4; i++) {
		uint32_t a = ir_frame_addr(h.r, ir_frame(h.r, 24, "a"), 0);
		uint32_t b = ir_frame_addr(h.r, ir_frame(h.r, 256, "b"), 0);
		uint32_t base = ir_static(h.r, h.globals, 0);

		h.in[i] = numbers[i];
		harness_put(&h, 10 + i, ir_format_int(h.r, a, harness_get(&h, i), 24));
		harness_put(&h, 20 + i, ir_read(h.r, IR_COPY_STR, b, a, IR_NO_REG, 32));
		ir_copy(h.r, base, 8 * (100 + 10 * i), b, 8);
		harness_put(&h, 30 + i, ir_format_int(h.r, a, harness_get(&h, i), 4));
	}
	harness_run(&h);
	assert_int_equal(h.out[10], 2);
	assert_int_equal(h.out[12], 21);
	assert_int_equal(h.out[22], 21);
	assert_int_equal(h.out[32], 4);
	assert_memory_equal(&h.out[120], "-9223372", 8);
	harness_fini(&h);
}

/* The thread and the site */

static void the_site_tells_registers_and_cookie(void **state)
{
	static const enum ir_context contexts[] = { CONTEXT_SITE, CONTEXT_SAMPLE };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct harness h;

		harness_init(&h, contexts[i]);
		harness_put(&h, 0, ir_machine_reg(h.r, 7));
		harness_put(&h, 1, ir_cookie(h.r));
		harness_put(&h, 2, ir_machine_reg(h.r, 0));
		h.ctx[7] = 707;
		h.ctx[0] = 100;
		harness_compile(&h);
		vm_env(h.vm)->cookie = 4711;
		harness_execute(&h);
		assert_int_equal(h.out[0], 707);
		assert_int_equal(h.out[1], 4711);
		assert_int_equal(h.out[2], 100);
		harness_fini(&h);
	}
}

static void a_call_has_its_argument_as_cookie(void **state)
{
	struct harness h;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	ir_comm(h.r, ir_frame_addr(h.r, ir_frame(h.r, 16, "comm"), 0));
	harness_put(&h, 0, ir_cookie(h.r));
	h.ctx[0] = 99;
	harness_run(&h);
	assert_int_equal(h.out[0], 99);
	harness_fini(&h);
}

static void the_thread_is_asked_for(void **state)
{
	static const enum ir_context contexts[] = {
		CONTEXT_SITE, CONTEXT_SAMPLE, CONTEXT_CALL, CONTEXT_SWITCH
	};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct harness h;
		uint32_t comm;

		harness_init(&h, contexts[i]);
		h.is_load_only = true;
		comm = ir_frame_addr(h.r, ir_frame(h.r, 16, "comm"), 0);
		for (enum ir_env what = ENV_PID_TID; what <= ENV_TASK; what++)
			harness_put(&h, what, ir_env(h.r, what));
		ir_comm(h.r, comm);
		harness_put(&h, 10, ir_load(h.r, comm, 0, 8, false));
		harness_put(&h, 11, ir_unary(h.r, IR_SIGNAL, ir_imm(h.r, 10)));
		harness_compile(&h);
		*vm_env(h.vm) = (struct vm_env){ 1, 2, 3, 4, 5, 6, "name" };
		harness_execute(&h);
		for (uint32_t slot = 0; slot < 5; slot++)
			assert_int_equal(h.out[slot], slot + 1);
		assert_string_equal((char *)&h.out[10], "name");
		assert_int_equal(vm_signal(h.vm), 10);
		harness_fini(&h);
	}
}

/* Memory */

static void large_blocks_are_copied_and_zeroed(void **state)
{
	struct harness h;
	uint32_t a, b, base;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	a = ir_frame_addr(h.r, ir_frame(h.r, 400, "a"), 0);
	b = ir_frame_addr(h.r, ir_frame(h.r, 404, "b"), 4);
	base = ir_static(h.r, h.globals, 0);
	h.in[3] = 0x1122334455667788;
	ir_copy(h.r, a, 8, base, 392);
	ir_zero(h.r, b, -4, 404);
	ir_copy(h.r, b, 12, a, 80);
	harness_put(&h, 200, ir_load(h.r, a, 32, 8, false));
	harness_put(&h, 201, ir_load(h.r, b, 44, 4, false));
	harness_put(&h, 202, ir_load(h.r, b, 396, 4, false));
	harness_run(&h);
	assert_int_equal(h.out[200], h.in[3]);
	assert_int_equal(h.out[201], 0x55667788);
	assert_int_equal(h.out[202], 0);
	harness_fini(&h);
}

static void an_exchange_happens_if_the_value_is_as_expected(void **state)
{
	struct harness h;
	uint32_t base;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	base = ir_static(h.r, h.globals, 0);
	h.in[0] = 5;
	h.in[1] = 5;
	harness_put(&h, 10, ir_cmpxchg(h.r, base, 0, ir_imm(h.r, 5), ir_imm(h.r, 6)));
	harness_put(&h, 11, ir_cmpxchg(h.r, base, 8, ir_imm(h.r, 4), ir_imm(h.r, 6)));
	ir_atomic_add(h.r, base, 16, ir_imm(h.r, -1), 4);
	harness_run(&h);
	assert_int_equal(h.out[0], 6);
	assert_int_equal(h.out[1], 5);
	assert_int_equal(h.out[10], 5);
	assert_int_equal(h.out[11], 5);
	assert_int_equal(h.out[2], UINT32_MAX);
	harness_fini(&h);
}

static void an_index_stops_at_the_end(void **state)
{
	struct harness h;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	for (uint32_t i = 0; i < 3; i++) {
		uint32_t base = ir_static(h.r, h.globals, 8 * 10), at;

		h.in[i] = i == 2 ? UINT64_MAX : i;
		at = ir_index(h.r, base, harness_get(&h, i), 15);
		ir_store_imm(h.r, at, 0, i + 1, 1);
	}
	harness_run(&h);
	assert_int_equal(h.out[10], 0x0201);
	assert_int_equal(h.out[11], 3ull << 56);
	harness_fini(&h);
}

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
		cmocka_unit_test(keyed_values_are_made_once_and_found),
		cmocka_unit_test(a_full_table_makes_nothing),
		cmocka_unit_test(what_is_put_is_found_until_it_is_dropped),
		cmocka_unit_test(a_cell_needs_no_key),
		cmocka_unit_test(constants_are_read_from_their_store),
		cmocka_unit_test(records_have_the_length_told_but_not_more_than_allowed),
		cmocka_unit_test(user_memory_is_read_or_refused),
		cmocka_unit_test(a_string_on_two_absent_pages_is_read),
		cmocka_unit_test(a_length_that_varies_is_cut),
		cmocka_unit_test(own_strings_are_copied_and_numbers_formatted),
		cmocka_unit_test(the_site_tells_registers_and_cookie),
		cmocka_unit_test(a_call_has_its_argument_as_cookie),
		cmocka_unit_test(the_thread_is_asked_for),
		cmocka_unit_test(large_blocks_are_copied_and_zeroed),
		cmocka_unit_test(an_exchange_happens_if_the_value_is_as_expected),
		cmocka_unit_test(an_index_stops_at_the_end),
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
