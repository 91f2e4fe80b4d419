/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The running session: BEGIN, the loop, END. Routines never wake us for a record (a wake-up costs
 * the traced thread microseconds): we look by ourselves, every millisecond while records come, and
 * ever less often while none do. exit() alone wakes us. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/kern/link.h"
#include "runtime/kern/load.h"
#include "runtime/kern/ring.h"
#include "runtime/kern/watch.h"
#include "runtime/output/flow.h"
#include "runtime/proc/target.h"
#include "runtime/builtins/aggs.h"
#include "runtime/session/report.h"
#include "runtime/session/retain.h"
#include "runtime/session/session_impl.h"

#define MS INT64_C(1000000)

enum { BUSY_MS = 1, IDLE_MAX_MS = 50, EXIT_MS = 100, MAX_FDS = 64 };

/* A tick probe of the consumer's own clock. */
struct timer {
	int prog;
	uint64_t cookie;
	int64_t interval, due;
};

struct work {
	struct session *s;
	VEC(struct timer) timers;
	int signals;			/* signalfd */
	int64_t idle;			/* how long we sleep when nothing comes, ns */
	int64_t status_due, clock_due;
	/* an exit() whose record does not come is waited for until then; 0: there is none */
	int64_t exit_due;
	bool is_interrupted;
	bool is_over;
};

static int64_t now_ns(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return ts.tv_sec * INT64_C(1000000000) + ts.tv_nsec;
}

static void set_out_error(struct session *s)
{
	if (!s->out_error)
		s->out_error = errno;
}

void session_flush(struct session *s)
{
	if (s->out.len && fwrite(s->out.data, 1, s->out.len, session_out(s)) != s->out.len)
		set_out_error(s);
	if (fflush(session_out(s)))
		set_out_error(s);
	str_clear(&s->out);
}

static void tell_drops_of(struct session *s, struct str *text, int cpu,
			  const struct run_counters *before, const struct run_counters *after)
{
	if (s->opts.oformat == OFORMAT_JSON)
		session_drops_json(s, cpu, before, after);
	else
		report_drops(text, cpu, before, after, s->opts.droptags);
}

/* What was lost since the last time. */
static void tell_drops(struct session *s)
{
	int n = kern_n_cpus();
	struct run_counters *now = xcalloc((size_t)n, sizeof(*now));
	auto_str struct str text = { 0 };
	uint32_t key = 0;

	if (!s->drops)
		s->drops = xcalloc((size_t)n, sizeof(*s->drops));
	if (!kern_map_find(s->loaded.maps[s->compiled->counters], &key, now)) {
		now[0].speculative = s->speculations.n_drops;
		for (int cpu = 0; cpu < n; cpu++)
			tell_drops_of(s, &text, cpu, &s->drops[cpu], &now[cpu]);
		free(s->drops);
		s->drops = now;
	} else {
		free(now);
	}
	session_family_tell(s, &text);
	session_flush(s);
	if (!text.len)
		return;
	fputs(text.data, s->config.err);
	fflush(s->config.err);
}

/* What bufpolicy makes of the records that wait. is_last: nothing more will come. */
static uint32_t drain(struct session *s, bool is_last)
{
	uint32_t n = 0;

	session_forget_aggs(s);
	if (s->opts.bufpolicy == BUFPOLICY_RING)
		kern_ring_read(s->loaded.ring, 0, retain_add, s->retain, &n);
	else if (s->opts.bufpolicy == BUFPOLICY_SWITCH || is_last)
		kern_ring_read(s->loaded.ring, 0, session_consume, s, &n);
	if (is_last && s->retain)
		retain_drain(s->retain, session_consume, s);
	session_flush(s);
	return n;
}

/* walltimestamp is the monotonic clock plus this; it follows when somebody sets the clock. */
static void set_wall_offset(struct session *s)
{
	int64_t offset = now_ns(CLOCK_REALTIME) - now_ns(CLOCK_MONOTONIC);

	__atomic_store_n(&s->loaded.control->wall_offset, offset, __ATOMIC_RELAXED);
}

