/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From loaded routines to enabled probes. */
#include "runtime/kern/link.h"
#include "runtime/session/session_impl.h"

/* The points of one provider in a plan. */
static int attach_points(struct session *s, const struct attach_plan *plan,
			 const struct provider *impl)
{
	VEC(struct attach_point) points = { 0 };
	int n = 0;

	vec_each(point, &plan->points)
		if (point->probe->impl == impl)
			vec_push(&points, *point);
	if (points.len && impl->attach)
		n = impl->attach(&s->caps, s->loaded.progs[plan->routine], points.data,
				 (uint32_t)points.len, s->links, s->dg);
	vec_fini(&points);
	return n;
}

/* vtimestamp's routine hangs on the scheduler. */
static int attach_switch(struct session *s)
{
	for (uint32_t i = 0; i < s->compiled->program->n_routines; i++) {
		int err;

		if (s->compiled->program->routines[i].context != CONTEXT_SWITCH)
			continue;
		err = kern_link_raw_tracepoint(s->links, s->loaded.progs[i], "sched_switch", s->dg);
		if (err < 0)
			return err;
	}
	return 0;
}

int session_attach(struct session *s)
{
	int err;

	s->links = kern_links_new();
	err = attach_switch(s);
	if (err < 0)
		return err;
	vec_each(plan, &s->compiled->plans) {
		for (const struct provider *const *p = s->config.providers; *p; p++) {
			err = attach_points(s, plan, *p);
			if (err < 0)
				return err;
		}
	}
	return 0;
}
