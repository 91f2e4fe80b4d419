/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* To a process that is being killed the kernel gives no more access to the memory of others. One
 * that is killed by SIGKILL while it makes a link of uprobes, or that closes its links by dying,
 * leaves its breakpoints in the code of other processes: the kernel says "failed to unregister,
 * leaking uprobe". And it never forgets these uprobes: each later exec or dlopen of their file
 * looks at all of them, which made it take 100 ms where very many of libc had been left. So another
 * process makes the links, and holds them as well: one that takes no signals and that nobody has a
 * reason to kill. When ours is gone, it closes them. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/cleanup.h"
#include "runtime/kern/linkset.h"
#include "runtime/kern/tie.h"

enum { MAX_FDS = 2 };

/* The head of a request, which comes with the descriptors of the program and of the file. What
 * follows are arrays of n numbers: offsets, then semaphores and cookies where there are any. */
struct request {
	uint32_t kind, perf_type, n;
	int32_t pid;
	bool is_return, has_semaphores, has_cookies;
};

struct reply {
	int32_t result;		/* 0: the link comes along */
	struct kern_event event;
};

union control {
	struct cmsghdr align;
	char bytes[CMSG_SPACE(MAX_FDS * sizeof(int))];
};

static int write_all(int socket, const void *data, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t n = send(socket, (const char *)data + done, size - done, MSG_NOSIGNAL);

		if (n < 0 && errno != EINTR)
			return -errno;
		done += n < 0 ? 0 : (size_t)n;
	}
	return 0;
}

static int read_all(int socket, void *data, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t n = recv(socket, (char *)data + done, size - done, 0);

		if (n == 0 || (n < 0 && errno != EINTR))
			return -EPIPE;
		done += n < 0 ? 0 : (size_t)n;
	}
	return 0;
}

/* What is sent is small enough to go at once. */
static int send_with(int socket, void *data, size_t size, const int *fds, size_t n_fds)
{
	struct iovec part = { data, size };
	union control control = { .bytes = "" };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	struct cmsghdr *head;

	if (n_fds) {
		message.msg_control = control.bytes;
		message.msg_controllen = CMSG_SPACE(n_fds * sizeof(*fds));
		head = CMSG_FIRSTHDR(&message);
		head->cmsg_level = SOL_SOCKET;
		head->cmsg_type = SCM_RIGHTS;
		head->cmsg_len = CMSG_LEN(n_fds * sizeof(*fds));
		memcpy(CMSG_DATA(head), fds, n_fds * sizeof(*fds));
	}
	while (sendmsg(socket, &message, MSG_NOSIGNAL) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

/* How many descriptors came along, or a negative errno. */
static int receive_with(int socket, void *data, size_t size, int fds[MAX_FDS])
{
	struct iovec part = { data, size };
	union control control;
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *head;
	ssize_t n;

	do
		n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL);
	while (n < 0 && errno == EINTR);
	if (n != (ssize_t)size)
		return -EPIPE;
	head = CMSG_FIRSTHDR(&message);
	if (!head || head->cmsg_type != SCM_RIGHTS)
		return 0;
	memcpy(fds, CMSG_DATA(head), head->cmsg_len - CMSG_LEN(0));
	return (int)((head->cmsg_len - CMSG_LEN(0)) / sizeof(*fds));
}

static uint64_t *read_numbers(int socket, bool are_there, uint32_t n, int *err)
{
	uint64_t *numbers = are_there ? xcalloc(n, sizeof(*numbers)) : NULL;

	if (numbers && !*err)
		*err = read_all(socket, numbers, n * sizeof(*numbers));
	return numbers;
}

/* A link that is made is in the set before anybody is told of it. */
static int make(struct kern_links *links, const struct kern_tie *tie, struct kern_event *event)
{
	int fd = kern_tie_make(tie, event);

	if (fd >= 0)
		vec_push(&links->fds, fd);
	if (fd >= 0 && event->name[0])
		vec_push(&links->events, *event);
	return fd;
}

/* False: nobody asks any more. */
static bool serve(int socket, struct kern_links *links)
{
	struct reply reply = { 0 };
	int fds[MAX_FDS], link, err = 0;
	char path[64];
	struct request rq;

	if (receive_with(socket, &rq, sizeof(rq), fds) != MAX_FDS)
		return false;
	auto_free uint64_t *offsets = read_numbers(socket, true, rq.n, &err);
	auto_free uint64_t *semaphores = read_numbers(socket, rq.has_semaphores, rq.n, &err);
	auto_free uint64_t *cookies = read_numbers(socket, rq.has_cookies, rq.n, &err);
	const struct kern_tie tie = {
		.kind = rq.kind, .prog_fd = fds[0], .perf_type = rq.perf_type,
		.up = { .path = path, .pid = rq.pid, .is_return = rq.is_return, .offsets = offsets,
			.semaphores = semaphores, .cookies = cookies, .n = rq.n },
	};

	if (err)
		return false;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fds[1]);
	link = make(links, &tie, &reply.event);
	reply.result = link < 0 ? link : 0;
	close(fds[0]);
	close(fds[1]);
	return !send_with(socket, &reply, sizeof(reply), &link, link >= 0);
}

