/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Programs: handing instructions to the verifier, and running a program by hand. What ties a loaded
 * program to events is in link.h. */
#ifndef RUNTIME_KERN_LOAD_H
#define RUNTIME_KERN_LOAD_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <stdint.h>

struct diag;

enum kern_prog_kind { KERN_PROG_UPROBE, KERN_PROG_UPROBE_MULTI, KERN_PROG_SAMPLE, KERN_PROG_RAW };

struct kern_prog_def {
	const char *name;		/* any text; the kernel shows 15 bytes of it */
	enum kern_prog_kind kind;
	bool is_sleepable;
	const struct bpf_insn *insns;	/* map references already resolved to descriptors */
	uint32_t n_insns;
};

/* Licence "Dual BSD/GPL". A descriptor, or a negative errno, told with the verifier's log attached.
 */
int kern_prog_load(const struct kern_prog_def *def, struct diag *dg);

/* The same without a word on failure, for finding out what the kernel accepts. */
int kern_prog_try(const struct kern_prog_def *def);

/* Runs a RAW program once, here and now; arg is its first argument. 0 or a negative errno. */
int kern_prog_run(int fd, uint64_t arg);

#endif
