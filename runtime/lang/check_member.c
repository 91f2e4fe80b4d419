/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Memory: members, elements, what a pointer points to, addresses. */
#include "runtime/lang/check_rules.h"

#include <errno.h>

#include "runtime/lang/names.h"
#include "runtime/lang/parse.h"

/* The type of what is loaded from a place: a pointer found in the kernel's memory points into
 * the kernel, all others into the program that is traced, even those in a struct that copyin()
 * has copied. */
static struct type *loaded_type(struct check *ck, struct type *type, enum type_space place)
{
	return pointer_in(ck, type, place == SPACE_KERNEL ? SPACE_KERNEL : SPACE_USER);
}

static int tell_unknown_members(struct check *ck, const struct loc *loc, const struct type *type)
{
	const struct type *tag = type_resolve((struct type *)type);
	int err = diag_error(ck->dg, loc, D_TYPE_INCOMPLETE,
			     "the members of \"%s\" are not known", type_text(ck, type));

	if (tag->hole)
		diag_hint(ck->dg, "where it is declared, the size of its member %s is not known",
			  tag->hole);
	else
		diag_hint(ck->dg, "the program, a definition of its provider, the debug "
				  "information of a traced process, or for the kernel's types "
				  "/sys/kernel/btf/vmlinux must tell them");
	return err;
}

int check_object(struct check *ck, const struct loc *loc, struct type *type)
{
	const struct type *r = type_resolve(type);

	parse_complete_type(ck->arena, ck->types, type);
	if (r->kind == TYPE_VOID || r->kind == TYPE_FUNC)
		return diag_error(ck->dg, loc, D_TYPE_INCOMPLETE,
				  "a pointer to \"%s\" cannot be dereferenced: cast it first",
				  type_text(ck, type));
	if (r->kind == TYPE_OPAQUE || (type_is_sou(r) && !r->is_complete))
		return tell_unknown_members(ck, loc, type);
	return 0;
}

/* The tag, asked for in a module or, with NULL, as D itself has it; NULL: its body is not known. */
static struct type *find_body(struct check *ck, const struct type *tag, const char *module)
{
	struct type *found = type_tag_in(ck->types, tag->kind, module, tag->name);

	if (module)
		parse_complete_type(ck->arena, ck->types, found);
	return found->is_complete ? found : NULL;
}

/* Through a pointer of the kernel's a name means the kernel's type, though the traced program may
 * have one of that name too: unless the D program says itself what it is. Where the kernel does not
 * tell of its types, the program may. */
static struct type *type_in_space(struct check *ck, struct type *type, enum type_space space)
{
	struct type *tag = type_resolve(type), *own;
	bool is_ours = tag->is_complete && !tag->module;

	if (space != SPACE_KERNEL || !type_is_sou(tag) || !tag->name || is_ours)
		return type;
	own = find_body(ck, tag, TYPE_KERNEL);
	if (!own)
		own = find_body(ck, tag, NULL);
	return own ? own : type;
}

int check_deref(struct check *ck, struct node **expr)
{
	struct node_unary *n = node_unary(*expr);
	int err = check_use(ck, &n->operand, USE_BASE);
	const struct type *type;
	struct type *to;

	if (err)
		return err;
	type = type_resolve(n->operand->type);
	if (!type_is_pointer(type))
		return diag_error(ck->dg, &n->node.loc, D_OP_PTR,
				  "operator * requires an operand of pointer type, not \"%s\"",
				  type_text(ck, n->operand->type));
	if (is_translation(n->operand)) {
		deref_translation(expr);
		return 0;
	}
	to = type_in_space(ck, type->ref, node_space(n->operand));
	err = check_object(ck, &n->node.loc, to);
	if (err)
		return err;
	n->node.type = loaded_type(ck, to, node_space(n->operand));
	return 0;
}

static bool is_in_memory(const struct node *n)
{
	if (n->kind == NODE_INDEX)
		return !node_index(n)->is_assoc && !type_is_string(node_index(n)->base->type);
	return n->kind == NODE_MEMBER || (n->kind == NODE_UNARY && node_unary(n)->op == TOKEN_STAR);
}

/* Of memory only: D's variables have no address. A member of a variable that is a struct has
 * none either. */
static bool has_address(const struct node *n)
{
	while (n->kind == NODE_MEMBER && !node_member(n)->is_arrow)
		n = node_member(n)->base;
	return is_in_memory(n);
}

static bool is_symbol(const struct node *n)
{
	return n->kind == NODE_VAR && node_var(n)->scope == SCOPE_SYMBOL;
}

