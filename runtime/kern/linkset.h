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

/* A process that holds links, and our end of the line to it. */
struct kern_guard {
	pid_t pid;
	int fd;
};

/* A link is a descriptor, and closing it is detaching; the event that it was made of is then left.
 */
struct kern_links {
	VEC(int) fds;
	VEC(struct kern_event) events;
	VEC(struct kern_guard) guards;
	size_t n_guarded;	/* the first of the links: somebody else holds them too */
};

/* In parallel. */
void kern_close_all(const int *fds, size_t n);

/* What we have closed, the guards close as well; then they are gone. */
void kern_guards_end(struct kern_links *links);

/* Ties a program to a perf event and takes the event over: what it returns is all there is to
 * close. Kernels before 5.15 have no links of perf events and no cookies; there a cookie of 0 still
 * goes. A negative errno: the event is closed. */
int kern_perf_link(int perf_fd, int prog_fd, uint64_t cookie);

#endif
