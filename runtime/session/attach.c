/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From loaded routines to enabled probes. */
#include "runtime/kern/link.h"
#include "runtime/session/session_impl.h"

/* The points of one provider in a plan, from the first on. */
static int attach_points(struct session *s, const struct attach_plan *plan, size_t first,
			 const struct provider *impl, struct diag *dg)
{
	VEC(struct attach_point) points = { 0 };
	int n = 0;

	for (size_t i = first; i < plan->points.len; i++)
		if (plan->points.data[i].probe->impl == impl)
			vec_push(&points, plan->points.data[i]);
	if (points.len && impl->attach)
		n = impl->attach(&s->caps, s->loaded.progs[plan->routine], points.data,
				 (uint32_t)points.len, s->links, dg);
	vec_fini(&points);
	return n;
}

static int attach_plan(struct session *s, const struct attach_plan *plan, size_t first,
		       struct diag *dg)
{
	for (const struct provider *const *p = s->config.providers; *p; p++) {
		int err = attach_points(s, plan, first, *p, dg);

		if (err < 0)
			return err;
	}
	return 0;
}

/* vtimestamp's routine hangs on the scheduler. */
static int attach_switch(struct session *s, const struct compiled *c, struct diag *dg)
{
	for (uint32_t i = 0; i < c->program->n_routines; i++) {
		int err;

		if (c->program->routines[i].context != CONTEXT_SWITCH)
			continue;
		err = kern_link_raw_tracepoint(s->links, s->loaded.progs[i], "sched_switch", dg);
		if (err < 0)
			return err;
	}
	return 0;
}

static bool has_switch(const struct compiled *c)
{
	for (uint32_t i = 0; i < c->program->n_routines; i++)
		if (c->program->routines[i].context == CONTEXT_SWITCH)
			return true;
	return false;
}

int session_attach(struct session *s)
{
	int err;

	s->links = kern_links_new();
	err = session_family_begin(s);
	if (!err)
		err = session_deadman_begin(s);
	if (!err)
		err = attach_switch(s, s->compiled, s->dg);
	if (err < 0)
		return err;
	vec_each(plan, &s->compiled->plans) {
		err = attach_plan(s, plan, 0, s->dg);
		if (err < 0)
			return err;
	}
	session_tell_cost(s);
	return 0;
}

int session_attach_more(struct session *s, const struct compiled *c, struct diag *dg)
{
	int err = has_switch(s->compiled) ? 0 : attach_switch(s, c, dg);

	for (size_t i = 0; i < c->plans.len; i++) {
		const struct attach_plan *plan = &c->plans.data[i];
		size_t n_before = i < s->compiled->plans.len ? s->compiled->plans.data[i].points.len
							     : 0;
		int e = attach_plan(s, plan, n_before, dg);

		err = e ? e : err;
	}
	return err;
}
