/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What is a part of structures in own memory. A structure that is packed has them anywhere,
 * and the machine's own memory takes aligned accesses only: such a one is put together from the
 * largest pieces that are aligned. Of a bit-field the bytes are read that its bits lie in. */
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/type.h"

static uint32_t lowest_bit(uint32_t n)
{
	return n & -n;
}

static uint32_t piece_size(const struct place *at)
{
	return lowest_bit(lower_alignment(at) | at->size);
}

uint32_t lower_load_place(struct lower *lo, const struct place *at, bool is_signed)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t step = piece_size(at), value = IR_NO_REG;

	for (uint32_t done = 0; done < at->size; done += step) {
		bool is_last = done + step == at->size;
		uint32_t piece = ir_load(r, at->base, at->off + (int32_t)done, step,
					 is_last && is_signed);

		if (done)
			piece = ir_binary_imm(r, IR_SHL, piece, done * 8);
		value = done ? ir_binary(r, IR_OR, value, piece) : piece;
	}
	return value;
}

static void store_place(struct lower *lo, const struct place *at, uint32_t value)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t step = piece_size(at);

	for (uint32_t done = 0; done < at->size; done += step) {
		uint32_t piece = done ? ir_binary_imm(r, IR_SHR, value, done * 8) : value;

		ir_store_reg(r, at->base, at->off + (int32_t)done, piece, step);
	}
}

static const struct node_member *bit_field(const struct node *n)
{
	return n->kind == NODE_MEMBER && node_member(n)->bit_size ? node_member(n) : NULL;
}

/* A bit-field that a packed structure has across two units of its type is in as many bytes as it
 * touches. */
uint32_t lower_part_size(const struct node *n)
{
	const struct node_member *m = bit_field(n);
	uint32_t size = type_size(n->type);

	if (m && m->bit_offset + m->bit_size > size * 8u)
		return (m->bit_offset + m->bit_size + 7u) / 8;
	return size;
}

/* The bits of a bit-field that begin at a bit of a register, as its type extends them. */
static uint32_t cut_bits(struct lower *lo, const struct node_member *m, uint32_t reg, uint32_t at)
{
	struct ir_routine *r = lower_code(lo);
	bool is_signed = type_is_signed(m->node.type);

	reg = ir_binary_imm(r, IR_SHL, reg, 64u - at - m->bit_size);
	return ir_binary_imm(r, is_signed ? IR_SAR : IR_SHR, reg, 64u - m->bit_size);
}

uint32_t lower_load_part(struct lower *lo, const struct node *n, const struct place *at)
{
	const struct node_member *m = bit_field(n);
	uint32_t reg = lower_load_place(lo, at, type_is_signed(n->type));

	return m ? cut_bits(lo, m, reg, m->bit_offset) : reg;
}

void lower_store_part(struct lower *lo, const struct node *n, const struct place *at,
		      uint32_t *reg)
{
	const struct node_member *m = bit_field(n);
	struct ir_routine *r = lower_code(lo);
	uint32_t word = *reg;

	if (m) {
		uint64_t mask = ~UINT64_C(0) >> (64 - m->bit_size) << m->bit_offset;
		uint32_t old = lower_load_place(lo, at, false);

		*reg = cut_bits(lo, m, *reg, 0);
		word = ir_binary_imm(r, IR_SHL, *reg, m->bit_offset);
		word = ir_binary_imm(r, IR_AND, word, (int64_t)mask);
		old = ir_binary_imm(r, IR_AND, old, (int64_t)~mask);
		word = ir_binary(r, IR_OR, old, word);
	}
	store_place(lo, at, word);
}
