/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "draw/tree.h"

#include <string.h>

#include "draw/input.h"
#include "draw/spans.h"
#include "runtime/base/arena.h"

static struct frame *get_child(struct arena *arena, struct frame *parent, const char *name,
			       const char *layer)
{
	struct frame **at = &parent->first;
	struct frame *child;

	while (*at && strcmp((*at)->name, name) < 0)
		at = &(*at)->next;
	for (child = *at; child && !strcmp(child->name, name); child = child->next)
		if (!layer || !strcmp(child->layer, layer))
			return child;
	child = arena_make(arena, struct frame);
	child->name = name;
	child->layer = layer;
	child->parent = parent;
	child->next = *at;
	*at = child;
	return child;
}

void tree_add_rows(struct arena *arena, struct tree *tree, const struct input *in,
		   const char *aggregation)
{
	vec_each(row, &in->rows) {
		struct frame *frame = &tree->root;

		if (row->count <= 0 || (aggregation && strcmp(row->aggregation, aggregation)))
			continue;
		for (uint32_t i = 0; i < row->path_len; i++)
			frame = get_child(arena, frame, row->path[i], NULL);
		frame->self = add_weights(frame->self, row->count);
	}
}

void tree_add_spans(struct arena *arena, struct tree *tree, const struct spans *spans)
{
	struct frame **frames = arena_make_n(arena, struct frame *, spans->list.len + 1);

	for (size_t i = 0; i < spans->list.len; i++) {
		const struct span *span = &spans->list.data[i];
		struct frame *parent = span->depth ? frames[span->parent] : &tree->root;

		if (span->is == STEP_MARK)
			continue;
		frames[i] = get_child(arena, parent, span->name, span->layer);
		frames[i]->self = add_weights(frames[i]->self,
					      span->end - span->start - span->inner);
	}
}

/* Parts stand beside each other, the first where the whole begins: each places the next. */
static void place(struct frame *frame)
{
	if (frame->first)
		frame->first->start = frame->start;
	if (frame->next)
		frame->next->start = add_weights(frame->start, frame->total);
}

/* Where a walk begins that comes to the parts before the whole. */
static struct frame *innermost(struct frame *frame)
{
	while (frame->first)
		frame = frame->first;
	return frame;
}

static void add_up(struct tree *tree)
{
	struct frame *f = innermost(&tree->root);

	while (f) {
		f->total = add_weights(f->total, f->self);
		if (f->parent)
			f->parent->total = add_weights(f->parent->total, f->total);
		f = f->next ? innermost(f->next) : f->parent;
	}
}

void tree_finish(struct tree *tree)
{
	uint32_t level = 0;

	add_up(tree);
	for (struct frame *f = &tree->root; f; f = (struct frame *)tree_next(f, &level)) {
		if (level > tree->depth)
			tree->depth = level;
		place(f);
	}
}

const struct frame *tree_next(const struct frame *frame, uint32_t *level)
{
	if (frame->first) {
		++*level;
		return frame->first;
	}
	while (frame && !frame->next) {
		frame = frame->parent;
		if (frame)
			--*level;
	}
	return frame ? frame->next : NULL;
}
