/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Inlines and translators. Both are kept as they were written; each use puts in a copy of the
 * tree, with the operands in the place of the parameters, and checks that where it stands. So
 * "curpsinfo->pr_psargs", by
 *
 *	translator psinfo_t < struct task_struct *T > { pr_psargs = ...T->mm...; };
 *	inline psinfo_t *curpsinfo = xlate <psinfo_t *>(curthread);
 *
 * becomes ...curthread->mm..., and the other members cost nothing. */
#include "runtime/lang/check_rules.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/lang/clone.h"

#define MAX_DEPTH 16		/* of inlines in inlines */
#define MAX_EXPANSIONS 4096	/* in one clause or declaration: they multiply */

struct known_translator {
	bool is_bad;		/* told where it is declared: uses say nothing */
	const struct node_translator *decl;
	struct known_translator *next;
};

/* A char array declared as a member is text. */
static int convert_value(struct check *ck, struct node **expr, struct type *to)
{
	if (is_char_array(to))
		to = type_string(ck->types);
	if ((*expr)->kind == NODE_XLATE || convert(ck, expr, to, CONVERT_VALUE))
		return 0;
	return check_convert(ck, expr, to);
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

/* Checks a copy of some declaration's expression where it is used. */
static int check_copy(struct check *ck, struct node **expr, struct type *to, enum use use)
{
	int err;

	if (ck->depth >= MAX_DEPTH || ck->n_expansions >= MAX_EXPANSIONS)
		return too_much(ck, *expr);
	ck->depth++;
	ck->n_expansions++;
	err = check_use(ck, expr, use);
	ck->depth--;
	return err ? err : convert_value(ck, expr, to);
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

int expand_inline(struct check *ck, struct node **expr, const struct symbol *sym, struct node *keys,
		  enum use use)
{
	const struct node_inline *inl = sym->value ? node_inline(sym->value) : NULL;
	struct substitution *subst;
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
	return check_copy(ck, expr, inl->decl_type, use == USE_BASE ? USE_BASE : USE_VALUE);
}

/* Stands for a parameter while its declaration is checked. */
static struct node *make_dummy(struct check *ck, const char *name, struct type *type,
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
	return check_copy(ck, &value, decl->decl_type, USE_BASE);
}

int check_inline_decl(struct check *ck, const struct node_inline *decl)
{
	int err = check_inline_value(ck, decl);
	struct symbol *sym = scope_add(ck->scope, SYMBOL_INLINE, decl->name, &decl->node.loc);

	sym->value = err ? NULL : &decl->node;
	sym->type = decl->decl_type;
	sym->n_keys = decl->n_keys;
	return err;
}

static bool is_translation(const struct node_translator *decl, const struct type *to,
			   const struct type *from)
{
	const struct type *out = type_resolve((struct type *)to);

	if (out->kind == TYPE_POINTER)
		out = out->ref;
	return type_equal(decl->out, out) && type_equal(decl->in, from);
}

/* Pointers are the same to a translator wherever they point. */
static const struct known_translator *find_translator(struct check *ck, const struct type *to,
						     const struct node *operand)
{
	struct type *from = pointer_in(ck, operand->type, SPACE_USER);

	for (const struct known_translator *k = ck->translators; k; k = k->next) {
		if (is_translation(k->decl, to, from))
			return k;
	}
	return NULL;
}

int check_xlate(struct check *ck, struct node **expr, enum use use)
{
	struct node_xlate *n = node_xlate(*expr);
	int err = check_expr(ck, &n->operand);

	if (err)
		return err;
	if (!find_translator(ck, n->to, n->operand))
		return diag_error(ck->dg, &n->node.loc, D_TYPE_UNDEF,
				  "cannot translate from \"%s\" to \"%s\": there is no translator",
				  type_text(ck, n->operand->type), type_text(ck, n->to));
	if (use != USE_BASE)
		return diag_error(ck->dg, &n->node.loc, D_UNSUPPORTED,
				  "a translation to \"%s\" is no value: take one of its members",
				  type_text(ck, n->to));
	n->node.type = n->to;
	return 0;
}

static const struct node_assign *find_translation(const struct node_translator *t, const char *name)
{
	for (const struct node *m = t->members; m; m = m->next) {
		if (!strcmp(node_var(node_assign(m)->left)->name, name))
			return node_assign(m);
	}
	return NULL;
}

/* Of (*expr)->base, a checked xlate. */
int expand_xlate_member(struct check *ck, struct node **expr)
{
	const struct node_member *n = node_member(*expr);
	const struct node_xlate *xlate = node_xlate(n->base);
	const struct known_translator *known = find_translator(ck, xlate->to, xlate->operand);
	const struct node_translator *t = known->decl;
	const struct node_assign *m = find_translation(t, n->name);
	struct substitution subst = { t->param, xlate->operand };
	const struct type_member *declared;
	uint32_t offset;

	if (known->is_bad)
		return -EINVAL;
	declared = type_find_member(t->out, n->name, &offset);
	if (!declared || !m)
		return diag_error(ck->dg, &n->node.loc, D_MEMBER_UNDEF,
				  declared ? "member %s of \"%s\" has no translation"
					   : "%s is not a member of \"%s\"",
				  n->name, type_text(ck, t->out));
	*expr = node_clone(ck->arena, m->right, &subst, 1);
	return check_copy(ck, expr, declared->type, USE_VALUE);
}

static int check_translation(struct check *ck, const struct node_translator *t,
			     const struct node_assign *m)
{
	const char *name = node_var(m->left)->name;
	struct substitution subst = { t->param, make_dummy(ck, t->param, t->in, &m->node.loc) };
	const struct type_member *declared;
	struct node *value;
	uint32_t offset;

	declared = type_find_member(t->out, name, &offset);
	if (!declared)
		return diag_error(ck->dg, &m->node.loc, D_MEMBER_UNDEF,
				  "%s is not a member of \"%s\"", name, type_text(ck, t->out));
	value = node_clone(ck->arena, m->right, &subst, 1);
	return check_copy(ck, &value, declared->type, USE_VALUE);
}

int check_translator_decl(struct check *ck, const struct node_translator *decl)
{
	struct known_translator *known = arena_make(ck->arena, struct known_translator);
	int err = 0;

	if (!type_is_sou(decl->out))
		return diag_error(ck->dg, &decl->node.loc, D_OP_SOU,
				  "a translator makes a struct or union, not \"%s\"",
				  type_text(ck, decl->out));
	for (const struct node *m = decl->members; m; m = m->next) {
		int e = check_translation(ck, decl, node_assign(m));

		err = err ? err : e;
	}
	known->decl = decl;
	known->is_bad = err;
	known->next = ck->translators;
	ck->translators = known;
	return err;
}
