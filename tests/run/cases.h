/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The cases of one file. A line
 *
 *	expression = value
 *
 * is a case of its own: BEGIN { trace(expression); }. A program is written as
 *
 *	what it shows:
 *		BEGIN { ... }
 *	= value, value
 *
 * and what stands in the same way below "prelude:" comes before every case behind it. Values are
 * those that the records hold, in order: integers, strings, and for a clause that faults its kind,
 * BADADDR or with the address BADADDR(0x8); nothing is written as "nothing", and a program that is
 * wrong as its tag, D_DIV_ZERO. What the aggregations hold in the end comes after that (aggs.h).
 * Lines that begin with # are comments. */
#ifndef TESTS_RUN_CASES_H
#define TESTS_RUN_CASES_H

#include <stdint.h>

#include "runtime/base/vec.h"

struct exec_case {
	const char *file;
	uint32_t line;
	char *title;
	char *program;
	char *expected;
};

struct exec_cases {
	VEC(struct exec_case) cases;
};

/* Appends the cases of a file; path must outlive them. 0, or the number of the line that cannot be
 * understood, or -1: the file cannot be read. */
int cases_read(struct exec_cases *cases, const char *path);
void cases_fini(struct exec_cases *cases);

#endif
