/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Which routine serves which probes. Probes that fire in the same way and enable the same clauses
 * share one routine; sites that keep their arguments in the same places share a class. */
#ifndef RUNTIME_COMPILE_GROUP_H
#define RUNTIME_COMPILE_GROUP_H

#include <stdint.h>

#include "runtime/base/vec.h"
#include "runtime/ir/lower.h"

/* A clause and the probes that it is enabled for, as indexes of enabled probes. */
struct enabling {
	struct node_clause *clause;
	VEC(uint32_t) probes;
};

struct group {
	enum probe_trigger trigger;
	VEC(struct node_clause *) clauses;	/* in the order of the program */
	VEC(uint32_t) probes;
	VEC(struct site_class) classes;
	struct map *by_args;			/* where arguments lie -> 1 + the class */
	VEC(struct attach_point) points;	/* cookies are probe << 32 | class */
};

struct groups {
	VEC(struct group) groups;
};

/* ERROR is left out: its clauses are part of whatever may fault. */
void groups_make(struct groups *out, const struct enabling *enablings, uint32_t n_enablings,
		 const struct probe *const *probes, uint32_t n_probes);
/* The most clauses that a group has. */
size_t groups_longest(const struct groups *groups);
void groups_fini(struct groups *groups);

#endif
