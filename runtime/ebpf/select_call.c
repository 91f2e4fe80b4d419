/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What calls the kernel: arguments are brought to R1 to R5 all at once, whatever registers they
 * come from, and the result is taken from R0. */

#include <assert.h>
#include <stddef.h>

#include "runtime/ebpf/insn.h"
#include "runtime/ebpf/part.h"
#include "runtime/ebpf/select.h"
#include "runtime/ir/record.h"

#define PAGE 4096
#define MAX_INT_TEXT 21		/* -9223372036854775808 and its NUL */

enum arg_kind {
	ARG_VALUE,
	ARG_CONST,
	ARG_MAP,		/* number: the map */
	ARG_RODATA,		/* number: the offset */
	ARG_STACK,		/* number: the offset from r10 */
	ARG_SUBPROG,		/* number: the label */
};

struct arg {
	enum arg_kind kind;
	int64_t number;
	uint32_t value;
};

#define VALUE(v) { .kind = ARG_VALUE, .value = (v) }
#define CONST(n) { .kind = ARG_CONST, .number = (n) }
#define MAP(n) { .kind = ARG_MAP, .number = (n) }
#define RODATA(n) { .kind = ARG_RODATA, .number = (n) }
#define STACK(n) { .kind = ARG_STACK, .number = (n) }
#define SUBPROG(n) { .kind = ARG_SUBPROG, .number = (n) }

static void bring(struct select *s, const struct arg *arg, uint8_t reg)
{
	switch (arg->kind) {
	case ARG_VALUE:
		return operand_to(s, arg->value, reg);
	case ARG_CONST:
		return ebpf_emit_const(s->e, reg, arg->number);
	case ARG_MAP:
		return ebpf_emit_map(s->e, reg, arg->number);
	case ARG_RODATA:
		return ebpf_emit_value(s->e, reg, s->program->rodata_map, arg->number);
	case ARG_STACK:
		ebpf_emit(s->e, insn_mov(reg, R10));
		return ebpf_emit(s->e, insn_alu_imm(BPF_ADD, reg, arg->number));
	case ARG_SUBPROG:
		return ebpf_emit_subprog(s->e, reg, arg->number);
	}
}

static int source(const struct select *s, const struct arg *arg)
{
	return arg->kind == ARG_VALUE ? operand_source(s, arg->value) : -1;
}

/* An argument that may be brought now, for no other waits to be read from its register; or -1. */
static int next_arg(const int *from, int n, unsigned int pending)
{
	for (int i = 0; i < n; i++) {
		bool is_awaited = false;

		for (int j = 0; j < n; j++)
			if (j != i && pending >> j & 1 && from[j] == R1 + i)
				is_awaited = true;
		if (pending >> i & 1 && !is_awaited)
			return i;
	}
	return -1;
}

/* Only rings are left: one register is saved in R0, and whoever wants it takes it from there. */
static int break_ring(struct select *s, int *from, int n, unsigned int pending)
{
	int i = __builtin_ctz(pending);

	ebpf_emit(s->e, insn_mov(R0, R1 + i));
	for (int j = 0; j < n; j++)
		if (pending >> j & 1 && from[j] == R1 + i)
			from[j] = R0;
	return i;
}

static void bring_all(struct select *s, const struct arg *args, int n)
{
	unsigned int pending = (1u << n) - 1;
	int from[5];

	for (int i = 0; i < n; i++)
		from[i] = source(s, &args[i]);
	while (pending) {
		int i = next_arg(from, n, pending);

		if (i < 0)
			i = break_ring(s, from, n, pending);
		if (from[i] == R0)
			ebpf_emit(s->e, insn_mov(R1 + i, R0));
		else
			bring(s, &args[i], R1 + i);
		pending &= ~(1u << i);
	}
}

static void call(struct select *s, int helper)
{
	ebpf_emit(s->e, insn_call(helper));
}

#define call_with(s, helper, ...)                                                                  \
	do {                                                                                       \
		const struct arg args_[] = { __VA_ARGS__ };                                        \
		bring_all(s, args_, sizeof(args_) / sizeof(args_[0]));                             \
		call(s, helper);                                                                   \
	} while (0)

/* A constant key of an array map: its n-th entry. */
#define CELL_KEY(n) RODATA(s->program->cell_keys + 4 * (n))

