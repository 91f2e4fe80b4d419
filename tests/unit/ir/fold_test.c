/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What folding makes of a routine, as text. That it never changes what a routine does is tested
 * with random routines in tests/unit/ebpf/arith_test.c. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/ir/ir.h"

struct fold_case {
	const char *name;
	void (*build)(struct ir_routine *r);
	const char *folded;	/* its operations */
};

/* Something that is not known: a machine register. */
static uint32_t unknown(struct ir_routine *r, uint32_t number)
{
	return ir_machine_reg(r, number);
}

/* The end of most cases: the value is used, so that it is not dropped. */
static void keep(struct ir_routine *r, uint32_t value)
{
	ir_store_reg(r, ir_static(r, 0, 0), 0, value, 8);
	ir_ret(r, IR_NO_REG);
}

static void build_constants(struct ir_routine *r)
{
	uint32_t x = ir_binary(r, IR_MUL, ir_imm(r, 6), ir_imm(r, 7));

	keep(r, ir_set_imm(r, IR_GT, ir_binary_imm(r, IR_SUB, x, 2), 39));
}

static void build_constant_on_the_left(struct ir_routine *r)
{
	uint32_t one = ir_imm(r, 1);

	keep(r, ir_binary(r, IR_ADD, one, unknown(r, 3)));
}

static void build_identity(struct ir_routine *r)
{
	uint32_t x = ir_binary_imm(r, IR_ADD, unknown(r, 3), 0);

	keep(r, ir_binary_imm(r, IR_MUL, ir_binary_imm(r, IR_AND, x, -1), 8));
}

static void build_chain(struct ir_routine *r)
{
	uint32_t x = ir_binary_imm(r, IR_ADD, unknown(r, 3), 5);

	keep(r, ir_binary_imm(r, IR_SUB, x, 3));
}

static void build_repeated_extension(struct ir_routine *r)
{
	uint32_t x = ir_ext(r, unknown(r, 3), 4, true);

	keep(r, ir_ext(r, ir_ext(r, x, 8, false), 2, false));
}

static void build_address(struct ir_routine *r)
{
	uint32_t addr = ir_binary_imm(r, IR_ADD, ir_static(r, 0, 8), 16);

	uint32_t x = ir_load(r, ir_binary_imm(r, IR_ADD, unknown(r, 3), 8), 4, 4, false);

	keep(r, ir_binary(r, IR_ADD, x, ir_load(r, addr, 0, 8, false)));
}

static void build_index(struct ir_routine *r)
{
	uint32_t at = ir_index(r, ir_static(r, 0, 0), ir_imm(r, 100), 15);

	keep(r, ir_load(r, at, 0, 1, false));
}

static void build_known_branch(struct ir_routine *r)
{
	uint32_t label = ir_label(r);

	ir_br_imm(r, IR_EQ, ir_imm(r, 0), 0, label);
	keep(r, unknown(r, 3));
	ir_place(r, label);
	ir_ret(r, IR_NO_REG);
}

static void build_compared_with_itself(struct ir_routine *r)
{
	uint32_t same = ir_label(r), task = ir_env(r, ENV_TASK);

	ir_br(r, IR_EQ, task, ir_env(r, ENV_TASK), same);
	ir_store_imm(r, ir_static(r, 0, 0), 0, 1, 8);
	ir_place(r, same);
	ir_ret(r, IR_NO_REG);
}

static void build_test_of_a_comparison(struct ir_routine *r)
{
	uint32_t label = ir_label(r), x = ir_set_imm(r, IR_SLT, unknown(r, 3), 10);

	ir_br_imm(r, IR_EQ, ir_set_imm(r, IR_NE, x, 0), 0, label);
	keep(r, x);
	ir_place(r, label);
	ir_ret(r, IR_NO_REG);
}

static void build_branch_over_a_jump(struct ir_routine *r)
{
	uint32_t yes = ir_label(r), no = ir_label(r), x = unknown(r, 3);

	ir_br_imm(r, IR_EQ, x, 7, yes);
	ir_jmp(r, no);
	ir_place(r, yes);
	ir_store_reg(r, ir_static(r, 0, 0), 0, x, 8);
	ir_place(r, no);
	ir_store_imm(r, ir_static(r, 0, 0), 8, 1, 8);
	ir_ret(r, IR_NO_REG);
}

static void build_jump_to_the_end(struct ir_routine *r)
{
	uint32_t other = ir_label(r), end = ir_label(r);

	ir_br_imm(r, IR_EQ, unknown(r, 3), 7, other);
	ir_store_imm(r, ir_static(r, 0, 0), 0, 1, 8);
	ir_jmp(r, end);
	ir_place(r, other);
	ir_store_imm(r, ir_static(r, 0, 0), 0, 2, 8);
	ir_place(r, end);
	ir_ret(r, IR_NO_REG);
}

static void build_asked_twice(struct ir_routine *r)
{
	uint32_t pid = ir_binary_imm(r, IR_SHR, ir_env(r, ENV_PID_TID), 32);
	uint32_t again = ir_binary_imm(r, IR_SHR, ir_env(r, ENV_PID_TID), 32);

	keep(r, ir_binary(r, IR_ADD, pid, again));
}

