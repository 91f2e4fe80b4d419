/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The arguments of a probe note, "-4@-24(%rbp) 8@%rax": where each lies. An operand that cannot be
 * read costs only its own argument, which then says why. */
#ifndef RUNTIME_PROBE_ARGSPEC_H
#define RUNTIME_PROBE_ARGSPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/probe/argloc.h"

struct arch;

/* What an operand's meaning depends on besides its text. */
struct argspec_site {
	const struct arch *arch;
	uint64_t address; /* of the site, as linked */
	bool is_fixed;	  /* the file runs where it was linked: not PIE, no shared object */

	/* The address of a symbol as linked: 0, or -ENOENT, -EEXIST (several), -ENOTSUP
	 * (thread-local). NULL: no symbol is known. */
	int (*find_symbol)(void *ctx, const char *name, uint64_t *address);
	void *ctx;
};

/* One argument, len bytes. false: out->kind is ARGLOC_NONE, and out->why says why. */
bool argspec_parse_arg(const char *text, size_t len, const struct argspec_site *site,
		       struct argloc *out);

/* All arguments of a note, at most max of them. Returns how many. None for an empty text and for
 * one that begins with ':'. */
uint32_t argspec_parse(const char *text, const struct argspec_site *site, struct argloc *out,
		       uint32_t max);

#endif
