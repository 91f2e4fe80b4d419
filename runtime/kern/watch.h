/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Word from the kernel that a process has mapped a file as code: a program it executes, a library,
 * whoever does it and however. Nothing is polled, and the process pays for a record of some hundred
 * bytes. */
#ifndef RUNTIME_KERN_WATCH_H
#define RUNTIME_KERN_WATCH_H

#include <stdbool.h>
#include <stdint.h>

struct diag;
struct kern_watch;

struct kern_mapped {
	int pid;		/* as we number processes */
	uint32_t dev_major, dev_minor;
	uint32_t unused;
	uint64_t inode, generation;
};

_Static_assert(sizeof(struct kern_mapped) == 32, "it is a key, so it has no padding");

/* All processes, from now on. NULL: told. */
struct kern_watch *kern_watch_open(struct diag *dg);
void kern_watch_close(struct kern_watch *watch);	/* NULL is allowed */

/* Becomes readable when there is something. */
int kern_watch_fd(const struct kern_watch *watch);

/* Hands over what has come. Returns whether some was lost: there was no room for it. */
bool kern_watch_read(struct kern_watch *watch,
		     void (*fn)(const struct kern_mapped *mapped, void *ctx), void *ctx);

#endif
