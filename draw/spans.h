/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From steps to spans: a begin and the end of the same owner, layer and name that follows it. Spans
 * of an owner lie in each other, whichever process they are of: what begins while another is open
 * is a part of it. What its parent outlives ends with the parent. */
#ifndef DRAW_SPANS_H
#define DRAW_SPANS_H

#include <stdint.h>

#include "draw/input.h"

struct span {
	int64_t start, end;	/* ns */
	int64_t inner;		/* of its time, what its parts took, ns */
	int64_t owner;
	const char *layer, *name;
	uint32_t depth;		/* 0: no part of another */
	uint32_t parent;	/* its index; not for depth 0 */
	enum step_verb is;	/* STEP_MARK: a moment */
};

struct spans {
	VEC(struct span) list;	/* in the order of their starts */
	uint32_t n_open;	/* begun and never ended: not in the list, nor are their parts */
	uint32_t n_strange;	/* ends without a begin */
};

void spans_make(const struct input *in, struct spans *out);
void spans_fini(struct spans *spans);

#endif
