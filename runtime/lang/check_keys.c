/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* x[...]: associative arrays, their keys and those of aggregations, and builtin arrays such as
 * args[]. The first use of a name in the text fixes how many keys it has and of which types. */
#include "runtime/lang/check_rules.h"

#include <errno.h>

#include "runtime/base/arena.h"
#include "runtime/lang/proto.h"

static const char *symbol_text(struct check *ck, const struct symbol *sym)
{
	static const char *const prefixes[] = {
		[SYMBOL_GLOBAL] = "",
		[SYMBOL_SELF] = "self->",
		[SYMBOL_THIS] = "this->",
		[SYMBOL_AGG] = "@",
		[SYMBOL_INLINE] = "",
	};

	return arena_printf(ck->arena, "%s%s", prefixes[sym->kind], sym->name);
}

static uint32_t list_len(const struct node *list)
{
	uint32_t n = 0;

	for (; list; list = list->next)
		n++;
	return n;
}

static int check_list(struct check *ck, struct node **list, enum use use)
{
	int err = 0;

	for (; *list; list = &(*list)->next) {
		int e = check_use(ck, list, use);

		err = err ? err : e;
	}
	return err;
}

static bool can_be_key(const struct symbol *sym, const struct type *type)
{
	enum type_kind kind = type_resolve((struct type *)type)->kind;

	if (sym->kind == SYMBOL_AGG && (kind == TYPE_STACK || kind == TYPE_SYM))
		return true;
	return type_is_scalar(type) || kind == TYPE_STRING;
}

static int no_key(struct check *ck, const struct symbol *sym, uint32_t i, const struct node *key)
{
	return diag_error(ck->dg, &key->loc, D_KEY_TYPE, "%s[ ] key #%u cannot be of type \"%s\"",
			  symbol_text(ck, sym), i + 1, type_text(ck, value_type(ck, key)));
}

/* The first use: the keys become what a variable of theirs would be. */
static int define_keys(struct check *ck, struct symbol *sym, struct node **keys)
{
	int err = 0;

	sym->n_keys = list_len(*keys);
	sym->keys = arena_make_n(ck->arena, struct type *, sym->n_keys + 1);
	sym->is_assoc = true;
	for (uint32_t i = 0; i < sym->n_keys; i++, keys = &(*keys)->next) {
		struct type *type = value_type(ck, *keys);

		if (!can_be_key(sym, type)) {
			err = err ? err : no_key(ck, sym, i, *keys);
			type = int_type(ck);
		}
		sym->keys[i] = type;
		convert(ck, keys, type, CONVERT_VALUE);
	}
	sym->is_bad = err;
	return err;
}

static int compare_keys(struct check *ck, struct symbol *sym, const struct loc *loc,
			struct node **keys)
{
	uint32_t n = list_len(*keys);

	if (n != sym->n_keys)
		return diag_error(ck->dg, loc, D_KEY_COUNT,
				  "%s[ ] prototype mismatch: %u key%s passed, %u expected",
				  symbol_text(ck, sym), n, n == 1 ? "" : "s", sym->n_keys);
	for (uint32_t i = 0; i < n; i++, keys = &(*keys)->next) {
		if (!convert(ck, keys, sym->keys[i], CONVERT_ARG))
			return diag_error(ck->dg, &(*keys)->loc, D_KEY_TYPE,
					  "%s[ ] key #%u is incompatible with prototype: "
					  "\"%s\" is passed, \"%s\" expected",
					  symbol_text(ck, sym), i + 1,
					  type_text(ck, (*keys)->type),
					  type_text(ck, sym->keys[i]));
	}
	return 0;
}

int check_keys(struct check *ck, struct symbol *sym, const struct loc *loc, struct node **keys)
{
	int err = check_list(ck, keys, sym->kind == SYMBOL_AGG ? USE_KEY : USE_VALUE);

	if (err || sym->is_bad)
		return err ? err : -EINVAL;
	return sym->is_assoc ? compare_keys(ck, sym, loc, keys) : define_keys(ck, sym, keys);
}

int bind_keys(struct check *ck, struct node_index *index)
{
	struct node_var *var = node_var(index->base);
	struct symbol *sym = var->symbol;

	if (sym->kind == SYMBOL_THIS && !sym->is_bad)
		return diag_error(ck->dg, &index->node.loc, D_DECL_LOCASSC,
				  "this->%s cannot be an associative array: use self->%s",
				  sym->name, sym->name);
	index->is_assoc = true;
	var->node.type = index->node.type = sym->type;
	return check_keys(ck, sym, &index->node.loc, &index->keys);
}

