/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* How much of the time of all CPUs goes to probes, at most. The kernel counts how often programs
 * run, and for how long, only while somebody asks for it, which makes each firing dearer; nobody
 * asks as long as the machine does not spend its time within the kernel. */
#ifndef RUNTIME_KERN_USAGE_H
#define RUNTIME_KERN_USAGE_H

#include <stdint.h>

/* Begins with stats of -1 and 0 for all others. */
struct kern_usage {
	int stats;		/* as long as it is open programs are counted; else -1 */
	int64_t since;		/* when that, or the time without it, began */
	uint64_t cost;		/* what programs had cost then, ns */
	uint64_t ticks, system_ticks;	/* of all CPUs, at the last look */
	int share;		/* of system_ticks, until the last look, in percent */
};

/* Percent, or -1: nothing new is known. To be called often; it looks about once a second. What is
 * below the limit may be less than what is returned. */
int kern_usage_look(struct kern_usage *u, int64_t now, int limit, const int *progs,
		    uint32_t n_progs);

void kern_usage_end(struct kern_usage *u);

#endif
