/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Some probes can be had in two ways: one that is cheap, and one by which arg0 is known, the offset
 * of the instruction that returns. The second is taken for those of a clause that uses it. */
#ifndef RUNTIME_COMPILE_EXACT_H
#define RUNTIME_COMPILE_EXACT_H

#include <stdbool.h>

struct node_clause;
struct probe;

/* Does the clause use arg0 or args[]? */
bool exact_is_wanted(struct node_clause *clause);

/* Takes the exact way, if there are two. */
void exact_take(struct probe *probe);

#endif
