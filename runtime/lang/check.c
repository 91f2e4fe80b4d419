/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The checker's driver: which rule a node goes to, and declarations. */
#include "runtime/lang/check_rules.h"

#include "runtime/base/arena.h"
#include "runtime/lang/parse.h"

/* C's rule for constants, without the ranks that D does not tell apart. */
static int check_int(struct check *ck, struct node_int *n)
{
	const char *name;

	if (!n->is_long && n->value <= INT32_MAX && !n->is_unsigned)
		name = "int";
	else if (!n->is_long && n->value <= UINT32_MAX && n->is_unsigned)
		name = "unsigned int";
	else if (n->value <= INT64_MAX && !n->is_unsigned)
		name = type_table_model(ck->types) == 64 ? "long" : "long long";
	else
		name = type_table_model(ck->types) == 64 ? "unsigned long" : "unsigned long long";
	n->node.type = type_c_int(ck->types, name);
	return 0;
}

static int check_string(struct check *ck, struct node *n)
{
	n->type = type_string(ck->types);
	return 0;
}

static int misplaced_agg(struct check *ck, const struct node_agg *agg)
{
	return diag_error(ck->dg, &agg->node.loc, D_AGG_SPEC,
			  "@%s may not be used in an expression: an aggregation is filled, "
			  "and printed as a whole",
			  agg->name);
}

static int check_agg(struct check *ck, struct node_agg *agg, enum use use)
{
	if (use == USE_ARG || use == USE_STMT)
		return check_agg_operand(ck, agg);
	return misplaced_agg(ck, agg);
}

static int check_assignment(struct check *ck, struct node **expr, enum use use)
{
	if (is_agg_assign(*expr) && use == USE_STMT)
		return check_agg_assign(ck, expr);
	return check_assign(ck, expr);
}

/* One line for each kind of expression, so the switch may be long. */
static int check_kind(struct check *ck, struct node **expr, enum use use)
{
	switch ((*expr)->kind) {
	case NODE_INT:		return check_int(ck, node_int(*expr));
	case NODE_STRING:	return check_string(ck, *expr);
	case NODE_VAR:		return check_var(ck, expr);
	case NODE_AGG:		return check_agg(ck, node_agg(*expr), use);
	case NODE_INDEX:	return check_index(ck, expr);
	case NODE_MEMBER:	return check_member(ck, expr);
	case NODE_CALL:		return check_call(ck, expr, use);
	case NODE_UNARY:	return check_unary(ck, expr);
	case NODE_INCDEC:	return check_incdec(ck, expr);
	case NODE_BINARY:	return check_binary(ck, expr);
	case NODE_ASSIGN:	return check_assignment(ck, expr, use);
	case NODE_COND:		return check_cond(ck, expr, use);
	case NODE_CAST:		return check_cast(ck, expr);
	case NODE_SIZEOF:	return check_sizeof(ck, expr);
	case NODE_OFFSETOF:	return check_offsetof(ck, expr);
	case NODE_XLATE:	return check_xlate(ck, node_xlate(*expr));
	case NODE_EXPR_STMT:
	case NODE_AGG_STMT:
	case NODE_IF:
	case NODE_CLAUSE:
	case NODE_DECL:
	case NODE_INLINE:
	case NODE_PROVIDER:
	case NODE_TRANSLATOR:
	case NODE_PRAGMA:
		break;
	}
	assert(!"a statement in an expression");
	return 0;
}

int check_use(struct check *ck, struct node **expr, enum use use)
{
	struct node *next = (*expr)->next;
	int err;

	err = (*expr)->type ? 0 : check_kind(ck, expr, use);
	if (!err && use != USE_BASE)
		err = check_whole(ck, *expr);
	(*expr)->next = next;
	if (err)
		(*expr)->type = int_type(ck);
	return err;
}

int check_expr(struct check *ck, struct node **expr)
{
	return check_use(ck, expr, USE_VALUE);
}

static int redeclared(struct check *ck, const struct loc *loc, const char *name, const char *as)
{
	return diag_error(ck->dg, loc, D_DECL_REDEF, "identifier redeclared: %s is %s", name, as);
}