static void set_state(struct session *s, enum run_state from, enum run_state to)
{
	uint32_t expected = from;

	__atomic_compare_exchange_n(&s->loaded.control->state, &expected, to, false,
				    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

/* BEGIN and END: all plans of probes with this trigger. */
static int fire(struct session *s, enum probe_trigger trigger)
{
	int err = 0;

	vec_each(plan, &s->compiled->plans)
		vec_each(point, &plan->points)
			if (point->probe->trigger == trigger && !err)
				err = kern_prog_run(s->loaded.progs[plan->routine], point->cookie);
	if (err)
		return diag_errno(s->dg, NULL, D_LOAD, -err, "cannot run the clauses of %s",
				  trigger == TRIGGER_BEGIN ? "BEGIN" : "END");
	return 0;
}

static void make_timers(struct work *w)
{
	struct session *s = w->s;
	int64_t now = now_ns(CLOCK_MONOTONIC);

	vec_each(plan, &s->compiled->plans)
		vec_each(point, &plan->points) {
			struct timer *t;

			if (point->probe->trigger != TRIGGER_TIMER)
				continue;
			t = vec_add(&w->timers);
			t->prog = s->loaded.progs[plan->routine];
			t->cookie = point->cookie;
			t->interval = (int64_t)point->probe->interval;
			t->due = now + t->interval;
		}
}

/* Ticks that were missed while we were busy fire once, as on a clock that was stopped. */
static void fire_timers(struct work *w, int64_t now)
{
	vec_each(t, &w->timers) {
		if (t->due > now)
			continue;
		kern_prog_run(t->prog, t->cookie);
		t->due += t->interval;
		if (t->due <= now)
			t->due = now + t->interval;
	}
}

static void keep_house(struct work *w, int64_t now)
{
	if (now >= w->status_due) {
		tell_drops(w->s);
		session_symbols_learn(w->s);
		session_unwind_refresh(w->s);
		session_family_lives(w->s);
		w->status_due = now + w->s->opts.statusrate;
	}
	if (now >= w->clock_due) {
		set_wall_offset(w->s);
		w->clock_due = now + 1000 * MS;
	}
}

static int64_t next_due(const struct work *w, int64_t now, int64_t sleep)
{
	int64_t due = now + sleep;

	vec_each(t, &w->timers)
		if (t->due < due)
			due = t->due;
	return due > now ? due - now : 0;
}

static void take_signal(struct work *w)
{
	struct signalfd_siginfo info;
	sigset_t set;

	if (read(w->signals, &info, sizeof(info)) != sizeof(info) || info.ssi_signo == SIGCHLD)
		return;
	w->is_interrupted = true;
	w->is_over = true;
	/* A second one ends the program at once, also where a shell had them ignored for a command
	 * in the background; the kernel then takes everything back. */
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* exit() closes the gate at once, but its record never comes if the clause faults behind it, or if
 * there is no room for it. Where records are not read before the end, nobody waits for it. */
static bool exit_was_lost(struct work *w, int64_t now)
{
	if (__atomic_load_n(&w->s->loaded.control->state, __ATOMIC_RELAXED) != RUN_ENDING)
		return false;
	if (w->s->opts.bufpolicy != BUFPOLICY_SWITCH)
		return true;
	if (!w->exit_due)
		w->exit_due = now + EXIT_MS * MS;
	return now >= w->exit_due;
}

/* bufpolicy=fill ends when a record found no room. */
static bool has_filled(struct session *s)
{
	int n = kern_n_cpus();
	uint32_t key = 0;
	bool is_full = false;
	struct run_counters *now;

	if (s->opts.bufpolicy != BUFPOLICY_FILL)
		return false;
	now = xcalloc((size_t)n, sizeof(*now));
	if (!kern_map_find(s->loaded.maps[s->compiled->counters], &key, now))
		for (int cpu = 0; cpu < n; cpu++)
			is_full |= now[cpu].records > 0;
	free(now);
	return is_full;
}

/* Sleeps until something is due. While records come, the ring is not among what wakes us: the few
 * that came meanwhile are not worth a system call each. A process that has ended stays readable. */
static void sleep_until(struct work *w, bool is_busy)
{
	struct session *s = w->s;
	struct pollfd fds[MAX_FDS] = { { .fd = w->signals, .events = POLLIN } };
	nfds_t n = 1;
	int64_t ns;
	struct timespec ts;

	if (!is_busy && s->opts.bufpolicy != BUFPOLICY_FILL)
		fds[n++] = (struct pollfd){ .fd = kern_ring_fd(s->loaded.ring), .events = POLLIN };
	if (s->later.watch)
		fds[n++] = (struct pollfd){ .fd = kern_watch_fd(s->later.watch), .events = POLLIN };
	vec_each(t, &s->targets)
		if (n < MAX_FDS && !target_has_ended(*t))
			fds[n++] = (struct pollfd){ .fd = target_fd(*t), .events = POLLIN };
	ns = next_due(w, now_ns(CLOCK_MONOTONIC), is_busy ? BUSY_MS * MS : w->idle);
	ts = (struct timespec){ ns / (1000 * MS), ns % (1000 * MS) };
	if (ppoll(fds, n, &ts, NULL) > 0 && fds[0].revents)
		take_signal(w);
}

static void turn(struct work *w)
{
	struct session *s = w->s;
	uint32_t n = drain(s, false);
	int64_t now = now_ns(CLOCK_MONOTONIC);

	session_deadman_alive(s);
	session_targets_look(s);
	session_later_look(s);
	fire_timers(w, now);
	session_unwind_serve(s);
	keep_house(w, now);
	session_deadman_look(s, now);
	if (s->consumer.is_exiting || s->out_error || session_targets_gone(s) ||
	    exit_was_lost(w, now) || has_filled(s) || session_deadman_struck(s))
		w->is_over = true;
	if (w->is_over)
		return;
	if (n)
		w->idle = BUSY_MS * MS;
	else if (w->idle < IDLE_MAX_MS * MS && w->idle < s->opts.switchrate)
		w->idle *= 2;
	sleep_until(w, n > 0);
}

/* The aggregations that no printa() printed. */
static int print_rest(struct session *s)
{
	session_forget_aggs(s);
	if (s->opts.oformat == OFORMAT_JSON)
		return aggs_print_rest_json(s->consumer.aggs, &s->out);
	str_putc(&s->out, '\n');
	return aggs_print_rest(s->consumer.aggs, &s->out);
}

static int finish(struct work *w)
{
	struct session *s = w->s;
	bool is_aborted = session_deadman_struck(s);
	int err, lost;

	aggs_set_rate(s->consumer.aggs, 0);
	__atomic_store_n(&s->loaded.control->state, RUN_ENDING, __ATOMIC_SEQ_CST);
	if (w->is_interrupted && s->opts.oformat == OFORMAT_TEXT)
		str_putc(&s->out, '\n');
	/* When the links are closed nothing is under way any more that could still record. */
	kern_links_close(take(s->links));
	drain(s, true);
	err = is_aborted ? session_deadman_tell(s) : fire(s, TRIGGER_END);
	drain(s, true);
	lost = print_rest(s);
	session_flush(s);
	tell_drops(s);
	lost = lost ? lost : s->consume_err;
	if (lost && diag_n_errors(s->dg))
		return lost;
	if (lost)
		return diag_errno(s->dg, NULL, D_LOAD, -lost, "cannot read the aggregations");
	return err;
}

static int open_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

static int begin(struct work *w)
{
	struct session *s = w->s;
	int err;

	w->signals = open_signals();
	if (w->signals < 0)
		return diag_errno(s->dg, NULL, D_INTERNAL, errno, "cannot wait for signals");
	w->idle = BUSY_MS * MS;
	session_later_begin(s);
	session_symbols_learn(s);
	session_unwind_learn(s);
	set_wall_offset(s);
	err = fire(s, TRIGGER_BEGIN);
	set_state(s, RUN_WAITING, RUN_ACTIVE);
	make_timers(w);
	return err ? err : session_targets_start(s);
}

int session_run(struct session *s, int *status)
{
	struct work w = { .s = s };
	int err = begin(&w);

	if (!err) {
		while (!w.is_over)
			turn(&w);
		err = finish(&w);
	}
	if (w.signals >= 0)
		close(w.signals);
	vec_fini(&w.timers);
	if (!err && s->out_error)
		err = diag_errno(s->dg, NULL, D_FILE, s->out_error, "cannot write the output");
	if (!err)
		*status = s->consumer.exit_status;
	return err;
}
