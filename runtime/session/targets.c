/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The processes of -p and -c: what $target stands for, and that they end. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "runtime/kern/link.h"
#include "runtime/kern/stop.h"
#include "runtime/proc/target.h"
#include "runtime/session/session_impl.h"

/* Signals of real time have numbers alone. */
static void tell_signal(struct session *s, int pid, int number)
{
	const char *name = sigabbrev_np(number);

	if (name)
		fprintf(s->config.err, "dtrace: pid %d terminated by SIG%s\n", pid, name);
	else
		fprintf(s->config.err, "dtrace: pid %d terminated by SIG%d\n", pid, number);
}

/* DTrace's words. How a process ended is known only of what we started. */
static void tell_end(struct session *s, const struct target *target)
{
	int status = target_status(target);
	int pid = target_pid(target);

	if (s->opts.quiet)
		return;
	session_flush(s);
	if (status != -1 && WIFSIGNALED(status))
		tell_signal(s, pid, WTERMSIG(status));
	else if (status != -1 && WEXITSTATUS(status))
		fprintf(s->config.err, "dtrace: pid %d exited with status %d\n", pid,
			WEXITSTATUS(status));
	else
		fprintf(s->config.err, "dtrace: pid %d has exited\n", pid);
	fflush(s->config.err);
}

/* The new image may have another linker, or none. */
static void stop_in_linker(struct session *s, struct hold *hold, struct diag *dg)
{
	char *path;
	uint64_t offset;

	if (target_linker(hold->target, &path, &offset))
		return;
	if (hold->linker && !strcmp(hold->linker, path)) {
		free(path);
		return;
	}
	free(hold->linker);
	hold->linker = path;
	kern_stop_at(hold->stop, &s->caps, s->links, path, offset, dg);
}

static void hold(struct session *s, struct target *target)
{
	struct diag *dg = diag_new();
	struct hold *hold = vec_add(&s->holds);

	hold->target = target;
	hold->stop = kern_stop_new(target_pid(target), &s->caps, s->links, dg);
	if (hold->stop)
		stop_in_linker(s, hold, dg);
	if (diag_n_errors(dg))
		diag_warn(s->dg, NULL, D_ATTACH,
			  "process %d is not stopped when libraries are opened, and may be traced "
			  "in them only after some time: %s", target_pid(target),
			  diag_first_error(dg));
	diag_free(dg);
}

int session_targets_start(struct session *s)
{
	int err = 0;

	vec_each(t, &s->targets)
		if (s->later.watch && target_is_ours(*t))
			hold(s, *t);
	vec_each(t, &s->targets) {
		if (!err)
			err = target_continue(*t, s->dg);
	}
	return err;
}

/* Stopped by us, and not by somebody else for longer? */
static bool is_stopped(struct hold *hold)
{
	uint64_t n = hold->stop ? kern_stop_count(hold->stop) : 0;

	if (n == hold->n_stops || !target_has_stopped(hold->target))
		return false;
	hold->n_stops = n;
	return true;
}

void session_targets_look(struct session *s)
{
	struct diag *untold = diag_new();

	vec_each(hold, &s->holds) {
		if (!is_stopped(hold))
			continue;
		stop_in_linker(s, hold, untold);
		session_later_look(s);
		kill(target_pid(hold->target), SIGCONT);
	}
	diag_free(untold);
}

void session_targets_fini(struct session *s)
{
	vec_each(hold, &s->holds) {
		kern_stop_free(hold->stop);
		free(hold->linker);
	}
	vec_fini(&s->holds);
}

bool session_targets_gone(struct session *s)
{
	size_t n_gone = 0;

	vec_each(t, &s->targets) {
		bool was_gone = target_has_ended(*t);

		if (!target_is_gone(*t))
			continue;
		n_gone++;
		if (!was_gone)
			tell_end(s, *t);
	}
	return n_gone && n_gone == s->targets.len && !session_family_lives(s);
}
