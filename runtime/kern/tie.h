/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* One link of uprobes, made by one call of the kernel: what is asked for, as plain data, so that
 * another process may be asked to make it. Private to runtime/kern. */
#ifndef RUNTIME_KERN_TIE_H
#define RUNTIME_KERN_TIE_H

#include <stdint.h>

#include "runtime/kern/link.h"

struct kern_event;

enum kern_tie_kind {
	KERN_TIE_MULTI,		/* a link of uprobe_multi */
	KERN_TIE_EVENT,		/* an event of tracefs, or for a single site a perf event */
};

struct kern_tie {
	enum kern_tie_kind kind;
	int prog_fd;
	uint32_t perf_type;	/* the kernel's number for uprobes as perf events */
	struct kern_uprobes up;
};

/* A descriptor or a negative errno. An event of tracefs that it was made of is to be removed once
 * the descriptor is closed; else its name is empty. */
int kern_tie_make(const struct kern_tie *tie, struct kern_event *event);

#endif
