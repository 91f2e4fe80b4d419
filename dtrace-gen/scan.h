/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The objects that -G is given: which machine they are for, and where they call probes in the call
 * style. The headers of -h place their probes themselves unless they are asked for calls; objects
 * with such probes need nothing done to them. */
#ifndef DTRACE_GEN_SCAN_H
#define DTRACE_GEN_SCAN_H

#include <stdint.h>

#include "runtime/base/vec.h"

struct call;
struct calls;
struct diag;
struct site_form;

/* What an object is made for. All zero: not known yet. */
struct target {
	uint32_t machine;	/* EM_... */
	uint32_t word_size;	/* 4 or 8 */
};

/* A call that becomes a probe. */
struct site {
	const struct call *call;
	const struct site_form *form;
	uint32_t section;
	uint64_t offset;	/* of the call instruction */
	uint8_t code[8];	/* what takes its place */
};

/* A relocation that loses its meaning with the sites. */
struct scan_reloc {
	uint32_t table, index;
};

/* A symbol that nothing refers to once the sites are probes. */
struct scan_symbol {
	const struct call *call;
	uint32_t index;
};

struct scan {
	const char *path;	/* the caller's */
	struct target target;
	VEC(struct site) sites;
	VEC(struct scan_reloc) relocs;
	VEC(struct scan_symbol) symbols;
};

/* This program's own, in the given word size; 0 is its own too. */
int target_of_host(uint32_t word_size, struct diag *dg, struct target *out);

/* Reads one object, and marks the calls that need a stub for what stays in it. Its target becomes
 * *target, or must be the same. 0 or a negative errno, told. scan_fini() in both cases. */
int scan_object(const char *path, struct calls *calls, struct target *target, struct diag *dg,
		struct scan *out);
void scan_fini(struct scan *scan);

#endif
