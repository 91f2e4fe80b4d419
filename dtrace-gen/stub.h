/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Functions for calls that stay calls: the test whether a probe is watched, and probes called in
 * ways that no patch reaches (by address, in code that the linker makes, from far). */
#ifndef DTRACE_GEN_STUB_H
#define DTRACE_GEN_STUB_H

#include <stdint.h>

struct calls;
struct elfout;

/* Adds a stub for each call that needs one to an object that has the semaphores as symbols:
 * semaphores[i] is that of the i-th pair of calls. */
void stubs_add(struct elfout *eo, uint32_t machine, const struct calls *calls,
	       const uint32_t *semaphores);

#endif
