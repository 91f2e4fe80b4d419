/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* How stable the names are that the statements of a program use, and what the program says of its
 * own: "#pragma D attributes" and "#pragma D binding". */
#ifndef RUNTIME_COMPILE_IDENTIFIERS_H
#define RUNTIME_COMPILE_IDENTIFIERS_H

#include "runtime/probe/probe.h"

struct diag;
struct identifiers;
struct node;
struct scope;

/* amin: what is below it is an error. */
struct identifiers *identifiers_new(const struct probe_attr *amin);
void identifiers_free(struct identifiers *ids);	/* NULL is allowed */

/* Takes the pragmas of a program's top level; what cannot be understood is told. */
void identifiers_add(struct identifiers *ids, const struct node *nodes, struct diag *dg);

/* Looks at a clause that is not checked yet, for checking replaces names by what they stand for.
 * The scope has all declarations. */
void identifiers_use(struct identifiers *ids, const struct node *clause, const struct scope *scope,
		     struct diag *dg);

/* After the last clause is checked: tells of pragmas for what there is not. */
void identifiers_finish(const struct identifiers *ids, const struct scope *scope, struct diag *dg);

/* The lowest stability of what the clauses use. */
struct probe_attr identifiers_minimum(const struct identifiers *ids);

#endif
