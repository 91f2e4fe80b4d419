/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Starting a program under ptrace and running it to a place where it is held. The thread that
 * started it must be the one that goes on with it. A program that is held dies with its holder.
 * Private to runtime/proc. */
#ifndef RUNTIME_PROC_HOLD_H
#define RUNTIME_PROC_HOLD_H

#include <sys/types.h>

struct diag;

/* Starts the program and holds it at its first instruction. 0 or a negative errno, told; then there
 * is no process. */
int hold_start(char *const argv[], pid_t *pid, struct diag *dg);

/* Runs it until it enters its own code: libraries are mapped and initialised, main() was not
 * called. The same returns; then the process is gone. */
int hold_run_to_entry(pid_t pid, const char *name, struct diag *dg);

/* Lets go: it runs freely. 0 or a negative errno. */
int hold_release(pid_t pid);

/* Ends it, and takes its status. */
void hold_kill(pid_t pid);

#endif
