/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The walk. The kernel can follow frame pointers, but most programs have none, and where a function
 * begins nobody has. So the routine itself goes from frame to frame, by the tables that the
 * consumer makes of the files' call frame information (runtime/proc/unwind.h). A loop has a round
 * for each frame. It knows the address, the stack pointer and the frame pointer there, and does:
 *
 *	which file is mapped at the address?	mostly that of the frame before; what others are
 *						is kept, or else asked of the kernel
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
#include "runtime/builtins/unwind_impl.h"

#include <errno.h>

#include "runtime/ir/lower.h"

enum { VM_EXEC = 4, PAGE_SHIFT = 12 };

/* A granule has at most as many rows as bytes. */
enum { SEARCH_STEPS = UNWIND_SHIFT };

/* Returns that are looked at for one frame. */
enum { MAX_RETURNS = 4 };

/* One round in the making. */
struct round {
	struct lower_session *s;
	struct ir_routine *r;
	uint32_t n_frames;
	uint32_t state;			/* register: its address */
	uint32_t sp, fp, look;		/* registers: as they are now, and the address to look up */
	uint32_t next_pc, next_sp, next_fp, next_back;	/* registers: as they will be */
	uint32_t slot;			/* register: where the return address stood */
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

/* Takes over what is known of a file. */
static void take_file(struct round *round, uint32_t file)
{
	struct ir_routine *r = round->r;
	uint32_t start = ir_binary(r, IR_SUB, get(round, MAP_START),
				   ir_binary_imm(r, IR_SHL, get(round, MAP_PAGE), PAGE_SHIFT));
	uint32_t base = ir_load(r, file, offsetof(struct unwind_file, base), 8, false);

	set(round, MAP_BASE, ir_binary(r, IR_ADD, start, base));
	set(round, MAP_INDEX, ir_load(r, file, offsetof(struct unwind_file, index), 4, false));
	set(round, MAP_GRANULES, ir_load(r, file, offsetof(struct unwind_file, n_granules), 4,
					 false));
}

/* The file of the mapping, if it has one. */
static void find_file(struct round *round, uint32_t map)
{
	struct ir_routine *r = round->r;
	uint32_t end = ir_label(r), known = ir_label(r);
	uint32_t key = ir_binary_imm(r, IR_ADD, map, offsetof(struct record_mapping, device));
	uint32_t file;

	ir_br_imm(r, IR_EQ, get(round, MAP_INODE), 0, end);
	file = ir_make(r, round->s->stores.unwind_files, key);
	ir_br_imm(r, IR_EQ, file, 0, end);
	ir_br_imm(r, IR_NE, ir_load(r, file, offsetof(struct unwind_file, asker), 8, false), 0,
		  known);
	ask(round, file);
	ir_place(r, known);
	take_file(round, file);
	ir_place(r, end);
}

static uint32_t get_mapping(struct round *round, uint32_t map, int32_t off)
{
	return ir_load(round->r, map, off, 8, false);
}

static void take_mapping(struct round *round, uint32_t map)
{
	struct ir_routine *r = round->r;
	uint32_t start = get_mapping(round, map, offsetof(struct record_mapping, start));
	uint32_t end = get_mapping(round, map, offsetof(struct record_mapping, end));

	set(round, MAP_START, start);
	set(round, MAP_SIZE, ir_binary(r, IR_SUB, end, start));
	set(round, MAP_PAGE, get_mapping(round, map, offsetof(struct record_mapping, page)));
	ir_copy(r, round->state, MAP_FILE,
		ir_binary_imm(r, IR_ADD, map, offsetof(struct record_mapping, device)),
		sizeof(struct unwind_file_key));
	set(round, MAP_GRANULES, ir_imm(r, 0));
	find_file(round, map);
}

/* Is the address in the mapping that the state tells of? Goes to label if so. */
static void if_inside(struct round *round, uint32_t label)
{
	struct ir_routine *r = round->r;

	ir_br(r, IR_LT, ir_binary(r, IR_SUB, round->look, get(round, MAP_START)),
	      get(round, MAP_SIZE), label);
}

/* Where nothing is mapped, or nothing that can run, no thread ever was: what was taken for a return
 * address was none. If the kernel cannot tell now, what was kept is still good, if anything was;
 * else the walk ends. */
static void ask_kernel_for_mapping(struct round *round, uint32_t known)
{
	struct ir_routine *r = round->r;
	uint32_t found = ir_label(r);
	uint32_t map = ir_frame_addr(r, ir_frame_on_stack(r, sizeof(struct record_mapping),
							  "mapping"), 0);
	uint32_t status, flags;

	status = ir_mapping(r, map, round->look);
	ir_br_imm(r, IR_EQ, status, 0, found);
	ir_br_imm(r, IR_EQ, status, -ENOENT, round->stop_before);
	if_inside(round, known);
	ir_jmp(r, round->stop);
	ir_place(r, found);
	flags = get_mapping(round, map, offsetof(struct record_mapping, flags));
	ir_br_imm(r, IR_EQ, ir_binary_imm(r, IR_AND, flags, VM_EXEC), 0, round->stop_before);
	take_mapping(round, map);
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
		     ir_binary(r, IR_OR, get(round, STATE_CODE_PAGES),
			       ir_binary_imm(r, IR_SHR, round->look, UNWIND_BLOCK_SHIFT)), 8);
	return key;
}

