/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "draw/spans.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/map.h"

enum { NO_SPAN = UINT32_MAX };

/* The innermost open span of an owner. */
struct owner {
	uint32_t top;
};

struct making {
	struct spans *out;
	struct map *owners;
};

static struct owner *get_owner(struct making *m, int64_t id)
{
	struct owner *owner = map_find(m->owners, &id, sizeof(id));

	if (owner)
		return owner;
	owner = xmalloc(sizeof(*owner));
	owner->top = NO_SPAN;
	map_set(m->owners, &id, sizeof(id), owner);
	return owner;
}

static struct span *span_at(struct making *m, uint32_t i)
{
	return &m->out->list.data[i];
}

/* A span is open while its end is before its start. */
static uint32_t add_span(struct making *m, const struct owner *owner, const struct step *step)
{
	struct span span = {
		.start = step->time,
		.end = step->verb == STEP_MARK ? step->time : INT64_MIN,
		.owner = step->owner,
		.layer = step->layer,
		.name = step->name,
		.parent = owner->top,
		.is = step->verb,
	};

	if (owner->top != NO_SPAN)
		span.depth = span_at(m, owner->top)->depth + 1;
	vec_push(&m->out->list, span);
	return m->out->list.len - 1;
}

static void close_top(struct making *m, struct owner *owner, int64_t time)
{
	struct span *span = span_at(m, owner->top);

	span->end = time;
	owner->top = span->parent;
	if (owner->top != NO_SPAN)
		span_at(m, owner->top)->inner += span->end - span->start;
}

/* The innermost that the step ends; parts of it that are open end with it. */
static void end_span(struct making *m, struct owner *owner, const struct step *step)
{
	uint32_t i = owner->top;

	while (i != NO_SPAN && (strcmp(span_at(m, i)->name, step->name) ||
				strcmp(span_at(m, i)->layer, step->layer)))
		i = span_at(m, i)->parent;
	if (i == NO_SPAN) {
		m->out->n_strange++;
		return;
	}
	while (owner->top != span_at(m, i)->parent)
		close_top(m, owner, step->time);
}

static void take_step(struct making *m, const struct step *step)
{
	struct owner *owner = get_owner(m, step->owner);

	if (step->verb == STEP_END)
		end_span(m, owner, step);
	else if (step->verb == STEP_BEGIN)
		owner->top = add_span(m, owner, step);
	else
		add_span(m, owner, step);
}

/* Only spans whose root has ended have all their times. */
static void drop_open(struct spans *spans)
{
	uint32_t *moved = xcalloc(spans->list.len + 1, sizeof(*moved));
	uint32_t n = 0;

	for (uint32_t i = 0; i < spans->list.len; i++) {
		struct span span = spans->list.data[i];

		moved[i] = NO_SPAN;
		if (span.end == INT64_MIN)
			spans->n_open++;
		if (span.end == INT64_MIN || (span.depth && moved[span.parent] == NO_SPAN))
			continue;
		if (span.depth)
			span.parent = moved[span.parent];
		moved[i] = n;
		spans->list.data[n++] = span;
	}
	spans->list.len = n;
	free(moved);
}

/* Records of several CPUs can be nanoseconds out of order. */
static int compare_steps(const void *a, const void *b)
{
	const struct step *const *x = a, *const *y = b;

	if ((*x)->time != (*y)->time)
		return (*x)->time < (*y)->time ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

void spans_make(const struct input *in, struct spans *out)
{
	struct making m = { .out = out, .owners = map_new() };
	const struct step **order = xcalloc(in->steps.len + 1, sizeof(*order));

	for (size_t i = 0; i < in->steps.len; i++)
		order[i] = &in->steps.data[i];
	qsort(order, in->steps.len, sizeof(*order), compare_steps);
	for (size_t i = 0; i < in->steps.len; i++)
		take_step(&m, order[i]);
	free(order);
	for (size_t i = 0; i < map_len(m.owners); i++)
		free(map_at(m.owners, i)->value);
	map_free(m.owners);
	drop_open(out);
}

void spans_fini(struct spans *spans)
{
	vec_fini(&spans->list);
}
