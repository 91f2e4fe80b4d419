/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The file in which a runtime tells of the code that it generates: /tmp/perf-PID.map. Anybody may
 * put one there, so it is taken only from the process's own user, or from root. */
#ifndef RUNTIME_PROC_PERFMAP_H
#define RUNTIME_PROC_PERFMAP_H

#include <stdio.h>

/* The one that the process sees, under the number that it has for itself; NULL: none, or none that
 * can be trusted. */
FILE *perfmap_open(const char *proc_root, int pid);

#endif
