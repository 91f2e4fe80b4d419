/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Families of processes: a table that says for each process which one it descends from, and that
 * the kernel itself carries on when one forks, before the child has run. */
#ifndef RUNTIME_KERN_FOLLOW_H
#define RUNTIME_KERN_FOLLOW_H

struct diag;
struct kern_btf;
struct kern_links;

/* The key, which is no process, of how many children the table had no room for. */
enum { KERN_FOLLOW_LOST = 0 };

/* map: from a process, 8 bytes, to its first ancestor, 8 bytes; KERN_FOLLOW_LOST is to be there. 0
 * or a negative errno, told. */
int kern_follow_forks(int map_fd, struct kern_btf *btf, struct kern_links *links, struct diag *dg);

#endif
