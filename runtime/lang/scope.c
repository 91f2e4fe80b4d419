/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/scope.h"

#include "runtime/base/arena.h"
#include "runtime/lang/names.h"

#define N_KINDS (SYMBOL_INLINE + 1)

struct scope {
	struct arena *arena;
	struct names symbols[N_KINDS];	/* each kind has a name space of its own */
};

struct scope *scope_new(struct arena *arena)
{
	struct scope *scope = arena_make(arena, struct scope);

	scope->arena = arena;
	return scope;
}

struct symbol *scope_find(const struct scope *scope, enum symbol_kind kind, const char *name)
{
	return names_find(&scope->symbols[kind], name);
}

struct symbol *scope_add(struct scope *scope, enum symbol_kind kind, const char *name,
			 const struct loc *loc)
{
	struct symbol *sym = arena_make(scope->arena, struct symbol);

	sym->kind = kind;
	sym->index = scope->symbols[kind].n;
	if (loc)
		sym->loc = *loc;
	sym->name = arena_strdup(scope->arena, name);
	names_set(&scope->symbols[kind], scope->arena, name, sym);
	return sym;
}

struct symbol *scope_at(const struct scope *scope, enum symbol_kind kind, uint32_t index)
{
	const struct name_entry *e = scope->symbols[kind].first;

	while (e && index--)
		e = e->next;
	return e ? e->value : NULL;
}

const char *scope_suggest(const struct scope *scope, enum symbol_kind kind, const char *name)
{
	struct names_guess guess;

	names_guess_init(&guess, name);
	for (const struct name_entry *e = scope->symbols[kind].first; e; e = e->next) {
		const struct symbol *sym = e->value;

		if (!sym->is_bad)
			names_guess_try(&guess, sym->name);
	}
	return guess.best;
}
