/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A program that is run for its output: the only place that starts processes in this folder. Text
 * goes in and comes out through anonymous files, so no side ever waits for the other. */
#ifndef DTRACE_GEN_CHILD_H
#define DTRACE_GEN_CHILD_H

#include "runtime/base/diag.h"
#include "runtime/base/str.h"

struct child_output {
	struct str out, err;
};

void child_output_fini(struct child_output *output);
#define auto_child_output __attribute__((cleanup(child_output_fini)))

/* Runs argv[0], found along PATH, with input as its standard input. Returns 0 if it ended well,
 * else a negative errno, told under the tag with what the program said. */
int child_run(char *const argv[], const char *input, enum diag_tag tag, struct diag *dg,
	      struct child_output *output);

#endif
