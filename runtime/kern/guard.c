/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Who is killed by SIGKILL closes its links while it dies, and there the kernel cannot write to the
 * code of other processes: it says "failed to unregister, leaking uprobe" and leaves the
 * breakpoints where they are. They do no harm but to take time, until the process ends or somebody
 * else puts probes there and takes them off. So another process holds the links as well, one that
 * nobody has a reason to kill; when ours is gone, it closes them. */
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/kern/link.h"
#include "runtime/kern/linkset.h"

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* All but the links from the first on, and the line to it. */
static void close_others(const struct kern_links *links, size_t first, int line)
{
	VEC(int) kept = { 0 };
	unsigned int next = 0;

	vec_push(&kept, line);
	for (size_t i = first; i < links->fds.len; i++)
		vec_push(&kept, links->fds.data[i]);
	qsort(kept.data, kept.len, sizeof(*kept.data), compare);
	vec_each(fd, &kept) {
		if ((unsigned int)*fd > next)
			close_range(next, (unsigned int)*fd - 1, 0);
		next = (unsigned int)*fd + 1;
	}
	close_range(next, ~0u, 0);
	vec_fini(&kept);
}

/* Where the other one does not say that it goes on by itself, what is not only closed is ours to
 * do. */
static void hold(const struct kern_links *links, size_t first, int line)
{
	sigset_t all;
	char byte;
	bool is_alone;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	setsid();
	prctl(PR_SET_NAME, "dtrace-guard");
	close_others(links, first, line);
	is_alone = read(line, &byte, 1) != 1;
	kern_close_all(links->fds.data + first, links->fds.len - first);
	for (size_t i = 0; is_alone && i < links->events.len; i++)
		kern_event_remove(&links->events.data[i]);
	_exit(0);
}

void kern_links_guard(struct kern_links *links)
{
	struct kern_guard guard;
	int fds[2];

	if (links->n_guarded == links->fds.len ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds))
		return;
	guard.pid = fork();
	if (!guard.pid)
		hold(links, links->n_guarded, fds[0]);
	close(fds[0]);
	guard.fd = fds[1];
	if (guard.pid < 0) {
		close(guard.fd);
		return;
	}
	vec_push(&links->guards, guard);
	links->n_guarded = links->fds.len;
}

void kern_guards_end(struct kern_links *links)
{
	/* One that somebody has killed reads no more. */
	vec_each(guard, &links->guards)
		if (send(guard->fd, "", 1, MSG_NOSIGNAL) < 0)
			kill(guard->pid, SIGKILL);
	vec_each(guard, &links->guards) {
		waitpid(guard->pid, NULL, 0);
		close(guard->fd);
	}
	vec_fini(&links->guards);
}
