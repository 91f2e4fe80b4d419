/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Whether the kernel may watch where functions of a process return. To do so it puts an address of
 * its own in the place of the one to return to, and keeps the right ones as a stack of the thread.
 * That is wrong where functions do not return in the order in which they were called. An exception
 * finds no way through such a frame. A coroutine has a stack of its own: after a switch the kernel
 * takes the address of another function, and the program goes on somewhere else. A run time that
 * moves stacks finds an address there that it does not know. */
#ifndef PROVIDERS_PID_RETURNS_H
#define PROVIDERS_PID_RETURNS_H

#include <stdbool.h>

struct diag;
struct probe_list;
struct proc_object;
struct search;

/* The path of one among the files of a process that throws exceptions, switches stacks or moves
 * them, as far as its name and its symbols tell; or, if the process is young, that is, has just
 * begun, that may still load such files. NULL: there is none. A file is looked at once for a
 * list. */
const char *pid_returns_astray(struct probe_list *list, const struct proc_object *objects, int n,
			       bool is_young);

/* Warns, once for each process, if the kernel watches returns in one that has loaded such a file
 * since. */
void pid_returns_review(const struct search *search, struct probe_list *list, struct diag *dg);

#endif