int check_address(struct check *ck, struct node **expr)
{
	struct node_unary *n = node_unary(*expr);
	int err;

	if (is_symbol(n->operand))
		return check_symbol_address(ck, expr);
	err = check_expr(ck, &n->operand);
	if (err)
		return err;
	if (!has_address(n->operand))
		return diag_error(ck->dg, &n->node.loc, D_OP_LVAL,
				  "operator & requires an operand in memory: a variable has no "
				  "address");
	if (n->operand->kind == NODE_MEMBER && node_member(n->operand)->bit_size)
		return diag_error(ck->dg, &n->node.loc, D_OP_LVAL, "a bit-field has no address");
	n->node.type = type_pointer(ck->types, n->operand->type, place_of(n->operand));
	return 0;
}

int check_element(struct check *ck, struct node **expr)
{
	struct node_index *n = node_index(*expr);
	int err = check_expr(ck, &n->base);
	int err2 = check_expr(ck, &n->keys);
	const struct type *type;

	if (err || err2)
		return err ? err : err2;
	type = type_resolve(n->base->type);
	if (!type_is_pointer(type) || n->keys->next)
		return diag_error(ck->dg, &n->node.loc, D_OP_ARRAY,
				  "operator [] requires an array or a pointer and one index; "
				  "\"%s\" is used", type_text(ck, n->base->type));
	if (!type_is_int(n->keys->type))
		return diag_error(ck->dg, &n->keys->loc, D_OP_INT,
				  "operator [] requires an index of integral type");
	err = check_object(ck, &n->node.loc, type->ref);
	if (err)
		return err;
	convert(ck, &n->keys, int64_type(ck), CONVERT_VALUE);
	n->node.type = loaded_type(ck, type->ref, node_space(n->base));
	return 0;
}

/* The struct that a member is taken of; NULL: told. */
static struct type *find_sou(struct check *ck, const struct node_member *n)
{
	struct type *type = type_resolve(n->base->type);
	struct type *sou = n->is_arrow && type_is_pointer(type) ? type->ref : type;
	const char *op = n->is_arrow ? "->" : ".";

	if (type_is_sou(sou) && n->is_arrow == (sou != type))
		return type_resolve(sou);
	diag_error(ck->dg, &n->node.loc, D_OP_SOU,
		   "operator %s cannot be applied to \"%s\": it requires a %sstruct or union", op,
		   type_text(ck, n->base->type), n->is_arrow ? "pointer to a " : "");
	if (type_is_sou(type))
		diag_hint(ck->dg, "use . instead of ->");
	else if (type_is_pointer(type) && type_is_sou(type->ref))
		diag_hint(ck->dg, "use -> instead of .");
	else if (type_is_int(type) && n->is_arrow)
		diag_hint(ck->dg, "an integer that is an address is cast first: "
			  "((struct name *)arg0)->%s", n->name);
	return NULL;
}

int unknown_member(struct check *ck, const struct node_member *n, const struct type *sou)
{
	int err = diag_error(ck->dg, &n->node.loc, D_MEMBER_UNDEF, "%s is not a member of \"%s\"",
			     n->name, type_text(ck, sou));
	struct names_guess guess;

	names_guess_init(&guess, n->name);
	for (uint32_t i = 0; i < sou->n_members; i++) {
		if (sou->members[i].name)
			names_guess_try(&guess, sou->members[i].name);
	}
	if (guess.best)
		diag_hint(ck->dg, "did you mean %s?", guess.best);
	return err;
}

/* (a, b).m is (a, b.m): only what is in memory has members. */
static bool move_into_comma(struct node **expr)
{
	struct node_member *n = node_member(*expr);
	struct node_binary *comma;

	if (n->base->kind != NODE_BINARY || node_binary(n->base)->op != TOKEN_COMMA)
		return false;
	comma = node_binary(n->base);
	n->base = comma->right;
	comma->right = &n->node;
	comma->node.type = NULL;
	*expr = &comma->node;
	return true;
}

int check_member(struct check *ck, struct node **expr)
{
	struct node_member *n = node_member(*expr);
	const struct type_member *m;
	struct type *sou;
	int err = check_use(ck, &n->base, USE_BASE);

	if (err)
		return err;
	sou = find_sou(ck, n);
	if (!sou)
		return -EINVAL;
	sou = type_in_space(ck, sou, node_space(n->base));
	err = check_object(ck, &n->node.loc, sou);
	if (err)
		return err;
	if (is_translation(n->base))
		return expand_xlate_member(ck, expr);
	if (move_into_comma(expr))
		return check_use(ck, expr, USE_BASE);
	m = type_find_member(sou, n->name, &n->offset);
	if (!m)
		return unknown_member(ck, n, sou);
	n->bit_offset = m->bit_offset;
	n->bit_size = m->bit_size;
	if (n->bit_offset + n->bit_size > 64)
		return diag_error(ck->dg, &n->node.loc, D_UNSUPPORTED,
				  "%s is packed: its bits lie in more than 8 bytes", n->name);
	n->node.type = loaded_type(ck, m->type, node_space(n->base));
	return 0;
}
