/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What this kernel can do, found by trying, and what this process may do. Each feature is tried
 * once, when it is first asked for. */
#ifndef RUNTIME_KERN_CAPS_H
#define RUNTIME_KERN_CAPS_H

#include <stdbool.h>
#include <stdint.h>

struct diag;

enum kern_feature {
	KERN_UPROBE_MULTI,	/* many sites, one link */
	KERN_COOKIE,		/* bpf_get_attach_cookie() */
	KERN_SLEEPABLE_UPROBE,	/* programs that may wait for a page of user memory */
	KERN_LOOP_HELPER,	/* bpf_loop() */
	KERN_GROWING_MAPS,	/* hash tables that take memory with each key */
	KERN_WRITE_USER,	/* bpf_probe_write_user(), which a locked-down kernel denies */
	KERN_LONG_NOPS,		/* long nops are emulated, not single-stepped */
	KERN_NOP5_BROKEN,	/* the nop5 optimisation that overwrites the red zone */
	KERN_N_FEATURES
};

/* All zero: nothing is known yet. */
struct kern_caps {
	signed char known[KERN_N_FEATURES];	/* 0 not tried, 1 yes, -1 no */
};

bool kern_has(struct kern_caps *caps, enum kern_feature feature);

/* "uprobe_multi links (Linux 6.6)" */
const char *kern_feature_text(enum kern_feature feature);

/* A fixed answer, for tests and for options that forgo a feature. */
void kern_set(struct kern_caps *caps, enum kern_feature feature, bool has);

/* Are processes numbered here as the kernel numbers them at large? Within a namespace they are not.
 * Such a one is known to programs by two numbers: 0, or a negative errno. */
bool kern_is_first_pid_ns(void);
int kern_pid_ns(uint32_t *device, uint32_t *inode);

/* Whoever may execute a file with capabilities gets them. They shall not get by them what only the
 * administrator may see: so where this process has more than its user has, all is given up but
 * CAP_BPF and CAP_PERFMON. What the user may look at is then for the kernel to say, as for any
 * process of theirs, but for what these two allow by themselves. True: it is so. */
bool kern_limit_privileges(void);

/* May this process trace at all? 0, or -EPERM, told: which capability is missing and what to do. */
int kern_check_privileges(struct diag *dg);

/* The same from given facts, for tests: the set of effective capabilities, and whether it counts in
 * the first user namespace, which is where the kernel asks for them. */
int kern_judge_privileges(uint64_t effective, bool is_initial_ns, struct diag *dg);

#endif