static int no_such_arg(struct check *ck, const struct node_index *n, int64_t i)
{
	if (ck->n_args < 0) {
		diag_error(ck->dg, &n->node.loc, D_ARGS_NONE,
			   "args[%lld] does not exist: the types of this probe's arguments are not "
			   "known",
			   (long long)i);
		diag_hint(ck->dg, "arg0, arg1, ... are the same as integers");
		return -EINVAL;
	}
	return diag_error(ck->dg, &n->node.loc, D_ARGS_NONE,
			  "args[%lld] does not exist: the probe has %d argument%s", (long long)i,
			  ck->n_args, ck->n_args == 1 ? "" : "s");
}

/* What the provider says stands in args[i]; where a translator makes it, the argument as it was
 * is under it. */
static int check_args(struct check *ck, struct node **expr, int64_t i)
{
	struct node *arg = *expr, *xlate;
	struct type *type = ck->args[i] ? ck->args[i] : int64_type(ck);

	if (!ck->native_args || !ck->native_args[i]) {
		arg->type = type;
		return 0;
	}
	arg->type = ck->native_args[i];
	xlate = node_new(ck->arena, NODE_XLATE, &arg->loc);
	node_xlate(xlate)->to = type;
	node_xlate(xlate)->operand = arg;
	*expr = xlate;
	return check_xlate(ck, node_xlate(xlate));
}

static int check_arg_index(struct check *ck, struct node **expr)
{
	struct node_index *n = node_index(*expr);
	int64_t i;

	if (!node_is_const_int(n->keys, &i))
		return diag_error(ck->dg, &n->keys->loc, D_ARGS_NONE,
				  "args[ ] requires a constant index");
	if (i < 0 || i >= ck->n_args)
		return no_such_arg(ck, n, i);
	if (ck->unlike_args && ck->unlike_args[i]) {
		diag_error(ck->dg, &n->node.loc, D_ARGS_MULTI,
			   "args[%lld] has different types in the probes of this clause",
			   (long long)i);
		diag_hint(ck->dg, "each of them may have a clause of its own; arg%lld is the same "
				  "as an integer", (long long)i);
		return -EINVAL;
	}
	return check_args(ck, expr, i);
}

static int check_builtin_index(struct check *ck, struct node **expr, const struct builtin *b)
{
	struct node_index *n = node_index(*expr);
	const struct proto *proto;
	int err = check_list(ck, &n->keys, USE_VALUE);

	if (err)
		return err;
	node_var(n->base)->builtin = b;
	if (list_len(n->keys) != 1 || !type_is_int(n->keys->type))
		return diag_error(ck->dg, &n->node.loc, D_KEY_TYPE,
				  "%s[ ] requires one index of integral type", b->name);
	if (!*b->proto)
		return check_arg_index(ck, expr);
	convert(ck, &n->keys, int64_type(ck), CONVERT_VALUE);
	proto = proto_get(ck, b);
	n->node.type = proto && proto->returns ? proto->returns : int64_type(ck);
	return 0;
}

static int check_inline_index(struct check *ck, struct node **expr, const struct symbol *inl)
{
	struct node_index *n = node_index(*expr);
	uint32_t len = list_len(n->keys);
	int err = check_list(ck, &n->keys, USE_VALUE);

	if (err)
		return err;
	if (len != inl->n_keys)
		return diag_error(ck->dg, &n->node.loc, D_KEY_COUNT,
				  "%s[ ] prototype mismatch: %u key%s passed, %u expected",
				  inl->name, len, len == 1 ? "" : "s", inl->n_keys);
	return expand_inline(ck, expr, inl, n->keys);
}

static int check_named_index(struct check *ck, struct node **expr)
{
	struct node_index *n = node_index(*expr);
	struct node_var *var = node_var(n->base);
	struct symbol *sym = find_symbol(ck, var);
	const struct symbol *inl = find_inline(ck, var);
	const struct builtin *b;

	if (sym && (sym->is_assoc || sym->is_bad)) {
		var->symbol = sym;
		return bind_keys(ck, n);
	}
	if (sym && !type_is_pointer(sym->type))
		return diag_error(ck->dg, &n->node.loc, D_IDENT_BADREF,
				  "%s is not an associative array and may not be referenced with "
				  "an index",
				  var_text(ck, var));
	if (!sym && inl && inl->n_keys)
		return check_inline_index(ck, expr, inl);
	b = var->scope == SCOPE_GLOBAL && !sym ? builtin_find(ck->builtins, var->name) : NULL;
	if (b && (b->flags & BUILTIN_INDEXED))
		return check_builtin_index(ck, expr, b);
	return check_element(ck, expr);
}

int check_index(struct check *ck, struct node **expr)
{
	const struct node *base = node_index(*expr)->base;

	if (base->kind == NODE_VAR && !base->type && node_var(base)->scope != SCOPE_SYMBOL)
		return check_named_index(ck, expr);
	return check_element(ck, expr);
}
