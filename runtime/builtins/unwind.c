/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The walk. The kernel can follow frame pointers, but most programs have none, and where a function
 * begins nobody has. So the routine itself goes from frame to frame, by the tables that the
 * consumer makes of the files' call frame information (runtime/proc/unwind.h). A loop has a round
 * for each frame. It knows the address, the stack pointer and the frame pointer there, and does:
 *
 *	which file is mapped at the address?	asked of the kernel, unless it is that of the
 *						frame before
 *	which row of its table is it?		index[offset / 256] and the entry behind tell
 *						between which; then halving
 *	what does its rule say?			the CFA, which is the caller's stack pointer;
 *						the return address; the caller's frame pointer
 *
 * A return address stands behind the call, which may be the last instruction of its function; so
 * what is looked up is the byte before it. Only where the thread is, and where a signal interrupted
 * it, is the address itself what counts.
 *
 * Of a file that has no table the frame pointer is trusted, as of code that was generated; and of a
 * file that nobody has seen so far, the consumer is told, so that it makes one. */
#include "runtime/builtins/unwind.h"

#include <errno.h>
#include <stddef.h>

#include "runtime/ir/lower.h"
#include "runtime/proc/unwind.h"

enum { VM_EXEC = 4, PAGE_SHIFT = 12 };

/* Room for about 50 MB of code, in as much memory for a table as every kernel hands out at once. */
enum {
	MAX_ROWS = 1 << 19,
	MAX_INDEX = 1 << 18,
	MAX_RULES = 1 << 15,
	MAX_FILES = 4096,
	MAX_MAPS = 1 << 14
};

/* A granule has at most as many rows as bytes. */
enum { SEARCH_STEPS = UNWIND_SHIFT };

/* What changes from round to round, and what is known of the mapping the last frame lay in. The
 * loop's context is a pointer to it. */
enum {
	STATE_PC = 0,
	STATE_SP = 8,
	STATE_FP = 16,
	STATE_BACK = 24,	/* how far before pc it is looked up: 0 or 1 */
	STATE_END = 32,		/* behind the last frame, from the first: bytes */
	STATE_PROCESS = 40,	/* which process it is, in a clock interrupt */
	STATE_MAP = 48,
	MAP_START = STATE_MAP + offsetof(struct unwind_map, start),
	MAP_SIZE = STATE_MAP + offsetof(struct unwind_map, size),
	MAP_BASE = STATE_MAP + offsetof(struct unwind_map, base),
	MAP_INDEX = STATE_MAP + offsetof(struct unwind_map, index),
	MAP_GRANULES = STATE_MAP + offsetof(struct unwind_map, n_granules),
	STATE_NEAR = STATE_MAP + sizeof(struct unwind_map),	/* what is read from the stack */
	STATE_FRAMES = STATE_NEAR + UNWIND_NEAR_SIZE,
};

/* One round in the making. */
struct round {
	struct lower_session *s;
	struct ir_routine *r;
	uint32_t n_frames;
	bool in_interrupt;
	uint32_t state;			/* register: its address */
	uint32_t sp, fp, look;		/* registers: as they are now, and the address to look up */
	uint32_t next_pc, next_sp, next_fp, next_back;	/* registers: as they will be */
	uint32_t by_pointer, found, stop, stop_before;	/* labels */
};

static uint32_t get(struct round *round, int32_t off)
{
	return ir_load(round->r, round->state, off, 8, false);
}

static void set(struct round *round, int32_t off, uint32_t value)
{
	ir_store_reg(round->r, round->state, off, value, 8);
}

static uint32_t get_rule(struct round *round, uint32_t rule, int32_t off)
{
	return ir_load(round->r, rule, off, 4, true);
}

/* Reads a word of the program's memory. */
static uint32_t read_word(struct round *round, uint32_t address)
{
	struct ir_routine *r = round->r;
	uint32_t to = ir_binary_imm(r, IR_ADD, round->state, STATE_NEAR);
	uint32_t status = ir_read(r, IR_READ_USER, to, address, IR_NO_REG, 8);

	ir_br_imm(r, IR_SLT, status, 0, round->stop);
	return get(round, STATE_NEAR);
}

