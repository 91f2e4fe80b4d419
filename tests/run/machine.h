/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What compiled programs run on: the interpreter of tests/lib, or the kernel. */
#ifndef TESTS_RUN_MACHINE_H
#define TESTS_RUN_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/ir/record.h"

struct attach_point;
struct compiled;
struct diag;
struct kern_caps;
struct machine;
struct vm;

typedef void record_fn(const void *data, size_t size, void *ctx);

/* values are those of all CPUs, one behind the other. */
typedef void entry_fn(const void *key, const void *values, uint32_t n_cpus, void *ctx);

struct machine_ops {
	const char *name;
	bool has_sites;		/* can fire probes in the traced program */

	/* What programs for it may use. */
	void (*init_caps)(struct kern_caps *caps);

	/* The program is made ready to run. NULL: told. */
	struct machine *(*open)(const struct compiled *c, struct diag *dg);
	void (*close)(struct machine *m);

	/* BEGIN is over, and so on. */
	void (*set_state)(struct machine *m, enum run_state state);

	/* Runs a routine as the thread that comes by a point: TRACED_TID at the first site of a
	 * probe, the next one at the second. NULL, or what went wrong. */
	const char *(*fire)(struct machine *m, uint32_t routine, const struct attach_point *point);

	/* The records so far, each handed out once. */
	void (*drain)(struct machine *m, record_fn *fn, void *ctx);

	/* All entries of a map. */
	void (*each)(struct machine *m, uint32_t map, entry_fn *fn, void *ctx);
};

extern const struct machine_ops vm_machine, kernel_machine;

/* The interpreter of vm_machine, for its maps. */
struct vm *machine_vm(struct machine *m);

#endif
