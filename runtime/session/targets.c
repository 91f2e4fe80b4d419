/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The processes of -p and -c: what $target stands for, and that they end. */
#include <string.h>
#include <sys/wait.h>

#include "runtime/probe/desc.h"
#include "runtime/proc/target.h"
#include "runtime/session/session_impl.h"

/* DTrace's words. How a process ended is known only of what we started. */
static void tell_end(struct session *s, const struct target *target)
{
	int status = target_status(target);
	int pid = target_pid(target);

	if (s->opts.quiet)
		return;
	session_flush(s);
	if (status != -1 && WIFSIGNALED(status))
		fprintf(s->config.err, "dtrace: pid %d terminated by SIG%s\n", pid,
			sigabbrev_np(WTERMSIG(status)));
	else if (status != -1 && WEXITSTATUS(status))
		fprintf(s->config.err, "dtrace: pid %d exited with status %d\n", pid,
			WEXITSTATUS(status));
	else
		fprintf(s->config.err, "dtrace: pid %d has exited\n", pid);
	fflush(s->config.err);
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
	return n_gone && n_gone == s->targets.len;
}