/* Nobody has seen to the file: whoever comes first leaves word, and the consumer hears of it. */
static void ask(struct round *round, uint32_t file)
{
	struct ir_routine *r = round->r;
	uint32_t asker = ir_binary_imm(r, IR_OR, ir_env(r, ENV_PID_TID), 1);
	uint32_t is_asked = ir_label(r);
	uint32_t before = ir_cmpxchg(r, file, offsetof(struct unwind_file, asker), ir_imm(r, 0),
				     asker);

	ir_br_imm(r, IR_NE, before, 0, is_asked);
	ir_store_reg(r, file, offsetof(struct unwind_file, address), round->look, 8);
	ir_atomic_add(r, ir_static(r, round->s->stores.control, 0),
		      offsetof(struct run_control, unwind_asked), ir_imm(r, 1), 8);
	ir_place(r, is_asked);
}

/* Takes over what is known of a file that is mapped at map (a register: struct record_mapping). */
static void take_file(struct round *round, uint32_t map)
{
	struct ir_routine *r = round->r;
	uint32_t end = ir_label(r), known = ir_label(r);
	uint32_t key = ir_binary_imm(r, IR_ADD, map, offsetof(struct record_mapping, device));
	uint32_t file, offset, start;

	set(round, MAP_GRANULES, ir_imm(r, 0));
	ir_br_imm(r, IR_EQ, ir_load(r, map, offsetof(struct record_mapping, inode), 8, false), 0,
		  end);
	file = ir_make(r, round->s->stores.unwind_files, key);
	ir_br_imm(r, IR_EQ, file, 0, end);
	ir_br_imm(r, IR_NE, ir_load(r, file, offsetof(struct unwind_file, asker), 8, false), 0,
		  known);
	ask(round, file);
	ir_place(r, known);
	offset = ir_binary_imm(r, IR_SHL,
			       ir_load(r, map, offsetof(struct record_mapping, page), 8, false),
			       PAGE_SHIFT);
	start = ir_binary(r, IR_SUB, ir_load(r, map, offsetof(struct record_mapping, start), 8,
					     false), offset);
	set(round, MAP_BASE, ir_binary(r, IR_ADD, start,
				       ir_load(r, file, offsetof(struct unwind_file, base), 8,
					       false)));
	set(round, MAP_INDEX, ir_load(r, file, offsetof(struct unwind_file, index), 4, false));
	set(round, MAP_GRANULES, ir_load(r, file, offsetof(struct unwind_file, n_granules), 4,
					 false));
	ir_place(r, end);
}

/* Where nothing is mapped, or nothing that can run, no thread ever was: what was taken for a return
 * address was none. If the kernel cannot tell now, the walk ends as well. */
static void ask_kernel_for_mapping(struct round *round)
{
	struct ir_routine *r = round->r;
	uint32_t found = ir_label(r);
	uint32_t map = ir_frame_addr(r, ir_frame_on_stack(r, sizeof(struct record_mapping),
							  "mapping"), 0);
	uint32_t status, start;

	status = ir_mapping(r, map, round->look);
	ir_br_imm(r, IR_EQ, status, 0, found);
	ir_br_imm(r, IR_EQ, status, -ENOENT, round->stop_before);
	ir_jmp(r, round->stop);
	ir_place(r, found);
	ir_br_imm(r, IR_EQ,
		  ir_binary_imm(r, IR_AND, ir_load(r, map, offsetof(struct record_mapping, flags),
						   8, false), VM_EXEC), 0, round->stop_before);
	start = ir_load(r, map, offsetof(struct record_mapping, start), 8, false);
	set(round, MAP_START, start);
	set(round, MAP_SIZE, ir_binary(r, IR_SUB,
				       ir_load(r, map, offsetof(struct record_mapping, end), 8,
					       false), start));
	take_file(round, map);
}

/* The key of the block that the address lies in: a register with its address. */
static uint32_t block_key(struct round *round)
{
	struct ir_routine *r = round->r;
	uint32_t key = ir_frame_addr(r, ir_frame_on_stack(r, sizeof(struct unwind_map_key), "key"),
				     0);

	ir_store_reg(r, key, offsetof(struct unwind_map_key, process), get(round, STATE_PROCESS),
		     8);
	ir_store_reg(r, key, offsetof(struct unwind_map_key, block),
		     ir_binary_imm(r, IR_SHR, round->look, UNWIND_BLOCK_SHIFT), 8);
	return key;
}

