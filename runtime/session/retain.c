/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/session/retain.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"

struct kept {
	struct kept *next;
	size_t size;
	uint64_t data[];	/* aligned as records are in a ring */
};

struct retain {
	size_t room, used;
	struct kept *first, **end;
};

struct retain *retain_new(size_t room)
{
	struct retain *r = xcalloc(1, sizeof(*r));

	r->room = room;
	r->end = &r->first;
	return r;
}

static void drop_first(struct retain *r)
{
	struct kept *first = r->first;

	r->first = first->next;
	if (!r->first)
		r->end = &r->first;
	r->used -= first->size;
	free(first);
}

void retain_free(struct retain *r)
{
	if (!r)
		return;
	while (r->first)
		drop_first(r);
	free(r);
}

int retain_add(const void *data, size_t size, void *ctx)
{
	struct retain *r = ctx;
	struct kept *kept = xmalloc(sizeof(*kept) + size);

	kept->next = NULL;
	kept->size = size;
	memcpy(kept->data, data, size);
	*r->end = kept;
	r->end = &kept->next;
	r->used += size;
	while (r->used > r->room && r->first != kept)
		drop_first(r);
	return 0;
}

int retain_drain(struct retain *r, int (*fn)(const void *data, size_t size, void *ctx), void *ctx)
{
	int stop = 0;

	while (r->first && !stop) {
		stop = fn(r->first->data, r->first->size, ctx);
		drop_first(r);
	}
	return stop;
}
