/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/kern/link.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/kern/caps.h"
#include "runtime/kern/linkset.h"
#include "runtime/kern/sys.h"

/* 64 links of uprobes take 3.5 s to close one after another, 0.3 s with 16 threads. */
#define MAX_CLOSERS 16

struct kern_links *kern_links_new(void)
{
	struct kern_links *links = xcalloc(1, sizeof(*links));

	links->guard.fd = -1;
	return links;
}

uint32_t kern_links_len(const struct kern_links *links)
{
	return (uint32_t)links->fds.len;
}

struct closing {
	const int *fds;
	size_t n;
	size_t next; /* atomic: the first that nobody has taken */
};

static void *close_some(void *ctx)
{
	struct closing *c = ctx;

	for (;;) {
		size_t i = __atomic_fetch_add(&c->next, 1, __ATOMIC_RELAXED);

		if (i >= c->n)
			return NULL;
		close(c->fds[i]);
	}
}

/* This thread is one of the closers, so all get closed even if no other can be had. The helpers
 * take no signals: those are for who called. */
void kern_close_all(const int *fds, size_t n_fds)
{
	struct closing c = { .fds = fds, .n = n_fds };
	pthread_t closers[MAX_CLOSERS - 1];
	size_t n = 0;
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (n < MAX_CLOSERS - 1 && n + 1 < n_fds &&
	       !pthread_create(&closers[n], NULL, close_some, &c))
		n++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	close_some(&c);
	while (n)
		pthread_join(closers[--n], NULL);
}

void kern_links_close(struct kern_links *links)
{
	if (!links)
		return;
	kern_close_all(links->fds.data, links->fds.len);
	kern_guard_end(&links->guard);
	vec_each(event, &links->events)
		kern_event_remove(event);
	vec_fini(&links->events);
	vec_fini(&links->fds);
	free(links);
}

int kern_perf_link(int perf_fd, int prog_fd, uint64_t cookie)
{
	auto_close int event = perf_fd;
	union bpf_attr attr;
	int fd;

	memset(&attr, 0, sizeof(attr));
	attr.link_create.prog_fd = (uint32_t)prog_fd;
	attr.link_create.target_fd = (uint32_t)event;
	attr.link_create.attach_type = BPF_PERF_EVENT;
	attr.link_create.perf_event.bpf_cookie = cookie;
	fd = kern_sys_bpf(BPF_LINK_CREATE, &attr, sizeof(attr));
	if (fd != -EINVAL || cookie)
		return fd;
	if (ioctl(event, PERF_EVENT_IOC_SET_BPF, prog_fd))
		return -errno;
	return take_fd(event);
}

static int sample_cpu(struct kern_links *links, int prog_fd, int cpu, uint64_t interval,
		      uint64_t cookie)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.config = PERF_COUNT_SW_CPU_CLOCK,
		.sample_period = interval,
	};
	int fd = kern_sys_perf_open(&attr, -1, cpu);

	if (fd >= 0)
		fd = kern_perf_link(fd, prog_fd, cookie);
	if (fd >= 0)
		vec_push(&links->fds, fd);
	return fd;
}

static int tell_sample(int err, int cpu, struct diag *dg)
{
	if ((err == -EPERM || err == -EACCES) && kern_check_privileges(dg))
		return err;
	return diag_errno(dg, NULL, D_ATTACH, -err, "cannot start a timer on CPU %d", cpu);
}

/* A CPU that goes offline meanwhile has no timer to miss. */
int kern_link_sample(struct kern_links *links, int prog_fd, uint64_t interval, uint64_t cookie,
		     struct diag *dg)
{
	auto_fclose FILE *online = fopen("/sys/devices/system/cpu/online", "re");
	int first, last, n;

	if (!online)
		return diag_errno(dg, NULL, D_FILE, errno, "/sys/devices/system/cpu/online");
	while ((n = fscanf(online, "%d-%d", &first, &last)) >= 1) {
		for (int cpu = first; cpu <= (n == 2 ? last : first); cpu++) {
			int fd = sample_cpu(links, prog_fd, cpu, interval, cookie);

			if (fd < 0 && fd != -ENODEV)
				return tell_sample(fd, cpu, dg);
		}
		fgetc(online);
	}
	return 0;
}

int kern_link_raw_tracepoint(struct kern_links *links, int prog_fd, const char *name,
			     struct diag *dg)
{
	union bpf_attr attr;
	int fd;

	memset(&attr, 0, sizeof(attr));
	attr.raw_tracepoint.name = kern_sys_ptr(name);
	attr.raw_tracepoint.prog_fd = (uint32_t)prog_fd;
	fd = kern_sys_bpf(BPF_RAW_TRACEPOINT_OPEN, &attr, sizeof(attr));
	if (fd >= 0) {
		vec_push(&links->fds, fd);
		return 0;
	}
	if (fd == -EPERM && kern_check_privileges(dg))
		return fd;
	return diag_errno(dg, NULL, D_ATTACH, -fd, "cannot enable the kernel's tracepoint %s",
			  name);
}
