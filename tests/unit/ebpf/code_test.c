/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The code itself: how it reads, and how much of it the hottest routines execute. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/str.h"
#include "runtime/ebpf/insn.h"
#include "tests/unit/ebpf/harness.h"

struct disasm_case {
	struct bpf_insn insn[2];
	const char *text;
};

static const char *text_of(const struct bpf_insn *insn, struct str *out)
{
	static const struct ebpf_program none;

	str_clear(out);
	ebpf_disasm(out, &none, insn, 10);
	return str_text(out);
}

static void instructions_read_as_in_the_kernel(void **state)
{
	const struct disasm_case cases[] = {
		{ { insn_mov(R1, R2) }, "r1 = r2" },
		{ { insn_mov_imm(R1, -7) }, "r1 = -7" },
		{ { insn_mov32(R1, R2) }, "w1 = w2" },
		{ { insn_alu(BPF_ADD, R1, R2) }, "r1 += r2" },
		{ { insn_alu_imm(BPF_ARSH, R1, 32) }, "r1 s>>= 32" },
		{ { insn_neg(R3) }, "r3 = -r3" },
		{ { insn_load(2, R1, R10, -8) }, "r1 = *(u16 *)(r10 -8)" },
		{ { insn_store(8, R10, -16, R6) }, "*(u64 *)(r10 -16) = r6" },
		{ { insn_store_imm(1, R2, 3, 5) }, "*(u8 *)(r2 +3) = 5" },
		{ { insn_atomic(BPF_ADD, 8, R1, 0, R2) }, "lock *(u64 *)(r1 +0) += r2" },
		{ { insn_atomic(BPF_CMPXCHG, 8, R1, 0, R2) },
		  "r0 = cmpxchg(*(u64 *)(r1 +0), r0, r2)" },
		{ { insn_jump_imm(BPF_JSLT, R0, 0) }, "if r0 s< 0 goto 11" },
		{ { insn_jump(BPF_JEQ, R0, R4) }, "if r0 == r4 goto 11" },
		{ { insn_call(BPF_FUNC_ktime_get_ns) }, "call ktime_get_ns" },
		{ { insn_exit() }, "exit" },
		{ { insn_make(BPF_LD | BPF_IMM | BPF_DW, R1, 0, 0, 2), insn_make(0, 0, 0, 0, 1) },
		  "r1 = 0x100000002 ll" },
	};
	auto_str struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(text_of(cases[i].insn, &out), cases[i].text);
}

/* if (state != active) return; what every routine begins with. Returns the label of the end. */
static uint32_t begin(struct harness *h)
{
	uint32_t end = ir_label(h->r);

	h->in[0] = 1;
	ir_br_imm(h->r, IR_NE, ir_load(h->r, ir_static(h->r, h->globals, 0), 0, 4, false), 1,
		  end);
	return end;
}

static void count(struct harness *h, uint32_t value, uint32_t end)
{
	ir_br_imm(h->r, IR_EQ, value, 0, end);
	ir_atomic_add(h->r, value, 0, ir_imm(h->r, 1), 8);
	ir_place(h->r, end);
}

/* @ = count(): as many as clang needs for the same in C. */
static void a_count_takes_eleven_instructions(void **state)
{
	struct harness h;
	uint32_t cell, end;

	(void)state;
	harness_init(&h, CONTEXT_SITE);
	cell = ir_module_add_store(h.m, "cell", STORE_CELL, 0, 8, 1);
	end = begin(&h);
	count(&h, ir_make(h.r, cell, IR_NO_REG), end);
	harness_run(&h);
	assert_in_range(h.n_insns, 1, 11);
	harness_fini(&h);
}

/* @[arg0] = count(), where the key is there already. */
static void a_keyed_count_takes_sixteen_instructions(void **state)
{
	struct harness h;
	uint32_t agg, end, key;

	(void)state;
	harness_init(&h, CONTEXT_SITE);
	agg = ir_module_add_store(h.m, "agg", STORE_AGG, 8, 8, 16);
	end = begin(&h);
	key = ir_frame_addr(h.r, ir_frame(h.r, 8, "key"), 0);
	ir_store_reg(h.r, key, 0, ir_ext(h.r, ir_machine_reg(h.r, 5), 4, true), 8);
	count(&h, ir_make(h.r, agg, key), end);
	harness_compile(&h);
	harness_execute(&h);
	harness_execute(&h);
	assert_in_range(h.n_insns, 1, 16);
	harness_fini(&h);
}

