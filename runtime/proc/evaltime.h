/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The places in a program's start at which it can be held. Private to runtime/proc. */
#ifndef RUNTIME_PROC_EVALTIME_H
#define RUNTIME_PROC_EVALTIME_H

#include <sys/types.h>

#include "runtime/proc/target.h"

/* Runs a program that hold_start() started to the place. 0 or a negative errno, told; then the
 * process is gone. name is for messages. */
int evaltime_run(pid_t pid, enum target_evaltime when, const char *name, struct diag *dg);

#endif
