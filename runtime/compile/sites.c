/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/compile/sites.h"

#include "runtime/base/alloc.h"
#include "runtime/compile/compile.h"
#include "runtime/probe/provider.h"

/* A table of 2 MB; what collides more often keeps its event to itself. */
#define MAX_EVENTS 64

struct sharing {
	uint32_t used[EBPF_PAGE_SITES];	/* at each place in a page: events that have it */
	uint32_t n_events, n_points;
	uint64_t *table;		/* NULL: they are only counted */
};

static uint32_t place(const struct attach_point *point)
{
	return point->probe->sites[point->site].offset % EBPF_PAGE_SITES;
}

/* Where a function returns, the thread stands in whoever called it: its place is not known. */
static bool is_return(const struct attach_point *point)
{
	return point->probe->sites[point->site].is_return;
}

static void share(struct sharing *sh, struct attach_point *point)
{
	uint32_t event = sh->used[place(point)];

	sh->n_points++;
	if (event == MAX_EVENTS || is_return(point)) {
		if (sh->table)
			point->cookie |= EBPF_OWN_COOKIE;
		return;
	}
	sh->used[place(point)]++;
	if (event == sh->n_events)
		sh->n_events++;
	if (!sh->table)
		return;
	sh->table[event * EBPF_PAGE_SITES + place(point)] = point->cookie;
	point->cookie = event * EBPF_PAGE_SITES * sizeof(*sh->table);
}

static void share_all(struct sharing *sh, struct compiled *c)
{
	vec_each(plan, &c->plans)
		vec_each(point, &plan->points)
			if (point->probe->trigger == TRIGGER_SITE)
				share(sh, point);
}

uint64_t *sites_share(struct compiled *c, uint32_t *n_cookies)
{
	struct sharing counted = { .n_events = 0 }, sh = { .n_events = 0 };
	uint32_t n_events = 1;

	share_all(&counted, c);
	if (counted.n_points < 2)
		return NULL;
	while (n_events < counted.n_events)
		n_events *= 2;
	*n_cookies = n_events * EBPF_PAGE_SITES;
	sh.table = xcalloc(*n_cookies, sizeof(*sh.table));
	share_all(&sh, c);
	return sh.table;
}
