/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/clone.h"

#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/lang/ast.h"

#define MAX_CHILDREN 3

static const size_t sizes[] = {
#define NODE(kind, name, meaning) [NODE_##kind] = sizeof(struct node_##name),
#include "runtime/lang/node.def"
#undef NODE
};

/* Where the pointers to the children lie; 0 ends a row, since a node's head is there. The top
 * level is never copied. */
static const size_t children[][MAX_CHILDREN] = {
	[NODE_AGG] = { offsetof(struct node_agg, keys) },
	[NODE_INDEX] = { offsetof(struct node_index, base), offsetof(struct node_index, keys) },
	[NODE_MEMBER] = { offsetof(struct node_member, base) },
	[NODE_CALL] = { offsetof(struct node_call, args) },
	[NODE_UNARY] = { offsetof(struct node_unary, operand) },
	[NODE_INCDEC] = { offsetof(struct node_incdec, operand) },
	[NODE_BINARY] = { offsetof(struct node_binary, left), offsetof(struct node_binary, right) },
	[NODE_ASSIGN] = { offsetof(struct node_assign, left), offsetof(struct node_assign, right) },
	[NODE_COND] = { offsetof(struct node_cond, test), offsetof(struct node_cond, yes),
			offsetof(struct node_cond, no) },
	[NODE_CAST] = { offsetof(struct node_cast, operand) },
	[NODE_SIZEOF] = { offsetof(struct node_sizeof, operand) },
	[NODE_XLATE] = { offsetof(struct node_xlate, operand) },
	[NODE_PRAGMA] = { 0 },
};

static const struct node *find_substitute(const struct node *n, const struct substitution *subst,
					  uint32_t n_subst)
{
	const struct node_var *var;

	if (n->kind != NODE_VAR || node_var(n)->scope != SCOPE_GLOBAL || n->type)
		return NULL;
	var = node_var(n);
	for (uint32_t i = 0; i < n_subst; i++) {
		if (!strcmp(subst[i].name, var->name))
			return subst[i].value;
	}
	return NULL;
}

static struct node *clone_list(struct arena *arena, const struct node *list,
			       const struct substitution *subst, uint32_t n_subst)
{
	struct node *first = NULL, **last = &first;

	for (; list; list = list->next) {
		*last = node_clone(arena, list, subst, n_subst);
		last = &(*last)->next;
	}
	return first;
}

struct node *node_clone(struct arena *arena, const struct node *n, const struct substitution *subst,
			uint32_t n_subst)
{
	const struct node *substitute = find_substitute(n, subst, n_subst);
	struct node *copy;

	if (substitute)
		return node_clone(arena, substitute, NULL, 0);
	copy = arena_memdup(arena, n, sizes[n->kind]);
	copy->next = NULL;
	for (int i = 0; i < MAX_CHILDREN && children[n->kind][i]; i++) {
		struct node **child = (struct node **)((char *)copy + children[n->kind][i]);

		*child = clone_list(arena, *child, subst, n_subst);
	}
	return copy;
}
