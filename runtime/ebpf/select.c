/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/ebpf/select.h"

#include <assert.h>

#include "runtime/base/alloc.h"
#include "runtime/ebpf/insn.h"
#include "runtime/ebpf/region.h"

struct select_cold *select_cold(struct select *s,
				void (*emit)(struct select *s, const struct select_cold *cold),
				const struct ir_insn *insn)
{
	struct select_cold *cold = vec_add(&s->cold);

	cold->emit = emit;
	cold->insn = insn;
	cold->entry = ebpf_emit_label(s->e);
	cold->back = ebpf_emit_label(s->e);
	cold->other = UINT32_MAX;
	return cold;
}

uint32_t select_target(struct select *s, uint32_t ir_label)
{
	/* Until setup is done there is nothing to give back. */
	if (!s->u->scratch_size || s->at >= s->u->setup_at)
		return s->labels[ir_label];
	if (s->bare_end == UINT32_MAX)
		s->bare_end = ebpf_emit_label(s->e);
	return s->bare_end;
}

static void set_max(struct select *s, const struct select_cold *cold)
{
	ebpf_emit_place(s->e, cold->entry);
	ebpf_emit_const(s->e, cold->reg, cold->imm);
	ebpf_emit_goto(s->e, cold->back);
}

void select_clamp(struct select *s, uint8_t reg, int64_t imm)
{
	struct select_cold *cold = select_cold(s, set_max, NULL);

	cold->reg = reg;
	cold->imm = imm;
	ebpf_emit_jump(s->e, insn_jump_imm(BPF_JGT, reg, imm), cold->entry);
	ebpf_emit_place(s->e, cold->back);
}

static void select_imm(struct select *s, const struct ir_insn *insn)
{
	const struct ebpf_value *value = &s->u->values[insn->d];
	uint8_t d = result_reg(s, insn->d);

	if (value->where == WHERE_REMADE)
		return;
	ebpf_emit_const(s->e, d, insn->imm);
	result_done(s, insn->d, d);
}

static void select_mov(struct select *s, const struct ir_insn *insn)
{
	uint8_t d = result_reg(s, insn->d);

	if (s->u->values[insn->a].where == WHERE_REG)
		return result_done(s, insn->d, s->u->values[insn->a].reg);
	operand_to(s, insn->a, d);
	result_done(s, insn->d, d);
}

/* reg = its low size bytes */
static void extend(struct select *s, uint8_t reg, uint32_t size, bool is_signed)
{
	uint32_t shift = 64 - 8 * size;

	if (size == 8)
		return;
	if (is_signed || size == 4) {
		ebpf_emit(s->e, insn_alu_imm(BPF_LSH, reg, shift));
		ebpf_emit(s->e, insn_alu_imm(is_signed ? BPF_ARSH : BPF_RSH, reg, shift));
	} else {
		ebpf_emit(s->e, insn_alu_imm(BPF_AND, reg, (1 << 8 * size) - 1));
	}
}

static void select_ext(struct select *s, const struct ir_insn *insn)
{
	uint8_t d = result_reg(s, insn->d);

	if (insn->size == 4 && !insn->is_signed) {
		ebpf_emit(s->e, insn_mov32(d, operand_reg(s, insn->a, d)));
	} else {
		operand_to(s, insn->a, d);
		extend(s, d, insn->size, insn->is_signed);
	}
	result_done(s, insn->d, d);
}

static void select_neg(struct select *s, const struct ir_insn *insn)
{
	uint8_t d = result_reg(s, insn->d);

	operand_to(s, insn->a, d);
	ebpf_emit(s->e, insn_neg(d));
	result_done(s, insn->d, d);
}

static void select_not(struct select *s, const struct ir_insn *insn)
{
	uint8_t d = result_reg(s, insn->d);

	operand_to(s, insn->a, d);
	ebpf_emit(s->e, insn_alu_imm(BPF_XOR, d, -1));
	result_done(s, insn->d, d);
}

static uint8_t alu_code(enum ir_op op)
{
	static const uint8_t codes[IR_N_OPS] = {
		[IR_ADD] = BPF_ADD,  [IR_SUB] = BPF_SUB,  [IR_MUL] = BPF_MUL, [IR_UDIV] = BPF_DIV,
		[IR_UMOD] = BPF_MOD, [IR_AND] = BPF_AND,  [IR_OR] = BPF_OR,   [IR_XOR] = BPF_XOR,
		[IR_SHL] = BPF_LSH,  [IR_SHR] = BPF_RSH,  [IR_SAR] = BPF_ARSH,
	};

	return codes[op];
}

