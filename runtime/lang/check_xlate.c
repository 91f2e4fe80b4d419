/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Translators. A member of what one makes is a copy of the tree that the translator has for it,
 * with the operand in the place of the parameter. So "curpsinfo->pr_psargs", by
 *
 *	translator psinfo_t < struct task_struct *T > { pr_psargs = ...T->mm...; };
 *	inline psinfo_t *curpsinfo = xlate <psinfo_t *>(curthread);
 *
 * becomes ...curthread->mm..., and the other members cost nothing. Where the whole is wanted, as in
 * print(*curpsinfo), the xlate keeps such a copy for each member. */
#include "runtime/lang/check_rules.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/lang/clone.h"

struct known_translator {
	bool is_bad;		/* told where it is declared: uses say nothing */
	const struct node_translator *decl;
	struct known_translator *next;
};

bool is_translation(const struct node *n)
{
	return n->kind == NODE_XLATE && !node_xlate(n)->is_whole;
}

static struct type *without_pointer(struct type *type)
{
	struct type *r = type_resolve(type);

	return r->kind == TYPE_POINTER ? r->ref : type;
}

/* Pointers are the same to a translator wherever they point. */
static const struct known_translator *find_translator(struct check *ck, const struct type *out,
						      struct type *in)
{
	struct type *from = pointer_in(ck, in, SPACE_USER);

	for (const struct known_translator *k = ck->translators; k; k = k->next)
		if (type_equal(k->decl->out, out) &&
		    type_equal(pointer_in(ck, k->decl->in, SPACE_USER), from))
			return k;
	return NULL;
}

/* Can the operand become what one of the translators takes, a pointer or not, as an argument would?
 */
static bool fit_operand(struct check *ck, struct node_xlate *n, const struct type *out,
			bool takes_pointer)
{
	for (const struct known_translator *k = ck->translators; k; k = k->next)
		if (type_equal(k->decl->out, out) &&
		    type_is_pointer(k->decl->in) == takes_pointer &&
		    convert(ck, &n->operand, k->decl->in, CONVERT_ARG))
			return true;
	return false;
}

/* Where none has just this type: addresses may be integers, but not the other way round. */
static bool find_fitting(struct check *ck, struct node_xlate *n, const struct type *out)
{
	if (find_translator(ck, out, n->operand->type))
		return true;
	if (type_is_sou(n->operand->type))
		return false;
	return (!type_is_pointer(n->operand->type) && fit_operand(ck, n, out, false)) ||
	       fit_operand(ck, n, out, true);
}

/* What has an effect, or takes memory, is done once however often the translator names it. */
static int find_effect(struct node *n, void *ctx)
{
	if (n->kind == NODE_CALL || n->kind == NODE_ASSIGN || n->kind == NODE_INCDEC)
		return 1;
	return node_each_child(n, find_effect, ctx);
}

static struct node *make_temporary(struct check *ck, const struct node *value)
{
	struct node *var = node_new(ck->arena, NODE_VAR, &value->loc);
	const char *name = arena_printf(ck->arena, "(xlate %u)", ck->n_temporaries++);
	struct symbol *sym = scope_add(ck->scope, SYMBOL_THIS, name, &value->loc);

	sym->type = var->type = value_type(ck, value);
	sym->has_space = true;
	node_var(var)->scope = SCOPE_THIS;
	node_var(var)->name = name;
	node_var(var)->symbol = sym;
	return var;
}

static void compute_once(struct check *ck, struct node_xlate *n)
{
	struct node_assign *setup;

	if (is_translation(n->operand)) {
		n->setup = node_xlate(n->operand)->setup;
		node_xlate(n->operand)->setup = NULL;
		return;
	}
	if (!find_effect(n->operand, NULL))
		return;
	setup = node_assign(node_new(ck->arena, NODE_ASSIGN, &n->operand->loc));
	setup->op = TOKEN_ASSIGN;
	setup->left = make_temporary(ck, n->operand);
	setup->right = n->operand;
	setup->node.type = setup->left->type;
	convert(ck, &setup->right, setup->left->type, CONVERT_VALUE);
	n->setup = &setup->node;
	n->operand = node_clone(ck->arena, setup->left, NULL, 0);
}

static struct node *make_comma(struct check *ck, struct node *first, struct node *then)
{
	struct node_binary *comma = node_binary(node_new(ck->arena, NODE_BINARY, &then->loc));

	comma->op = TOKEN_COMMA;
	comma->left = first;
	comma->right = then;
	comma->node.type = then->type;
	return &comma->node;
}

/* What is done before the whole is done before its member. */
static struct node *put_before(struct check *ck, struct node *setup, struct node *value)
{
	struct node_xlate *n;

	if (!setup)
		return value;
	if (!is_translation(value))
		return make_comma(ck, setup, value);
	n = node_xlate(value);
	n->setup = n->setup ? make_comma(ck, setup, n->setup) : setup;
	return value;
}

int check_xlate(struct check *ck, struct node_xlate *n)
{
	struct type *out = without_pointer(n->to);
	int err = check_use(ck, &n->operand, USE_BASE);

	if (err)
		return err;
	if (!type_is_sou(out))
		return diag_error(ck->dg, &n->node.loc, D_XLATE_SOU,
				  "xlate makes a struct, a union or a pointer to one, not \"%s\"",
				  type_text(ck, n->to));
	n->node.type = n->to;
	if (!find_fitting(ck, n, out))
		return diag_error(ck->dg, &n->node.loc, D_XLATE_NONE,
			  "cannot translate from \"%s\" to \"%s\": there is no translator",
			  type_text(ck, n->operand->type), type_text(ck, n->to));
	compute_once(ck, n);
	return 0;
}

