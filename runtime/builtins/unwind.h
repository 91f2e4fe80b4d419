/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Walking the stack of the traced thread, for whoever needs frames of it. */
#ifndef RUNTIME_BUILTINS_UNWIND_H
#define RUNTIME_BUILTINS_UNWIND_H

#include <stdint.h>

struct lower;

/* Where the thread is, and the return addresses of its callers. Both are registers. */
struct stack_frames {
	uint32_t frames;	/* the address of as many words as were asked for, zeros at the end;
				 * they stay until the statement is done */
	uint32_t bytes;		/* of those that are no zeros; negative: none could be found */
};

struct stack_frames lower_user_stack(struct lower *lo, uint32_t n);

/* The same of the kernel's stack. */
struct stack_frames lower_kernel_stack(struct lower *lo, uint32_t n);

#endif
