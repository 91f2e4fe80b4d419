/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/ast.h"

#include "runtime/base/arena.h"

static const struct kind_info {
	const char *name;
	size_t size;
} kinds[] = {
#define NODE(kind, name, meaning) { #name, sizeof(struct node_##name) },
#include "runtime/lang/node.def"
#undef NODE
};

struct node *node_new(struct arena *arena, enum node_kind kind, const struct loc *loc)
{
	struct node *n = arena_alloc(arena, kinds[kind].size);

	n->kind = kind;
	n->loc = *loc;
	return n;
}

const char *node_kind_name(enum node_kind kind)
{
	return kinds[kind].name;
}

struct visit {
	int (*fn)(struct node *child, void *ctx);
	void *ctx;
};

static int visit_one(const struct visit *v, struct node *n)
{
	return n ? v->fn(n, v->ctx) : 0;
}

static int visit_list(const struct visit *v, struct node *n)
{
	int ret = 0;

	for (struct node *next; n && !ret; n = next) {
		next = n->next;
		ret = v->fn(n, v->ctx);
	}
	return ret;
}

static int visit_two(const struct visit *v, struct node *a, struct node *b)
{
	int ret = visit_one(v, a);

	return ret ? ret : visit_one(v, b);
}

static int visit_one_list(const struct visit *v, struct node *one, struct node *list)
{
	int ret = visit_one(v, one);

	return ret ? ret : visit_list(v, list);
}

static int visit_cond(const struct visit *v, const struct node_cond *cond)
{
	int ret = visit_two(v, cond->test, cond->yes);

	return ret ? ret : visit_one(v, cond->no);
}

static int visit_if(const struct visit *v, const struct node_if *n)
{
	int ret = visit_one_list(v, n->test, n->yes);

	return ret ? ret : visit_list(v, n->no);
}

/* Two lines for each kind; those without children are at the end. */
int node_each_child(const struct node *n, int (*fn)(struct node *child, void *ctx), void *ctx)
{
	const struct visit v = { fn, ctx };

	switch (n->kind) {
	case NODE_AGG:
		return visit_list(&v, node_agg(n)->keys);
	case NODE_INDEX:
		return visit_one_list(&v, node_index(n)->base, node_index(n)->keys);
	case NODE_MEMBER:
		return visit_one(&v, node_member(n)->base);
	case NODE_CALL:
		return visit_list(&v, node_call(n)->args);
	case NODE_UNARY:
		return visit_one(&v, node_unary(n)->operand);
	case NODE_INCDEC:
		return visit_one(&v, node_incdec(n)->operand);
	case NODE_BINARY:
		return visit_two(&v, node_binary(n)->left, node_binary(n)->right);
	case NODE_ASSIGN:
		return visit_two(&v, node_assign(n)->left, node_assign(n)->right);
	case NODE_COND:
		return visit_cond(&v, node_cond(n));
	case NODE_CAST:
		return visit_one(&v, node_cast(n)->operand);
	case NODE_SIZEOF:
		return visit_one(&v, node_sizeof(n)->operand);
	case NODE_XLATE:
		return visit_one(&v, node_xlate(n)->operand);
	case NODE_EXPR_STMT:
		return visit_one(&v, node_expr_stmt(n)->expr);
	case NODE_AGG_STMT:
		return visit_two(&v, &node_agg_stmt(n)->agg->node, &node_agg_stmt(n)->func->node);
	case NODE_IF:
		return visit_if(&v, node_if(n));
	case NODE_CLAUSE:
		return visit_one_list(&v, node_clause(n)->predicate, node_clause(n)->body);
	case NODE_INLINE:
		return visit_one(&v, node_inline(n)->value);
	case NODE_TRANSLATOR:
		return visit_list(&v, node_translator(n)->members);
	case NODE_INT:
	case NODE_STRING:
	case NODE_VAR:
	case NODE_OFFSETOF:
	case NODE_DECL:
	case NODE_PROVIDER:
	case NODE_PRAGMA:
		return 0;
	}
	return 0;
}
