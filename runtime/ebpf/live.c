/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* When each value must be somewhere, which registers each operation takes for itself, and where
 * values would like to be. */

#include <string.h>

#include "runtime/ebpf/insn.h"
#include "runtime/ebpf/unit.h"

/* More pieces than these are moved by a helper. */
#define MAX_COPIES 16
#define MAX_ZEROS 32

/* How an operand is taken. */
enum take {
	TAKE_ANY,	/* from wherever it is */
	TAKE_REG,	/* from a register */
	TAKE_BASE,	/* a register that an offset is added to; the stack's own will do */
	TAKE_REG_IMM,	/* a register, or a constant of 32 bits */
};

/* What an operation asks of its operands. */
struct shape {
	uint8_t take[3];
	uint8_t arg[3];		/* the register that it is brought to as a call's argument; 0 */
	uint8_t late;		/* mask of operands still read when the result is written */
	uint8_t early;		/* mask of registers taken before the operands are read */
};

#define T0 (1u << R0)
#define T_ALL (1u << R0 | 1u << R4 | 1u << R5)

#define ALU { .take = { TAKE_ANY, TAKE_REG_IMM }, .late = 2 }
#define READ { .arg = { R1, R3, R2 } }

static const struct shape shapes[IR_N_OPS] = {
	[IR_ADD] = ALU, [IR_SUB] = ALU, [IR_MUL] = ALU, [IR_UDIV] = ALU, [IR_UMOD] = ALU,
	[IR_AND] = ALU, [IR_OR] = ALU, [IR_XOR] = ALU,
	[IR_SHL] = ALU, [IR_SHR] = ALU, [IR_SAR] = ALU,
	[IR_SDIV] = { .early = T_ALL },
	[IR_SMOD] = { .early = T_ALL },
	[IR_SET] = { .take = { TAKE_REG, TAKE_REG_IMM }, .late = 3 },
	[IR_BR] = { .take = { TAKE_REG, TAKE_REG_IMM } },
	[IR_RET] = { .take = { TAKE_REG } },
	[IR_LOOP] = { .arg = { R3 } },
	[IR_INDEX] = { .take = { TAKE_BASE }, .late = 1 },
	[IR_LOAD] = { .take = { TAKE_BASE } },
	[IR_STORE] = { .take = { TAKE_BASE, TAKE_REG_IMM } },
	[IR_ATOMIC_ADD] = { .take = { TAKE_BASE, TAKE_REG } },
	[IR_FETCH_ADD] = { .take = { TAKE_BASE }, .late = 1 },
	[IR_CMPXCHG] = { .take = { TAKE_BASE, TAKE_ANY, TAKE_REG }, .early = T0 },
	[IR_COPY] = { .take = { TAKE_BASE, TAKE_BASE }, .early = T0 },
	[IR_ZERO] = { .take = { TAKE_BASE } },
	[IR_COMM] = { .arg = { R1 } },
	[IR_IDS] = { .arg = { R3 } },
	[IR_STACK_USER] = { .arg = { R2 } }, [IR_STACK_KERN] = { .arg = { R2 } },
	[IR_MAPPING] = { .arg = { R4, R2, R1 } },
	[IR_USER_REG] = { .take = { TAKE_REG } }, [IR_KERN_LOAD] = { .take = { TAKE_REG } },
	[IR_READ_USER] = READ, [IR_READ_KERN] = READ, [IR_READ_USER_STR] = READ,
	[IR_READ_KERN_STR] = READ, [IR_COPY_STR] = READ,
	[IR_FORMAT_INT] = { .arg = { R1 }, .early = T0 },
	[IR_FIND] = { .arg = { R2 } },
	[IR_MAKE] = { .arg = { R2 }, .late = 1 },
	[IR_PUT] = { .arg = { R2, R3 } },
	[IR_DROP] = { .arg = { R2 } },
	[IR_EMIT] = { .arg = { R2, R3 } },
	[IR_SIGNAL] = { .arg = { R1 } },
	[IR_WRITE_USER] = { .arg = { R2, R1, R3 } },
};

static const struct shape copy_by_call = { .arg = { R1, R3 } };
static const struct shape zero_by_call = { .arg = { R1 } };
static const struct shape read_again = { .arg = { R1, R3, R2 }, .late = 7 };

