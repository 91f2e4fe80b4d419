/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The kernel shows a ring buffer as three pieces:
 *
 *	page 0		consumer position	ours to write
 *	page 1		producer position	read-only
 *	pages 2 ...	the data, mapped twice in a row, so that no record is ever cut in two
 *
 * Positions count bytes since the beginning and never wrap. A record is a header of 8 bytes and its
 * data, rounded up to 8:
 *
 *	bits  0..29	size of the data
 *	bit   30	DISCARD: reserved and then given up
 *	bit   31	BUSY: still being written, by a program on some CPU
 *
 * The producer moves its position when it reserves and clears BUSY when it commits, so what the
 * position covers may still be busy; reading stops there, for the order's sake. Both are read with
 * acquire, so that the data is seen as it was before; our position is written with release, so that
 * the kernel reuses the room only after we have read it. Writing it for every record would have the
 * CPUs of both ends fight for the line; it is written every PUBLISH bytes and at the end. */

#include "runtime/kern/ring.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/diag.h"

#define PUBLISH 4096

struct kern_ring {
	int fd;
	size_t page_size;
	size_t size; /* a power of two */
	unsigned long *consumer;
	const unsigned long *producer;
	const char *data;
	unsigned long at; /* as far as was read; *consumer follows */
};

static void unmap(struct kern_ring *ring)
{
	if (ring->consumer != MAP_FAILED)
		munmap(ring->consumer, ring->page_size);
	if (ring->producer != MAP_FAILED)
		munmap((void *)ring->producer, ring->page_size + 2 * ring->size);
}

struct kern_ring *kern_ring_open(int map_fd, size_t size, struct diag *dg)
{
	struct kern_ring *ring = xcalloc(1, sizeof(*ring));

	ring->fd = map_fd;
	ring->size = size;
	ring->page_size = (size_t)sysconf(_SC_PAGESIZE);
	ring->consumer = mmap(NULL, ring->page_size, PROT_READ | PROT_WRITE, MAP_SHARED, map_fd, 0);
	ring->producer = mmap(NULL, ring->page_size + 2 * size, PROT_READ, MAP_SHARED, map_fd,
			      (off_t)ring->page_size);
	if (ring->consumer == MAP_FAILED || ring->producer == MAP_FAILED) {
		diag_errno(dg, NULL, D_LOAD, errno, "cannot map the ring buffer of %zu bytes",
			   size);
		kern_ring_close(ring);
		return NULL;
	}
	ring->data = (const char *)ring->producer + ring->page_size;
	ring->at = __atomic_load_n(ring->consumer, __ATOMIC_RELAXED);
	return ring;
}

void kern_ring_close(struct kern_ring *ring)
{
	if (!ring)
		return;
	unmap(ring);
	free(ring);
}

int kern_ring_fd(const struct kern_ring *ring)
{
	return ring->fd;
}

static void publish(struct kern_ring *ring)
{
	__atomic_store_n(ring->consumer, ring->at, __ATOMIC_RELEASE);
}

int kern_ring_read(struct kern_ring *ring, uint32_t max,
		   int (*fn)(const void *data, size_t size, void *ctx), void *ctx, uint32_t *n)
{
	unsigned long end = __atomic_load_n(ring->producer, __ATOMIC_ACQUIRE);
	unsigned long published = ring->at;
	uint32_t n_read = 0;
	int stop = 0;

	while (ring->at < end && !stop && (max == 0 || n_read < max)) {
		const char *record = ring->data + (ring->at & (ring->size - 1));
		uint32_t header = __atomic_load_n((const uint32_t *)record, __ATOMIC_ACQUIRE);
		size_t size = header & ~(BPF_RINGBUF_BUSY_BIT | BPF_RINGBUF_DISCARD_BIT);

		if (header & BPF_RINGBUF_BUSY_BIT)
			break;
		if (!(header & BPF_RINGBUF_DISCARD_BIT)) {
			stop = fn(record + BPF_RINGBUF_HDR_SZ, size, ctx);
			n_read++;
		}
		ring->at += (size + BPF_RINGBUF_HDR_SZ + 7) / 8 * 8;
		if (ring->at - published >= PUBLISH) {
			publish(ring);
			published = ring->at;
		}
	}
	if (ring->at != published)
		publish(ring);
	if (n)
		*n = n_read;
	return stop;
}

size_t kern_ring_used(const struct kern_ring *ring)
{
	return __atomic_load_n(ring->producer, __ATOMIC_ACQUIRE) - ring->at;
}
