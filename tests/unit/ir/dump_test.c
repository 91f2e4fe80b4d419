/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/base/str.h"
#include "runtime/ir/ir.h"

static void a_routine_reads_as_equations(void **state)
{
	struct ir_module *m = ir_module_new();
	auto_str struct str out = { 0 };
	uint32_t hits = ir_module_add_store(m, "hits", STORE_AGG, 8, 16, 1024);
	uint32_t ring = ir_module_add_store(m, "ring", STORE_RING, 0, 4096, 0);
	struct ir_routine *r;
	uint32_t key, addr, value, out_label;

	(void)state;
	ir_module_add_routine(m, "clause0", CONTEXT_SITE);
	r = m->routines.data[0];
	out_label = ir_label(r);
	key = ir_frame(r, 8, "key");
	addr = ir_frame_addr(r, key, 0);
	ir_store_reg(r, addr, 0, ir_machine_reg(r, 5), 8);
	value = ir_make(r, hits, addr);
	ir_br_imm(r, IR_EQ, value, 0, out_label);
	ir_atomic_add(r, value, 8, ir_ext(r, ir_env(r, ENV_PID_TID), 4, true), 8);
	ir_store_imm(r, value, 0, -1, 4);
	ir_emit_record(r, ring, addr, IR_NO_REG, 8, true);
	ir_place(r, out_label);
	ir_ret(r, IR_NO_REG);
	ir_dump(&out, m);
	assert_string_equal(str_text(&out),
			    "store hits (agg), key 8, value 16, entries 1024\n"
			    "store ring (ring), value 4096\n"
			    "routine clause0 (site)\n"
			    "\tframe 0: key, 8 bytes\n"
			    "\tr0 = frame 0+0\n"
			    "\tr1 = reg 5\n"
			    "\tstore.8 [r0], r1\n"
			    "\tr2 = make hits, r0\n"
			    "\tbr.eq r2, 0, L0\n"
			    "\tr3 = env pid_tid\n"
			    "\tr4 = ext.s4 r3\n"
			    "\txadd.8 [r2+8], r4\n"
			    "\tstore.4 [r2], -1\n"
			    "\tr5 = emit ring, r0, 8, 8, wake\n"
			    "L0:\n"
			    "\tret 0\n");
	ir_module_free(m);
}

static void the_table_knows_where_constants_may_stand(void **state)
{
	(void)state;
	assert_true(ir_op_takes_imm(IR_ADD, 1));
	assert_false(ir_op_takes_imm(IR_ADD, 0));
	assert_true(ir_op_takes_imm(IR_READ_USER, 2));
	assert_true(ir_op_takes_imm(IR_RET, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_routine_reads_as_equations),
		cmocka_unit_test(the_table_knows_where_constants_may_stand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