static const struct known_translator *translator_of(struct check *ck, const struct node_xlate *n)
{
	return find_translator(ck, without_pointer(n->to), n->operand->type);
}

static const struct node_assign *find_translation(const struct node_translator *t, const char *name)
{
	for (const struct node *m = t->members; m; m = m->next)
		if (!strcmp(node_var(node_assign(m)->left)->name, name))
			return node_assign(m);
	return NULL;
}

/* What the translator has for a member, checked; NULL: told. */
static struct node *copy_translation(struct check *ck, const struct node_translator *t,
				     const struct node_assign *m, const struct node *operand,
				     enum use use)
{
	struct substitution subst = { t->param, operand };
	const char *name = node_var(m->left)->name;
	const struct type_member *declared;
	struct node *value;
	uint32_t offset;

	declared = type_find_member(t->out, name, &offset);
	if (!declared) {
		diag_error(ck->dg, &m->node.loc, D_XLATE_MEMB, "%s is not a member of \"%s\"",
			   name, type_text(ck, t->out));
		return NULL;
	}
	value = node_clone(ck->arena, m->right, &subst, 1);
	return check_copy(ck, &value, declared->type, use, D_XLATE_INCOMPAT) ? NULL : value;
}

int expand_xlate_member(struct check *ck, struct node **expr)
{
	const struct node_member *n = node_member(*expr);
	const struct known_translator *known = translator_of(ck, node_xlate(n->base));
	const struct node_translator *t = known->decl;
	const struct node_assign *m = find_translation(t, n->name);
	struct node *value;
	uint32_t offset;

	if (known->is_bad)
		return -EINVAL;
	if (!type_find_member(t->out, n->name, &offset))
		return unknown_member(ck, n, type_resolve(t->out));
	if (!m)
		return diag_error(ck->dg, &n->node.loc, D_XLATE_NOCONV,
				  "the translator from \"%s\" to \"%s\" has no value for %s",
				  type_text(ck, t->in), type_text(ck, t->out), n->name);
	value = copy_translation(ck, t, m, node_xlate(n->base)->operand, USE_BASE);
	if (!value)
		return tell_use(ck, &n->node.loc, -EINVAL);
	*expr = put_before(ck, node_xlate(n->base)->setup, value);
	return 0;
}

void deref_translation(struct node **expr)
{
	struct node_xlate *n = node_xlate(node_unary(*expr)->operand);

	n->to = n->node.type = without_pointer(n->to);
	*expr = &n->node;
}

/* The member of the whole that a value goes to. */
static struct node *make_target(struct check *ck, const struct node_translator *t,
				const struct node *name)
{
	struct node_member *target = node_member(node_new(ck->arena, NODE_MEMBER, &name->loc));
	const struct type_member *m;

	target->name = node_var(name)->name;
	m = type_find_member(t->out, target->name, &target->offset);
	target->bit_offset = m->bit_offset;
	target->bit_size = m->bit_size;
	target->node.type = m->type;
	return &target->node;
}

static int add_member(struct check *ck, struct node_xlate *n, const struct node_translator *t,
		      const struct node_assign *m, struct node ***tail)
{
	struct node *value = copy_translation(ck, t, m, n->operand, USE_VALUE);
	struct node_assign *assign;

	if (!value)
		return -EINVAL;
	assign = node_assign(node_new(ck->arena, NODE_ASSIGN, &m->node.loc));
	assign->op = TOKEN_ASSIGN;
	assign->left = make_target(ck, t, m->left);
	assign->right = value;
	assign->node.type = assign->left->type;
	**tail = &assign->node;
	*tail = &assign->node.next;
	return 0;
}

/* A pointer to the whole points to memory that lasts for the firing, as copyin()'s does. */
int check_whole(struct check *ck, struct node *expr)
{
	const struct known_translator *known;
	struct node_xlate *n;
	struct node **tail;
	int err = 0;

	if (!is_translation(expr))
		return 0;
	n = node_xlate(expr);
	known = translator_of(ck, n);
	if (known->is_bad)
		return -EINVAL;
	n->is_whole = true;
	n->node.type = pointer_in(ck, n->to, SPACE_SCRATCH);
	tail = &n->members;
	for (const struct node *m = known->decl->members; m && !err; m = m->next)
		err = add_member(ck, n, known->decl, node_assign(m), &tail);
	return tell_use(ck, &expr->loc, err);
}

static int check_members(struct check *ck, const struct node_translator *t)
{
	const struct node *dummy = make_dummy(ck, t->param, t->in, &t->node.loc);
	int err = 0;

	for (const struct node *m = t->members; m; m = m->next)
		if (!copy_translation(ck, t, node_assign(m), dummy, USE_BASE))
			err = -EINVAL;
	return err;
}

int check_translator_decl(struct check *ck, const struct node_translator *decl)
{
	const struct known_translator *before = find_translator(ck, decl->out, decl->in);
	struct known_translator *known = arena_make(ck->arena, struct known_translator);

	if (!type_is_sou(decl->out))
		return diag_error(ck->dg, &decl->node.loc, D_XLATE_SOU,
				  "a translator makes a struct or a union, not \"%s\"",
				  type_text(ck, decl->out));
	if (before) {
		diag_error(ck->dg, &decl->node.loc, D_XLATE_REDECL,
			   "a translator from \"%s\" to \"%s\" has been declared already",
			   type_text(ck, decl->in), type_text(ck, decl->out));
		diag_hint(ck->dg, "it is in line %u of %s", before->decl->node.loc.line,
			  before->decl->node.loc.file);
		return -EINVAL;
	}
	known->decl = decl;
	known->is_bad = !ck->trusts && check_members(ck, decl);
	known->next = ck->translators;
	ck->translators = known;
	return known->is_bad ? -EINVAL : 0;
}
