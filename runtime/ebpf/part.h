/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Parts of a large routine that are functions of their own. The kernel replaces some calls of
 * helpers by code that is longer, and moves all that follows each time; so the time that loading
 * takes would grow with the square of their number. A routine that has many of them has each but
 * once, in a part, which it calls instead: that costs a hit a jump there and back. */
#ifndef RUNTIME_EBPF_PART_H
#define RUNTIME_EBPF_PART_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/ebpf/select.h"

/* What a part takes of the stack, as the kernel counts. */
#define PART_STACK 32

/* Would the routine be too slow to load without? */
bool part_are_needed(const struct ir_routine *r);

/* Calls the part. The argument, if it has one, is in R1; the result is in R0. */
void part_call(struct select *s, enum part_kind kind, uint32_t ref, int64_t imm);

/* Writes all parts that the routine has called. */
void part_write_all(struct select_program *program, const struct ir_module *m,
		    struct ebpf_emit *e);

/* scratch.c: the whole of PART_SCRATCH. */
void scratch_write_part(const struct select_program *program, const struct ir_module *m,
			struct ebpf_emit *e);

#endif
