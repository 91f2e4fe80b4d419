/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Declarations of the top level: variables, types, inlines, translators. */
#include "runtime/lang/parser.h"

#include <errno.h>

static struct node *make_decl(struct parser *p, const struct specs *specs,
			      const struct declarator *d)
{
	struct node_decl *n =
		node_decl(node_new(p->arena, NODE_DECL, d->name ? &d->loc : &specs->loc));

	n->storage = specs->storage;
	n->name = d->name;
	n->decl_type = d->type;
	n->keys = d->keys;
	n->n_keys = d->n_keys;
	return &n->node;
}

static int add_typedef(struct parser *p, const struct declarator *d)
{
	if (parser_is_lenient(p)) {
		type_redefine_typedef(p->types, p->module, d->name, d->type);
		return 0;
	}
	if (!type_add_typedef_in(p->types, p->module, d->name, d->type))
		return 0;
	return diag_error(p->dg, &d->loc, D_DECL_REDEF, "%s is already the name of another type",
			  d->name);
}

/* "= value" is C's, and nothing to read in C's headers. */
static int no_initializer(struct parser *p)
{
	if (p->tok.kind != TOKEN_ASSIGN)
		return 0;
	if (!parser_is_lenient(p)) {
		diag_error(p->dg, &p->tok.loc, D_DECL_BAD,
			   "a declared variable cannot be initialized here");
		diag_hint(p->dg, "assign to it in a clause: BEGIN { ... }");
		return -EINVAL;
	}
	parser_skip_to(p, TOKEN_COMMA, TOKEN_SEMI);
	return 0;
}

static int one_declarator(struct parser *p, const struct specs *specs, struct node_list *out)
{
	bool is_type = specs->storage == DECL_TYPEDEF || parser_is_lenient(p);
	struct declarator d;

	if (parser_declarator(p, specs, is_type ? DECLARATOR_NAMED : DECLARATOR_KEYED, &d))
		return -EINVAL;
	if (specs->storage == DECL_TYPEDEF && add_typedef(p, &d))
		return -EINVAL;
	node_list_add(out, make_decl(p, specs, &d));
	return no_initializer(p);
}

int parser_declaration(struct parser *p, struct node_list *out)
{
	struct declarator none = { 0 };
	struct specs specs;

	if (parser_specs(p, &specs))
		return -EINVAL;
	if (p->tok.kind == TOKEN_SEMI) {
		none.type = specs.type;
		node_list_add(out, make_decl(p, &specs, &none));
		return 0;
	}
	do {
		if (one_declarator(p, &specs, out))
			return -EINVAL;
	} while (parser_accept(p, TOKEN_COMMA));
	if (parser_is_lenient(p) && p->tok.kind == TOKEN_LBRACE) {	/* a function of C */
		parser_skip_item(p);
		return 0;
	}
	return parser_at(p, TOKEN_SEMI);
}

int parser_inline(struct parser *p, struct node_list *out)
{
	struct node_inline *n;
	struct declarator d;
	struct specs specs;

	parser_advance(p);
	if (parser_specs(p, &specs) || parser_declarator(p, &specs, DECLARATOR_KEYED, &d) ||
	    parser_expect(p, TOKEN_ASSIGN))
		return -EINVAL;
	n = node_inline(node_new(p->arena, NODE_INLINE, &d.loc));
	n->name = d.name;
	n->decl_type = d.type;
	n->keys = d.keys;
	n->n_keys = d.n_keys;
	p->n_ops = 0;
	n->value = parser_assign_expr(p);
	if (!n->value)
		return -EINVAL;
	node_list_add(out, &n->node);
	return parser_at(p, TOKEN_SEMI);
}

/* name = expression; */
static struct node *translator_member(struct parser *p)
{
	struct node_assign *assign;
	struct node_var *var;
	struct loc loc = p->tok.loc;
	const char *name = parser_expect_name(p, "the name of a member");

	if (!name)
		return NULL;
	assign = node_assign(node_new(p->arena, NODE_ASSIGN, &p->tok.loc));
	assign->op = TOKEN_ASSIGN;
	if (parser_expect(p, TOKEN_ASSIGN))
		return NULL;
	var = node_var(node_new(p->arena, NODE_VAR, &loc));
	var->name = name;
	assign->left = &var->node;
	p->n_ops = 0;
	assign->right = parser_assign_expr(p);
	return assign->right && !parser_expect(p, TOKEN_SEMI) ? &assign->node : NULL;
}

static void translator_members(struct parser *p, struct node_translator *n)
{
	struct node_list list = { 0 };

	while (p->tok.kind != TOKEN_RBRACE && p->tok.kind != TOKEN_EOF) {
		struct node *member = translator_member(p);

		if (member)
			node_list_add(&list, member);
		else
			parser_recover(p);
	}
	n->members = list.first;
}

/* translator OUT < IN name > { members }; */
int parser_translator(struct parser *p, struct node_list *out)
{
	struct node_translator *n =
		node_translator(node_new(p->arena, NODE_TRANSLATOR, &p->tok.loc));
	struct declarator in;
	struct specs specs;

	parser_advance(p);
	n->out = parser_type_name(p);
	if (!n->out || parser_expect(p, TOKEN_LT))
		return -EINVAL;
	if (parser_specs(p, &specs) || parser_declarator(p, &specs, DECLARATOR_NAMED, &in))
		return -EINVAL;
	n->in = in.type;
	n->param = in.name;
	if (parser_expect(p, TOKEN_GT) || parser_expect(p, TOKEN_LBRACE))
		return -EINVAL;
	translator_members(p, n);
	node_list_add(out, &n->node);
	return parser_expect(p, TOKEN_RBRACE) ? -EINVAL : parser_at(p, TOKEN_SEMI);
}
