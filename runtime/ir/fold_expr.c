/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* One operation at a time: copies are looked through, constants move into operations and are
 * computed, addresses take up constant offsets, and what changes nothing becomes a copy. */

#include "runtime/ir/fold_impl.h"

static bool is_imm32(int64_t imm)
{
	return imm == (int32_t)imm;
}

static void become_const(struct fold *f, struct ir_insn *insn, int64_t imm)
{
	*insn = (struct ir_insn){ .op = IR_IMM, .size = 8, .d = insn->d, .imm = imm };
	insn->a = insn->b = insn->c = IR_NO_REG;
	f->has_changed = true;
}

static void become_copy(struct fold *f, struct ir_insn *insn, uint32_t a)
{
	*insn = (struct ir_insn){ .op = IR_MOV, .size = 8, .d = insn->d, .a = a };
	insn->b = insn->c = IR_NO_REG;
	f->has_changed = true;
}

static void become_binary(struct fold *f, struct ir_insn *insn, enum ir_op op, int64_t imm)
{
	insn->op = op;
	insn->b = IR_NO_REG;
	insn->imm = imm;
	f->has_changed = true;
}

static void look_through_copy(struct fold *f, uint32_t *reg)
{
	const struct ir_insn *origin = fold_origin(f, *reg);

	if (origin && origin->op == IR_MOV && fold_is_stable(f, origin->a)) {
		*reg = origin->a;
		f->has_changed = true;
	}
}

static bool is_commutative(enum ir_op op)
{
	return op == IR_ADD || op == IR_MUL || op == IR_AND || op == IR_OR || op == IR_XOR;
}

static bool is_division(enum ir_op op)
{
	return op == IR_UDIV || op == IR_SDIV || op == IR_UMOD || op == IR_SMOD;
}

/* A constant that stands on the left goes to the right. */
static void order_operands(struct fold *f, struct ir_insn *insn)
{
	static const enum ir_cond mirrors[] = {
		[IR_EQ] = IR_EQ,   [IR_NE] = IR_NE,   [IR_LT] = IR_GT,	 [IR_LE] = IR_GE,
		[IR_GT] = IR_LT,   [IR_GE] = IR_LE,   [IR_SLT] = IR_SGT, [IR_SLE] = IR_SGE,
		[IR_SGT] = IR_SLT, [IR_SGE] = IR_SLE,
	};
	bool compares = insn->op == IR_SET || insn->op == IR_BR;
	uint32_t a = insn->a;
	int64_t imm;

	if ((!compares && !is_commutative(insn->op)) || insn->b == IR_NO_REG ||
	    !fold_const(f, insn->a, &imm) || fold_const(f, insn->b, &imm))
		return;
	insn->a = insn->b;
	insn->b = a;
	if (compares)
		insn->cond = mirrors[insn->cond];
	f->has_changed = true;
}

/* Lengths: imm is their maximum, too. */
static void inline_length(struct fold *f, struct ir_insn *insn, uint32_t *length)
{
	int64_t imm;

	if (!fold_const(f, *length, &imm) || imm <= 0 || imm > insn->imm)
		return;
	*length = IR_NO_REG;
	insn->imm = imm;
	f->has_changed = true;
}

static void inline_const(struct fold *f, struct ir_insn *insn)
{
	int64_t imm;

	if (insn->op == IR_EMIT)
		return inline_length(f, insn, &insn->b);
	if (ir_op_takes_imm(insn->op, 2))
		return inline_length(f, insn, &insn->c);
	if (ir_op_info(insn->op)->n_operands != 2 || !ir_op_takes_imm(insn->op, 1) ||
	    !fold_const(f, insn->b, &imm))
		return;
	if (!is_imm32(imm) || (is_division(insn->op) && !imm))
		return;
	insn->b = IR_NO_REG;
	insn->imm = imm;
	f->has_changed = true;
}

static int64_t extend(int64_t value, uint32_t size, bool is_signed)
{
	int shift = 64 - 8 * size;

	if (is_signed)
		return (int64_t)((uint64_t)value << shift) >> shift;
	return (uint64_t)value << shift >> shift;
}

/* Wraps around as the machine does; the divisor is not 0. */
static int64_t divide(enum ir_op op, int64_t a, int64_t b)
{
	switch ((int)op) {
	case IR_UDIV:
		return (uint64_t)a / (uint64_t)b;
	case IR_UMOD:
		return (uint64_t)a % (uint64_t)b;
	case IR_SDIV:
		return b == -1 ? (int64_t)-(uint64_t)a : a / b;
	default:
		return b == -1 ? 0 : a % b;
	}
}

