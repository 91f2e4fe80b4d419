/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The consumer's end of a ring buffer. Records come in the order in which they were reserved, over
 * all CPUs. */
#ifndef RUNTIME_KERN_RING_H
#define RUNTIME_KERN_RING_H

#include <stddef.h>
#include <stdint.h>

struct diag;
struct kern_ring;

/* size: the map's n_entries. The descriptor stays the caller's and must outlive the ring. NULL:
 * told. */
struct kern_ring *kern_ring_open(int map_fd, size_t size, struct diag *dg);
void kern_ring_close(struct kern_ring *ring);	/* NULL is allowed */

/* Becomes readable when a record was emitted with a wake-up. */
int kern_ring_fd(const struct kern_ring *ring);

/* Hands up to max records (0: all there are at the moment of the call) to fn, without waiting and
 * without a system call. The data are valid during the call; fn returns other than 0 to stop, and
 * that is returned; the record counts as read. Otherwise returns 0. The number read goes to *n,
 * which may be NULL. */
int kern_ring_read(struct kern_ring *ring, uint32_t max,
		   int (*fn)(const void *data, size_t size, void *ctx), void *ctx, uint32_t *n);

/* Bytes waiting to be read. */
size_t kern_ring_used(const struct kern_ring *ring);

#endif