/* R0 becomes the cookie of the site, from that of its event. */
static void select_site(struct select *s)
{
	const struct ebpf_sites *sites = &s->u->opts->sites;
	int16_t pc = s->u->opts->reg_offsets[sites->pc_reg];
	uint32_t own = ebpf_emit_label(s->e), end = ebpf_emit_label(s->e);

	ebpf_emit_jump(s->e, insn_jump_imm(BPF_JSLT, R0, 0), own);
	ebpf_emit(s->e, insn_load(8, R1, operand_reg(s, s->u->ctx, R1), pc));
	ebpf_emit(s->e, insn_alu_imm(BPF_AND, R1, EBPF_PAGE_SITES - 1));
	ebpf_emit(s->e, insn_alu_imm(BPF_LSH, R1, 3));
	ebpf_emit(s->e, insn_alu(BPF_OR, R1, R0));
	ebpf_emit(s->e, insn_alu_imm(BPF_AND, R1, (int32_t)(sites->n_cookies * 8 - 8)));
	ebpf_emit_value(s->e, R0, s->program->sites_map, 0);
	ebpf_emit(s->e, insn_alu(BPF_ADD, R0, R1));
	ebpf_emit(s->e, insn_load(8, R0, R0, 0));
	ebpf_emit_goto(s->e, end);
	ebpf_emit_place(s->e, own);
	ebpf_emit(s->e, insn_alu_imm(BPF_LSH, R0, 1));
	ebpf_emit(s->e, insn_alu_imm(BPF_RSH, R0, 1));
	ebpf_emit_place(s->e, end);
}

/* Registers of the traced thread reach a program in its own way. */
void select_cookie(struct select *s, const struct ir_insn *insn)
{
	uint8_t d = result_reg(s, insn->d);

	switch (s->u->r->context) {
	case CONTEXT_SITE: case CONTEXT_SAMPLE:
		call_with(s, BPF_FUNC_get_attach_cookie, VALUE(s->u->ctx));
		if (s->u->r->context == CONTEXT_SITE && s->u->opts->sites.n_cookies)
			select_site(s);
		return result_done(s, insn->d, R0);
	case CONTEXT_CALL:
		ebpf_emit(s->e, insn_load(8, d, operand_reg(s, s->u->ctx, R4), 0));
		return result_done(s, insn->d, d);
	case CONTEXT_SWITCH: case CONTEXT_BODY:
		ebpf_emit(s->e, insn_mov_imm(d, 0));
		return result_done(s, insn->d, d);
	}
}

void select_env(struct select *s, const struct ir_insn *insn)
{
	static const int helpers[] = {
		[ENV_PID_TID] = BPF_FUNC_get_current_pid_tgid,
		[ENV_UID_GID] = BPF_FUNC_get_current_uid_gid,
		[ENV_TIME] = BPF_FUNC_ktime_get_ns,
		[ENV_CPU] = BPF_FUNC_get_smp_processor_id,
		[ENV_TASK] = BPF_FUNC_get_current_task,
		[ENV_THREAD] = BPF_FUNC_get_current_task_btf,
		[ENV_USER_REGS] = BPF_FUNC_get_current_task_btf,
	};

	if (s->u->has_parts && insn->ref == ENV_CPU)
		part_call(s, PART_CPU, 0, 0);
	else
		call(s, helpers[insn->ref]);
	if (insn->ref == ENV_USER_REGS) {
		ebpf_emit(s->e, insn_mov(R1, R0));
		call(s, BPF_FUNC_task_pt_regs);
	}
	result_done(s, insn->d, R0);
}

void select_comm(struct select *s, const struct ir_insn *insn)
{
	call_with(s, BPF_FUNC_get_current_comm, VALUE(insn->a), CONST(16));
}

void select_ids(struct select *s, const struct ir_insn *insn)
{
	const struct ebpf_pid_ns *ns = &s->u->opts->pid_ns;

	call_with(s, BPF_FUNC_get_ns_current_pid_tgid, CONST(ns->device), CONST(ns->inode),
		  VALUE(insn->a), CONST(8));
}

void select_stack(struct select *s, const struct ir_insn *insn)
{
	call_with(s, BPF_FUNC_get_stack, VALUE(s->u->ctx), VALUE(insn->a), CONST(insn->imm),
		  CONST(insn->op == IR_STACK_USER ? BPF_F_USER_STACK : 0));
	result_done(s, insn->d, R0);
}

