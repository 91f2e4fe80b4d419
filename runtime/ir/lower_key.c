/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Keys: the thread for self-> variables, then each element of the tuple, 8 bytes for an integer and
 * strsize bytes for a string, for aggregations the CPU, and where tables share a store a number.
 * All bytes count, so a string's rest is zeros. */
#include "runtime/base/map.h"
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/scope.h"
#include "runtime/lang/type.h"

uint32_t lower_key_size(const struct lower_session *s, const struct symbol *symbol)
{
	uint32_t size = symbol->kind == SYMBOL_SELF ? 8 : 0;

	for (uint32_t i = 0; i < symbol->n_keys; i++)
		size += lower_size(s, symbol->keys[i]);
	return size;
}

/* What makes the keys of a shared store different, as the last part of the key. */
static uint32_t last_size(const struct lower *lo, const struct symbol *symbol)
{
	if (symbol->kind == SYMBOL_AGG)
		return AGG_CPU_SIZE;
	return lo->s->shares_stores ? TABLE_NUMBER_SIZE : 0;
}

static void store_last(struct lower *lo, const struct symbol *symbol, uint32_t base, uint32_t at)
{
	struct ir_routine *r = lower_code(lo);
	uint64_t table = (uintptr_t)map_find(lo->s->tables, &symbol, sizeof(symbol));
	uint32_t cpu, number;

	if (symbol->kind != SYMBOL_AGG) {
		ir_store_imm(r, base, (int32_t)at, (int64_t)(table >> 32), TABLE_NUMBER_SIZE);
		return;
	}
	cpu = ir_env(r, ENV_CPU);
	number = lo->s->layout->aggs[lower_agg(lo, symbol)].number;
	if (number)
		cpu = ir_binary_imm(r, IR_OR, cpu, (int64_t)number << AGG_NUMBER_SHIFT);
	ir_store_reg(r, base, (int32_t)at, cpu, AGG_CPU_SIZE);
}

int lower_key(struct lower *lo, const struct symbol *symbol, const struct node *keys, uint32_t *out)
{
	struct place place;
	uint32_t size, at = 0;
	int err;

	size = lower_key_size(lo->s, symbol);
	if (!size) {
		*out = IR_NO_REG;
		return 0;
	}
	size += last_size(lo, symbol);
	place = lower_frame(lo, size, "key");
	if (symbol->kind == SYMBOL_SELF) {
		ir_store_reg(lower_code(lo), place.base, 0, lower_thread_key(lo), 8);
		at = 8;
	}
	for (const struct node *key = keys; key; key = key->next) {
		struct place part = { .base = place.base, .off = (int32_t)at };

		part.size = lower_size(lo->s, key->type);
		err = lower_into(lo, key, &part, true);
		if (err)
			return err;
		at += part.size;
	}
	if (last_size(lo, symbol))
		store_last(lo, symbol, place.base, at);
	*out = place.base;
	return 0;
}
