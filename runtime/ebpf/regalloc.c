/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Linear scan: values in the order in which they begin, each gets a register that is free until it
 * ends and that no operation in between takes for itself. When there is none, the value that is
 * used least for its length goes to the stack, or is remade at each use where that is possible.
 * What is alive over a call can only be in R6 to R9. */

#include <stdlib.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/ebpf/insn.h"
#include "runtime/ebpf/unit.h"

#define N_REGS 10
#define NOBODY UINT32_MAX

struct regalloc {
	struct ebpf_unit *u;
	uint32_t *order;		/* values that need a place, by start */
	uint32_t n_order;
	uint32_t owner[N_REGS];		/* the value that has it last, NOBODY */
	uint16_t allowed;		/* mask */
};

static bool is_there(const struct ebpf_value *value)
{
	return value->start <= value->end && value->where != WHERE_REMADE;
}

static void sort_values(struct regalloc *ra)
{
	struct ebpf_unit *u = ra->u;
	uint32_t *count = xcalloc(use_position(u->n_insns) + 2, sizeof(*count)), sum = 0;

	for (uint32_t i = 0; i < u->n_values; i++)
		if (is_there(&u->values[i]))
			count[u->values[i].start]++;
	for (int32_t i = 0; i < use_position(u->n_insns) + 2; i++) {
		uint32_t n = count[i];

		count[i] = sum;
		sum += n;
	}
	for (uint32_t i = 0; i < u->n_values; i++)
		if (is_there(&u->values[i]))
			ra->order[count[u->values[i].start]++] = i;
	ra->n_order = sum;
	free(count);
}

/* Registers that operations take for themselves while the value is alive. */
static uint16_t taken_mask(const struct ebpf_unit *u, const struct ebpf_value *value)
{
	uint16_t mask = 0;

	for (size_t i = value->start / 2; use_position(i) <= value->end; i++) {
		if (use_position(i) < value->start)
			continue;
		mask |= u->early[i];
		if (value->end > use_position(i))
			mask |= u->during[i];
	}
	return mask;
}

static bool is_free(const struct regalloc *ra, int reg, int32_t start)
{
	return ra->owner[reg] == NOBODY || ra->u->values[ra->owner[reg]].end < start;
}

static int first_free(const struct regalloc *ra, uint16_t mask, int32_t start)
{
	static const uint8_t preference[N_REGS] = { R1, R2, R3, R5, R4, R0, R6, R7, R8, R9 };

	for (int i = 0; i < N_REGS; i++)
		if (mask >> preference[i] & 1 && is_free(ra, preference[i], start))
			return preference[i];
	return -1;
}

/* The register that saves a move, if it can be had. */
static int wished(const struct regalloc *ra, const struct ebpf_value *value, uint16_t mask)
{
	uint8_t hint = value->hint;

	if (hint != EBPF_NO_HINT && mask >> hint & 1 && is_free(ra, hint, value->start))
		return hint;
	if (value->like == IR_NO_REG || ra->u->values[value->like].where != WHERE_REG)
		return -1;
	hint = ra->u->values[value->like].reg;
	return mask >> hint & 1 && is_free(ra, hint, value->start) ? hint : -1;
}

/* How much it would cost to have the value on the stack; what is remade is cheap. */
static uint64_t weight(const struct ebpf_unit *u, uint32_t index)
{
	const struct ebpf_value *value = &u->values[index];
	uint64_t density = (uint64_t)(value->n_uses + 1) * 1000 / (value->end - value->start + 1);

	return ebpf_can_remake(u, index) ? density / 4 : density;
}

static void put_nowhere(struct regalloc *ra, uint32_t value)
{
	ra->u->values[value].where = WHERE_SLOT;
}

static void put_in_reg(struct regalloc *ra, uint32_t value, int reg)
{
	ra->owner[reg] = value;
	ra->u->values[value].where = WHERE_REG;
	ra->u->values[value].reg = reg;
}

/* All registers are in use: the least worthy of their owners and the newcomer goes. */
static void contend(struct regalloc *ra, uint32_t newcomer, uint16_t mask)
{
	uint32_t loser = newcomer;
	int reg = -1;

	for (int i = 0; i < N_REGS; i++) {
		if (!(mask >> i & 1) || ra->owner[i] == NOBODY)
			continue;
		if (weight(ra->u, ra->owner[i]) < weight(ra->u, loser)) {
			loser = ra->owner[i];
			reg = i;
		}
	}
	put_nowhere(ra, loser);
	if (loser != newcomer)
		put_in_reg(ra, newcomer, reg);
}

static void scan(struct regalloc *ra)
{
	for (uint32_t i = 0; i < ra->n_order; i++) {
		const struct ebpf_value *value = &ra->u->values[ra->order[i]];
		uint16_t mask = ra->allowed & ~taken_mask(ra->u, value);
		int reg = wished(ra, value, mask);

		if (reg < 0)
			reg = first_free(ra, mask, value->start);
		if (reg >= 0)
			put_in_reg(ra, ra->order[i], reg);
		else
			contend(ra, ra->order[i], mask);
	}
}

/* Slots are shared by values that are not alive together. */
static void place_slots(struct regalloc *ra)
{
	struct ebpf_unit *u = ra->u;
	auto_free int32_t *busy_until = xcalloc(ra->n_order, sizeof(*busy_until));
	uint32_t n_slots = 0;

	for (uint32_t i = 0; i < ra->n_order; i++) {
		struct ebpf_value *value = &u->values[ra->order[i]];
		uint32_t slot = 0;

		if (value->where != WHERE_SLOT)
			continue;
		while (slot < n_slots && busy_until[slot] >= value->start)
			slot++;
		if (slot == n_slots)
			n_slots++;
		busy_until[slot] = value->end;
		value->slot = -(int32_t)(u->stack_size + 8 * (slot + 1));
	}
	u->stack_size += 8 * n_slots;
}

/* Gives up registers for values that can be remade. How many others are left on the stack? */
static uint32_t remake_slots(struct ebpf_unit *u, bool *has_changed)
{
	uint32_t n_left = 0;

	*has_changed = false;
	for (uint32_t i = 0; i < u->n_values; i++) {
		if (u->values[i].where != WHERE_SLOT)
			continue;
		if (ebpf_can_remake(u, i)) {
			u->values[i].where = WHERE_REMADE;
			*has_changed = true;
		} else {
			n_left++;
		}
	}
	return n_left;
}

static void run(struct regalloc *ra)
{
	struct ebpf_unit *u = ra->u;

	ra->allowed = (1u << N_REGS) - 1;
	if (u->has_temps)
		ra->allowed &= ~(1u << R0 | 1u << R4 | 1u << R5);
	for (int i = 0; i < N_REGS; i++)
		ra->owner[i] = NOBODY;
	for (uint32_t i = 0; i < u->n_values; i++)
		if (u->values[i].where != WHERE_REMADE)
			u->values[i].where = WHERE_NOWHERE;
	ebpf_live_find(u);
	sort_values(ra);
	scan(ra);
}

void ebpf_regalloc(struct ebpf_unit *u)
{
	auto_free uint32_t *order = xcalloc(u->n_values, sizeof(*order));
	struct regalloc ra = { .u = u, .order = order };
	bool has_changed = true;
	uint32_t n_left = 0;

	u->has_temps = false;
	while (has_changed) {
		run(&ra);
		n_left = remake_slots(u, &has_changed);
		if (n_left && !u->has_temps)
			u->has_temps = has_changed = true;
	}
	place_slots(&ra);
}