/* "exit() was called" before and after somebody may have called it. */
static void build_variable(struct ir_routine *r)
{
	uint32_t exiting = ir_imm(r, 0), first = ir_label(r), second = ir_label(r);

	ir_br_imm(r, IR_NE, exiting, 0, first);
	ir_br_imm(r, IR_EQ, unknown(r, 3), 0, first);
	ir_assign_imm(r, exiting, 1);
	ir_place(r, first);
	ir_br_imm(r, IR_NE, exiting, 0, second);
	ir_store_imm(r, ir_static(r, 0, 0), 0, 1, 8);
	ir_place(r, second);
	ir_ret(r, IR_NO_REG);
}

static const struct fold_case cases[] = {
	{ "constants", build_constants,
	  "\tr5 = static globals+0\n"
	  "\tstore.8 [r5], 1\n"
	  "\tret 0\n" },
	{ "constant on the left", build_constant_on_the_left,
	  "\tr1 = reg 3\n"
	  "\tr2 = add r1, 1\n"
	  "\tr3 = static globals+0\n"
	  "\tstore.8 [r3], r2\n"
	  "\tret 0\n" },
	{ "identity", build_identity,
	  "\tr0 = reg 3\n"
	  "\tr3 = shl r0, 3\n"
	  "\tr4 = static globals+0\n"
	  "\tstore.8 [r4], r3\n"
	  "\tret 0\n" },
	{ "chain", build_chain,
	  "\tr0 = reg 3\n"
	  "\tr2 = add r0, 2\n"
	  "\tr3 = static globals+0\n"
	  "\tstore.8 [r3], r2\n"
	  "\tret 0\n" },
	{ "repeated extension", build_repeated_extension,
	  "\tr0 = reg 3\n"
	  "\tr3 = ext.u2 r0\n"
	  "\tr4 = static globals+0\n"
	  "\tstore.8 [r4], r3\n"
	  "\tret 0\n" },
	{ "address", build_address,
	  "\tr1 = static globals+24\n"
	  "\tr2 = reg 3\n"
	  "\tr4 = load.u4 [r2+12]\n"
	  "\tr5 = load.u8 [r1]\n"
	  "\tr6 = add r4, r5\n"
	  "\tr7 = static globals+0\n"
	  "\tstore.8 [r7], r6\n"
	  "\tret 0\n" },
	{ "index", build_index,
	  "\tr1 = static globals+0\n"
	  "\tr3 = load.u1 [r1+15]\n"
	  "\tr4 = static globals+0\n"
	  "\tstore.8 [r4], r3\n"
	  "\tret 0\n" },
	{ "known branch", build_known_branch, "\tret 0\n" },
	{ "compared with itself", build_compared_with_itself, "\tret 0\n" },
	{ "test of a comparison", build_test_of_a_comparison,
	  "\tr0 = reg 3\n"
	  "\tr1 = set.slt r0, 10\n"
	  "\tbr.sge r0, 10, L0\n"
	  "\tr3 = static globals+0\n"
	  "\tstore.8 [r3], r1\n"
	  "\tret 0\n"
	  "L0:\n"
	  "\tret 0\n" },
	{ "branch over a jump", build_branch_over_a_jump,
	  "\tr0 = reg 3\n"
	  "\tbr.ne r0, 7, L1\n"
	  "\tr1 = static globals+0\n"
	  "\tstore.8 [r1], r0\n"
	  "L1:\n"
	  "\tr2 = static globals+0\n"
	  "\tstore.8 [r2+8], 1\n"
	  "\tret 0\n" },
	{ "jump to the end", build_jump_to_the_end,
	  "\tr0 = reg 3\n"
	  "\tbr.eq r0, 7, L0\n"
	  "\tr1 = static globals+0\n"
	  "\tstore.8 [r1], 1\n"
	  "\tret 0\n"
	  "L0:\n"
	  "\tr2 = static globals+0\n"
	  "\tstore.8 [r2], 2\n"
	  "\tret 0\n" },
	{ "asked twice", build_asked_twice,
	  "\tr0 = env pid_tid\n"
	  "\tr1 = shr r0, 32\n"
	  "\tr4 = add r1, r1\n"
	  "\tr5 = static globals+0\n"
	  "\tstore.8 [r5], r4\n"
	  "\tret 0\n" },
	{ "variable", build_variable,
	  "\tr0 = imm 0\n"
	  "\tr1 = reg 3\n"
	  "\tbr.eq r1, 0, L0\n"
	  "\tr0 = imm 1\n"
	  "L0:\n"
	  "\tbr.ne r0, 0, L1\n"
	  "\tr2 = static globals+0\n"
	  "\tstore.8 [r2], 1\n"
	  "L1:\n"
	  "\tret 0\n" },
};

static void check_case(const struct fold_case *c)
{
	static const char head[] = "store globals (globals), value 64\nroutine test (site)\n";
	struct ir_module *m = ir_module_new();
	struct diag *dg = diag_new();
	struct str text = { 0 };

	ir_module_add_store(m, "globals", STORE_GLOBALS, 0, 64, 1);
	ir_module_add_routine(m, "test", CONTEXT_SITE);
	c->build(m->routines.data[0]);
	assert_int_equal(ir_verify(m, dg), 0);
	ir_fold(m);
	assert_int_equal(ir_verify(m, dg), 0);
	ir_dump(&text, m);
	assert_memory_equal(str_text(&text), head, strlen(head));
	if (strcmp(str_text(&text) + strlen(head), c->folded))
		fail_msg("%s becomes\n%s", c->name, str_text(&text) + strlen(head));
	str_fini(&text);
	diag_free(dg);
	ir_module_free(m);
}

static void each_case_is_folded_as_it_should(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_case(&cases[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_case_is_folded_as_it_should),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
