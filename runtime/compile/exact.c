/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/compile/exact.h"

#include <stddef.h>
#include <string.h>

#include "runtime/lang/ast.h"
#include "runtime/lang/builtin.h"
#include "runtime/probe/probe.h"

static int find_use(struct node *n, void *ctx)
{
	const struct builtin *builtin = n->kind == NODE_VAR ? node_var(n)->builtin : NULL;
	bool *found = ctx;

	if (builtin && (!strcmp(builtin->name, "arg0") || !strcmp(builtin->name, "args")))
		*found = true;
	return node_each_child(n, find_use, ctx);
}

bool exact_is_wanted(struct node_clause *clause)
{
	bool found = false;

	find_use(&clause->node, &found);
	return found;
}

void exact_take(struct probe *probe)
{
	if (!probe->exact_sites)
		return;
	probe->sites = probe->exact_sites;
	probe->n_sites = probe->n_exact_sites;
	probe->exact_sites = NULL;
}