/* The kernel gives back the lock of the mappings when the interrupt is over, and until then has
 * nothing more to tell. So what it told is kept; the consumer knows most of it anyway. */
static void find_kept_mapping(struct round *round)
{
	struct ir_routine *r = round->r;
	uint32_t store = round->s->stores.unwind_maps;
	uint32_t unknown = ir_label(r), known = ir_label(r);
	uint32_t key = block_key(round);
	uint32_t kept = ir_find(r, store, key);

	ir_br_imm(r, IR_EQ, kept, 0, unknown);
	ir_copy(r, round->state, STATE_MAP, kept, sizeof(struct unwind_map));
	ir_br(r, IR_LT, ir_binary(r, IR_SUB, round->look, get(round, MAP_START)),
	      get(round, MAP_SIZE), known);
	ir_place(r, unknown);
	ask_kernel_for_mapping(round);
	ir_br_imm(r, IR_EQ, get(round, MAP_GRANULES), 0, known);
	ir_put(r, store, key, ir_binary_imm(r, IR_ADD, round->state, STATE_MAP));
	ir_place(r, known);
}

static void find_mapping(struct round *round)
{
	struct ir_routine *r = round->r;
	uint32_t known = ir_label(r);

	ir_br(r, IR_LT, ir_binary(r, IR_SUB, round->look, get(round, MAP_START)),
	      get(round, MAP_SIZE), known);
	if (round->in_interrupt)
		find_kept_mapping(round);
	else
		ask_kernel_for_mapping(round);
	ir_place(r, known);
}

/* An entry of one of the tables: register i of size bytes each. */
static uint32_t entry_of(struct round *round, uint32_t store, uint32_t i, uint32_t size)
{
	struct ir_routine *r = round->r;
	uint32_t room = round->s->module->stores.data[store].value_size;

	return ir_index(r, ir_static(r, store, 0), ir_binary_imm(r, IR_MUL, i, size),
			room - room % size - size);
}

/* The last row between low and high that begins at or before offset. */
static uint32_t search_rows(struct round *round, uint32_t offset, uint32_t low, uint32_t high)
{
	struct ir_routine *r = round->r;
	uint32_t rows = round->s->stores.unwind_rows, end = ir_label(r);

	for (int i = 0; i < SEARCH_STEPS; i++) {
		uint32_t upper = ir_label(r), next = ir_label(r), middle, row;

		ir_br(r, IR_GE, low, high, end);
		middle = ir_binary_imm(r, IR_SHR, ir_binary_imm(r, IR_ADD,
								ir_binary(r, IR_ADD, low, high), 1),
				       1);
		row = entry_of(round, rows, middle, sizeof(struct unwind_row));
		ir_br(r, IR_LE, ir_load(r, row, offsetof(struct unwind_row, offset), 4, false),
		      offset, upper);
		ir_assign(r, high, ir_binary_imm(r, IR_SUB, middle, 1));
		ir_jmp(r, next);
		ir_place(r, upper);
		ir_assign(r, low, middle);
		ir_place(r, next);
	}
	ir_place(r, end);
	return entry_of(round, rows, low, sizeof(struct unwind_row));
}

/* The address of the rule: a register. */
static uint32_t find_rule(struct round *round)
{
	struct ir_routine *r = round->r;
	uint32_t offset = ir_binary(r, IR_SUB, round->look, get(round, MAP_BASE));
	uint32_t granule = ir_binary_imm(r, IR_SHR, offset, UNWIND_SHIFT);
	uint32_t low = ir_reg(r), high = ir_reg(r), at, row;

	ir_br(r, IR_GE, granule, get(round, MAP_GRANULES), round->by_pointer);
	at = ir_binary(r, IR_ADD, get(round, MAP_INDEX), granule);
	ir_assign(r, low, ir_load(r, entry_of(round, round->s->stores.unwind_index, at, 4), 0, 4,
				  false));
	ir_assign(r, high,
		  ir_load(r, entry_of(round, round->s->stores.unwind_index,
				      ir_binary_imm(r, IR_ADD, at, 1), 4), 0, 4, false));
	row = search_rows(round, offset, low, high);
	return entry_of(round, round->s->stores.unwind_rules,
			ir_load(r, row, offsetof(struct unwind_row, rule), 4, false),
			sizeof(struct cfi_rule));
}

