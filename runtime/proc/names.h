/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Tables of addresses and what lies there, read from text: the kernel's /proc/kallsyms, and the
 * /tmp/perf-PID.map that a runtime writes of the code it generates. */
#ifndef RUNTIME_PROC_NAMES_H
#define RUNTIME_PROC_NAMES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct addr_names;

struct addr_name {
	const char *name;	/* belongs to the table */
	const char *module;	/* NULL: none is named */
	uint64_t start;
};

/* Lines that are not of the format are left out. Of kallsyms only code is taken; where addresses
 * are hidden, the table is empty. */
struct addr_names *addr_names_read_kallsyms(FILE *f);
struct addr_names *addr_names_read_perf_map(FILE *f);
void addr_names_free(struct addr_names *names); /* NULL is allowed */

/* What the address lies in; of several, what was read last, for code that is generated replaces
 * older code. */
bool addr_names_find(const struct addr_names *names, uint64_t address, struct addr_name *out);

#endif