static int64_t compute(enum ir_op op, int64_t a, int64_t b)
{
	switch ((int)op) {
	case IR_ADD:
		return (uint64_t)a + (uint64_t)b;
	case IR_SUB:
		return (uint64_t)a - (uint64_t)b;
	case IR_MUL:
		return (uint64_t)a * (uint64_t)b;
	case IR_AND:
		return a & b;
	case IR_OR:
		return a | b;
	case IR_XOR:
		return a ^ b;
	case IR_SHL:
		return (uint64_t)a << (b & 63);
	case IR_SHR:
		return (uint64_t)a >> (b & 63);
	case IR_SAR:
		return a >> (b & 63);
	default:
		return divide(op, a, b);
	}
}

static bool is_arithmetic(enum ir_op op)
{
	return op >= IR_ADD && op <= IR_SAR;
}

/* Both operands are constants. */
static void fold_consts(struct fold *f, struct ir_insn *insn)
{
	int64_t a, b = insn->imm;

	if (!fold_const(f, insn->a, &a) || (insn->b != IR_NO_REG && !fold_const(f, insn->b, &b)))
		return;
	if (insn->op == IR_MOV)
		become_const(f, insn, a);
	else if (insn->op == IR_EXT)
		become_const(f, insn, extend(a, insn->size, insn->is_signed));
	else if (insn->op == IR_NEG)
		become_const(f, insn, -(uint64_t)a);
	else if (insn->op == IR_NOT)
		become_const(f, insn, ~a);
	else if (insn->op == IR_SET)
		become_const(f, insn, fold_holds(insn->cond, a, b));
	else if (is_arithmetic(insn->op) && !(is_division(insn->op) && !b))
		become_const(f, insn, compute(insn->op, a, b));
}

/* x + 0, x * 1 ... */
static bool changes_nothing(const struct ir_insn *insn)
{
	switch ((int)insn->op) {
	case IR_ADD: case IR_SUB: case IR_OR: case IR_XOR:
		return insn->imm == 0;
	case IR_SHL: case IR_SHR: case IR_SAR:
		return (insn->imm & 63) == 0;
	case IR_MUL: case IR_UDIV: case IR_SDIV:
		return insn->imm == 1;
	case IR_AND:
		return insn->imm == -1;
	default:
		return false;
	}
}

/* Multiplications and divisions by a power of two. */
static void fold_power(struct fold *f, struct ir_insn *insn)
{
	uint64_t imm = insn->imm;

	if (!imm || imm & (imm - 1))
		return;
	if (insn->op == IR_MUL)
		become_binary(f, insn, IR_SHL, __builtin_ctzll(imm));
	else if (insn->op == IR_UDIV)
		become_binary(f, insn, IR_SHR, __builtin_ctzll(imm));
	else if (insn->op == IR_UMOD && is_imm32(imm - 1))
		become_binary(f, insn, IR_AND, imm - 1);
}

/* The constant joins the one that a was made with: (x + 1) + 2. */
static void fold_chain(struct fold *f, struct ir_insn *insn)
{
	const struct ir_insn *origin = fold_origin(f, insn->a);
	int64_t imm;

	if (insn->op == IR_SUB && is_imm32(insn->imm) && insn->imm != INT32_MIN)
		become_binary(f, insn, IR_ADD, -insn->imm);
	if (!origin || origin->op != insn->op || origin->b != IR_NO_REG ||
	    !fold_is_stable(f, origin->a) || !is_commutative(insn->op))
		return;
	imm = compute(insn->op, origin->imm, insn->imm);
	if (!is_imm32(imm))
		return;
	insn->a = origin->a;
	insn->imm = imm;
	f->has_changed = true;
}

/* An address inside an object, and a constant. */
static void fold_address(struct fold *f, struct ir_insn *insn)
{
	const struct ir_insn *origin = fold_origin(f, insn->a);
	uint32_t size;
	int64_t off;

	if (insn->op != IR_ADD || !origin || (origin->op != IR_FRAME && origin->op != IR_STATIC))
		return;
	size = origin->op == IR_FRAME ? f->r->frames.data[origin->ref].size :
					f->m->stores.data[origin->ref].value_size;
	off = origin->off + insn->imm;
	if (off < 0 || off > size)
		return;
	*insn = (struct ir_insn){
		.op = origin->op, .size = 8, .d = insn->d, .ref = origin->ref, .off = off
	};
	insn->a = insn->b = insn->c = IR_NO_REG;
	f->has_changed = true;
}

