/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The dead man's switch: a consumer that does not run any more, for the system has no time for it,
 * cannot take its probes back. So every CPU looks once a second when the consumer was last alive,
 * and puts the routines out of action if that is too long ago. A firing costs nothing more. */
#ifndef RUNTIME_KERN_DEADMAN_H
#define RUNTIME_KERN_DEADMAN_H

#include <stdint.h>

struct diag;
struct kern_links;

/* Where things lie in the value of an array map, which the programs share with the consumer. */
struct kern_deadman {
	int map_fd;
	uint32_t heartbeat;	/* 8 bytes: when the consumer was alive, monotonic, ns */
	uint32_t state;		/* 4 bytes */
	uint32_t active, aborted;	/* what the state is made if it is the first */
	int64_t limit;		/* ns */
};

/* 0 or a negative errno, told. */
int kern_deadman_link(const struct kern_deadman *deadman, struct kern_links *links,
		      struct diag *dg);

#endif
