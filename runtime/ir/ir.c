/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/ir/ir.h"

#include <assert.h>
#include <string.h>

#include "runtime/base/alloc.h"

static const struct ir_op_info op_infos[] = {
#define OP(name, mnemonic_, syntax_, result, operands, flags, meaning_)                            \
	[IR_##name] = {                                                                            \
		.mnemonic = mnemonic_,                                                             \
		.syntax = syntax_,                                                                 \
		.has_result = result,                                                              \
		.n_operands = operands,                                                            \
		.is_pure = __builtin_strchr(#flags, 'P') != NULL,                                  \
		.calls = __builtin_strchr(#flags, 'C') != NULL,                                    \
		.ends = __builtin_strchr(#flags, 'T') != NULL,                                     \
		.writes = __builtin_strchr(#flags, 'W') != NULL,                                   \
		.reads = __builtin_strchr(#flags, 'M') != NULL,                                    \
		.meaning = meaning_,                                                               \
	},
#include "runtime/ir/op.def"
#undef OP
};

const struct ir_op_info *ir_op_info(enum ir_op op)
{
	assert(op < IR_N_OPS);
	return &op_infos[op];
}

bool ir_op_takes_imm(enum ir_op op, int operand)
{
	const char placeholder[] = { '%', "ABC"[operand], '\0' };

	return strstr(ir_op_info(op)->syntax, placeholder) != NULL;
}

uint32_t ir_operand(const struct ir_insn *insn, int operand)
{
	if (operand >= ir_op_info(insn->op)->n_operands)
		return IR_NO_REG;
	return operand == 0 ? insn->a : operand == 1 ? insn->b : insn->c;
}

enum ir_cond ir_cond_inverse(enum ir_cond cond)
{
	static const enum ir_cond inverses[] = {
		[IR_EQ] = IR_NE,   [IR_NE] = IR_EQ,   [IR_LT] = IR_GE,	 [IR_LE] = IR_GT,
		[IR_GT] = IR_LE,   [IR_GE] = IR_LT,   [IR_SLT] = IR_SGE, [IR_SLE] = IR_SGT,
		[IR_SGT] = IR_SLE, [IR_SGE] = IR_SLT,
	};

	return inverses[cond];
}

struct ir_module *ir_module_new(void)
{
	struct ir_module *m = xcalloc(1, sizeof(*m));

	m->counters = IR_NO_STORE;
	return m;
}

void ir_module_free(struct ir_module *m)
{
	if (!m)
		return;
	vec_each(routine, &m->routines) {
		free((*routine)->name);
		vec_fini(&(*routine)->insns);
		vec_fini(&(*routine)->frames);
		free(*routine);
	}
	vec_each(store, &m->stores) {
		free(store->name);
		free(store->init);
	}
	vec_fini(&m->routines);
	vec_fini(&m->stores);
	free(m);
}

uint32_t ir_module_add_store(struct ir_module *m, const char *name, enum ir_store_kind kind,
			     uint32_t key_size, uint32_t value_size, uint32_t n_entries)
{
	struct ir_store *store = vec_add(&m->stores);

	store->name = xstrdup(name);
	store->kind = kind;
	store->key_size = key_size;
	store->value_size = value_size;
	store->n_entries = n_entries;
	return m->stores.len - 1;
}

uint32_t ir_module_add_routine(struct ir_module *m, const char *name, enum ir_context context)
{
	struct ir_routine *r = xcalloc(1, sizeof(*r));

	r->name = xstrdup(name);
	r->context = context;
	r->n_regs = context == CONTEXT_BODY ? 2 : 0;
	vec_push(&m->routines, r);
	return m->routines.len - 1;
}

uint32_t ir_reg(struct ir_routine *r)
{
	return r->n_regs++;
}

uint32_t ir_label(struct ir_routine *r)
{
	return r->n_labels++;
}

uint32_t ir_frame(struct ir_routine *r, uint32_t size, const char *name)
{
	vec_push(&r->frames, (struct ir_frame){ .size = size, .name = name });
	return r->frames.len - 1;
}

uint32_t ir_frame_on_stack(struct ir_routine *r, uint32_t size, const char *name)
{
	vec_push(&r->frames, (struct ir_frame){ .size = size, .on_stack = true, .name = name });
	return r->frames.len - 1;
}

uint32_t ir_frame_off_stack(struct ir_routine *r, uint32_t size, const char *name)
{
	vec_push(&r->frames, (struct ir_frame){ .size = size, .off_stack = true, .name = name });
	return r->frames.len - 1;
}

struct ir_insn *ir_emit(struct ir_routine *r, enum ir_op op)
{
	struct ir_insn *insn = vec_add(&r->insns);

	insn->op = op;
	insn->size = 8;
	insn->d = insn->a = insn->b = insn->c = IR_NO_REG;
	return insn;
}

struct ir_insn *ir_emit_result(struct ir_routine *r, enum ir_op op)
{
	struct ir_insn *insn = ir_emit(r, op);

	insn->d = ir_reg(r);
	return insn;
}

uint32_t ir_imm(struct ir_routine *r, int64_t imm)
{
	struct ir_insn *insn = ir_emit_result(r, IR_IMM);

	insn->imm = imm;
	return insn->d;
}

uint32_t ir_unary(struct ir_routine *r, enum ir_op op, uint32_t a)
{
	struct ir_insn *insn = ir_emit_result(r, op);

	insn->a = a;
	return insn->d;
}

uint32_t ir_ext(struct ir_routine *r, uint32_t a, uint32_t size, bool is_signed)
{
	struct ir_insn *insn = ir_emit_result(r, IR_EXT);

	insn->a = a;
	insn->size = size;
	insn->is_signed = is_signed;
	return insn->d;
}

uint32_t ir_binary(struct ir_routine *r, enum ir_op op, uint32_t a, uint32_t b)
{
	struct ir_insn *insn = ir_emit_result(r, op);

	insn->a = a;
	insn->b = b;
	return insn->d;
}

uint32_t ir_binary_imm(struct ir_routine *r, enum ir_op op, uint32_t a, int64_t imm)
{
	struct ir_insn *insn = ir_emit_result(r, op);

	insn->a = a;
	insn->imm = imm;
	return insn->d;
}

uint32_t ir_set(struct ir_routine *r, enum ir_cond cond, uint32_t a, uint32_t b)
{
	struct ir_insn *insn = ir_emit_result(r, IR_SET);

	insn->cond = cond;
	insn->a = a;
	insn->b = b;
	return insn->d;
}

uint32_t ir_set_imm(struct ir_routine *r, enum ir_cond cond, uint32_t a, int64_t imm)
{
	struct ir_insn *insn = ir_emit_result(r, IR_SET);

	insn->cond = cond;
	insn->a = a;
	insn->imm = imm;
	return insn->d;
}

void ir_assign(struct ir_routine *r, uint32_t d, uint32_t a)
{
	struct ir_insn *insn = ir_emit(r, IR_MOV);

	insn->d = d;
	insn->a = a;
}

void ir_assign_imm(struct ir_routine *r, uint32_t d, int64_t imm)
{
	struct ir_insn *insn = ir_emit(r, IR_IMM);

	insn->d = d;
	insn->imm = imm;
}

void ir_place(struct ir_routine *r, uint32_t label)
{
	ir_emit(r, IR_LABEL)->target = label;
}

void ir_jmp(struct ir_routine *r, uint32_t label)
{
	ir_emit(r, IR_JMP)->target = label;
}

void ir_br(struct ir_routine *r, enum ir_cond cond, uint32_t a, uint32_t b, uint32_t label)
{
	struct ir_insn *insn = ir_emit(r, IR_BR);

	insn->cond = cond;
	insn->a = a;
	insn->b = b;
	insn->target = label;
}

void ir_br_imm(struct ir_routine *r, enum ir_cond cond, uint32_t a, int64_t imm, uint32_t label)
{
	struct ir_insn *insn = ir_emit(r, IR_BR);

	insn->cond = cond;
	insn->a = a;
	insn->imm = imm;
	insn->target = label;
}

void ir_ret(struct ir_routine *r, uint32_t a)
{
	ir_emit(r, IR_RET)->a = a;
}

uint32_t ir_call(struct ir_routine *r, uint32_t chunk)
{
	struct ir_insn *insn = ir_emit_result(r, IR_CALL);

	insn->ref = chunk;
	return insn->d;
}

void ir_loop(struct ir_routine *r, uint32_t body, uint32_t ctx, uint32_t n)
{
	struct ir_insn *insn = ir_emit(r, IR_LOOP);

	insn->ref = body;
	insn->a = ctx;
	insn->imm = n;
}
