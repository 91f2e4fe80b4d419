/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Where an argument of a probe lies when the probe fires. Pure data: providers say it,
 * ir/lower_arg.c turns it into loads. */
#ifndef RUNTIME_PROBE_ARGLOC_H
#define RUNTIME_PROBE_ARGLOC_H

#include <stdbool.h>
#include <stdint.h>

enum argloc_kind {
	ARGLOC_NONE,	/* it cannot be read: why */
	ARGLOC_CONST,	/* value */
	ARGLOC_TABLE,	/* value, which differs at each site */
	ARGLOC_REG,	/* register reg */
	ARGLOC_MEM,	/* memory of the process at reg + value */
	ARGLOC_INDEX,	/* memory at reg + index * scale + value */
	ARGLOC_PCREL,	/* memory at the site's own run-time address + value: sym(%rip) */
	/* profile: arg0, the program counter if in the kernel, else 0 (value 0); arg1, in user land
	 * (value 1) */
	ARGLOC_SAMPLE_PC,
	ARGLOC_FAULT,	/* ERROR: arg number value, from the fault */
};

struct argloc {
	enum argloc_kind kind;
	uint8_t size;		/* 1, 2, 4, 8 */
	bool is_signed;
	/* the bits are those of a float or double; the value is handed on as they are */
	bool is_float;
	uint8_t reg, index;	/* numbers in the machine's table (arch.h) */
	uint8_t scale;		/* 1, 2, 4, 8 */
	uint8_t shift;		/* REG: bits to shift right first (%ah) */
	int64_t value;
	const char *why;	/* NONE: what stands in the way, a static text */
};

static inline bool argloc_equal(const struct argloc *a, const struct argloc *b)
{
	return a->kind == b->kind && a->size == b->size && a->is_signed == b->is_signed &&
	       a->is_float == b->is_float && a->reg == b->reg && a->index == b->index &&
	       a->scale == b->scale && a->shift == b->shift && a->value == b->value;
}

#endif
