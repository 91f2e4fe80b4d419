/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Starting a program under ptrace and running it to a place where it is held; evaltime.h knows the
 * places. The thread that started it must be the one that goes on with it. A program that is held
 * dies with its holder. Private to runtime/proc. */
#ifndef RUNTIME_PROC_HOLD_H
#define RUNTIME_PROC_HOLD_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct diag;

/* Starts the program and holds it at its first instruction. 0 or a negative errno, told; then there
 * is no process. */
int hold_start(char *const argv[], pid_t *pid, struct diag *dg);

/* Runs it until it comes to the address, or if it is there already, comes there again. 0; -EAGAIN
 * if it executed another program instead, which is held at its first instruction; or another
 * negative errno, told; then the process is gone. name is for messages. */
int hold_run_to(pid_t pid, uint64_t address, const char *name, struct diag *dg);

/* Its memory. 0 or a negative errno. */
int hold_read(pid_t pid, uint64_t address, void *data, size_t size);

/* Lets go: it runs freely. 0 or a negative errno. */
int hold_release(pid_t pid);

/* Ends it, and takes its status. */
void hold_kill(pid_t pid);

#endif
