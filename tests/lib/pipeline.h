/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From a text to a compiled program, with the probes of probes.h. */
#ifndef TESTS_LIB_PIPELINE_H
#define TESTS_LIB_PIPELINE_H

#include "runtime/compile/argtypes.h"
#include "runtime/compile/options.h"
#include "runtime/probe/probe.h"

struct arena;
struct compiled;
struct diag;
struct kern_caps;

struct pipeline {
	struct arena *arena;
	struct diag *dg;
	struct probe_list probes;
	struct argtypes argtypes;
	struct options opts;		/* pragmas have been set */
	struct compiled *compiled;	/* NULL: errors have been told */
};

/* text must outlive p, which pipeline_fini() frees in any case. caps is what the kernel can that
 * the program is for. 0 or a negative errno, told. */
int pipeline_compile(struct pipeline *p, const char *name, const char *text,
		     struct kern_caps *caps);
void pipeline_fini(struct pipeline *p);

#endif