void select_mapping(struct select *s, const struct ir_insn *insn)
{
	struct select_program *program = s->program;

	if (!program->has_mapping)
		program->mapping_label = ebpf_emit_label(s->e);
	program->has_mapping = true;
	call_with(s, BPF_FUNC_find_vma, VALUE(insn->c), VALUE(insn->b),
		  SUBPROG(program->mapping_label), VALUE(insn->a), CONST(0));
	result_done(s, insn->d, R0);
}

/* Retries. A call has failed if R0 is in a certain relation to 0; then something is done about it,
 * and it is called again, behind the routine. What follows the operation often asks for the same
 * relation: as the way that does not fail knows the answer, that branch is only taken from the
 * retry. */

/* The label that the next operation goes to if d cond 0, UINT32_MAX if it does not ask. */
static uint32_t branch_on(struct select *s, uint32_t d, enum ir_cond cond)
{
	const struct ir_insn *next = &s->u->insns[s->at + 1];

	/* Setup must not be skipped with the branch. */
	if (s->at + 1 == s->u->setup_at)
		return UINT32_MAX;
	if (s->at + 1 == s->u->n_insns || next->op != IR_BR || next->cond != cond || next->a != d ||
	    next->b != IR_NO_REG || next->imm != 0)
		return UINT32_MAX;
	return select_target(s, next->target);
}

static void begin_retry(struct select *s, const struct ir_insn *insn,
			void (*emit)(struct select *s, const struct select_cold *cold),
			enum ir_cond cond, uint8_t jump)
{
	struct select_cold *cold = select_cold(s, emit, insn);

	cold->other = branch_on(s, insn->d, cond);
	if (cold->other != UINT32_MAX)
		s->at++;
	ebpf_emit_jump(s->e, insn_jump_imm(jump, R0, 0), cold->entry);
	result_done(s, insn->d, R0);
	ebpf_emit_place(s->e, cold->back);
}

static void end_retry(struct select *s, const struct select_cold *cold, uint8_t jump)
{
	result_done(s, cold->insn->d, R0);
	if (cold->other != UINT32_MAX)
		ebpf_emit_jump(s->e, insn_jump_imm(jump, R0, 0), cold->other);
	ebpf_emit_goto(s->e, cold->back);
}

/* The constant that a value is. */
static bool is_const(const struct select *s, uint32_t value, int64_t *out)
{
	const struct ir_insn *origin = s->u->values[value].origin;

	if (!origin || origin->op != IR_IMM)
		return false;
	*out = origin->imm;
	return true;
}

/* A length that an operand tells, in reg: visibly not more than max. */
static void clamp_length(struct select *s, uint32_t length, uint8_t reg, int64_t max)
{
	int64_t n;

	if (length == IR_NO_REG || (is_const(s, length, &n) && n >= 0 && n <= max))
		return;
	select_clamp(s, reg, max);
}

/* Calls one of the helpers that read memory: (to, size, from). */
static void call_reader(struct select *s, int helper, const struct ir_insn *insn)
{
	const struct arg args[] = {
		VALUE(insn->a),
		{ insn->c == IR_NO_REG ? ARG_CONST : ARG_VALUE, insn->imm, insn->c },
		VALUE(insn->b),
	};

	bring_all(s, args, 3);
	clamp_length(s, insn->c, R2, insn->imm);
	call(s, helper);
}

/* The memory was not there, perhaps only because nobody has used the page so far: this waits for
 * it. */
static void read_waiting(struct select *s, const struct select_cold *cold)
{
	ebpf_emit_place(s->e, cold->entry);
	call_reader(s, BPF_FUNC_copy_from_user, cold->insn);
	end_retry(s, cold, BPF_JSLT);
}

/* The byte at src + off is read for the sake of its page. */
static void touch(struct select *s, const struct ir_insn *insn, int64_t off)
{
	const struct arg args[] = { VALUE(insn->a), CONST(1), VALUE(insn->b) };

	bring_all(s, args, 3);
	if (off)
		ebpf_emit(s->e, insn_alu_imm(BPF_ADD, R3, off));
	call(s, BPF_FUNC_copy_from_user);
}

/* The same for a string, whose end is not known: its pages are touched, then it is read again. */
static void read_string_waiting(struct select *s, const struct select_cold *cold)
{
	const struct ir_insn *insn = cold->insn;

	ebpf_emit_place(s->e, cold->entry);
	for (int64_t off = 0; off < insn->imm - 1; off += PAGE)
		touch(s, insn, off);
	touch(s, insn, insn->imm - 1);
	call_reader(s, BPF_FUNC_probe_read_user_str, insn);
	end_retry(s, cold, BPF_JSLT);
}

