/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Keys: the thread for self-> variables, then each element of the tuple, 8 bytes for an integer and
 * strsize bytes for a string, and for aggregations the CPU. All bytes count, so a string's rest is
 * zeros. */
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

int lower_key(struct lower *lo, const struct symbol *symbol, const struct node *keys, uint32_t *out)
{
	struct place place;
	uint32_t size, at = 0;
	int err;

	if (!lower_key_size(lo->s, symbol)) {
		*out = IR_NO_REG;
		return 0;
	}
	size = lower_key_size(lo->s, symbol);
	if (symbol->kind == SYMBOL_AGG)
		size += AGG_CPU_SIZE;
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
	if (symbol->kind == SYMBOL_AGG)
		ir_store_reg(lower_code(lo), place.base, (int32_t)at,
			     ir_env(lower_code(lo), ENV_CPU), AGG_CPU_SIZE);
	*out = place.base;
	return 0;
}
