/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/ast.h"

#include <string.h>

#include "runtime/base/arena.h"

static const struct kind_info {
	const char *name;
	size_t size;
} kinds[] = {
#define NODE(kind, name, meaning) { #name, sizeof(struct node_##name) },
#include "runtime/lang/node.def"
#undef NODE
};

/* Where the pointer to a child, or to the first of a list, lies in its parent; 0 ends a row, since
 * a node's head is there. */
struct child {
	size_t offset;
	bool is_list;
};

#define MAX_CHILDREN 3
#define ONE(parent, field) { offsetof(struct node_##parent, field), false }
#define LIST(parent, field) { offsetof(struct node_##parent, field), true }

/* In the order of writing. */
static const struct child children[][MAX_CHILDREN + 1] = {
	[NODE_AGG] = { LIST(agg, keys) },
	[NODE_INDEX] = { ONE(index, base), LIST(index, keys) },
	[NODE_MEMBER] = { ONE(member, base) },
	[NODE_CALL] = { LIST(call, args) },
	[NODE_UNARY] = { ONE(unary, operand) },
	[NODE_INCDEC] = { ONE(incdec, operand) },
	[NODE_BINARY] = { ONE(binary, left), ONE(binary, right) },
	[NODE_ASSIGN] = { ONE(assign, left), ONE(assign, right) },
	[NODE_COND] = { ONE(cond, test), ONE(cond, yes), ONE(cond, no) },
	[NODE_CAST] = { ONE(cast, operand) },
	[NODE_SIZEOF] = { ONE(sizeof, operand) },
	[NODE_XLATE] = { ONE(xlate, setup), ONE(xlate, operand), LIST(xlate, members) },
	[NODE_EXPR_STMT] = { ONE(expr_stmt, expr) },
	[NODE_AGG_STMT] = { ONE(agg_stmt, agg), ONE(agg_stmt, func) },
	[NODE_IF] = { ONE(if, test), LIST(if, yes), LIST(if, no) },
	[NODE_CLAUSE] = { ONE(clause, predicate), LIST(clause, body) },
	[NODE_INLINE] = { ONE(inline, value) },
	[NODE_TRANSLATOR] = { LIST(translator, members) },
	[NODE_PRAGMA] = { { 0, false } },
};

_Static_assert(sizeof(children) / sizeof(children[0]) == sizeof(kinds) / sizeof(kinds[0]),
	       "the last kind has the last row");

struct node *node_new(struct arena *arena, enum node_kind kind, const struct loc *loc)
{
	struct node *n = arena_alloc(arena, kinds[kind].size);

	n->kind = kind;
	n->loc = *loc;
	return n;
}

struct node *node_copy(struct arena *arena, const struct node *n)
{
	struct node *copy = arena_memdup(arena, n, kinds[n->kind].size);

	copy->next = NULL;
	return copy;
}

const char *node_kind_name(enum node_kind kind)
{
	return kinds[kind].name;
}

/* Bytewise, since to C the pointers are of several types. */
static struct node *get_child(const struct node *n, const struct child *child)
{
	struct node *first;

	memcpy(&first, (const char *)n + child->offset, sizeof(first));
	return first;
}

int node_each_child(const struct node *n, int (*fn)(struct node *child, void *ctx), void *ctx)
{
	for (const struct child *child = children[n->kind]; child->offset; child++) {
		struct node *at = get_child(n, child);

		while (at) {
			struct node *next = child->is_list ? at->next : NULL;
			int ret = fn(at, ctx);

			if (ret)
				return ret;
			at = next;
		}
	}
	return 0;
}

void node_replace_children(struct node *n, struct node *(*fn)(const struct node *child, void *ctx),
			   void *ctx)
{
	for (const struct child *child = children[n->kind]; child->offset; child++) {
		const struct node *at = get_child(n, child);
		struct node *first = NULL, **last = &first;

		for (; at; at = child->is_list ? at->next : NULL) {
			*last = fn(at, ctx);
			last = &(*last)->next;
		}
		memcpy((char *)n + child->offset, &first, sizeof(first));
	}
}