/* Is a global name taken by something that is no variable? */
static int check_name(struct check *ck, const struct loc *loc, const char *name)
{
	const struct builtin *b = builtin_find(ck->builtins, name);
	int64_t value;

	if (b && !(b->flags & BUILTIN_LIBRARY))
		return redeclared(ck, loc, name, b->kind == BUILTIN_VAR ? "a builtin variable"
									: "a builtin function");
	if (scope_find(ck->scope, SYMBOL_INLINE, name))
		return redeclared(ck, loc, name, "an inline");
	if (type_find_enumerator(ck->types, name, &value))
		return redeclared(ck, loc, name, "an enumerator");
	return 0;
}

static int check_size(struct check *ck, const struct node_decl *decl)
{
	const struct type *r = type_resolve(decl->decl_type);

	if (decl->storage == DECL_THIS && decl->n_keys)
		return diag_error(ck->dg, &decl->node.loc, D_DECL_LOCASSC,
				  "this->%s cannot be an associative array: use self->%s",
				  decl->name, decl->name);
	parse_complete_type(ck->arena, ck->types, decl->decl_type);
	if (r->size || r->kind == TYPE_STRING)
		return 0;
	return diag_error(ck->dg, &decl->node.loc, D_TYPE_INCOMPLETE,
			  "%s cannot be of type \"%s\", which has no size", decl->name,
			  type_text(ck, decl->decl_type));
}

static bool is_same_variable(const struct symbol *sym, const struct node_decl *decl)
{
	if (!type_equal(sym->type, decl->decl_type) || sym->n_keys != decl->n_keys)
		return false;
	for (uint32_t i = 0; i < decl->n_keys; i++) {
		if (!type_equal(sym->keys[i], decl->keys[i].type))
			return false;
	}
	return true;
}

static void define_variable(struct check *ck, struct symbol *sym, const struct node_decl *decl)
{
	sym->type = decl->decl_type;
	sym->is_assoc = decl->n_keys;
	sym->n_keys = decl->n_keys;
	sym->keys = arena_make_n(ck->arena, struct type *, decl->n_keys + 1);
	for (uint32_t i = 0; i < decl->n_keys; i++)
		sym->keys[i] = decl->keys[i].type;
}

static enum symbol_kind declared_kind(const struct node_decl *decl)
{
	if (decl->storage == DECL_SELF)
		return SYMBOL_SELF;
	return decl->storage == DECL_THIS ? SYMBOL_THIS : SYMBOL_GLOBAL;
}

static int check_new_variable(struct check *ck, enum symbol_kind kind, const struct node_decl *decl)
{
	struct symbol *sym;
	int err = kind == SYMBOL_GLOBAL ? check_name(ck, &decl->node.loc, decl->name) : 0;

	if (err)
		return err;
	err = check_size(ck, decl);
	sym = scope_add(ck->scope, kind, decl->name, &decl->node.loc);
	define_variable(ck, sym, decl);
	sym->is_bad = err;
	return err;
}

/* Declared twice is no error if both times are the same. */
static int check_variable(struct check *ck, const struct node_decl *decl)
{
	enum symbol_kind kind = declared_kind(decl);
	const struct symbol *sym = scope_find(ck->scope, kind, decl->name);

	if (!sym)
		return check_new_variable(ck, kind, decl);
	if (sym->is_bad || is_same_variable(sym, decl))
		return 0;
	return redeclared(ck, &decl->node.loc, decl->name, "of another type before");
}

static int check_declaration(struct check *ck, const struct node_decl *decl)
{
	bool is_variable = decl->name && decl->storage != DECL_TYPEDEF &&
			   decl->storage != DECL_EXTERN &&
			   type_resolve(decl->decl_type)->kind != TYPE_FUNC;

	return is_variable ? check_variable(ck, decl) : 0;
}

static int check_inline(struct check *ck, const struct node_inline *decl)
{
	int err = check_name(ck, &decl->node.loc, decl->name);

	if (!err && scope_find(ck->scope, SYMBOL_GLOBAL, decl->name))
		err = redeclared(ck, &decl->node.loc, decl->name, "a variable");
	return err ? err : check_inline_decl(ck, decl);
}

int check_decl(struct check *ck, struct node *decl)
{
	ck->n_expansions = 0;
	if (decl->kind == NODE_DECL)
		return check_declaration(ck, node_decl(decl));
	if (decl->kind == NODE_INLINE)
		return check_inline(ck, node_inline(decl));
	if (decl->kind == NODE_TRANSLATOR)
		return check_translator_decl(ck, node_translator(decl));
	return 0;
}
