/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Paths of names and what each weighs, merged into one tree: what a flame graph shows. A span
 * weighs the time that none of its parts took, so the tree's weight is the time of all roots. */
#ifndef DRAW_TREE_H
#define DRAW_TREE_H

#include <stdint.h>

struct arena;
struct input;
struct spans;

struct frame {
	const char *name;
	const char *layer;		/* its colour; NULL: the name's */
	int64_t self, total;		/* without and with what is below it */
	int64_t start;			/* what stands before it weighs so much */
	struct frame *parent;
	struct frame *first, *next;	/* children, in the order of their names */
};

/* a + b, or the most that there is. Neither is below 0. */
static inline int64_t add_weights(int64_t a, int64_t b)
{
	return a > INT64_MAX - b ? INT64_MAX : a + b;
}

struct tree {
	struct frame root;	/* has no name */
	uint32_t depth;		/* levels below the root */
};

/* Rows of the aggregation, or of all if that is NULL. Counts below 0 weigh nothing. */
void tree_add_rows(struct arena *arena, struct tree *tree, const struct input *in,
		   const char *aggregation);

void tree_add_spans(struct arena *arena, struct tree *tree, const struct spans *spans);

/* Adds up; called once, after all is in. */
void tree_finish(struct tree *tree);

/* The next frame in preorder, with its level in *level; starts at the root with level 0. NULL: that
 * was the last. */
const struct frame *tree_next(const struct frame *frame, uint32_t *level);

#endif
