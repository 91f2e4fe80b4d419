/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Copies of expressions, with other expressions in the place of some names: what an inline or a
 * translator stands for. */
#ifndef RUNTIME_LANG_CLONE_H
#define RUNTIME_LANG_CLONE_H

#include <stdint.h>

struct arena;
struct node;

struct substitution {
	const char *name;		/* of a global variable */
	const struct node *value;	/* a copy of this stands for it */
};

struct node *node_clone(struct arena *arena, const struct node *n, const struct substitution *subst,
			uint32_t n_subst);

#endif