static void close_others(int socket)
{
	if (socket)
		close_range(0, (unsigned int)socket - 1, 0);
	close_range((unsigned int)socket + 1, ~0u, 0);
}

/* It needs little memory, and another one's helps as well. */
static void refuse_to_be_chosen(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (write(fd, "-1000", 5) < 0)
		errno = 0; /* without the privilege it is as likely as others */
	close(fd);
}

static void guard(int socket)
{
	struct kern_links links = { .guard = { .fd = -1 } };
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	setsid();
	refuse_to_be_chosen();
	prctl(PR_SET_NAME, "dtrace-guard");
	close_others(socket);
	while (serve(socket, &links))
		;
	kern_close_all(links.fds.data, links.fds.len);
	vec_each(event, &links.events)
		kern_event_remove(event);
	_exit(0);
}

static void start(struct kern_guard *g)
{
	int sockets[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets))
		return;
	g->pid = fork();
	if (!g->pid)
		guard(sockets[0]);
	close(sockets[0]);
	if (g->pid > 0)
		g->fd = sockets[1];
	else
		close(sockets[1]);
}

static int write_numbers(int socket, const uint64_t *numbers, uint32_t n)
{
	return numbers ? write_all(socket, numbers, n * sizeof(*numbers)) : 0;
}

/* Whether there is an answer. */
static bool ask(int socket, const struct kern_tie *tie, int file, int *link,
		struct kern_event *event)
{
	const struct kern_uprobes *up = &tie->up;
	const int fds[MAX_FDS] = { tie->prog_fd, file };
	struct request rq = {
		.kind = tie->kind, .perf_type = tie->perf_type, .n = up->n, .pid = up->pid,
		.is_return = up->is_return, .has_semaphores = up->semaphores != NULL,
		.has_cookies = up->cookies != NULL,
	};
	struct reply reply;
	int got[MAX_FDS], n;

	if (send_with(socket, &rq, sizeof(rq), fds, MAX_FDS) ||
	    write_numbers(socket, up->offsets, up->n) ||
	    write_numbers(socket, up->semaphores, up->n) ||
	    write_numbers(socket, up->cookies, up->n))
		return false;
	n = receive_with(socket, &reply, sizeof(reply), got);
	if (n < 0 || n != (reply.result == 0))
		return false;
	*link = n ? got[0] : reply.result;
	*event = reply.event;
	return true;
}

/* Without a guard we make it ourselves. So do we if it is killed: what it had made we hold too. */
int kern_guard_make(struct kern_links *links, const struct kern_tie *tie)
{
	struct kern_guard *g = &links->guard;
	auto_close int file = open(tie->up.path, O_PATH | O_CLOEXEC);
	struct kern_event event;
	int fd;

	if (file < 0)
		return -errno;
	if (!g->pid)
		start(g);
	if (g->fd < 0)
		return make(links, tie, &event);
	if (!ask(g->fd, tie, file, &fd, &event)) {
		close(g->fd);
		g->fd = -1;
		return make(links, tie, &event);
	}
	if (fd >= 0)
		vec_push(&links->fds, fd);
	if (fd >= 0 && event.name[0])
		vec_push(&links->events, event);
	return fd;
}

void kern_guard_end(struct kern_guard *g)
{
	if (g->fd >= 0)
		close(g->fd);
	if (g->pid > 0)
		waitpid(g->pid, NULL, 0);
}
