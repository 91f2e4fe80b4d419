/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Can stacks be walked by tables here? Found out when the first program asks. */
#ifndef RUNTIME_COMPILE_WALK_H
#define RUNTIME_COMPILE_WALK_H

#include <stdbool.h>

#include "runtime/ebpf/program.h"

struct compile_input;
struct diag;

struct walk_support {
	const struct compile_input *in;
	struct diag *dg;
	signed char known;	/* 0 not tried, 1 yes, -1 no */
	struct ebpf_vma vma;	/* where this kernel keeps what is asked of mappings */
};

/* ctx: struct walk_support. If it is the kernel that cannot, a warning is told, once. */
bool walk_is_supported(void *ctx);

#endif