/* The constant of an operation as the machine takes it: a shift is not longer than a register. */
static struct ir_insn normal(const struct ir_insn *insn)
{
	struct ir_insn copy = *insn;

	if (insn->op == IR_SHL || insn->op == IR_SHR || insn->op == IR_SAR)
		copy.imm &= 63;
	return copy;
}

static void select_alu(struct select *s, const struct ir_insn *insn)
{
	struct ir_insn copy = normal(insn);
	uint8_t d = result_reg(s, insn->d), b;

	if (!operand_b(s, &copy, &b)) {
		operand_to(s, insn->a, d);
		ebpf_emit(s->e, insn_alu_imm(alu_code(insn->op), d, copy.imm));
		return result_done(s, insn->d, d);
	}
	if (b == d && insn->a != insn->d)
		d = R0;
	operand_to(s, insn->a, d);
	ebpf_emit(s->e, insn_alu(alu_code(insn->op), d, b));
	result_done(s, insn->d, d);
}

/* reg = |reg| */
static void make_positive(struct select *s, uint8_t reg)
{
	uint32_t end = ebpf_emit_label(s->e);

	ebpf_emit_jump(s->e, insn_jump_imm(BPF_JSGE, reg, 0), end);
	ebpf_emit(s->e, insn_neg(reg));
	ebpf_emit_place(s->e, end);
}

/* R0 = -R0 if sign < 0 */
static void give_sign(struct select *s, uint8_t sign)
{
	uint32_t end = ebpf_emit_label(s->e);

	ebpf_emit_jump(s->e, insn_jump_imm(BPF_JSGE, sign, 0), end);
	ebpf_emit(s->e, insn_neg(R0));
	ebpf_emit_place(s->e, end);
}

/* a / 2^shift, towards 0: what is negative is raised by 2^shift - 1 first. */
static void divide_by_power(struct select *s, int shift)
{
	ebpf_emit(s->e, insn_mov(R4, R0));
	ebpf_emit(s->e, insn_alu_imm(BPF_ARSH, R4, 63));
	ebpf_emit(s->e, insn_alu_imm(BPF_RSH, R4, 64 - shift));
	ebpf_emit(s->e, insn_alu(BPF_ADD, R0, R4));
	ebpf_emit(s->e, insn_alu_imm(BPF_ARSH, R0, shift));
}

/* By a constant: the sign is a's. */
static void divide_by_positive(struct select *s, const struct ir_insn *insn)
{
	bool is_div = insn->op == IR_SDIV;

	operand_to(s, insn->a, R0);
	if (is_div && insn->imm > 1 && !(insn->imm & (insn->imm - 1))) {
		divide_by_power(s, __builtin_ctzll((uint64_t)insn->imm));
		return result_done(s, insn->d, R0);
	}
	ebpf_emit(s->e, insn_mov(R4, R0));
	make_positive(s, R0);
	if (ebpf_is_imm32(insn->imm)) {
		ebpf_emit(s->e, insn_alu_imm(is_div ? BPF_DIV : BPF_MOD, R0, insn->imm));
	} else {
		ebpf_emit_const(s->e, R5, insn->imm);
		ebpf_emit(s->e, insn_alu(is_div ? BPF_DIV : BPF_MOD, R0, R5));
	}
	give_sign(s, R4);
	result_done(s, insn->d, R0);
}

/* The machine divides unsigned numbers only: magnitudes are divided, and the sign is given to the
 * result. A quotient is negative if the operands' signs differ, a remainder if a is. */
static void select_signed_division(struct select *s, const struct ir_insn *insn)
{
	bool is_div = insn->op == IR_SDIV;

	if (insn->b == IR_NO_REG && insn->imm > 0)
		return divide_by_positive(s, insn);

	operand_to(s, insn->a, R0);
	if (insn->b != IR_NO_REG)
		operand_to(s, insn->b, R5);
	else
		ebpf_emit_const(s->e, R5, insn->imm);
	ebpf_emit(s->e, insn_mov(R4, R0));
	if (is_div)
		ebpf_emit(s->e, insn_alu(BPF_XOR, R4, R5));
	make_positive(s, R0);
	make_positive(s, R5);
	ebpf_emit(s->e, insn_alu(is_div ? BPF_DIV : BPF_MOD, R0, R5));
	give_sign(s, R4);
	result_done(s, insn->d, R0);
}

