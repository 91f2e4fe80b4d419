/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Any text as a program, all the way: what compiles runs in the interpreter, which must find
 * nothing wrong with the code, and what does not must have been told why. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/compile/compile.h"
#include "runtime/kern/caps.h"
#include "tests/lib/pipeline.h"
#include "tests/lib/traced.h"
#include "tests/run/machine.h"

#define MAX_TEXT 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void run(const struct pipeline *p)
{
	struct machine *m = vm_machine.open(p->compiled, p->dg);

	vm_machine.set_state(m, RUN_ACTIVE);
	vec_each(plan, &p->compiled->plans)
		vec_each(point, &plan->points) {
			const char *failure = vm_machine.fire(m, plan->routine, point);

			if (failure) {
				fprintf(stderr, "%s\n", failure);
				abort();
			}
		}
	vm_machine.close(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_free char *text = xcalloc(1, size + 1);
	struct kern_caps caps = { { 0 } };
	struct pipeline p;

	if (size > MAX_TEXT || !traced_memory())
		return 0;
	memcpy(text, data, size);
	vm_machine.init_caps(&caps);
	if (!pipeline_compile(&p, "fuzz", text, &caps))
		run(&p);
	else if (!diag_n_errors(p.dg))
		abort();
	pipeline_fini(&p);
	traced_unmap();
	return 0;
}