static int read_helper(enum ir_op op)
{
	switch ((int)op) {
	case IR_READ_USER:
		return BPF_FUNC_probe_read_user;
	case IR_READ_KERN:
		return BPF_FUNC_probe_read_kernel;
	case IR_READ_USER_STR:
		return BPF_FUNC_probe_read_user_str;
	default:
		return BPF_FUNC_probe_read_kernel_str;
	}
}

void select_read(struct select *s, const struct ir_insn *insn)
{
	bool is_user = insn->op == IR_READ_USER || insn->op == IR_READ_USER_STR;

	call_reader(s, read_helper(insn->op), insn);
	if (!is_user || !s->u->can_sleep)
		return result_done(s, insn->d, R0);
	s->program->has_slept = true;
	begin_retry(s, insn, insn->op == IR_READ_USER ? read_waiting : read_string_waiting, IR_SLT,
		    BPF_JSLT);
}

void select_format_int(struct select *s, const struct ir_insn *insn)
{
	int32_t off = -(int32_t)s->u->format_off;

	ebpf_emit(s->e, insn_store(8, R10, off, operand_reg(s, insn->b, R0)));
	call_with(s, BPF_FUNC_snprintf, VALUE(insn->a), CONST(insn->imm), RODATA(RODATA_FORMAT),
		  STACK(off), CONST(8));
	if (insn->imm < MAX_INT_TEXT)
		select_clamp(s, R0, insn->imm);
	result_done(s, insn->d, R0);
}

static bool is_cell(const struct select *s, const struct ir_insn *insn)
{
	return s->u->m->stores.data[insn->ref].kind == STORE_CELL;
}

/* The same by a part. */
static void look_up_apart(struct select *s, const struct ir_insn *insn, enum part_kind kind)
{
	const struct arg key = VALUE(insn->a), number = CELL_KEY(insn->imm);

	bring_all(s, is_cell(s, insn) ? &number : &key, 1);
	part_call(s, kind, insn->ref, 0);
}

static void lookup(struct select *s, const struct ir_insn *insn)
{
	if (s->u->has_parts)
		look_up_apart(s, insn, PART_FIND);
	else if (is_cell(s, insn))
		call_with(s, BPF_FUNC_map_lookup_elem, MAP(insn->ref), CELL_KEY(insn->imm));
	else
		call_with(s, BPF_FUNC_map_lookup_elem, MAP(insn->ref), VALUE(insn->a));
}

void select_find(struct select *s, const struct ir_insn *insn)
{
	lookup(s, insn);
	result_done(s, insn->d, R0);
}

/* The key is new. */
static void make_entry(struct select *s, const struct select_cold *cold)
{
	const struct ir_insn *insn = cold->insn;

	ebpf_emit_place(s->e, cold->entry);
	call_with(s, BPF_FUNC_map_update_elem, MAP(insn->ref), VALUE(insn->a),
		  RODATA(RODATA_ZEROS), CONST(BPF_NOEXIST));
	lookup(s, insn);
	end_retry(s, cold, BPF_JEQ);
}

void select_make(struct select *s, const struct ir_insn *insn)
{
	bool is_apart = s->u->has_parts && !is_cell(s, insn);

	if (is_apart)
		look_up_apart(s, insn, PART_MAKE);
	else
		lookup(s, insn);
	if (is_apart || is_cell(s, insn))
		return result_done(s, insn->d, R0);
	begin_retry(s, insn, make_entry, IR_EQ, BPF_JEQ);
}

/* Until 6.4 (d7ba4cc900bf) the error comes as an int, whose sign does not reach the upper half. */
void select_put(struct select *s, const struct ir_insn *insn)
{
	call_with(s, BPF_FUNC_map_update_elem, MAP(insn->ref), VALUE(insn->a), VALUE(insn->b),
		  CONST(BPF_ANY));
	ebpf_emit(s->e, insn_alu_imm(BPF_LSH, R0, 32));
	ebpf_emit(s->e, insn_alu_imm(BPF_ARSH, R0, 32));
	result_done(s, insn->d, R0);
}

void select_drop(struct select *s, const struct ir_insn *insn)
{
	call_with(s, BPF_FUNC_map_delete_elem, MAP(insn->ref), VALUE(insn->a));
}