static void fold_with_const(struct fold *f, struct ir_insn *insn)
{
	if (changes_nothing(insn))
		return become_copy(f, insn, insn->a);
	if ((insn->op == IR_MUL || insn->op == IR_AND) && insn->imm == 0)
		return become_const(f, insn, 0);
	fold_power(f, insn);
	fold_chain(f, insn);
	fold_address(f, insn);
}

/* Does the value fit size bytes with such a sign, by what made it? */
static bool fits(const struct fold *f, uint32_t reg, uint32_t size, bool is_signed)
{
	const struct ir_insn *origin = fold_origin(f, reg);

	if (!origin)
		return false;
	if (origin->op == IR_SET)
		return true;
	if (origin->op == IR_AND && origin->b == IR_NO_REG)
		return origin->imm >= 0 && extend(origin->imm, size, is_signed) == origin->imm;
	if (origin->op != IR_LOAD && origin->op != IR_EXT)
		return false;
	if (origin->is_signed == is_signed)
		return origin->size <= size;
	return is_signed && origin->size < size;
}

static void fold_ext(struct fold *f, struct ir_insn *insn)
{
	const struct ir_insn *origin = fold_origin(f, insn->a);

	if (insn->size == 8 || fits(f, insn->a, insn->size, insn->is_signed))
		return become_copy(f, insn, insn->a);
	if (origin && origin->op == IR_EXT && origin->size >= insn->size &&
	    fold_is_stable(f, origin->a)) {
		insn->a = origin->a;
		f->has_changed = true;
	}
}

/* [x + 8 at off 4] is [x at off 12]. */
static void fold_base(struct fold *f, struct ir_insn *insn)
{
	const struct ir_insn *origin = fold_origin(f, insn->a);
	int64_t off;

	if (!origin || origin->op != IR_ADD || origin->b != IR_NO_REG ||
	    !fold_is_stable(f, origin->a))
		return;
	off = origin->imm + insn->off;
	if (off != (int16_t)off)
		return;
	insn->a = origin->a;
	insn->off = off;
	f->has_changed = true;
}

/* A comparison of a comparison's result with 0 is that comparison, or its inverse. */
static void fold_test(struct fold *f, struct ir_insn *insn)
{
	const struct ir_insn *origin = fold_origin(f, insn->a);

	if (!origin || origin->op != IR_SET || insn->b != IR_NO_REG || insn->imm != 0 ||
	    (insn->cond != IR_EQ && insn->cond != IR_NE))
		return;
	if (!fold_is_stable(f, origin->a) ||
	    (origin->b != IR_NO_REG && !fold_is_stable(f, origin->b)))
		return;
	insn->cond = insn->cond == IR_NE ? origin->cond : ir_cond_inverse(origin->cond);
	insn->a = origin->a;
	insn->b = origin->b;
	insn->imm = origin->imm;
	f->has_changed = true;
}

static void fold_index(struct fold *f, struct ir_insn *insn)
{
	int64_t imm;

	if (fold_const(f, insn->b, &imm))
		become_binary(f, insn, IR_ADD,
			      (uint64_t)imm < (uint64_t)insn->imm ? imm : insn->imm);
}

void fold_expr(struct fold *f, struct ir_insn *insn)
{
	int n = ir_op_info(insn->op)->n_operands;

	if (n > 0)
		look_through_copy(f, &insn->a);
	if (n > 1)
		look_through_copy(f, &insn->b);
	if (n > 2)
		look_through_copy(f, &insn->c);
	order_operands(f, insn);
	inline_const(f, insn);
	if (insn->op == IR_EXT)
		fold_ext(f, insn);
	else if (insn->op == IR_SET || insn->op == IR_BR)
		fold_test(f, insn);
	else if (insn->op == IR_INDEX)
		fold_index(f, insn);
	else if (insn->op >= IR_LOAD && insn->op <= IR_ZERO)
		fold_base(f, insn);
	else if (is_arithmetic(insn->op) && insn->b == IR_NO_REG)
		fold_with_const(f, insn);
	if (ir_op_info(insn->op)->is_pure && n > 0 && n < 3)
		fold_consts(f, insn);
}
