/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What a name means. In this order: a variable that the program made, an inline, a builtin
 * variable, an enumerator. */
#include "runtime/lang/check_rules.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/lang/names.h"
#include "runtime/lang/proto.h"

const struct builtin *builtin_find(const struct builtin_table *table, const char *name)
{
	for (uint32_t i = 0; i < table->n_lists; i++) {
		for (const struct builtin *b = table->lists[i]; b->name; b++) {
			if (!strcmp(b->name, name))
				return b;
		}
	}
	return NULL;
}

const char *suggest_builtin(struct check *ck, const char *name, bool is_var)
{
	struct names_guess guess;

	names_guess_init(&guess, name);
	for (uint32_t i = 0; i < ck->builtins->n_lists; i++) {
		for (const struct builtin *b = ck->builtins->lists[i]; b->name; b++) {
			if ((b->kind == BUILTIN_VAR) == is_var)
				names_guess_try(&guess, b->name);
		}
	}
	return guess.best;
}

static enum symbol_kind symbol_kind_of(const struct node_var *var)
{
	if (var->scope == SCOPE_SELF)
		return SYMBOL_SELF;
	return var->scope == SCOPE_THIS ? SYMBOL_THIS : SYMBOL_GLOBAL;
}

struct symbol *find_symbol(struct check *ck, const struct node_var *var)
{
	return scope_find(ck->scope, symbol_kind_of(var), var->name);
}

struct symbol *add_symbol(struct check *ck, const struct node_var *var)
{
	return scope_add(ck->scope, symbol_kind_of(var), var->name, &var->node.loc);
}

const struct symbol *find_inline(struct check *ck, const struct node_var *var)
{
	if (var->scope != SCOPE_GLOBAL)
		return NULL;
	return scope_find(ck->scope, SYMBOL_INLINE, var->name);
}

/* NULL is D's own; enumerators are declared. */
static bool find_constant(struct check *ck, const char *name, int64_t *value)
{
	if (type_find_enumerator(ck->types, name, value))
		return true;
	*value = 0;
	return !strcmp(name, "NULL");
}

bool is_fixed_name(struct check *ck, const struct node_var *var)
{
	return find_inline(ck, var) || builtin_find(ck->builtins, var->name);
}

bool is_known_name(struct check *ck, const struct node_var *var)
{
	int64_t value;

	return var->scope == SCOPE_GLOBAL &&
	       (is_fixed_name(ck, var) || find_constant(ck, var->name, &value));
}

const char *var_text(struct check *ck, const struct node_var *var)
{
	static const char *const prefixes[] = {
		[SCOPE_GLOBAL] = "",
		[SCOPE_SELF] = "self->",
		[SCOPE_THIS] = "this->",
		[SCOPE_SYMBOL] = "`",
	};

	if (var->scope == SCOPE_SYMBOL && strchr(var->name, '`'))
		return var->name;
	return arena_printf(ck->arena, "%s%s", prefixes[var->scope], var->name);
}

/* DTrace's words for the two cases: a thread's or a clause's variable, and a global name of any
 * kind. */
static int tell_unknown(struct check *ck, const struct node_var *var)
{
	if (var->scope != SCOPE_GLOBAL)
		return diag_error(ck->dg, &var->node.loc, D_IDENT_UNDEF,
				  "%s has not yet been declared or assigned", var_text(ck, var));
	return diag_error(ck->dg, &var->node.loc, D_IDENT_UNDEF,
			  "failed to resolve %s: Unknown variable name", var->name);
}

static void hint_unknown(struct check *ck, const struct node_var *var)
{
	struct node_var meant = { .scope = var->scope };

	meant.name = scope_suggest(ck->scope, symbol_kind_of(var), var->name);
	if (!meant.name && var->scope == SCOPE_GLOBAL)
		meant.name = scope_suggest(ck->scope, SYMBOL_INLINE, var->name);
	if (!meant.name && var->scope == SCOPE_GLOBAL)
		meant.name = suggest_builtin(ck, var->name, true);
	if (meant.name)
		diag_hint(ck->dg, "did you mean %s?", var_text(ck, &meant));
	else
		diag_hint(ck->dg, "a variable must be assigned or declared before it is read");
}

/* Told once: from then on the name is known, as a bad one. */
static int check_unknown(struct check *ck, const struct node_var *var)
{
	int err = tell_unknown(ck, var);
	struct symbol *sym;

	hint_unknown(ck, var);
	sym = add_symbol(ck, var);
	sym->type = int_type(ck);
	sym->is_bad = true;
	return err;
}

/* The type of a builtin variable, parsed once for all its uses. */
static struct type *builtin_type(struct check *ck, const struct builtin *b)
{
	const struct proto *proto = proto_get(ck, b);

	return proto && proto->returns ? proto->returns : int64_type(ck);
}

static int check_builtin_var(struct check *ck, struct node_var *var, const struct builtin *b)
{
	if (b->kind != BUILTIN_VAR)
		return diag_error(ck->dg, &var->node.loc, D_IDENT_BADREF,
				  "%s is a function and may not be referenced as a variable",
				  b->name);
	if (b->flags & BUILTIN_INDEXED)
		return diag_error(ck->dg, &var->node.loc, D_IDENT_BADREF,
				  "%s[ ] may not be referenced without an index", b->name);
	var->builtin = b;
	var->node.type = builtin_type(ck, b);
	return 0;
}

/* Where it has been read, its inline was found before. */
static int missing_library(struct check *ck, const struct node_var *var)
{
	int err = diag_error(ck->dg, &var->node.loc, D_IDENT_UNDEF,
			     "the library that declares %s has not been found", var->name);

	diag_hint(ck->dg, "it comes with dtrace, in share/fasttrap/d or $FASTTRAP_DATADIR/d");
	return err;
}

static int check_symbol_var(struct check *ck, struct node_var *var, struct symbol *sym)
{
	if (sym->is_bad)
		return -EINVAL;
	if (sym->is_assoc)
		return diag_error(ck->dg, &var->node.loc, D_IDENT_BADREF,
				  "%s is an associative array and may not be referenced without "
				  "an index",
				  var_text(ck, var));
	var->symbol = sym;
	var->node.type = sym->type;
	return 0;
}

static int check_global(struct check *ck, struct node **expr)
{
	struct node_var *var = node_var(*expr);
	const struct symbol *inl = find_inline(ck, var);
	const struct builtin *b = builtin_find(ck->builtins, var->name);
	int64_t value;

	if (inl)
		return expand_inline(ck, expr, inl, NULL);
	if (b && b->flags & BUILTIN_LIBRARY)
		return missing_library(ck, var);
	if (b)
		return check_builtin_var(ck, var, b);
	if (!find_constant(ck, var->name, &value))
		return check_unknown(ck, var);
	*expr = make_int(ck, &var->node.loc, (uint64_t)value,
			 value == (int32_t)value ? int_type(ck) : int64_type(ck));
	return 0;
}

int check_var(struct check *ck, struct node **expr)
{
	struct node_var *var = node_var(*expr);
	struct symbol *sym;

	if (var->scope == SCOPE_SYMBOL)
		return check_symbol(ck, expr);
	sym = find_symbol(ck, var);
	if (sym)
		return check_symbol_var(ck, var, sym);
	if (var->scope == SCOPE_GLOBAL)
		return check_global(ck, expr);
	return check_unknown(ck, var);
}