/* A predicate that fails does not take scratch memory, and an object on the stack is not zeroed. */
static void a_failing_predicate_costs_only_itself(void **state)
{
	struct harness h;
	uint32_t end, string;

	(void)state;
	harness_init(&h, CONTEXT_SITE);
	end = begin(&h);
	ir_br_imm(h.r, IR_NE, ir_machine_reg(h.r, 3), 77, end);
	string = ir_frame_addr(h.r, ir_frame(h.r, 256, "string"), 0);
	ir_read(h.r, IR_READ_USER_STR, string, ir_machine_reg(h.r, 4), IR_NO_REG, 256);
	ir_place(h.r, end);
	harness_run(&h);
	assert_in_range(h.n_insns, 1, 8);
	harness_fini(&h);
}

/* What is rarely needed stands behind the routine: the usual way has no jump. */
static void the_usual_way_runs_straight(void **state)
{
	struct harness h;
	uint32_t table, key, value, none, end;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	table = ir_module_add_store(h.m, "table", STORE_TABLE, 8, 8, 16);
	none = ir_label(h.r);
	end = ir_label(h.r);
	key = ir_frame_addr(h.r, ir_frame(h.r, 8, "key"), 0);
	ir_store_imm(h.r, key, 0, 5, 8);
	value = ir_make(h.r, table, key);
	ir_br_imm(h.r, IR_EQ, value, 0, none);
	ir_store_imm(h.r, value, 0, 1, 8);
	ir_jmp(h.r, end);
	ir_place(h.r, none);
	harness_put(&h, 0, ir_imm(h.r, 1));
	ir_place(h.r, end);
	harness_put(&h, 1, ir_imm(h.r, 2));
	harness_compile(&h);
	harness_execute(&h);
	harness_execute(&h);
	assert_int_equal(h.out[0], 0);
	assert_int_equal(h.out[1], 2);
	assert_in_range(h.n_insns, 1, 12);
	harness_fini(&h);
}

/* Longer than a jump reaches: the last branch of all goes to the same place as the first. */
static void a_long_routine_has_bridges(void **state)
{
	struct harness h;
	uint32_t end;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	h.is_vm_only = true;
	end = begin(&h);
	for (uint32_t i = 0; i < 8000; i++) {
		uint32_t value = harness_get(&h, 1 + i % 2);

		harness_put(&h, 5 + i % 100, ir_binary_imm(h.r, IR_ADD, value, i));
		harness_put(&h, 105 + i % 100, value);
		ir_br_imm(h.r, IR_EQ, value, 77, end);
	}
	harness_put(&h, 3, ir_imm(h.r, 5));
	ir_place(h.r, end);
	harness_put(&h, 4, ir_imm(h.r, 6));
	harness_compile(&h);
	harness_execute(&h);
	assert_int_equal(h.out[3], 5);
	assert_in_range(h.n_insns, 40000, 100000);
	((uint64_t *)vm_map_find(h.vm, h.globals, NULL))[1] = 77;
	harness_execute(&h);
	assert_int_equal(h.out[4], 6);
	assert_in_range(h.n_insns, 1, 30);
	harness_fini(&h);
}

/* Slot 0 gets the value of the key. */
static void value_of(struct harness *h, uint32_t table, uint32_t key)
{
	uint32_t value = ir_find(h->r, table, key), none = ir_label(h->r);

	ir_br_imm(h->r, IR_EQ, value, 0, none);
	harness_put(h, 0, ir_load(h->r, value, 0, 8, false));
	ir_place(h->r, none);
}

/* The kernel moves what follows each lookup: a routine has many of them in one place only. */
static void a_large_routine_calls_parts(void **state)
{
	enum { N = 300 };
	struct harness h;
	uint32_t table, key;

	(void)state;
	harness_init(&h, CONTEXT_CALL);
	table = ir_module_add_store(h.m, "table", STORE_TABLE, 8, 8, N);
	key = ir_frame_addr(h.r, ir_frame(h.r, 8, "key"), 0);
	for (uint32_t i = 0; i < N; i++) {
		uint32_t value, none = ir_label(h.r);

		ir_store_imm(h.r, key, 0, i % 100, 8);
		value = ir_make(h.r, table, key);
		ir_br_imm(h.r, IR_EQ, value, 0, none);
		ir_atomic_add(h.r, value, 0, ir_imm(h.r, 1), 8);
		ir_place(h.r, none);
	}
	value_of(&h, table, key);
	harness_run(&h);
	assert_int_equal(h.out[0], N / 100);
	assert_int_equal(vm_map_len(h.vm, table), 100);
	assert_in_range(h.program->routines[0].n_insns, N * 4, N * 8);
	harness_fini(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(instructions_read_as_in_the_kernel),
		cmocka_unit_test(a_count_takes_eleven_instructions),
		cmocka_unit_test(a_keyed_count_takes_sixteen_instructions),
		cmocka_unit_test(a_failing_predicate_costs_only_itself),
		cmocka_unit_test(the_usual_way_runs_straight),
		cmocka_unit_test(a_long_routine_has_bridges),
		cmocka_unit_test(a_large_routine_calls_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
