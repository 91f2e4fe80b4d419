/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A compiled program brought into the kernel: its maps made and filled, its routines loaded. */
#ifndef RUNTIME_SESSION_LOAD_H
#define RUNTIME_SESSION_LOAD_H

#include <stdint.h>

#include "runtime/ir/record.h"
#include "runtime/kern/map.h"

struct compiled;
struct diag;
struct kern_caps;
struct kern_ring;

struct loaded {
	int *maps;		/* descriptors, as program->maps */
	uint32_t n_maps;
	int *progs;		/* descriptors, as program->routines */
	uint32_t n_progs;
	struct run_control *control;	/* shared with the routines */
	struct kern_ring *ring;
};

/* 0 or a negative errno, told; what was made is freed by loaded_fini() in any case. */
int loaded_init(struct loaded *l, const struct compiled *c, struct kern_caps *caps,
		struct diag *dg);

/* Brings in what a program has that was compiled for more probes than the loaded one, before: maps
 * with state are kept, and so are routines to which no point has come. 0 or a negative errno, told;
 * then what is loaded is as it was. */
int loaded_add(struct loaded *l, const struct compiled *c, const struct compiled *before,
	       struct kern_caps *caps, struct diag *dg);
void loaded_fini(struct loaded *l);

/* What kern_map_each() wants to know of map i. */
struct kern_map_def loaded_map_def(const struct compiled *c, uint32_t i);

#endif