/* Into how many accesses memory of this size and alignment is cut. */
static int64_t n_pieces(const struct ir_insn *insn)
{
	return insn->imm / insn->size + __builtin_popcountll(insn->imm % insn->size);
}

bool ebpf_is_call(const struct ebpf_unit *u, const struct ir_insn *insn)
{
	if (insn->op == IR_COPY)
		return n_pieces(insn) > MAX_COPIES;
	if (insn->op == IR_ZERO)
		return n_pieces(insn) > MAX_ZEROS;
	if (insn->op == IR_COOKIE)
		return u->r->context == CONTEXT_SITE || u->r->context == CONTEXT_SAMPLE;
	return ir_op_info(insn->op)->calls;
}

static const struct shape *shape_of(const struct ebpf_unit *u, const struct ir_insn *insn)
{
	if (insn->op == IR_COPY && ebpf_is_call(u, insn))
		return &copy_by_call;
	if (insn->op == IR_ZERO && ebpf_is_call(u, insn))
		return &zero_by_call;
	if (u->can_sleep && (insn->op == IR_READ_USER || insn->op == IR_READ_USER_STR))
		return &read_again;
	return &shapes[insn->op];
}

bool ebpf_can_remake(const struct ebpf_unit *u, uint32_t value)
{
	const struct ir_insn *origin = u->values[value].origin;

	return origin && (origin->op == IR_IMM || origin->op == IR_FRAME ||
			  origin->op == IR_STATIC);
}

const struct ebpf_object *ebpf_value_object(const struct ebpf_unit *u, uint32_t value, int32_t *off)
{
	const struct ir_insn *origin = u->values[value].origin;

	if (!origin || origin->op != IR_FRAME)
		return NULL;
	*off = origin->off;
	return &u->objects[origin->ref];
}

static bool is_small_const(const struct ebpf_unit *u, uint32_t value)
{
	const struct ir_insn *origin = u->values[value].origin;

	return origin && origin->op == IR_IMM && ebpf_is_imm32(origin->imm);
}

/* Must a register be found for the time of the operation, to bring the operand there? */
static bool needs_temp(const struct ebpf_unit *u, const struct ir_insn *insn, int operand,
		       enum take take)
{
	uint32_t value = ir_operand(insn, operand);
	const struct ir_insn *origin;

	if (value == IR_NO_REG)
		return operand == 1 && take == TAKE_REG_IMM && !ebpf_is_imm32(insn->imm);
	if (take == TAKE_ANY || u->values[value].where != WHERE_REMADE)
		return false;
	origin = u->values[value].origin;
	return !(take == TAKE_BASE && origin->op == IR_FRAME) &&
	       !(take == TAKE_REG_IMM && is_small_const(u, value));
}

/* Is the result written while the same value is still read as an operand? */
static bool overwrites_operand(const struct ir_insn *insn, uint8_t late)
{
	if (!ir_op_info(insn->op)->has_result)
		return false;
	for (int i = 0; i < 3; i++)
		if (late >> i & 1 && ir_operand(insn, i) == insn->d)
			return true;
	return false;
}

static uint16_t early_mask(const struct ebpf_unit *u, const struct ir_insn *insn,
			   const struct shape *shape)
{
	uint16_t mask = shape->early;

	for (int i = 0; i < 3; i++)
		if (needs_temp(u, insn, i, shape->take[i]))
			mask |= i == 0 ? 1u << R4 : 1u << R5;
	if (overwrites_operand(insn, shape->late))
		mask |= T0;
	return mask;
}

static void extend(struct ebpf_value *value, int32_t position)
{
	if (value->start > position)
		value->start = position;
	if (value->end < position)
		value->end = position;
}

static void use(struct ebpf_unit *u, uint32_t value, int32_t position)
{
	extend(&u->values[value], position);
	u->values[value].n_uses++;
}

/* The values of our own that the operation reads: ctx, and the scratch slot. A cookie of a
 * site may be looked up after the call. */
