/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Clocks. vtimestamp is the time that a thread has spent on CPUs. The kernel keeps it only roughly
 * between two ticks, so we keep it ourselves, once a program uses it, by a routine that runs
 * whenever a thread leaves its CPU:
 *
 *	ON_CPU[cpu]        when the thread that runs now was put there
 *	RUN_TIME[thread]   what it had used before
 *	vtimestamp = RUN_TIME[thread] + now - ON_CPU[cpu]
 *
 * Until a CPU has seen its first switch ON_CPU is 0; that only shifts the zero point of the threads
 * that run then. */
#include <stddef.h>

#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"

enum { MAX_THREADS = 1 << 16 };

/* The value at a register's address, or 0 where there is none. */
static uint32_t load_if_any(struct ir_routine *r, uint32_t address)
{
	uint32_t value = ir_imm(r, 0);
	uint32_t absent = ir_label(r);

	ir_br_imm(r, IR_EQ, address, 0, absent);
	ir_assign(r, value, ir_load(r, address, 0, 8, false));
	ir_place(r, absent);
	return value;
}

static uint32_t thread_key(struct ir_routine *r)
{
	uint32_t key = ir_frame_addr(r, ir_frame(r, 8, "thread"), 0);

	ir_store_reg(r, key, 0, ir_env(r, ENV_PID_TID), 8);
	return key;
}

/* What runs at a switch: the thread that leaves gets its slice, and the next one begins. */
static void make_switch_routine(struct lower_session *s)
{
	uint32_t index = ir_module_add_routine(s->module, "vtimestamp", CONTEXT_SWITCH);
	struct ir_routine *r = s->module->routines.data[index];
	uint32_t end = ir_label(r);
	uint32_t now = ir_env(r, ENV_TIME);
	uint32_t on_cpu = ir_find(r, s->stores.on_cpu, IR_NO_REG);
	uint32_t slice, total;

	ir_br_imm(r, IR_EQ, on_cpu, 0, end);
	slice = ir_binary(r, IR_SUB, now, ir_load(r, on_cpu, 0, 8, false));
	ir_store_reg(r, on_cpu, 0, now, 8);
	total = ir_make(r, s->stores.run_time, thread_key(r));
	ir_br_imm(r, IR_EQ, total, 0, end);
	ir_store_reg(r, total, 0, ir_binary(r, IR_ADD, ir_load(r, total, 0, 8, false), slice), 8);
	ir_place(r, end);
	ir_ret(r, IR_NO_REG);
}

static void keep_run_time(struct lower_session *s)
{
	if (s->stores.on_cpu != UINT32_MAX)
		return;
	s->stores.on_cpu = ir_module_add_store(s->module, "on_cpu", STORE_CELL, 0, 8, 1);
	s->stores.run_time =
		ir_module_add_store(s->module, "run_time", STORE_LRU, 8, 8, MAX_THREADS);
	make_switch_routine(s);
}

static int lower_vtimestamp(struct lower *lo, const struct node *use, struct value *out)
{
	struct ir_routine *r;
	uint32_t now, since, before;

	(void)use;
	keep_run_time(lo->s);
	r = lower_code(lo);
	now = ir_env(r, ENV_TIME);
	since = load_if_any(r, ir_find(r, lo->s->stores.on_cpu, IR_NO_REG));
	before = load_if_any(r, ir_find(r, lo->s->stores.run_time, thread_key(r)));
	value_int(out, ir_binary(r, IR_ADD, before, ir_binary(r, IR_SUB, now, since)));
	return 0;
}

static int lower_timestamp(struct lower *lo, const struct node *use, struct value *out)
{
	(void)use;
	value_int(out, ir_env(lower_code(lo), ENV_TIME));
	return 0;
}

/* The consumer keeps the difference of the two clocks up to date. */
static int lower_walltimestamp(struct lower *lo, const struct node *use, struct value *out)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t control = ir_static(r, lo->s->stores.control, 0);
	uint32_t offset = ir_load(r, control, offsetof(struct run_control, wall_offset), 8, true);

	(void)use;
	value_int(out, ir_binary(r, IR_ADD, ir_env(r, ENV_TIME), offset));
	return 0;
}

const struct builtin time_builtins[] = {
	{ .name = "timestamp",
	  .kind = BUILTIN_VAR,
	  .proto = "uint64_t",
	  .lower = lower_timestamp,
	  .doc = "Nanoseconds of a clock that never steps; only differences mean something." },
	{ .name = "vtimestamp",
	  .kind = BUILTIN_VAR,
	  .proto = "uint64_t",
	  .lower = lower_vtimestamp,
	  .doc = "Nanoseconds that the thread has run on CPUs; only differences mean something." },
	{ .name = "walltimestamp",
	  .kind = BUILTIN_VAR,
	  .proto = "int64_t",
	  .lower = lower_walltimestamp,
	  .doc = "Nanoseconds since 1970-01-01 00:00 UTC." },
	{ 0 },
};