void select_emit(struct select *s, const struct ir_insn *insn)
{
	const struct arg args[] = {
		MAP(insn->ref),
		VALUE(insn->a),
		{ insn->b == IR_NO_REG ? ARG_CONST : ARG_VALUE, insn->imm, insn->b },
		CONST(insn->size == 1 ? BPF_RB_FORCE_WAKEUP : BPF_RB_NO_WAKEUP),
	};

	bring_all(s, args, 4);
	clamp_length(s, insn->b, R3, insn->imm);
	call(s, BPF_FUNC_ringbuf_output);
	result_done(s, insn->d, R0);
}

void select_signal(struct select *s, const struct ir_insn *insn)
{
	const struct arg arg = { insn->a == IR_NO_REG ? ARG_CONST : ARG_VALUE, insn->imm, insn->a };

	bring_all(s, &arg, 1);
	call(s, BPF_FUNC_send_signal);
	result_done(s, insn->d, R0);
}

/* The kernel wants to see that there is at least one byte. What was compared before does not count:
 * the length may have been on the stack since then. */
void select_write_user(struct select *s, const struct ir_insn *insn)
{
	uint32_t end = ebpf_emit_label(s->e);
	const struct arg args[] = {
		VALUE(insn->b),
		VALUE(insn->a),
		{ insn->c == IR_NO_REG ? ARG_CONST : ARG_VALUE, insn->imm, insn->c },
	};

	bring_all(s, args, 3);
	clamp_length(s, insn->c, R3, insn->imm);
	ebpf_emit(s->e, insn_mov_imm(R0, 0));
	if (insn->c != IR_NO_REG)
		ebpf_emit_jump(s->e, insn_jump_imm(BPF_JLT, R3, 1), end);
	call(s, BPF_FUNC_probe_write_user);
	ebpf_emit_place(s->e, end);
	result_done(s, insn->d, R0);
}

void select_random(struct select *s, const struct ir_insn *insn)
{
	call(s, BPF_FUNC_get_prandom_u32);
	result_done(s, insn->d, R0);
}

static uint32_t body_label(struct select *s, uint32_t routine)
{
	struct select_body body = { routine, 0 };

	vec_each(known, &s->program->bodies)
		if (known->routine == routine)
			return known->label;
	body.label = ebpf_emit_label(s->e);
	vec_push(&s->program->bodies, body);
	return body.label;
}

/* A loop of one round, whose body the kernel follows by itself, once. */
void select_call(struct select *s, const struct ir_insn *insn)
{
	int16_t at = (int16_t)-s->u->call_off;
	uint8_t d = result_reg(s, insn->d);

	ebpf_emit(s->e, insn_store(8, R10, at + CALL_CTX, operand_reg(s, s->u->ctx, R4)));
	ebpf_emit(s->e, insn_store_imm(8, R10, at + CALL_RESULT, 0));
	call_with(s, BPF_FUNC_loop, CONST(1), SUBPROG(body_label(s, insn->ref)), STACK(at),
		  CONST(0));
	ebpf_emit(s->e, insn_load(8, d, R10, at + CALL_RESULT));
	result_done(s, insn->d, d);
}

static void loop_apart(struct select *s, const struct ir_insn *insn)
{
	const struct arg ctx = VALUE(insn->a);

	bring_all(s, &ctx, 1);
	part_call(s, PART_LOOP, body_label(s, insn->ref), insn->imm);
}

void select_loop(struct select *s, const struct ir_insn *insn)
{
	if (s->u->has_parts)
		return loop_apart(s, insn);
	call_with(s, BPF_FUNC_loop, CONST(insn->imm), SUBPROG(body_label(s, insn->ref)),
		  VALUE(insn->a), CONST(0));
}

void select_copy_by_call(struct select *s, const struct ir_insn *insn)
{
	const struct arg args[] = { VALUE(insn->a), CONST(insn->imm), VALUE(insn->b) };

	bring_all(s, args, 3);
	if (insn->off)
		ebpf_emit(s->e, insn_alu_imm(BPF_ADD, R1, insn->off));
	call(s, BPF_FUNC_probe_read_kernel);
}

void select_zero_by_call(struct select *s, const struct ir_insn *insn)
{
	const struct arg args[] = { VALUE(insn->a), CONST(insn->imm), RODATA(RODATA_ZEROS) };

	bring_all(s, args, 3);
	if (insn->off)
		ebpf_emit(s->e, insn_alu_imm(BPF_ADD, R1, insn->off));
	call(s, BPF_FUNC_probe_read_kernel);
}
