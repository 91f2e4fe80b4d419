/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The processes of -p and -c: grabbing one that runs, starting one and holding it until tracing is
 * on, noticing the end. What was started belongs to the thread that did it: it alone may let it go
 * on or release it. */
#ifndef RUNTIME_PROC_TARGET_H
#define RUNTIME_PROC_TARGET_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct diag;
struct target;

/* How far a started command runs before it is held. A place that cannot be found (main() of a
 * stripped program) is taken as the one before it. */
enum target_evaltime {
	EVAL_EXEC,	/* at its first instruction: no library is mapped */
	EVAL_PREINIT,	/* libraries are mapped, their initialisers have not run */
	EVAL_POSTINIT,	/* libraries are initialised, its own code is next */
	EVAL_MAIN	/* its own initialisers have run, main() is next */
};

/* A running process: it goes on running. NULL: told (no such process, a zombie, a thread). */
struct target *target_grab(pid_t pid, struct diag *dg);

/* Starts a command (split at white space, as DTrace does) and holds it. It shares our terminal, and
 * so its signals: one that comes while it is held ends it when it goes on. NULL: told. */
struct target *target_start(const char *command, enum target_evaltime when, struct diag *dg);

pid_t target_pid(const struct target *target);

/* The function that a process's dynamic linker calls for debuggers, before and after it has mapped
 * libraries: its file, as it can be opened from here and for the caller to free, and the offset.
 * Negative: a static program, or no such function. */
int target_linker(const struct target *target, char **path, uint64_t *offset);

/* Was it started by us? */
bool target_is_ours(const struct target *target);

/* Of one that was started: has it been stopped by a signal since this was asked last? */
bool target_has_stopped(struct target *target);

/* Lets a held command run. */
int target_continue(struct target *target, struct diag *dg);

/* A descriptor that becomes readable when the process ends (pidfd); -1 if the kernel has none. */
int target_fd(const struct target *target);

/* Looks whether it has ended; and what the last look saw. */
bool target_is_gone(struct target *target);
bool target_has_ended(const struct target *target);

/* How a started command ended, as waitpid() has it; -1 if it has not, or was not ours. */
int target_status(const struct target *target);

/* Lets go: a grabbed process is left as it is; a started one that is still held is killed, one that
 * runs goes on. NULL is allowed. */
void target_release(struct target *target);

#endif
