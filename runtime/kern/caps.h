/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What this kernel can do, found by trying, and what this process may do. Each feature is tried once, when it is first asked for. */
#ifndef RUNTIME_KERN_CAPS_H
#define RUNTIME_KERN_CAPS_H

#include <stdbool.h>
#include <stdint.h>

struct diag;

enum kern_feature {
	KERN_UPROBE_MULTI,	/* 6.6: many sites, one link */
	KERN_COOKIE,		/* 5.15: bpf_get_attach_cookie() */
	KERN_SLEEPABLE_UPROBE,	/* 5.20/6.0 */
	KERN_LOOP_HELPER,	/* 5.17: bpf_loop() */
	KERN_NOP5_BROKEN,	/* 6.18: the nop5 optimisation that overwrites the red zone (facts: syscall 336 answers ENXIO) */
	KERN_N_FEATURES
};

struct kern_caps {
	signed char known[KERN_N_FEATURES];	/* 0 not tried, 1 yes, -1 no */
};

bool kern_has(struct kern_caps *caps, enum kern_feature feature);
const char *kern_feature_text(enum kern_feature feature);	/* "uprobe_multi links (Linux 6.6)" */

/* A fixed answer, for tests. */
void kern_set(struct kern_caps *caps, enum kern_feature feature, bool has);

/* May this process trace at all? 0, or -EPERM, told: which capability is missing and what to do. */
int kern_check_privileges(struct diag *dg);

#endif