static void select_branch(struct select *s, const struct ir_insn *insn, uint32_t label)
{
	static const uint8_t codes[] = {
		[IR_EQ] = BPF_JEQ,   [IR_NE] = BPF_JNE,	  [IR_LT] = BPF_JLT,   [IR_LE] = BPF_JLE,
		[IR_GT] = BPF_JGT,   [IR_GE] = BPF_JGE,	  [IR_SLT] = BPF_JSLT, [IR_SLE] = BPF_JSLE,
		[IR_SGT] = BPF_JSGT, [IR_SGE] = BPF_JSGE,
	};
	uint8_t a = operand_reg(s, insn->a, R4), b;

	if (operand_b(s, insn, &b))
		ebpf_emit_jump(s->e, insn_jump(codes[insn->cond], a, b), label);
	else
		ebpf_emit_jump(s->e, insn_jump_imm(codes[insn->cond], a, insn->imm), label);
}

static void select_br(struct select *s, const struct ir_insn *insn)
{
	select_branch(s, insn, select_target(s, insn->target));
}

static void select_set(struct select *s, const struct ir_insn *insn)
{
	uint32_t end = ebpf_emit_label(s->e);
	uint8_t d = insn->a == insn->d || insn->b == insn->d ? R0 : result_reg(s, insn->d);

	ebpf_emit(s->e, insn_mov_imm(d, 1));
	select_branch(s, insn, end);
	ebpf_emit(s->e, insn_mov_imm(d, 0));
	ebpf_emit_place(s->e, end);
	result_done(s, insn->d, d);
}

static void select_label(struct select *s, const struct ir_insn *insn)
{
	ebpf_emit_place(s->e, s->labels[insn->target]);
}

static void select_jmp(struct select *s, const struct ir_insn *insn)
{
	s->is_open = ebpf_region_begins(s) || ebpf_region_is_next(s->u, s->at, insn->target);
	if (!s->is_open)
		ebpf_emit_goto(s->e, s->labels[insn->target]);
}

static void end_routine(struct select *s, int32_t result)
{
	ebpf_emit(s->e, insn_mov_imm(R0, result));
	ebpf_emit(s->e, insn_exit());
}

/* bpf_loop() wants to see 0 or 1. */
static void select_body_end(struct select *s, const struct ir_insn *insn)
{
	uint32_t go_on = ebpf_emit_label(s->e);

	if (insn->a == IR_NO_REG)
		return end_routine(s, insn->imm != 0);
	ebpf_emit_jump(s->e, insn_jump_imm(BPF_JEQ, operand_reg(s, insn->a, R4), 0), go_on);
	end_routine(s, 1);
	ebpf_emit_place(s->e, go_on);
	end_routine(s, 0);
}

static void hand_back(struct select *s, const struct ir_insn *insn)
{
	uint8_t result = operand_reg(s, insn->a, R4);
	uint8_t caller = operand_reg(s, s->u->caller, R5);

	ebpf_emit(s->e, insn_store(8, caller, CALL_RESULT, result));
}

static void select_ret(struct select *s, const struct ir_insn *insn)
{
	if (s->u->r->context == CONTEXT_BODY)
		return select_body_end(s, insn);
	if (s->u->r->is_chunk && insn->a != IR_NO_REG)
		hand_back(s, insn);
	if (s->u->scratch_size)
		ebpf_emit(s->e, insn_store_imm(8, operand_reg(s, s->u->scratch, R4), 0, 0));
	end_routine(s, 0);
}

static void select_machine_reg(struct select *s, const struct ir_insn *insn)
{
	uint8_t d = result_reg(s, insn->d);
	int16_t off = s->u->opts->reg_offsets[insn->imm];

	ebpf_emit(s->e, insn_load(8, d, operand_reg(s, s->u->ctx, R4), off));
	result_done(s, insn->d, d);
}