/* The entry of a linkage table has pushed a number if it is that far. */
static void add_plt(struct round *round, uint32_t rule, uint32_t cfa)
{
	struct ir_routine *r = round->r;
	uint32_t end = ir_label(r);

	ir_br(r, IR_LT, ir_binary_imm(r, IR_AND, get(round, STATE_PC), 15),
	      get_rule(round, rule, offsetof(struct cfi_rule, cfa_add)), end);
	ir_assign(r, cfa, ir_binary_imm(r, IR_ADD, cfa, 8));
	ir_place(r, end);
}

static void find_cfa(struct round *round, uint32_t rule, uint32_t cfa)
{
	struct ir_routine *r = round->r;
	uint32_t kind = ir_load(r, rule, offsetof(struct cfi_rule, cfa), 1, false);
	uint32_t off = get_rule(round, rule, offsetof(struct cfi_rule, cfa_off));
	uint32_t from_sp = ir_label(r), done = ir_label(r), plt = ir_label(r), read = ir_label(r);

	ir_assign(r, cfa, ir_binary(r, IR_ADD, round->sp, off));
	ir_br_imm(r, IR_EQ, kind, CFI_CFA_SP, done);
	ir_br_imm(r, IR_EQ, kind, CFI_CFA_PLT, plt);
	ir_br_imm(r, IR_EQ, kind, CFI_CFA_AT_SP, from_sp);
	ir_assign(r, cfa, ir_binary(r, IR_ADD, round->fp, off));
	ir_br_imm(r, IR_EQ, kind, CFI_CFA_FP, done);
	ir_br_imm(r, IR_EQ, kind, CFI_CFA_UNKNOWN, round->by_pointer);
	ir_place(r, from_sp);
	ir_jmp(r, read);
	ir_place(r, plt);
	add_plt(round, rule, cfa);
	ir_jmp(r, done);
	ir_place(r, read);
	ir_assign(r, cfa, ir_binary(r, IR_ADD, read_word(round, cfa),
				    get_rule(round, rule, offsetof(struct cfi_rule, cfa_add))));
	ir_place(r, done);
}

/* Return address and frame pointer lie close together. */
static void read_near(struct round *round, uint32_t rule, uint32_t cfa)
{
	struct ir_routine *r = round->r;
	uint32_t near = ir_binary_imm(r, IR_ADD, round->state, STATE_NEAR);
	uint32_t from = ir_binary_imm(r, IR_SUB, cfa, UNWIND_NEAR_SIZE);
	uint32_t off = ir_binary_imm(r, IR_ADD,
				     get_rule(round, rule, offsetof(struct cfi_rule, fp_off)),
				     UNWIND_NEAR_SIZE);

	ir_br_imm(r, IR_SLT, ir_read(r, IR_READ_USER, near, from, IR_NO_REG, UNWIND_NEAR_SIZE), 0,
		  round->stop);
	ir_assign(r, round->next_pc, get(round, STATE_NEAR + UNWIND_NEAR_SIZE - 8));
	ir_assign(r, round->next_fp, ir_load(r, ir_index(r, near, off, UNWIND_NEAR_SIZE - 8), 0, 8,
					     false));
}

static void read_fp(struct round *round, uint32_t rule, uint32_t cfa)
{
	struct ir_routine *r = round->r;
	uint32_t kind = ir_load(r, rule, offsetof(struct cfi_rule, fp), 1, false);
	uint32_t end = ir_label(r), read = ir_label(r), base = ir_reg(r);

	ir_assign(r, round->next_fp, round->fp);
	ir_br_imm(r, IR_EQ, kind, CFI_FP_SAME, end);
	ir_assign(r, base, cfa);
	ir_br_imm(r, IR_EQ, kind, CFI_FP_AT_CFA, read);
	ir_assign(r, base, round->fp);
	ir_br_imm(r, IR_EQ, kind, CFI_FP_AT_FP, read);
	ir_assign(r, base, round->sp);
	ir_br_imm(r, IR_EQ, kind, CFI_FP_AT_SP, read);
	ir_assign_imm(r, round->next_fp, 0);
	ir_jmp(r, end);
	ir_place(r, read);
	ir_assign(r, base, ir_binary(r, IR_ADD, base,
				     get_rule(round, rule, offsetof(struct cfi_rule, fp_off))));
	ir_assign(r, round->next_fp, read_word(round, base));
	ir_place(r, end);
}

