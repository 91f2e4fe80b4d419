/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Which store keeps what. Each aggregation and each table has one of its own, as long as they are
 * few; but a machine may limit how many a routine refers to (the kernel: 64 maps). Where there are
 * many, those of the same shape share one, and are told apart by a number: of a store without keys
 * it is the entry's, else it is a part of the key. */
#include "runtime/base/arena.h"
#include "runtime/base/map.h"
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/scope.h"

/* So many may have stores of their own. */
enum { MANY = 32 };

/* The number shares a word with the CPU's. */
enum { NUMBERS = 1 << 16 };

struct shape {
	enum ir_store_kind kind;
	uint32_t key_size, value_size;
};

struct shared {
	uint32_t store;
	uint32_t n;		/* how many share it */
};

static bool has_store(const struct symbol *symbol)
{
	if (symbol->kind == SYMBOL_AGG)
		return symbol->func;
	return symbol->type && (symbol->kind == SYMBOL_SELF || symbol->is_assoc);
}

void lower_stores_begin(struct lower_session *s)
{
	static const enum symbol_kind kinds[] = { SYMBOL_GLOBAL, SYMBOL_SELF, SYMBOL_AGG };
	const struct symbol *symbol;
	uint32_t n = 0;

	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
		for (uint32_t i = 0; (symbol = scope_at(s->scope, kinds[k], i)); i++)
			n += has_store(symbol);
	s->shares_stores = n > MANY;
	s->shared_stores = map_new();
}

void lower_stores_end(struct lower_session *s)
{
	map_free(s->shared_stores);
}

/* The store of a shape that has room for one more. */
static struct shared *find_shared(struct lower_session *s, const char *name,
				  const struct shape *shape)
{
	struct shared *shared = map_find(s->shared_stores, shape, sizeof(*shape));

	if (shared && shared->n < NUMBERS)
		return shared;
	shared = arena_alloc(s->arena, sizeof(*shared));
	shared->n = 0;
	shared->store = ir_module_add_store(s->module, name, shape->kind, shape->key_size,
					    shape->value_size, 0);
	map_set(s->shared_stores, shape, sizeof(*shape), shared);
	return shared;
}

uint32_t lower_store(struct lower_session *s, const struct ir_store *wanted, uint32_t max_entries,
		     uint32_t *number)
{
	const struct shape shape = {
		.kind = wanted->kind,
		.key_size = wanted->key_size,
		.value_size = wanted->value_size,
	};
	struct shared *shared;
	struct ir_store *store;

	*number = 0;
	if (!s->shares_stores)
		return ir_module_add_store(s->module, wanted->name, wanted->kind, wanted->key_size,
					   wanted->value_size, wanted->n_entries);
	shared = find_shared(s, wanted->name, &shape);
	store = &s->module->stores.data[shared->store];
	store->n_entries += wanted->n_entries;
	if (store->n_entries > max_entries)
		store->n_entries = max_entries;
	*number = shared->n++;
	return shared->store;
}
