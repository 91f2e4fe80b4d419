/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The objects that -G is given: which machine they are for, and whether they hold probe sites in
 * the call style, calls of __dtrace_PROVIDER___PROBE. The headers of -h place their probes
 * themselves, so such objects need nothing done to them; they are read, never written. */
#ifndef DTRACE_GEN_SCAN_H
#define DTRACE_GEN_SCAN_H

#include <stdint.h>

struct diag;

/* What an object is made for. All zero: not known yet. */
struct target {
	uint32_t machine;	/* EM_... */
	uint32_t word_size;	/* 4 or 8 */
};

/* This program's own, in the given word size; 0 is its own too. */
int target_of_host(uint32_t word_size, struct diag *dg, struct target *out);

/* Reads one object. Its target becomes *target, or must be the same. 0 or a negative errno,
 * told. */
int scan_object(const char *path, struct target *target, struct diag *dg);

#endif
