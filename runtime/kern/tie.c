/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/kern/tie.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>

#include "runtime/kern/event.h"
#include "runtime/kern/linkset.h"
#include "runtime/kern/sys.h"

static uint64_t semaphore(const struct kern_uprobes *up, uint32_t i)
{
	return up->semaphores ? up->semaphores[i] : 0;
}

static bool has_semaphores(const struct kern_uprobes *up)
{
	for (uint32_t i = 0; i < up->n; i++)
		if (semaphore(up, i))
			return true;
	return false;
}

static int link_multi(const struct kern_tie *tie)
{
	const struct kern_uprobes *up = &tie->up;
	struct kern_uprobe_multi_attr attr = {
		.prog_fd = (uint32_t)tie->prog_fd,
		.attach_type = KERN_TRACE_UPROBE_MULTI,
		.path = kern_sys_ptr(up->path),
		.offsets = kern_sys_ptr(up->offsets),
		.ref_ctr_offsets = has_semaphores(up) ? kern_sys_ptr(up->semaphores) : 0,
		.cookies = kern_sys_ptr(up->cookies),
		.cnt = up->n,
		.flags = up->is_return ? KERN_UPROBE_MULTI_RETURN : 0,
		.pid = (uint32_t)up->pid,
	};

	return kern_sys_bpf(BPF_LINK_CREATE, &attr, sizeof(attr));
}

/* The program runs for every thread of the process, although the event names only the first: what
 * the kernel compares is the address space. */
static int link_perf(const struct kern_tie *tie, struct perf_event_attr *attr)
{
	const struct kern_uprobes *up = &tie->up;
	int fd = kern_sys_perf_open(attr, up->pid ? up->pid : -1, up->pid ? -1 : 0);

	return fd < 0 ? fd : kern_perf_link(fd, tie->prog_fd, up->cookies ? up->cookies[0] : 0);
}

/* The kernel takes the offset of a semaphore in 32 bits of the event's configuration. */
static int link_site(const struct kern_tie *tie)
{
	const struct kern_uprobes *up = &tie->up;
	struct perf_event_attr attr = {
		.type = tie->perf_type,
		.config = semaphore(up, 0) << 32 | up->is_return,
		.uprobe_path = kern_sys_ptr(up->path),
		.probe_offset = up->offsets[0],
	};

	assert(up->n == 1);
	if (semaphore(up, 0) > UINT32_MAX)
		return -EFBIG;
	return link_perf(tie, &attr);
}

static int link_event(const struct kern_tie *tie, struct kern_event *event)
{
	struct perf_event_attr attr = { .type = PERF_TYPE_TRACEPOINT };
	int fd = kern_event_make(&tie->up, event);

	if (fd >= 0) {
		attr.config = (uint64_t)fd;
		fd = link_perf(tie, &attr);
		if (fd < 0)
			kern_event_remove(event);
	}
	if (fd < 0)
		event->name[0] = '\0';
	return fd;
}

int kern_tie_make(const struct kern_tie *tie, struct kern_event *event)
{
	event->name[0] = '\0';
	if (tie->kind == KERN_TIE_MULTI)
		return link_multi(tie);
	return tie->up.n == 1 ? link_site(tie) : link_event(tie, event);
}
