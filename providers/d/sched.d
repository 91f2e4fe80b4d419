/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* CPUs. A library that comes with dtrace: it is read when a program names something of it. */

typedef struct cpuinfo {
	processorid_t cpu_id;
	int cpu_pset;		/* Linux has no sets of CPUs: 0 */
	int cpu_chip;		/* where it is built in cannot be read: 0 */
	int cpu_lgrp;		/* the same */
} cpuinfo_t;

translator cpuinfo_t < int C > {
	cpu_id = C;
	cpu_pset = 0;
	cpu_chip = 0;
	cpu_lgrp = 0;
};

inline cpuinfo_t *curcpu = xlate <cpuinfo_t *>(cpu);
