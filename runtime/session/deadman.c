/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A system that is too busy with probes to let us run is worse off than without data. DTrace gives
 * up when its consumer was not heard of for 30 seconds, unless destructive actions are allowed, and
 * so do we; what was recorded until then is printed.
 *
 * On Linux the consumer comes to run nearly always, be the rest as it may. So we give up as well
 * when the probes have taken nearly all of all CPUs for as long. */
#include <stddef.h>
#include <time.h>

#include "runtime/kern/deadman.h"
#include "runtime/session/session_impl.h"

#define SECOND INT64_C(1000000000)

static int64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * SECOND + ts.tv_nsec;
}

/* Clauses that we fire ourselves cannot keep us from running. */
static bool has_others(const struct session *s)
{
	vec_each(probe, &s->compiled->probes)
		if ((*probe)->trigger == TRIGGER_SITE || (*probe)->trigger == TRIGGER_SAMPLE)
			return true;
	return s->later.watch;
}

int session_deadman_begin(struct session *s)
{
	const struct kern_deadman deadman = {
		.map_fd = s->loaded.maps[s->compiled->control],
		.heartbeat = offsetof(struct run_control, heartbeat),
		.state = offsetof(struct run_control, state),
		.active = RUN_ACTIVE,
		.aborted = RUN_ABORTED,
		.limit = s->opts.deadman,
	};

	session_deadman_alive(s);
	if (s->opts.destructive || !s->opts.deadman || !has_others(s))
		return 0;
	s->burden = (struct burden){ .usage.stats = -1, .is_watched = s->opts.loadlimit > 0 };
	return kern_deadman_link(&deadman, s->links, s->dg);
}

void session_deadman_alive(struct session *s)
{
	__atomic_store_n(&s->loaded.control->heartbeat, now_ns(), __ATOMIC_RELAXED);
}

/* The probes are put out of action as the kernel would do it. */
static void strike(struct session *s)
{
	uint32_t active = RUN_ACTIVE;

	s->burden.has_struck = __atomic_compare_exchange_n(&s->loaded.control->state, &active,
							   RUN_ABORTED, false, __ATOMIC_SEQ_CST,
							   __ATOMIC_SEQ_CST);
}

void session_deadman_look(struct session *s, int64_t now)
{
	struct burden *b = &s->burden;
	int limit = (int)s->opts.loadlimit, percent;

	if (!b->is_watched)
		return;
	percent = kern_usage_look(&b->usage, now, limit, s->loaded.progs, s->loaded.n_progs);
	if (percent < 0)
		return;
	if (percent < limit)
		b->since = 0;
	else if (!b->since)
		b->since = now;
	else if (now - b->since >= s->opts.deadman)
		strike(s);
}

bool session_deadman_struck(const struct session *s)
{
	return __atomic_load_n(&s->loaded.control->state, __ATOMIC_RELAXED) == RUN_ABORTED;
}

int session_deadman_tell(struct session *s)
{
	int err = diag_error(s->dg, NULL, D_UNRESPONSIVE,
			     "processing aborted: Abort due to systemic unresponsiveness");

	if (s->burden.has_struck)
		diag_hint(s->dg,
			  "for %d seconds probes took at least %d %% of the time of all "
			  "CPUs; the options deadman, loadlimit and destructive are about that",
			  (int)(s->opts.deadman / SECOND), (int)s->opts.loadlimit);
	else
		diag_hint(s->dg, "dtrace did not run for %d seconds; the options deadman and "
				 "destructive are about that",
			  (int)(s->opts.deadman / SECOND));
	return err;
}
