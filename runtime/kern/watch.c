/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A perf event that counts nothing still gets the side band that profilers need: a record for each
 * mapping of code. There is one for each CPU, for all processes, as an event of one process does
 * not see what its other threads map.
 *
 * An event's memory is a page for positions and, behind it, the data; its size is a power of two,
 * and a record may lie around the end. */

#include "runtime/kern/watch.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/diag.h"
#include "runtime/base/vec.h"
#include "runtime/kern/caps.h"
#include "runtime/kern/map.h"
#include "runtime/kern/sys.h"

enum { DATA_SIZE = 1 << 18, MAX_RECORD = 1 << 13 };

struct event {
	int fd;
	struct perf_event_mmap_page *page;
	const char *data;
};

struct kern_watch {
	int epoll;
	size_t page_size;
	VEC(struct event) events;
};

/* PERF_RECORD_MMAP2 as far as it is used. */
struct mapping {
	struct perf_event_header header;
	uint32_t pid, tid;
	uint64_t address, len, offset;
	uint32_t dev_major, dev_minor;
	uint64_t inode, generation;
};

static int map_event(struct kern_watch *watch, struct event *event)
{
	struct epoll_event wanted = { .events = EPOLLIN };
	char *memory = mmap(NULL, watch->page_size + DATA_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			    event->fd, 0);

	if (memory == MAP_FAILED)
		return -errno;
	event->page = (void *)memory;
	event->data = memory + watch->page_size;
	return epoll_ctl(watch->epoll, EPOLL_CTL_ADD, event->fd, &wanted) ? -errno : 0;
}

/* A CPU that is not online maps nothing. */
static int open_event(struct kern_watch *watch, int cpu)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.config = PERF_COUNT_SW_DUMMY,
		.mmap = 1,
		.mmap2 = 1,
		.wakeup_events = 1,
		.exclude_kernel = 1,
	};
	int fd = kern_sys_perf_open(&attr, -1, cpu);

	if (fd == -ENODEV)
		return 0;
	if (fd < 0)
		return fd;
	vec_push(&watch->events, ((struct event){ .fd = fd }));
	return map_event(watch, &watch->events.data[watch->events.len - 1]);
}

static struct kern_watch *give_up(struct kern_watch *watch, int err, struct diag *dg)
{
	kern_watch_close(watch);
	if ((err != -EPERM && err != -EACCES) || !kern_check_privileges(dg))
		diag_errno(dg, NULL, D_ATTACH, -err, "cannot watch what processes map");
	return NULL;
}

struct kern_watch *kern_watch_open(struct diag *dg)
{
	struct kern_watch *watch = xcalloc(1, sizeof(*watch));
	int err = 0;

	watch->page_size = (size_t)sysconf(_SC_PAGESIZE);
	watch->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (watch->epoll < 0)
		err = -errno;
	for (int cpu = 0; cpu < kern_n_cpus() && !err; cpu++)
		err = open_event(watch, cpu);
	return err ? give_up(watch, err, dg) : watch;
}

void kern_watch_close(struct kern_watch *watch)
{
	if (!watch)
		return;
	vec_each(event, &watch->events) {
		if (event->page)
			munmap(event->page, watch->page_size + DATA_SIZE);
		close(event->fd);
	}
	if (watch->epoll >= 0)
		close(watch->epoll);
	vec_fini(&watch->events);
	free(watch);
}

int kern_watch_fd(const struct kern_watch *watch)
{
	return watch->epoll;
}

static void copy_out(const struct event *event, uint64_t at, void *to, size_t size)
{
	size_t start = at % DATA_SIZE;
	size_t first = size < DATA_SIZE - start ? size : DATA_SIZE - start;

	memcpy(to, event->data + start, first);
	memcpy((char *)to + first, event->data, size - first);
}

static void hand_over(const struct event *event, uint64_t at,
		      void (*fn)(const struct kern_mapped *mapped, void *ctx), void *ctx)
{
	struct kern_mapped mapped;
	struct mapping record;

	copy_out(event, at, &record, sizeof(record));
	/* Those of other namespaces have no number here. */
	if ((int)record.pid <= 0 || !record.inode)
		return;
	mapped = (struct kern_mapped){
		.pid = (int)record.pid,
		.dev_major = record.dev_major,
		.dev_minor = record.dev_minor,
		.inode = record.inode,
		.generation = record.generation,
	};
	fn(&mapped, ctx);
}

/* Returns whether something was lost: the kernel says so, or what is there cannot be read. */
static bool read_event(const struct event *event,
		       void (*fn)(const struct kern_mapped *mapped, void *ctx), void *ctx)
{
	uint64_t end = __atomic_load_n(&event->page->data_head, __ATOMIC_ACQUIRE);
	uint64_t at = event->page->data_tail;
	struct perf_event_header header;
	bool is_lost = false;

	for (; at < end; at += header.size) {
		copy_out(event, at, &header, sizeof(header));
		if (header.size < sizeof(header) || header.size > MAX_RECORD) {
			is_lost = true;
			break;
		}
		if (header.type == PERF_RECORD_MMAP2 && header.size >= sizeof(struct mapping))
			hand_over(event, at, fn, ctx);
		is_lost |= header.type == PERF_RECORD_LOST;
	}
	__atomic_store_n(&event->page->data_tail, end, __ATOMIC_RELEASE);
	return is_lost;
}

bool kern_watch_read(struct kern_watch *watch,
		     void (*fn)(const struct kern_mapped *mapped, void *ctx), void *ctx)
{
	bool is_lost = false;

	vec_each(event, &watch->events)
		is_lost |= read_event(event, fn, ctx);
	return is_lost;
}
