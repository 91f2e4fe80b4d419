/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Inlines. They are kept as they were written; each use puts in a copy of the tree, with the keys
 * in the place of the parameters, and checks that where it stands. */
#include "runtime/lang/check_rules.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/lang/clone.h"

#define MAX_DEPTH 16		/* of inlines in inlines */
#define MAX_EXPANSIONS 4096	/* in one clause or declaration: they multiply */

/* A char array declared as a member is text. What a translator makes may stay as it is: a member of
 * it may be all that is wanted. */
static int convert_copy(struct check *ck, struct node **expr, struct type *to, enum diag_tag tag)
{
	struct type *from = (*expr)->type;

	if (is_translation(*expr) && type_equal(from, pointer_in(ck, to, SPACE_USER)))
		return 0;
	if (is_char_array(to))
		to = type_string(ck->types);
	if (convert(ck, expr, to, CONVERT_VALUE) || convert(ck, expr, to, CONVERT_ARG))
		return 0;
	return diag_error(ck->dg, &(*expr)->loc, tag, "\"%s\" cannot become \"%s\"",
			  type_text(ck, from), type_text(ck, to));
}

/* Told once: what else there would be to expand is left alone. */
static int too_much(struct check *ck, const struct node *expr)
{
	bool is_told = ck->n_expansions > MAX_EXPANSIONS;

	ck->n_expansions = MAX_EXPANSIONS + 1;
	if (is_told)
		return -EINVAL;
	return diag_error(ck->dg, &expr->loc, D_TOO_BIG, "inlines expand to too much: %s",
			  ck->depth >= MAX_DEPTH ? "they are nested too deeply"
						 : "here are too many of them");
}

int check_copy(struct check *ck, struct node **expr, struct type *to, enum use use,
	       enum diag_tag tag)
{
	int err;

	if (ck->depth >= MAX_DEPTH || ck->n_expansions >= MAX_EXPANSIONS)
		return too_much(ck, *expr);
	ck->depth++;
	ck->n_expansions++;
	err = check_use(ck, expr, use);
	ck->depth--;
	return err ? err : convert_copy(ck, expr, to, tag);
}

/* A mistake in what a library of dtrace's own declares is told at the declaration: who used it? */
int tell_use(struct check *ck, const struct loc *use, int err)
{
	if (err && !ck->depth)
		diag_hint(ck->dg, "it is needed in line %u of %s", use->line, use->file);
	return err;
}

/* The parameters' values as they are seen inside: converted to the declared types. */
static struct substitution *bind_params(struct check *ck, const struct type_param *params,
					uint32_t n, const struct node *values, int *err)
{
	struct substitution *subst = arena_make_n(ck->arena, struct substitution, n + 1);

	for (uint32_t i = 0; i < n; i++, values = values->next) {
		struct node *value = node_clone(ck->arena, values, NULL, 0);
		int e = check_convert(ck, &value, params[i].type);

		*err = *err ? *err : e;
		subst[i] = (struct substitution){ params[i].name, value };
	}
	return subst;
}

int expand_inline(struct check *ck, struct node **expr, const struct symbol *sym, struct node *keys)
{
	const struct node_inline *inl = sym->value ? node_inline(sym->value) : NULL;
	struct substitution *subst;
	const struct loc use = (*expr)->loc;
	int err = 0;

	if (!inl)
		return -EINVAL;
	if (inl->n_keys && !keys)
		return diag_error(ck->dg, &(*expr)->loc, D_IDENT_BADREF,
				  "%s[ ] may not be referenced without an index", inl->name);
	subst = bind_params(ck, inl->keys, inl->n_keys, keys, &err);
	if (err)
		return err;
	*expr = node_clone(ck->arena, inl->value, subst, inl->n_keys);
	return tell_use(ck, &use,
			check_copy(ck, expr, inl->decl_type, USE_BASE, D_OP_INCOMPAT));
}

/* Stands for a parameter while its declaration is checked. */
struct node *make_dummy(struct check *ck, const char *name, struct type *type,
			const struct loc *loc)
{
	struct node *n = node_new(ck->arena, NODE_VAR, loc);

	node_var(n)->name = name;
	n->type = type;
	return n;
}

static int check_inline_value(struct check *ck, const struct node_inline *decl)
{
	struct substitution *subst = arena_make_n(ck->arena, struct substitution, decl->n_keys + 1);
	struct node *value;

	for (uint32_t i = 0; i < decl->n_keys; i++) {
		const struct type_param *key = &decl->keys[i];

		if (!key->name)
			return diag_error(ck->dg, &decl->node.loc, D_DECL_BAD,
					  "the keys of inline %s need names", decl->name);
		subst[i] = (struct substitution){
			key->name, make_dummy(ck, key->name, key->type, &decl->node.loc)
		};
	}
	value = node_clone(ck->arena, decl->value, subst, decl->n_keys);
	return check_copy(ck, &value, decl->decl_type, USE_BASE, D_OP_INCOMPAT);
}

int check_inline_decl(struct check *ck, const struct node_inline *decl)
{
	int err = ck->trusts ? 0 : check_inline_value(ck, decl);
	struct symbol *sym = scope_add(ck->scope, SYMBOL_INLINE, decl->name, &decl->node.loc);

	sym->value = err ? NULL : &decl->node;
	sym->type = decl->decl_type;
	sym->n_keys = decl->n_keys;
	return err;
}
