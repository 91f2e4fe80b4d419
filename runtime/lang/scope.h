/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The names a program makes: global, self-> and this-> variables, aggregations, inlines. One scope
 * lasts for the whole session, since clauses of all scripts share their names. */
#ifndef RUNTIME_LANG_SCOPE_H
#define RUNTIME_LANG_SCOPE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/diag.h"

struct arena;
struct builtin;
struct node;
struct type;

enum symbol_kind { SYMBOL_GLOBAL, SYMBOL_SELF, SYMBOL_THIS, SYMBOL_AGG, SYMBOL_INLINE };

struct symbol {
	enum symbol_kind kind;
	const char *name;
	struct loc loc;			/* where it was first seen */
	struct type *type;		/* NULL until the first assignment gave it one; AGG: NULL */
	struct type **keys;		/* associative arrays and aggregations */
	uint32_t n_keys;
	/* keys are part of its use, even of an aggregation without any */
	bool is_assoc;
	/* its first use was in error and told, or nobody knows it: uses say nothing more */
	bool is_bad;
	/* of a pointer: a value has told into which memory it points */
	bool has_space;
	/* among the symbols of its kind, in the order of appearance */
	uint32_t index;
	const struct builtin *func;	/* AGG: the one function it may be filled by */
	uint64_t params[4];		/* AGG: lquantize's and llquantize's constants */
	uint32_t n_params;
	bool has_params;
	bool is_filled;			/* AGG: some clause fills it, if only in error */
	const struct node *value;	/* INLINE: its declaration; NULL: it is in error */
};

struct scope;

struct scope *scope_new(struct arena *arena);
/* NULL: none */
struct symbol *scope_find(const struct scope *scope, enum symbol_kind kind, const char *name);
/* There must be no symbol of that kind and name yet. loc may be NULL. */
struct symbol *scope_add(struct scope *scope, enum symbol_kind kind, const char *name,
			 const struct loc *loc);

/* The symbols of one kind in order; NULL past the end. */
struct symbol *scope_at(const struct scope *scope, enum symbol_kind kind, uint32_t index);

/* The name of that kind that is nearest to a misspelled one; NULL: none is near. */
const char *scope_suggest(const struct scope *scope, enum symbol_kind kind, const char *name);

#endif
