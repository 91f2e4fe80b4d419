/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What a walk begins with, and where its frames go; unwind_round.c tells how it goes on. */
#include "runtime/builtins/unwind.h"

#include "runtime/builtins/unwind_impl.h"
#include "runtime/ir/lower.h"

/* Room for about 50 MB of code, in as much memory for a table as every kernel hands out at once. */
enum {
	MAX_ROWS = 1 << 19,
	MAX_INDEX = 1 << 18,
	MAX_RULES = 1 << 15,
	MAX_FILES = 4096,
	MAX_MAPS = 1 << 14
};

/* Made when they are first used. */
static void make_stores(struct lower_session *s)
{
	struct lower_stores *st = &s->stores;

	if (st->unwind_rows != UINT32_MAX)
		return;
	st->unwind_rows = ir_module_add_store(s->module, "unwind_rows", STORE_GLOBALS, 0,
					      MAX_ROWS * sizeof(struct unwind_row), 1);
	st->unwind_index = ir_module_add_store(s->module, "unwind_index", STORE_GLOBALS, 0,
					       MAX_INDEX * sizeof(uint32_t), 1);
	st->unwind_rules = ir_module_add_store(s->module, "unwind_rules", STORE_GLOBALS, 0,
					       MAX_RULES * sizeof(struct cfi_rule), 1);
	st->unwind_files = ir_module_add_store(s->module, "unwind_files", STORE_TABLE,
					       sizeof(struct unwind_file_key),
					       sizeof(struct unwind_file), MAX_FILES);
	st->unwind_maps = ir_module_add_store(s->module, "unwind_maps", STORE_LRU,
					      sizeof(struct unwind_map_key),
					      sizeof(struct unwind_map), MAX_MAPS);
}

/* The loop's body; one that was made for as many frames serves again. */
static uint32_t body_for(struct lower_session *s, uint32_t n_frames)
{
	struct walk_body body = { .n_frames = n_frames };

	vec_each(known, &s->walk_bodies)
		if (known->n_frames == n_frames)
			return known->routine;
	make_stores(s);
	body.routine = ir_module_add_routine(s->module, "unwind", CONTEXT_BODY);
	unwind_write_round(s, &body);
	vec_push(&s->walk_bodies, body);
	return body.routine;
}

/* Where an interrupt stopped the thread in the kernel, its own registers lie elsewhere. */
static uint32_t user_register(struct lower *lo, uint32_t number)
{
	struct ir_routine *r = lower_code(lo);

	return lo->context == CONTEXT_SITE ? ir_machine_reg(r, number) :
					     ir_user_reg(r, ir_env(r, ENV_USER_REGS), number);
}

static void store_registers(struct lower *lo, uint32_t state)
{
	struct ir_routine *r = lower_code(lo);

	ir_store_reg(r, state, STATE_PC, user_register(lo, lo->s->pc_reg), 8);
	ir_store_reg(r, state, STATE_SP, user_register(lo, lo->s->sp_reg), 8);
	ir_store_reg(r, state, STATE_FP, user_register(lo, lo->s->fp_reg), 8);
}

/* A member of what the kernel has: of the current thread, or of what one of its members points to.
 */
static uint32_t load_member(struct lower *lo, uint32_t object, const char *type,
			    const char *member)
{
	return ir_kern_load(lower_code(lo), object, unwind_member(lo->s, type, member));
}

static void store_process(struct lower *lo, uint32_t state)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t pid = ir_binary_imm(r, IR_SHR, ir_env(r, ENV_PID_TID), 32);
	uint32_t mm = load_member(lo, ir_env(r, ENV_THREAD), "task_struct", "mm");
	uint32_t stack = load_member(lo, mm, "mm_struct", "start_stack");

	ir_store_reg(r, state, STATE_PROCESS,
		     ir_binary(r, IR_OR, ir_binary_imm(r, IR_SHR, stack, UNWIND_STACK_SHIFT),
			       ir_binary_imm(r, IR_SHL, pid, UNWIND_PROCESS_SHIFT)), 8);
	ir_store_reg(r, state, STATE_CODE_PAGES,
		     ir_binary_imm(r, IR_SHL, load_member(lo, mm, "mm_struct", "exec_vm"),
				   UNWIND_PAGES_SHIFT), 8);
}

static void store_returns(struct lower *lo, uint32_t state)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t thread = ir_env(r, ENV_THREAD);
	uint32_t utask = load_member(lo, thread, "task_struct", "utask");
	uint32_t mm = load_member(lo, thread, "task_struct", "mm");
	uint32_t area = load_member(lo, mm, "mm_struct", "uprobes_state.xol_area");

	ir_store_reg(r, state, STATE_RETURNS,
		     load_member(lo, utask, "uprobe_task", "return_instances"), 8);
	ir_store_reg(r, state, STATE_TRAMPOLINE, load_member(lo, area, "xol_area", "vaddr"), 8);
}

static struct stack_frames walk(struct lower *lo, uint32_t n)
{
	uint32_t body = body_for(lo->s, n);
	struct ir_routine *r = lower_code(lo);
	uint32_t ctx = lower_temp(lo, 8, FRAME_LOOP_CONTEXT, "unwind");
	uint32_t state = lower_temp(lo, STATE_FRAMES + 8 * n, FRAME_LOOP_STATE, "unwind state");
	uint32_t frames = ir_binary_imm(r, IR_ADD, state, STATE_FRAMES);

	ir_zero(r, state, STATE_FRAMES, 8 * n);
	store_registers(lo, state);
	store_returns(lo, state);
	store_process(lo, state);
	ir_store_imm(r, state, STATE_BACK, 0, 8);
	ir_store_imm(r, state, STATE_END, 8, 8);
	ir_store_imm(r, state, MAP_SIZE, 0, 8);
	ir_store_reg(r, frames, 0, ir_load(r, state, STATE_PC, 8, false), 8);
	ir_store_reg(r, ctx, 0, state, 8);
	ir_loop(r, body, ctx, n - 1);
	return (struct stack_frames){ frames, ir_load(r, state, STATE_END, 8, false) };
}

/* Frames that the kernel finds. */
static struct stack_frames ask_kernel(struct lower *lo, enum ir_op op, uint32_t n)
{
	struct ir_routine *r = lower_code(lo);
	struct place place = lower_frame(lo, 8 * n, "frames");
	uint32_t frames = lower_address(lo, &place);

	ir_zero(r, place.base, place.off, 8 * n);
	if (lo->context == CONTEXT_CALL)
		return (struct stack_frames){ frames, ir_imm(r, 0) };
	return (struct stack_frames){ frames, ir_stack(r, op, frames, 8 * n) };
}

struct stack_frames lower_user_stack(struct lower *lo, uint32_t n)
{
	bool is_here = lo->context == CONTEXT_SITE || lo->context == CONTEXT_SAMPLE;

	if (is_here && n > 1 && lo->s->can_walk && lo->s->can_walk(lo->s->can_walk_ctx))
		return walk(lo, n);
	return ask_kernel(lo, IR_STACK_USER, n);
}

struct stack_frames lower_kernel_stack(struct lower *lo, uint32_t n)
{
	return ask_kernel(lo, IR_STACK_KERN, n);
}
