/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/proc/demangle.h"

#include <libiberty/demangle.h>
#include <string.h>

/* Names come from files that anyone may have written, and a short one can stand for a text without
 * end. Real ones of this length are of no use to a reader. */
#define MAX_SYMBOL 4096

/* Rust's first mangling looks like C++, with a hash at the end that only its own demangler takes
 * off. */
char *demangle(const char *symbol, enum demangle_form form)
{
	int options = form == DEMANGLE_FULL ? DMGL_PARAMS | DMGL_ANSI : DMGL_NO_OPTS;
	char *name;

	if (symbol[0] != '_' || (symbol[1] != 'Z' && symbol[1] != 'R') ||
	    strnlen(symbol, MAX_SYMBOL) == MAX_SYMBOL)
		return NULL;
	name = rust_demangle(symbol, options);
	return name ? name : cplus_demangle_v3(symbol, options);
}
