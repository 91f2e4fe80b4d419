/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What asks the kernel for its tables: cells, values by key, constants, the ring of records. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/ebpf/harness.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keyed_values_are_made_once_and_found),
		cmocka_unit_test(a_full_table_makes_nothing),
		cmocka_unit_test(what_is_put_is_found_until_it_is_dropped),
		cmocka_unit_test(a_cell_needs_no_key),
		cmocka_unit_test(constants_are_read_from_their_store),
		cmocka_unit_test(records_have_the_length_told_but_not_more_than_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
