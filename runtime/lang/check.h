/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From a parsed tree to a checked one: names resolved, types known, conversions explicit, constants folded. Several mistakes are told in one
 * run; an expression in error gets type int so that it causes no more. Knows nothing of probes but the types of their arguments. */
#ifndef RUNTIME_LANG_CHECK_H
#define RUNTIME_LANG_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/lang/ast.h"

struct arena;
struct builtin;
struct diag;
struct scope;
struct type_table;

/* The tables of builtins: each ends with a row without a name. */
struct builtin_table {
	const struct builtin *const *lists;
	uint32_t n_lists;
};

const struct builtin *builtin_find(const struct builtin_table *table, const char *name);

/* What the checker works with. The session owns all of it. */
struct check {
	struct arena *arena;
	struct type_table *types;
	struct scope *scope;
	const struct builtin_table *builtins;
	struct diag *dg;
	uint32_t strsize;

	/* Of the clause being checked: the types of args[], NULL where they are not known, and their number; -1: the probe has none. */
	struct type **args;
	int32_t n_args;
	const struct node_clause *clause;	/* NULL outside a clause */
	bool clause_has_output;			/* found so far: something that BUILTIN_RECORDS */
};

/* Declarations, inlines and translators, to be called for all of the program's top level before any clause. */
int check_decl(struct check *ck, struct node *decl);

/* One clause; ck->args are set. Builds the tree anew in place where nodes are replaced by what they stand for. */
int check_clause(struct check *ck, struct node_clause *clause);

/* One expression, replaced in place: *expr afterwards has a type. For builtins' own checks and for tests. */
int check_expr(struct check *ck, struct node **expr);

/* An explicit conversion around *expr if its type is not already that one; told if it is not possible. */
int check_convert(struct check *ck, struct node **expr, struct type *to);

/* Is it a constant after folding? */
bool node_is_const_int(const struct node *n, int64_t *value);

/* Has the clause the default action: no statement at all? */
bool clause_is_default(const struct node_clause *clause);

#endif
