/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What dtrace -x oformat=json wrote, as far as pictures are made of it. Two things are:
 *
 * Steps, for spans of time. A clause writes one by a printf() of four values, a verb (begin, end or
 * mark), a number that tells whose time it is, a layer, and a name:
 *
 *	printf("%s %d %s %s\n", "begin", self->id, "ruby", "Store#product");
 *
 * Values, of aggregations. Each row is a count for a path of names: its keys in their order, a
 * stack with its outermost frame first. A distribution has a value's count for each bucket instead.
 *
 * All else that a trace may hold is passed over. */
#ifndef DRAW_INPUT_H
#define DRAW_INPUT_H

#include <stdint.h>
#include <stdio.h>

#include "runtime/base/vec.h"

struct arena;
struct diag;

enum step_verb { STEP_BEGIN, STEP_END, STEP_MARK };

struct step {
	int64_t time;		/* ns */
	enum step_verb verb;
	int64_t owner;
	const char *layer, *name;
};

struct row {
	int64_t time;		/* of the record that printed it, ns; 0: printed at the end */
	const char *aggregation;
	const char **path;
	uint32_t path_len;
	int64_t count;
};

struct bucket {
	int64_t time;
	const char *aggregation;
	int64_t from;		/* the least value of the bucket */
	int64_t count;		/* 0 also for a time when nothing was printed */
};

struct input {
	struct arena *arena;	/* holds all texts */
	VEC(struct step) steps;
	VEC(struct row) rows;
	VEC(struct bucket) buckets;
};

/* Reads to the end; messages call it by the name. 0 or a negative errno, told with the line. *out
 * is to be freed in either case. */
int input_read(FILE *f, const char *name, struct input *out, struct diag *dg);
void input_fini(struct input *in);

#endif
