/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/clone.h"

#include <string.h>

#include "runtime/lang/ast.h"

struct cloning {
	struct arena *arena;
	const struct substitution *subst;
	uint32_t n_subst;
};

static const struct node *find_substitute(const struct cloning *c, const struct node *n)
{
	const struct node_var *var;

	if (n->kind != NODE_VAR || node_var(n)->scope != SCOPE_GLOBAL || n->type)
		return NULL;
	var = node_var(n);
	for (uint32_t i = 0; i < c->n_subst; i++) {
		if (!strcmp(c->subst[i].name, var->name))
			return c->subst[i].value;
	}
	return NULL;
}

static struct node *clone(const struct node *n, void *ctx)
{
	const struct cloning *c = ctx;
	const struct node *substitute = find_substitute(c, n);
	struct node *copy;

	if (substitute)
		return node_clone(c->arena, substitute, NULL, 0);
	copy = node_copy(c->arena, n);
	node_replace_children(copy, clone, ctx);
	return copy;
}

struct node *node_clone(struct arena *arena, const struct node *n, const struct substitution *subst,
			uint32_t n_subst)
{
	struct cloning c = { arena, subst, n_subst };

	return clone(n, &c);
}
