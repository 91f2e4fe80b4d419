/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What ties a loaded program to what makes it run. All kinds are closed alike, many at once in
 * parallel: closing one uprobe link waits for the kernel's grace periods, tens of milliseconds each
 * (a perf event: about 100 ms, one after another). Links of uprobes are made by another
 * process, which holds them as well and closes them if this one is killed: a process that is being
 * killed cannot take its breakpoints back. */
#ifndef RUNTIME_KERN_LINK_H
#define RUNTIME_KERN_LINK_H

#include <stdbool.h>
#include <stdint.h>

struct diag;
struct kern_caps;

struct kern_links;	/* a growing set of links */

struct kern_links *kern_links_new(void);

/* Closes all, in parallel, and frees; NULL is allowed. */
void kern_links_close(struct kern_links *links);

/* How many links there are; one of them may tie thousands of sites. */
uint32_t kern_links_len(const struct kern_links *links);

struct kern_uprobes {
	const char *path;		/* opened from here */
	const char *label;		/* for messages; NULL: the path */
	int pid;			/* 0: every process that maps the file */
	bool is_return;			/* fires where the function at the offset returns */
	const uint64_t *offsets;	/* in the file */
	const uint64_t *semaphores;	/* file offsets, 0 where none; NULL: none at all */
	const uint64_t *cookies;	/* NULL: all 0 */
	uint32_t n;
};

/* One uprobe_multi link where the kernel has it, else perf events: KERN_UPROBE_MULTI says which,
 * and the program must be of that kind (KERN_PROG_UPROBE_MULTI or KERN_PROG_UPROBE). A member that
 * the kernel refuses is found by bisection, told, and left out. Returns how many sites are
 * attached, or a negative errno, told, if that is none. */
int kern_link_uprobes(struct kern_caps *caps, struct kern_links *links, int prog_fd,
		      const struct kern_uprobes *up, struct diag *dg);

/* The program runs on every online CPU each interval ns (profile-N). */
int kern_link_sample(struct kern_links *links, int prog_fd, uint64_t interval, uint64_t cookie,
		     struct diag *dg);

/* A raw tracepoint: "sched_switch". */
int kern_link_raw_tracepoint(struct kern_links *links, int prog_fd, const char *name,
			     struct diag *dg);

#endif
