/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The inside of a set of links, for the files that make links. Private to runtime/kern. */
#ifndef RUNTIME_KERN_LINKSET_H
#define RUNTIME_KERN_LINKSET_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "runtime/base/vec.h"
#include "runtime/kern/event.h"

struct kern_tie;

/* A process that makes links and holds them, and our end of what we talk over. */
struct kern_guard {
	pid_t pid;		/* 0: not yet started; -1: cannot be */
	int fd;			/* -1: there is none */
};

/* A link is a descriptor, and closing it is detaching; the event that it was made of is then left.
 */
struct kern_links {
	VEC(int) fds;
	VEC(struct kern_event) events;
	struct kern_guard guard;
};

/* In parallel. */
void kern_close_all(const int *fds, size_t n);

/* Has the guard make a link, which is in the set then. What it returns is the link, still the set's
 * own, or a negative errno. */
int kern_guard_make(struct kern_links *links, const struct kern_tie *tie);

/* What we have closed, the guard closes as well; then it is gone. */
void kern_guard_end(struct kern_guard *guard);

/* Ties a program to a perf event and takes the event over: what it returns is all there is to
 * close. Kernels before 5.15 have no links of perf events and no cookies; there a cookie of 0 still
 * goes. A negative errno: the event is closed. */
int kern_perf_link(int perf_fd, int prog_fd, uint64_t cookie);

#endif