static void use_own(struct ebpf_unit *u, const struct ir_insn *insn, int32_t position)
{
	bool is_frame = insn->op == IR_FRAME && u->objects[insn->ref].is_scratch;
	bool is_late = insn->op == IR_COOKIE && u->opts->sites.n_cookies;
	bool has_result = insn->op == IR_RET && insn->a != IR_NO_REG;

	if (insn->op == IR_REG || insn->op == IR_COOKIE || insn->op == IR_STACK_USER ||
	    insn->op == IR_STACK_KERN || insn->op == IR_CALL)
		use(u, u->ctx, position + is_late);
	if (u->scratch_size && (is_frame || insn->op == IR_RET))
		use(u, u->scratch, position);
	if (u->r->is_chunk && has_result)
		use(u, u->caller, position);
}

/* An object's address that is remade reads the scratch slot at each use. */
static void use_operand(struct ebpf_unit *u, uint32_t value, int32_t position)
{
	int32_t off;
	const struct ebpf_object *object = ebpf_value_object(u, value, &off);

	use(u, value, position);
	if (object && object->is_scratch)
		use(u, u->scratch, position);
}

static void hint(struct ebpf_unit *u, uint32_t value, uint8_t reg)
{
	if (reg && u->values[value].hint == EBPF_NO_HINT)
		u->values[value].hint = reg;
}

static void take_operands(struct ebpf_unit *u, const struct ir_insn *insn,
			  const struct shape *shape, int32_t position)
{
	for (int i = 0; i < 3; i++) {
		uint32_t value = ir_operand(insn, i);

		if (value == IR_NO_REG)
			continue;
		use_operand(u, value, position + (shape->late >> i & 1));
		hint(u, value, shape->arg[i]);
	}
}

/* A result must not lie in a temporary that brings an operand: it begins before the operation. */
static void take_result(struct ebpf_unit *u, const struct ir_insn *insn, int32_t position,
			bool has_temps)
{
	struct ebpf_value *value;

	if (!ir_op_info(insn->op)->has_result)
		return;
	value = &u->values[insn->d];
	extend(value, position + 1);
	if (has_temps)
		extend(value, position - 1);
	if (ebpf_is_call(u, insn) || insn->op == IR_CMPXCHG)
		value->hint = R0;
	else if (ir_op_info(insn->op)->n_operands && insn->a != IR_NO_REG)
		value->like = insn->a;
}

static void take_insn(struct ebpf_unit *u, size_t i)
{
	const struct ir_insn *insn = &u->insns[i];
	const struct shape *shape = shape_of(u, insn);
	int32_t position = use_position(i);

	take_operands(u, insn, shape, position);
	use_own(u, insn, position);
	u->early[i] = early_mask(u, insn, shape);
	take_result(u, insn, position, u->early[i] & ~shape->early & (1u << R4 | 1u << R5));
	u->during[i] = ebpf_is_call(u, insn) ? EBPF_CALL_CLOBBERS : 0;
}

/* ctx arrives in R1, a body's two arguments in R1 and R2, a chunk's one in R2. */
static void take_entry(struct ebpf_unit *u)
{
	if (u->r->context == CONTEXT_BODY) {
		for (uint32_t i = 0; i < 2; i++) {
			extend(&u->values[i], 1);
			hint(u, i, R1 + i);
		}
	} else {
		extend(&u->values[u->ctx], 1);
		hint(u, u->ctx, R1);
	}
	if (u->r->is_chunk) {
		extend(&u->values[u->caller], 1);
		hint(u, u->caller, R2);
	}
}

/* The scratch slot is looked up, so what is alive meanwhile must survive calls. */
static void take_setup(struct ebpf_unit *u)
{
	if (!u->scratch_size)
		return;
	extend(&u->values[u->scratch], use_position(u->setup_at) - 1);
	u->early[u->setup_at] |= EBPF_CALL_CLOBBERS;
}

void ebpf_live_find(struct ebpf_unit *u)
{
	for (uint32_t i = 0; i < u->n_values; i++) {
		struct ebpf_value *value = &u->values[i];

		value->start = INT32_MAX;
		value->end = -1;
		value->n_uses = 0;
		value->hint = EBPF_NO_HINT;
		value->like = IR_NO_REG;
	}
	take_entry(u);
	for (size_t i = 0; i < u->n_insns; i++)
		take_insn(u, i);
	take_setup(u);
}
