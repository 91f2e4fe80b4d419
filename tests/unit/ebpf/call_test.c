/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What asks the kernel: memory outside, the thread and the site; and memory of one's own. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/ebpf/harness.h"

#define USER 0x7f0000001000ull

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

int main(void)
{
	const struct CMUnitTest tests[] = {
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