/* What the kernel told is kept, and the consumer knows most of it anyway: that is faster, and the
 * kernel cannot always tell. It does not wait for a thread that changes mappings; and in a clock
 * interrupt it tells once, and no more until the interrupt is over. Of a file that had no tables it
 * is asked again, for they may be there now. */
static void find_mapping(struct round *round)
{
	struct ir_routine *r = round->r;
	uint32_t store = round->s->stores.unwind_maps;
	uint32_t known = ir_label(r), unknown = ir_label(r), tables = ir_label(r), key, kept;

	if_inside(round, known);
	key = block_key(round);
	kept = ir_find(r, store, key);
	ir_br_imm(r, IR_EQ, kept, 0, unknown);
	ir_copy(r, round->state, STATE_MAP, kept, sizeof(struct unwind_map));
	if_inside(round, tables);
	ir_jmp(r, unknown);
	ir_place(r, tables);
	ir_br_imm(r, IR_NE, get(round, MAP_GRANULES), 0, known);
	ir_place(r, unknown);
	ask_kernel_for_mapping(round, known);
	ir_br_imm(r, IR_EQ, get(round, MAP_INODE), 0, known);
	ir_put(r, store, key, ir_binary_imm(r, IR_ADD, round->state, STATE_MAP));
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
	ir_assign(r, round->slot, ir_binary_imm(r, IR_SUB, cfa, 8));
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
	uint32_t base = round->slot, read = ir_label(r);

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
	ir_assign(r, round->slot, ir_binary_imm(r, IR_ADD, round->fp, 8));
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
	round->slot = ir_reg(r);
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

int unwind_member(const struct lower_session *s, const char *type, const char *member)
{
	return s->kernel_member(s->kernel_ctx, type, member, s->dg);
}

/* A member of the kernel's struct return_instance at address. */
static uint32_t read_return(struct round *round, uint32_t address, const char *member)
{
	struct ir_routine *r = round->r;
	uint32_t to = ir_binary_imm(r, IR_ADD, round->state, STATE_NEAR);
	uint32_t from = ir_binary_imm(r, IR_ADD, address,
				      unwind_member(round->s, "return_instance", member));

	ir_br_imm(r, IR_SLT, ir_read(r, IR_READ_KERN, to, from, IR_NO_REG, 8), 0, round->stop);
	return get(round, STATE_NEAR);
}

/* Where a return is probed, the kernel put an address of its own in place of the return address,
 * and keeps that, together with where it stood. Those that stood nearer were left by longjmp(). */
static void undo_return_probe(struct round *round)
{
	struct ir_routine *r = round->r;
	uint32_t end = ir_label(r);

	ir_br(r, IR_NE, round->next_pc, get(round, STATE_TRAMPOLINE), end);
	for (int i = 0; i < MAX_RETURNS; i++) {
		uint32_t address = get(round, STATE_RETURNS), nearer = ir_label(r);

		ir_br_imm(r, IR_EQ, address, 0, end);
		ir_br(r, IR_LT, read_return(round, address, "stack"), round->slot, nearer);
		ir_assign(r, round->next_pc, read_return(round, address, "orig_ret_vaddr"));
		ir_jmp(r, end);
		ir_place(r, nearer);
		set(round, STATE_RETURNS, read_return(round, address, "next"));
	}
	ir_place(r, end);
}

static void end_round(struct round *round)
{
	struct ir_routine *r = round->r;
	uint32_t end;

	ir_place(r, round->found);
	undo_return_probe(round);
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

void unwind_write_round(struct lower_session *s, const struct walk_body *body)
{
	struct round round = {
		.s = s,
		.r = s->module->routines.data[body->routine],
		.n_frames = body->n_frames,
	};

	begin_round(&round);
	find_mapping(&round);
	go_by_rule(&round, find_rule(&round));
	go_by_pointer(&round);
	end_round(&round);
}
