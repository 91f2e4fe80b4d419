/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Statements, and aggregations, which only stand as statements. */
#include <stddef.h>

#include "runtime/base/map.h"
#include "runtime/ir/agg.h"
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/builtin.h"
#include "runtime/lang/scope.h"
#include "runtime/lang/type.h"

int lower_agg(struct lower *lo, const struct symbol *symbol)
{
	return (int)(uintptr_t)map_find(lo->s->aggs, &symbol, sizeof(symbol)) - 1;
}

/* @x[keys] = func(args): the value for the key is found or made, and func adds to it. */
static int lower_agg_stmt(struct lower *lo, const struct node_agg_stmt *n)
{
	const struct symbol *symbol = n->agg->symbol;
	int index = lower_agg(lo, symbol);
	const struct agg_desc *agg;
	struct ir_routine *r;
	uint32_t key, value, full, end;
	int err;

	if (index < 0)
		return diag_error(lo->s->dg, &n->node.loc, D_AGG_NULL,
				  "the aggregation @%s has no function", symbol->name);
	agg = &lo->s->layout->aggs[index];
	err = lower_key(lo, symbol, n->agg->keys, &key);
	if (err)
		return err;
	r = lower_code(lo);
	full = ir_label(r);
	end = ir_label(r);
	value = key == IR_NO_REG ? ir_cell(r, agg->store, agg->number)
				 : ir_make(r, agg->store, key);
	ir_br_imm(r, IR_EQ, value, 0, full);
	err = symbol->func->agg->update(lo, n->func, symbol, value);
	if (err)
		return err;
	r = lower_code(lo);
	ir_jmp(r, end);
	ir_place(r, full);
	lower_count(lo, offsetof(struct run_counters, aggregations));
	ir_place(lower_code(lo), end);
	return 0;
}

static int lower_if(struct lower *lo, const struct node_if *n)
{
	uint32_t no = ir_label(lower_code(lo)), end = ir_label(lower_code(lo));
	int err = lower_branch(lo, n->test, no);

	lo->if_depth++;
	if (!err)
		err = lower_stmts(lo, n->yes);
	ir_jmp(lower_code(lo), end);
	ir_place(lower_code(lo), no);
	if (!err)
		err = lower_stmts(lo, n->no);
	lo->if_depth--;
	ir_place(lower_code(lo), end);
	return err;
}

/* Stacks and symbols are values, which print where they stand as statements. */
static bool is_printed(const struct node *expr)
{
	enum type_kind kind = type_resolve(expr->type)->kind;

	return expr->kind == NODE_CALL && (kind == TYPE_STACK || kind == TYPE_SYM);
}

static int lower_stmt(struct lower *lo, const struct node *n)
{
	struct value ignored = VALUE_EMPTY;

	if (n->kind == NODE_AGG_STMT)
		return lower_agg_stmt(lo, node_agg_stmt(n));
	if (n->kind == NODE_IF)
		return lower_if(lo, node_if(n));
	if (n->kind == NODE_EXPR_STMT) {
		const struct node *expr = node_expr_stmt(n)->expr;

		if (expr && is_printed(expr))
			return lower_act_value(lo, expr,
					       lower_act(lo, expr, node_call(expr)->builtin));
		return expr ? lower_expr(lo, expr, &ignored) : 0;
	}
	return diag_error(lo->s->dg, &n->loc, D_INTERNAL, "this is no statement: %s",
			  node_kind_name(n->kind));
}

/* Goes on after an error, so that each statement can tell its own. */
int lower_stmts(struct lower *lo, const struct node *list)
{
	uint32_t mark = lower_temps_mark(lo);
	int err = 0;

	for (const struct node *n = list; n; n = n->next) {
		int e;

		if (!lo->if_depth)
			lo->action++;
		lo->line = n->loc.line;
		e = lower_stmt(lo, n);
		lower_temps_release(lo, mark);
		if (e)
			err = e;
	}
	return err;
}
