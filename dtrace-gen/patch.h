/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* An object whose calls of probes become probes: nops in its code, notes beside them in their own
 * groups, and the semaphores that the notes name. Nothing is left of the calls, so the object
 * needs no second look: it goes into programs, libraries and archives like any other. */
#ifndef DTRACE_GEN_PATCH_H
#define DTRACE_GEN_PATCH_H

struct diag;
struct object_opts;
struct scan;
struct str;

/* Appends the bytes of the changed object. 0 or a negative errno, told. */
int patch_object(const struct scan *scan, const struct object_opts *opts, struct diag *dg,
		 struct str *out);

#endif
