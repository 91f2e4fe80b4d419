/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Uprobe events of tracefs: many sites that are opened, run one program and are closed as one perf
 * event. They outlive the process that made them, so those whose process has ended are removed by
 * the next one. */
#ifndef RUNTIME_KERN_EVENT_H
#define RUNTIME_KERN_EVENT_H

#include <stdbool.h>
#include <stdint.h>

struct kern_uprobes;

struct kern_event {
	char name[48];		/* "fasttrap/p1234_89abcdef01234567" */
};

/* May this process make events? */
bool kern_event_can(void);

/* Makes an event of the sites. Its number for perf_event_open(), or a negative errno:
 * the kernel's about one of the sites, and there is no event. */
int kern_event_make(const struct kern_uprobes *up, struct kern_event *out);

/* Once what was opened of it is closed. */
void kern_event_remove(const struct kern_event *event);

/* Removes the events of processes that are gone. */
void kern_event_sweep(void);

#endif