static void select_user_reg(struct select *s, const struct ir_insn *insn)
{
	uint8_t d = result_reg(s, insn->d);
	int16_t off = s->u->opts->reg_offsets[insn->imm];

	ebpf_emit(s->e, insn_load(8, d, operand_reg(s, insn->a, R4), off));
	result_done(s, insn->d, d);
}

/* The kernel knows of what type the pointer is, and lets it be read directly. */
static void select_kern_load(struct select *s, const struct ir_insn *insn)
{
	uint8_t d = result_reg(s, insn->d);

	ebpf_emit(s->e, insn_load(8, d, operand_reg(s, insn->a, R4), (int16_t)insn->off));
	result_done(s, insn->d, d);
}

static void (*const selectors[IR_N_OPS])(struct select *s, const struct ir_insn *insn) = {
	[IR_IMM] = select_imm,
	[IR_MOV] = select_mov,
	[IR_EXT] = select_ext,
	[IR_NEG] = select_neg,
	[IR_NOT] = select_not,
	[IR_ADD] = select_alu,
	[IR_SUB] = select_alu,
	[IR_MUL] = select_alu,
	[IR_UDIV] = select_alu,
	[IR_SDIV] = select_signed_division,
	[IR_UMOD] = select_alu,
	[IR_SMOD] = select_signed_division,
	[IR_AND] = select_alu,
	[IR_OR] = select_alu,
	[IR_XOR] = select_alu,
	[IR_SHL] = select_alu,
	[IR_SHR] = select_alu,
	[IR_SAR] = select_alu,
	[IR_SET] = select_set,
	[IR_LABEL] = select_label,
	[IR_JMP] = select_jmp,
	[IR_BR] = select_br,
	[IR_RET] = select_ret,
	[IR_CALL] = select_call,
	[IR_LOOP] = select_loop,
	[IR_FRAME] = select_frame,
	[IR_STATIC] = select_static,
	[IR_INDEX] = select_index,
	[IR_LOAD] = select_load,
	[IR_STORE] = select_store,
	[IR_ATOMIC_ADD] = select_atomic_add,
	[IR_FETCH_ADD] = select_fetch_add,
	[IR_CMPXCHG] = select_cmpxchg,
	[IR_COPY] = select_copy,
	[IR_ZERO] = select_zero,
	[IR_REG] = select_machine_reg,
	[IR_USER_REG] = select_user_reg,
	[IR_KERN_LOAD] = select_kern_load,
	[IR_COOKIE] = select_cookie,
	[IR_ENV] = select_env,
	[IR_COMM] = select_comm,
	[IR_IDS] = select_ids,
	[IR_STACK_USER] = select_stack,
	[IR_STACK_KERN] = select_stack,
	[IR_MAPPING] = select_mapping,
	[IR_READ_USER] = select_read,
	[IR_READ_KERN] = select_read,
	[IR_READ_USER_STR] = select_read,
	[IR_READ_KERN_STR] = select_read,
	[IR_COPY_STR] = select_read,
	[IR_FORMAT_INT] = select_format_int,
	[IR_FIND] = select_find,
	[IR_MAKE] = select_make,
	[IR_PUT] = select_put,
	[IR_DROP] = select_drop,
	[IR_EMIT] = select_emit,
	[IR_SIGNAL] = select_signal,
	[IR_WRITE_USER] = select_write_user,
	[IR_RANDOM] = select_random,
};

/* Brings what arrives in reg to its place. */
static void receive(struct select *s, uint32_t value, uint8_t reg)
{
	if (s->u->values[value].n_uses)
		result_done(s, value, reg);
}

/* A body's two arguments may have to change places. */
static void receive_body_args(struct select *s)
{
	const struct ebpf_value *first = &s->u->values[0], *second = &s->u->values[1];
	bool first_in_way = first->n_uses && first->where == WHERE_REG && first->reg == R2;
	bool second_in_way = second->n_uses && second->where == WHERE_REG && second->reg == R1;

	if (first_in_way && second_in_way) {
		ebpf_emit(s->e, insn_mov(R0, R1));
		receive(s, 1, R2);
		receive(s, 0, R0);
	} else if (first_in_way) {
		receive(s, 1, R2);
		receive(s, 0, R1);
	} else {
		receive(s, 0, R1);
		receive(s, 1, R2);
	}
}

