/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Stops a process, by SIGSTOP, at places where it has got something new: when it executes another
 * program, and when its dynamic linker tells debuggers of libraries. Its parent, who sees it stop,
 * lets it go on. */
#ifndef RUNTIME_KERN_STOP_H
#define RUNTIME_KERN_STOP_H

#include <stdint.h>

struct diag;
struct kern_caps;
struct kern_links;
struct kern_stop;

/* From now on at each exec. What does it goes to the links. NULL: told. */
struct kern_stop *kern_stop_new(int pid, struct kern_caps *caps, struct kern_links *links,
				struct diag *dg);
void kern_stop_free(struct kern_stop *stop);	/* NULL is allowed */

/* And where it executes what lies at the offset of a file. A negative errno: told. */
int kern_stop_at(struct kern_stop *stop, struct kern_caps *caps, struct kern_links *links,
		 const char *path, uint64_t offset, struct diag *dg);

/* How often it was stopped by this: what is more than that has other reasons. */
uint64_t kern_stop_count(const struct kern_stop *stop);

#endif
