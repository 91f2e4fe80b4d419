/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/base/diag.h"
#include "runtime/ir/ir.h"

/* One way to build a routine, and whether it is well formed. */
struct verify_case {
	const char *name;
	void (*build)(struct ir_module *m, struct ir_routine *r);
	bool is_good;
};

static void build_empty(struct ir_module *m, struct ir_routine *r)
{
	(void)m;
	ir_ret(r, IR_NO_REG);
}

static void build_endless(struct ir_module *m, struct ir_routine *r)
{
	(void)m;
	ir_imm(r, 1);
}

static void build_undefined(struct ir_module *m, struct ir_routine *r)
{
	(void)m;
	ir_ret(r, ir_reg(r));
}

/* x is assigned when a == 0, and if is_both otherwise too. */
static void build_branch(struct ir_routine *r, bool is_both)
{
	uint32_t a = ir_env(r, ENV_CPU), x = ir_reg(r);
	uint32_t other = ir_label(r), end = ir_label(r);

	ir_br_imm(r, IR_NE, a, 0, other);
	ir_assign_imm(r, x, 1);
	ir_jmp(r, end);
	ir_place(r, other);
	if (is_both)
		ir_assign_imm(r, x, 2);
	ir_place(r, end);
	ir_ret(r, x);
}

static void build_half_defined(struct ir_module *m, struct ir_routine *r)
{
	(void)m;
	build_branch(r, false);
}

static void build_defined_on_both_ways(struct ir_module *m, struct ir_routine *r)
{
	(void)m;
	build_branch(r, true);
}

static void build_backwards(struct ir_module *m, struct ir_routine *r)
{
	uint32_t label = ir_label(r);

	(void)m;
	ir_place(r, label);
	ir_jmp(r, label);
}

static void build_label_nowhere(struct ir_module *m, struct ir_routine *r)
{
	(void)m;
	ir_jmp(r, ir_label(r));
}

static void build_frame_overrun(struct ir_module *m, struct ir_routine *r)
{
	uint32_t frame = ir_frame(r, 16, "pair");

	(void)m;
	ir_store_imm(r, ir_frame_addr(r, frame, 8), 8, 0, 8);
	ir_ret(r, IR_NO_REG);
}

static void build_frame_inside(struct ir_module *m, struct ir_routine *r)
{
	uint32_t frame = ir_frame(r, 16, "pair");

	(void)m;
	ir_store_imm(r, ir_frame_addr(r, frame, 8), -8, 0, 8);
	ir_ret(r, IR_NO_REG);
}

static void build_unaligned(struct ir_module *m, struct ir_routine *r)
{
	uint32_t frame = ir_frame(r, 16, "pair");

	(void)m;
	ir_store_imm(r, ir_frame_addr(r, frame, 0), 2, 0, 4);
	ir_ret(r, IR_NO_REG);
}

static void build_find_without_key(struct ir_module *m, struct ir_routine *r)
{
	uint32_t store = ir_module_add_store(m, "table", STORE_TABLE, 8, 8, 16);

	ir_find(r, store, IR_NO_REG);
	ir_ret(r, IR_NO_REG);
}

static void build_cell_without_key(struct ir_module *m, struct ir_routine *r)
{
	uint32_t store = ir_module_add_store(m, "cell", STORE_CELL, 0, 8, 1);

	ir_find(r, store, IR_NO_REG);
	ir_ret(r, IR_NO_REG);
}

static void build_short_key(struct ir_module *m, struct ir_routine *r)
{
	uint32_t store = ir_module_add_store(m, "table", STORE_TABLE, 16, 8, 16);
	uint32_t key = ir_frame(r, 8, "key");

	ir_find(r, store, ir_frame_addr(r, key, 0));
	ir_ret(r, IR_NO_REG);
}

static void build_emit_to_a_table(struct ir_module *m, struct ir_routine *r)
{
	uint32_t store = ir_module_add_store(m, "table", STORE_TABLE, 8, 8, 16);
	uint32_t record = ir_frame(r, 8, "record");

	ir_emit_record(r, store, ir_frame_addr(r, record, 0), IR_NO_REG, 8, false);
	ir_ret(r, IR_NO_REG);
}

static void build_loop_without_body(struct ir_module *m, struct ir_routine *r)
{
	uint32_t ctx = ir_frame_on_stack(r, 8, "ctx");

	(void)m;
	ir_loop(r, 0, ir_frame_addr(r, ctx, 0), 4);
	ir_ret(r, IR_NO_REG);
}

static const struct verify_case cases[] = {
	{ "empty", build_empty, true },
	{ "endless", build_endless, false },
	{ "undefined", build_undefined, false },
	{ "half defined", build_half_defined, false },
	{ "defined on both ways", build_defined_on_both_ways, true },
	{ "backwards", build_backwards, false },
	{ "label nowhere", build_label_nowhere, false },
	{ "frame overrun", build_frame_overrun, false },
	{ "frame inside", build_frame_inside, true },
	{ "unaligned", build_unaligned, false },
	{ "find without key", build_find_without_key, false },
	{ "cell without key", build_cell_without_key, true },
	{ "short key", build_short_key, false },
	{ "emit to a table", build_emit_to_a_table, false },
	{ "loop without body", build_loop_without_body, false },
};

static void each_case_is_judged_rightly(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct ir_module *m = ir_module_new();
		struct diag *dg = diag_new();

		ir_module_add_routine(m, cases[i].name, CONTEXT_CALL);
		cases[i].build(m, m->routines.data[0]);
		if ((ir_verify(m, dg) == 0) != cases[i].is_good)
			fail_msg("%s: not as expected", cases[i].name);
		assert_int_equal(diag_n_errors(dg), !cases[i].is_good);
		diag_free(dg);
		ir_module_free(m);
	}
}

static void a_loop_that_contains_itself_is_refused(void **state)
{
	struct ir_module *m = ir_module_new();
	struct diag *dg = diag_new();
	struct ir_routine *r;
	uint32_t body = ir_module_add_routine(m, "body", CONTEXT_BODY), ctx;

	(void)state;
	r = m->routines.data[body];
	ctx = ir_frame_on_stack(r, 8, "ctx");
	ir_loop(r, body, ir_frame_addr(r, ctx, 0), 4);
	ir_ret(r, IR_NO_REG);
	assert_true(ir_verify(m, dg) < 0);
	diag_free(dg);
	ir_module_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_case_is_judged_rightly),
		cmocka_unit_test(a_loop_that_contains_itself_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