static void zero_objects(struct select *s)
{
	for (uint32_t i = 0; i < s->u->r->frames.len; i++) {
		const struct ebpf_object *object = &s->u->objects[i];

		for (uint32_t off = 0; object->needs_zero && off < s->u->r->frames.data[i].size;
		     off += 8)
			ebpf_emit(s->e, insn_store_imm(8, R10, object->off + off, 0));
	}
}

/* The one argument is where the other is. */
static void receive_call(struct select *s)
{
	uint8_t ctx = result_reg(s, s->u->ctx);

	receive(s, s->u->caller, R2);
	if (!s->u->values[s->u->ctx].n_uses)
		return;
	ebpf_emit(s->e, insn_load(8, ctx, R2, CALL_CTX));
	result_done(s, s->u->ctx, ctx);
}

static void select_entry(struct select *s)
{
	if (s->u->r->context == CONTEXT_BODY)
		receive_body_args(s);
	else if (s->u->r->is_chunk)
		receive_call(s);
	else
		receive(s, s->u->ctx, R1);
}

static void select_setup(struct select *s)
{
	if (s->u->scratch_size)
		select_take_scratch(s);
	zero_objects(s);
}

static void select_insn(struct select *s)
{
	const struct ir_insn *insn = &s->u->insns[s->at];

	if (s->at == s->u->setup_at)
		select_setup(s);
	if (!s->is_reachable[s->at] ||
	    (ir_op_info(insn->op)->is_pure && !s->u->values[insn->d].n_uses))
		return;
	s->is_open = insn->op != IR_RET;
	selectors[insn->op](s, insn);
}

static void write_bare_end(struct select *s)
{
	if (s->bare_end == UINT32_MAX)
		return;
	ebpf_emit_place(s->e, s->bare_end);
	end_routine(s, 0);
}

static void write_region(struct select *s, size_t from, size_t to)
{
	s->limit = to;
	s->is_open = s->is_reachable[from];
	for (s->at = from; s->at < to; s->at++)
		select_insn(s);
}

/* Regions and cold code may have more of both. */
static void write_rest(struct select *s)
{
	for (size_t i = 0, j = 0; i < s->regions.len || j < s->cold.len;) {
		if (i < s->regions.len) {
			struct select_region region = s->regions.data[i++];

			write_region(s, region.from, region.to);
			if (s->is_open)
				ebpf_emit_goto(s->e, region.back);
		} else {
			struct select_cold cold = s->cold.data[j++];

			cold.emit(s, &cold);
		}
	}
	s->regions.len = 0;
	s->cold.len = 0;
}

/* What stands behind a long routine would be out of reach: it is written every now and then. */
enum { REACH = 12000 };

static void write_rest_here(struct select *s)
{
	size_t at = s->at, limit = s->limit;
	bool is_open = s->is_open;
	uint32_t on = ebpf_emit_label(s->e);

	if (is_open)
		ebpf_emit_goto(s->e, on);
	write_rest(s);
	ebpf_emit_bridges(s->e);
	ebpf_emit_place(s->e, on);
	s->at = at;
	s->limit = limit;
	s->is_open = is_open;
}

static void write_routine(struct select *s)
{
	uint32_t written = s->e->insns.len;

	s->limit = s->u->n_insns;
	s->is_open = true;
	for (s->at = 0; s->at < s->u->n_insns; s->at++) {
		if (s->e->insns.len - written > REACH) {
			write_rest_here(s);
			written = s->e->insns.len;
		}
		select_insn(s);
	}
	write_rest(s);
}

void ebpf_select(struct select_program *program, struct ebpf_unit *u, struct ebpf_emit *e)
{
	struct select s = { .program = program, .u = u, .e = e, .bare_end = UINT32_MAX };

	s.labels = xcalloc(u->r->n_labels, sizeof(*s.labels));
	s.is_reachable = ebpf_region_reachable(u);
	s.is_unlikely = ebpf_region_unlikely(u);
	for (uint32_t i = 0; i < u->r->n_labels; i++)
		s.labels[i] = ebpf_emit_label(e);
	select_entry(&s);
	write_routine(&s);
	write_bare_end(&s);
	vec_fini(&s.regions);
	vec_fini(&s.cold);
	free(s.is_reachable);
	free(s.is_unlikely);
	free(s.labels);
}
