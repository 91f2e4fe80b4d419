/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Walking the stack of the traced thread, for whoever needs frames of it. */
#ifndef RUNTIME_BUILTINS_UNWIND_H
#define RUNTIME_BUILTINS_UNWIND_H

#include <stdint.h>

struct lower;

/* Where the thread is and the return addresses of its callers, n at most. Result: a register with
 * the address of n words, zeros behind the last frame. They stay until the statement is done. */
uint32_t lower_user_stack(struct lower *lo, uint32_t n);

#endif
