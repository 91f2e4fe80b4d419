/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Clauses: the predicate, statements, aggregations. */
#include "runtime/lang/check_rules.h"

#include <string.h>

#include "runtime/base/arena.h"

bool clause_is_default(const struct node_clause *clause)
{
	return !clause->body;
}

static struct symbol *find_agg(struct check *ck, struct node_agg *agg)
{
	agg->symbol = scope_find(ck->scope, SYMBOL_AGG, agg->name);
	if (!agg->symbol)
		agg->symbol = scope_add(ck->scope, SYMBOL_AGG, agg->name, &agg->node.loc);
	return agg->symbol;
}

/* printa(@x) may stand before the clause that fills @x, so whether one does is asked in
 * check_finish(). */
int check_agg_operand(struct check *ck, struct node_agg *agg)
{
	find_agg(ck, agg);
	if (agg->keys)
		return diag_error(ck->dg, &agg->node.loc, D_KEY_COUNT,
				  "@%s is named here as a whole: leave out its keys", agg->name);
	agg->node.type = type_agg(ck->types);
	return 0;
}

int check_finish(struct check *ck)
{
	const struct symbol *sym;
	int err = 0;

	for (uint32_t i = 0; (sym = scope_at(ck->scope, SYMBOL_AGG, i)); i++) {
		if (!sym->is_filled)
			err = diag_error(ck->dg, &sym->loc, D_AGG_NULL,
					 "undefined aggregation: no clause fills @%s", sym->name);
	}
	return err;
}

int check_agg_params(struct check *ck, const struct node_call *call, const uint64_t *params,
		     uint32_t n)
{
	struct symbol *agg = ck->agg;

	assert(agg && n <= sizeof(agg->params) / sizeof(agg->params[0]));
	if (!agg->has_params) {
		memcpy(agg->params, params, n * sizeof(*params));
		agg->n_params = n;
		agg->has_params = true;
		return 0;
	}
	if (agg->n_params == n && !memcmp(agg->params, params, n * sizeof(*params)))
		return 0;
	return diag_error(ck->dg, &call->node.loc, D_AGG_REDEF,
			  "aggregation redefined: the constants of %s( ) differ from those "
			  "of @%s before",
			  call->name, agg->name);
}

static int check_agg_func(struct check *ck, struct symbol *agg, struct node_call *call)
{
	const struct builtin *b = builtin_find(ck->builtins, call->name);

	if (!b)
		return check_unknown_call(ck, call);
	if (b->kind != BUILTIN_AGG)
		return diag_error(ck->dg, &call->node.loc, D_AGG_FUNC,
				  "%s( ) is not an aggregating function", call->name);
	if (agg->func && agg->func != b)
		return diag_error(ck->dg, &call->node.loc, D_AGG_REDEF,
				  "aggregation redefined: @%s = %s( ), and before: @%s = %s( )",
				  agg->name, b->name, agg->name, agg->func->name);
	agg->func = b;
	return 0;
}

static int check_agg_stmt(struct check *ck, struct node_agg_stmt *n)
{
	struct symbol *agg = find_agg(ck, n->agg);
	int err = check_keys(ck, agg, &n->agg->node.loc, &n->agg->keys);
	int err2 = check_agg_func(ck, agg, n->func);

	agg->is_filled = true;
	n->agg->node.type = type_agg(ck->types);
	if (err2)
		return err2;
	ck->agg = agg;
	err2 = check_call_of(ck, n->func, agg->func);
	ck->agg = NULL;
	if (agg->func->flags & BUILTIN_RECORDS)
		ck->clause_has_output = true;
	return err ? err : err2;
}

/* "@x = count()" as an expression: the arm of a ?: that was chosen. */
bool is_agg_assign(const struct node *n)
{
	return n->kind == NODE_ASSIGN && node_assign(n)->op == TOKEN_ASSIGN &&
	       node_assign(n)->left->kind == NODE_AGG && node_assign(n)->right->kind == NODE_CALL;
}

int check_agg_assign(struct check *ck, struct node **expr)
{
	const struct node_assign *n = node_assign(*expr);
	struct node *stmt = node_new(ck->arena, NODE_AGG_STMT, &n->node.loc);

	node_agg_stmt(stmt)->agg = node_agg(n->left);
	node_agg_stmt(stmt)->func = node_call(n->right);
	stmt->type = type_void(ck->types);
	*expr = stmt;
	return check_agg_stmt(ck, node_agg_stmt(stmt));
}

static int find_effect(struct node *n, void *ctx)
{
	bool has = n->kind == NODE_ASSIGN || n->kind == NODE_INCDEC || n->kind == NODE_CALL;

	return has ? 1 : node_each_child(n, find_effect, ctx);
}

/* A constant may be what is left of "OPT ? printf(...) : 1". */
static int check_effect(struct check *ck, struct node *expr, const struct node *written)
{
	bool is_rest = written->kind == NODE_COND && expr->kind == NODE_INT;

	if (is_rest || find_effect(expr, NULL))
		return 0;
	if (expr->kind == NODE_AGG)
		return diag_error(ck->dg, &expr->loc, D_AGG_NULL,
				  "an aggregation must be assigned an aggregating function");
	return diag_error(ck->dg, &written->loc, D_EXPR_NULL, "expression has null effect");
}

static int check_expr_stmt(struct check *ck, struct node **stmt)
{
	struct node *next = (*stmt)->next;
	struct node_expr_stmt *n = node_expr_stmt(*stmt);
	const struct node *written = n->expr;
	int err;

	if (!n->expr)
		return 0;
	err = check_use(ck, &n->expr, USE_STMT);
	if (err)
		return err;
	if (n->expr->kind != NODE_AGG_STMT)
		return check_effect(ck, n->expr, written);
	*stmt = n->expr;
	(*stmt)->next = next;
	return 0;
}

static int check_list(struct check *ck, struct node **list);

static int check_if(struct check *ck, struct node_if *n)
{
	int err = check_condition(ck, &n->test, D_OP_SCALAR, "the condition of if");
	int yes = check_list(ck, &n->yes);
	int no = check_list(ck, &n->no);

	return err ? err : yes ? yes : no;
}

static int check_stmt(struct check *ck, struct node **stmt)
{
	if (ck->is_speculative && (*stmt)->kind == NODE_AGG_STMT)
		return diag_error(ck->dg, &(*stmt)->loc, D_AGG_SPEC,
				  "an aggregation cannot be filled behind speculate( )");
	if ((*stmt)->kind == NODE_AGG_STMT)
		return check_agg_stmt(ck, node_agg_stmt(*stmt));
	if ((*stmt)->kind == NODE_IF)
		return check_if(ck, node_if(*stmt));
	return check_expr_stmt(ck, stmt);
}

static int check_list(struct check *ck, struct node **list)
{
	int err = 0;

	for (; *list; list = &(*list)->next) {
		int e = check_stmt(ck, list);

		err = err ? err : e;
	}
	return err;
}

int check_clause(struct check *ck, struct node_clause *clause)
{
	int err = 0, err2;

	ck->clause = clause;
	ck->clause_has_output = false;
	ck->is_speculative = false;
	ck->n_expansions = 0;
	if (clause->predicate)
		err = check_condition(ck, &clause->predicate, D_PRED_SCALAR, "predicate result");
	err2 = check_list(ck, &clause->body);
	ck->clause = NULL;
	return err ? err : err2;
}