static void read_far(struct round *round, uint32_t rule, uint32_t flags, uint32_t cfa)
{
	struct ir_routine *r = round->r;
	uint32_t base = ir_reg(r), read = ir_label(r);

	ir_assign(r, base, cfa);
	ir_br_imm(r, IR_EQ, ir_binary_imm(r, IR_AND, flags, CFI_RA_AT_SP), 0, read);
	ir_assign(r, base, round->sp);
	ir_place(r, read);
	ir_assign(r, base, ir_binary(r, IR_ADD, base,
				     get_rule(round, rule, offsetof(struct cfi_rule, ra_off))));
	ir_assign(r, round->next_pc, read_word(round, base));
	read_fp(round, rule, cfa);
}

/* Stacks grow downwards, so callers lie above; a signal may have been taken on a stack of its own,
 * and then anywhere. */
static void go_by_rule(struct round *round, uint32_t rule)
{
	struct ir_routine *r = round->r;
	uint32_t flags = ir_load(r, rule, offsetof(struct cfi_rule, flags), 1, false);
	uint32_t far = ir_label(r), signal = ir_label(r), plain = ir_label(r);

	ir_br_imm(r, IR_NE, ir_binary_imm(r, IR_AND, flags, CFI_OUTERMOST), 0, round->stop);
	find_cfa(round, rule, round->next_sp);
	ir_br_imm(r, IR_NE, ir_binary_imm(r, IR_AND, flags, CFI_SIGNAL), 0, signal);
	ir_br(r, IR_LE, round->next_sp, round->sp, round->stop);
	ir_assign_imm(r, round->next_back, 1);
	ir_br_imm(r, IR_EQ, ir_binary_imm(r, IR_AND, flags, UNWIND_NEAR), 0, far);
	read_near(round, rule, round->next_sp);
	ir_jmp(r, round->found);
	ir_place(r, signal);
	ir_assign_imm(r, round->next_back, 0);
	ir_jmp(r, plain);
	ir_place(r, far);
	ir_place(r, plain);
	read_far(round, rule, flags, round->next_sp);
	ir_jmp(r, round->found);
}

/* [fp] is the caller's, the return address stands behind it. */
static void go_by_pointer(struct round *round)
{
	struct ir_routine *r = round->r;
	uint32_t near;

	ir_place(r, round->by_pointer);
	near = ir_binary_imm(r, IR_ADD, round->state, STATE_NEAR);
	ir_br(r, IR_LT, round->fp, round->sp, round->stop);
	ir_br_imm(r, IR_SLT, ir_read(r, IR_READ_USER, near, round->fp, IR_NO_REG, 16), 0,
		  round->stop);
	ir_assign(r, round->next_fp, get(round, STATE_NEAR));
	ir_assign(r, round->next_pc, get(round, STATE_NEAR + 8));
	ir_assign(r, round->next_sp, ir_binary_imm(r, IR_ADD, round->fp, 16));
	ir_assign_imm(r, round->next_back, 1);
}

static void begin_round(struct round *round)
{
	struct ir_routine *r = round->r;

	round->state = ir_load(r, 1, 0, 8, false);
	round->sp = get(round, STATE_SP);
	round->fp = get(round, STATE_FP);
	round->look = ir_binary(r, IR_SUB, get(round, STATE_PC), get(round, STATE_BACK));
	round->next_pc = ir_reg(r);
	round->next_sp = ir_reg(r);
	round->next_fp = ir_reg(r);
	round->next_back = ir_reg(r);
	round->by_pointer = ir_label(r);
	round->found = ir_label(r);
	round->stop = ir_label(r);
	round->stop_before = ir_label(r);
}

/* The address in the frames at off, a register. */
static uint32_t frame_at(struct round *round, uint32_t off)
{
	uint32_t frames = ir_binary_imm(round->r, IR_ADD, round->state, STATE_FRAMES);

	return ir_index(round->r, frames, off, (round->n_frames - 1) * 8);
}

