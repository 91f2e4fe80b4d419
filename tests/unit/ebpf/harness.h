/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A module with one CONTEXT_CALL routine that reads numbers from, and leaves numbers in, its
 * globals; it is run in the interpreter, and where that is possible in the kernel as well, and both
 * must agree. */
#ifndef TESTS_UNIT_EBPF_HARNESS_H
#define TESTS_UNIT_EBPF_HARNESS_H

#include <stdint.h>

#include "runtime/ir/ir.h"

#define HARNESS_SLOTS 256

struct harness {
	struct ir_module *m;
	struct ir_routine *r;	/* valid until another routine is added */
	uint32_t routine;
	uint32_t globals;	/* store 0: HARNESS_SLOTS numbers */
	uint64_t in[HARNESS_SLOTS], out[HARNESS_SLOTS];
	uint64_t arg;		/* of the call */
	uint64_t n_insns;	/* executed in the interpreter */
	bool is_vm_only;	/* it reads what the kernel does not have */
};

void harness_init(struct harness *h);
void harness_fini(struct harness *h);

/* The number in a slot, as the routine sees it; the routine leaves a number in a slot. */
uint32_t harness_get(struct harness *h, uint32_t slot);
void harness_put(struct harness *h, uint32_t slot, uint32_t reg);

/* Ends the routine, compiles and runs it: h->in before is h->out afterwards. Failures end the test,
 * with all texts. */
void harness_run(struct harness *h);

#endif
