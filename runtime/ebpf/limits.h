/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the kernel would refuse for its size. */
#ifndef RUNTIME_EBPF_LIMITS_H
#define RUNTIME_EBPF_LIMITS_H

struct diag;
struct ebpf_routine;

/* 0, or -E2BIG, told: the routine refers to too many maps, has too many functions, or too many
 * branches behind each other. */
int ebpf_check_limits(const struct ebpf_routine *r, struct diag *dg);

#endif