static void end_round(struct round *round)
{
	struct ir_routine *r = round->r;
	uint32_t end;

	ir_place(r, round->found);
	ir_br_imm(r, IR_EQ, round->next_pc, 0, round->stop);
	end = get(round, STATE_END);
	ir_store_reg(r, frame_at(round, end), 0, round->next_pc, 8);
	set(round, STATE_END, ir_binary_imm(r, IR_ADD, end, 8));
	set(round, STATE_PC, round->next_pc);
	set(round, STATE_SP, round->next_sp);
	set(round, STATE_FP, round->next_fp);
	set(round, STATE_BACK, round->next_back);
	ir_ret(r, IR_NO_REG);
	ir_place(r, round->stop_before);
	ir_store_imm(r, frame_at(round, ir_binary_imm(r, IR_SUB, get(round, STATE_END), 8)), 0, 0,
		     8);
	ir_place(r, round->stop);
	ir_ret(r, ir_imm(r, 1));
}

static void write_round(struct lower_session *s, const struct walk_body *body)
{
	struct round round = {
		.s = s,
		.r = s->module->routines.data[body->routine],
		.n_frames = body->n_frames,
		.in_interrupt = body->in_interrupt,
	};

	begin_round(&round);
	find_mapping(&round);
	go_by_rule(&round, find_rule(&round));
	go_by_pointer(&round);
	end_round(&round);
}

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
}

static void make_map_store(struct lower_session *s)
{
	struct lower_stores *st = &s->stores;

	if (st->unwind_maps == UINT32_MAX)
		st->unwind_maps = ir_module_add_store(s->module, "unwind_maps", STORE_LRU,
						      sizeof(struct unwind_map_key),
						      sizeof(struct unwind_map), MAX_MAPS);
}

/* The loop's body; one that was made for as many frames serves again. */
static uint32_t body_for(struct lower_session *s, uint32_t n_frames, bool in_interrupt)
{
	struct walk_body body = { .n_frames = n_frames, .in_interrupt = in_interrupt };

	vec_each(known, &s->walk_bodies)
		if (known->n_frames == n_frames && known->in_interrupt == in_interrupt)
			return known->routine;
	make_stores(s);
	if (in_interrupt)
		make_map_store(s);
	body.routine = ir_module_add_routine(s->module, "unwind", CONTEXT_BODY);
	write_round(s, &body);
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

/* A pointer member of what address points to; 0 if there is nothing. */
static uint32_t read_member(struct lower *lo, uint32_t state, uint32_t address, const char *type,
			    const char *member)
{
	struct lower_session *s = lo->s;
	struct ir_routine *r = lower_code(lo);
	int offset = s->kernel_member(s->kernel_ctx, type, member, s->dg);

	ir_store_imm(r, state, STATE_PROCESS, 0, 8);
	ir_read(r, IR_READ_KERN, ir_binary_imm(r, IR_ADD, state, STATE_PROCESS),
		ir_binary_imm(r, IR_ADD, address, offset), IR_NO_REG, 8);
	return ir_load(r, state, STATE_PROCESS, 8, false);
}

static void store_process(struct lower *lo, uint32_t state)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t pid = ir_binary_imm(r, IR_SHR, ir_env(r, ENV_PID_TID), 32);
	uint32_t mm = read_member(lo, state, ir_env(r, ENV_TASK), "task_struct", "mm");
	uint32_t stack = read_member(lo, state, mm, "mm_struct", "start_stack");

	ir_store_reg(r, state, STATE_PROCESS,
		     ir_binary(r, IR_XOR, stack,
			       ir_binary_imm(r, IR_SHL, pid, UNWIND_PROCESS_SHIFT)), 8);
}

static struct stack_frames walk(struct lower *lo, uint32_t n)
{
	uint32_t body = body_for(lo->s, n, lo->context == CONTEXT_SAMPLE);
	struct ir_routine *r = lower_code(lo);
	uint32_t ctx = lower_temp(lo, 8, FRAME_LOOP_CONTEXT, "unwind");
	uint32_t state = lower_temp(lo, STATE_FRAMES + 8 * n, FRAME_LOOP_STATE, "unwind state");
	uint32_t frames = ir_binary_imm(r, IR_ADD, state, STATE_FRAMES);

	ir_zero(r, state, STATE_FRAMES, 8 * n);
	store_registers(lo, state);
	if (lo->context == CONTEXT_SAMPLE)
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
