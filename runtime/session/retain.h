/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The last records, for bufpolicy=ring: the older ones are let go when there are too many. */
#ifndef RUNTIME_SESSION_RETAIN_H
#define RUNTIME_SESSION_RETAIN_H

#include <stddef.h>

struct retain;

/* room: bytes of records that are kept at most. */
struct retain *retain_new(size_t room);
void retain_free(struct retain *r);

/* Copies a record. A struct retain is ctx, so that a ring can hand its records on; always 0. */
int retain_add(const void *data, size_t size, void *ctx);

/* Hands out all that is kept, the oldest first, and keeps it no more. What fn returns other than 0
 * ends it, and is returned. */
int retain_drain(struct retain *r, int (*fn)(const void *data, size_t size, void *ctx), void *ctx);

#endif
