/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A module with one routine that reads numbers from, and leaves numbers in, its globals. It is run
 * in the interpreter; where that is possible the kernel's verifier must accept it as well, and run
 * it with the same outcome if it is a CONTEXT_CALL. */
#ifndef TESTS_UNIT_EBPF_HARNESS_H
#define TESTS_UNIT_EBPF_HARNESS_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/ebpf/program.h"
#include "runtime/ir/ir.h"
#include "tests/lib/vm.h"

#define HARNESS_SLOTS 256
#define HARNESS_REGS 21		/* as many words as x86-64's struct pt_regs */

struct harness {
	struct ir_module *m;
	struct ir_routine *r;	/* valid until another routine is added: harness_routine() */
	uint32_t routine;
	uint32_t globals;	/* store 0: HARNESS_SLOTS numbers */
	uint64_t in[HARNESS_SLOTS], out[HARNESS_SLOTS];
	uint64_t ctx[HARNESS_REGS];	/* the argument of the call, or the thread's registers */
	uint64_t n_insns;	/* executed in the interpreter */
	bool is_vm_only;	/* the kernel need not see it */
	bool is_load_only;	/* the kernel shall accept, but not run it */

	/* From harness_compile() on. */
	struct ebpf_program *program;
	struct vm *vm;
};

void harness_init(struct harness *h, enum ir_context context);
void harness_fini(struct harness *h);

/* The routine again, after others were added to the module. */
struct ir_routine *harness_routine(struct harness *h);

/* The number in a slot, as the routine sees it; the routine leaves a number in a slot. */
uint32_t harness_get(struct harness *h, uint32_t slot);
void harness_put(struct harness *h, uint32_t slot, uint32_t reg);

/* Ends the routine and compiles it, into a machine that the test may furnish. A failure ends the
 * test and shows all texts. */
void harness_compile(struct harness *h);

/* Runs what was compiled: h->in before is h->out afterwards. */
void harness_execute(struct harness *h);

/* Both. */
void harness_run(struct harness *h);

#endif
