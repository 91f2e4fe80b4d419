/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/kern/map.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/kern/caps.h"
#include "runtime/kern/sys.h"

/* A batch is as large as this allows; a single entry always fits. */
#define BATCH_BYTES (256 * 1024)

int kern_map_create(const struct kern_map_def *def, struct diag *dg)
{
	union bpf_attr attr = {
		.map_type = def->type,
		.key_size = def->key_size,
		.value_size = def->value_size,
		.max_entries = def->n_entries,
		.map_flags = def->flags,
	};
	int fd;

	kern_sys_name(attr.map_name, def->name);
	fd = kern_sys_bpf_charged(BPF_MAP_CREATE, &attr, sizeof(attr));
	if (fd >= 0)
		return fd;
	if (fd == -EPERM && kern_check_privileges(dg))
		return fd;
	diag_errno(dg, NULL, D_LOAD, -fd, "cannot create the map %s of %u entries, %u bytes each",
		   def->name, def->n_entries, def->key_size + def->value_size);
	return fd;
}

int kern_map_freeze(int fd)
{
	union bpf_attr attr = { .map_fd = (uint32_t)fd };

	return kern_sys_bpf(BPF_MAP_FREEZE, &attr, sizeof(attr));
}

/* The commands on one element differ in nothing but the command and the second pointer's use. */
static int element(enum bpf_cmd cmd, int fd, const void *key, const void *value)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_fd = (uint32_t)fd;
	attr.key = kern_sys_ptr(key);
	attr.value = kern_sys_ptr(value);
	return kern_sys_bpf(cmd, &attr, sizeof(attr));
}

int kern_map_find(int fd, const void *key, void *value)
{
	return element(BPF_MAP_LOOKUP_ELEM, fd, key, value);
}

int kern_map_update(int fd, const void *key, const void *value)
{
	return element(BPF_MAP_UPDATE_ELEM, fd, key, value);
}

int kern_map_replace(int fd, const void *key, const void *value)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_fd = (uint32_t)fd;
	attr.key = kern_sys_ptr(key);
	attr.value = kern_sys_ptr(value);
	attr.flags = BPF_EXIST;
	return kern_sys_bpf(BPF_MAP_UPDATE_ELEM, &attr, sizeof(attr));
}

int kern_map_delete(int fd, const void *key)
{
	return element(BPF_MAP_DELETE_ELEM, fd, key, NULL);
}

int kern_map_take(int fd, const void *key, void *value)
{
	int err = element(BPF_MAP_LOOKUP_AND_DELETE_ELEM, fd, key, value);

	if (!err || err == -ENOENT)
		return err;
	err = kern_map_find(fd, key, value);
	return err ? err : kern_map_delete(fd, key);
}

int kern_map_next(int fd, const void *key, void *next_key)
{
	return element(BPF_MAP_GET_NEXT_KEY, fd, key, next_key);
}

static bool is_per_cpu(enum bpf_map_type type)
{
	return type == BPF_MAP_TYPE_PERCPU_HASH || type == BPF_MAP_TYPE_PERCPU_ARRAY ||
	       type == BPF_MAP_TYPE_LRU_PERCPU_HASH;
}

size_t kern_map_value_size(const struct kern_map_def *def)
{
	size_t size = def->value_size;

	if (!is_per_cpu(def->type))
		return size;
	return (size + 7) / 8 * 8 * (size_t)kern_n_cpus();
}

struct walk {
	int fd;
	size_t key_size, value_size;
	uint32_t n_entries;
	int (*fn)(const void *key, const void *value, void *ctx);
	void *ctx;
};

/* Keys are advanced before fn sees the entry, so that it may delete it. A key that somebody else
 * deletes sends the kernel back to the first one; the count keeps that from going on forever. */
static int each_single(const struct walk *w)
{
	auto_free char *keys = xmalloc(2 * w->key_size);
	auto_free void *value = xmalloc(w->value_size);
	char *key = keys, *next = keys + w->key_size;
	int rc = kern_map_next(w->fd, NULL, key);

	for (uint64_t left = 2 * (uint64_t)w->n_entries; !rc && left; left--) {
		int last = kern_map_next(w->fd, key, next);
		int found = kern_map_find(w->fd, key, value);
		char *spare = key;
		int stop = found ? 0 : w->fn(key, value, w->ctx);

		if (stop)
			return stop;
		rc = last;
		key = next;
		next = spare;
	}
	return rc == -ENOENT ? 0 : rc;
}

struct batch {
	char *keys, *values;
	void *at, *next; /* the kernel's position: a key, or for hash maps a bucket number */
	uint32_t room;
	bool has_begun;
};

static void batch_resize(struct batch *b, const struct walk *w, uint32_t room)
{
	b->room = room;
	b->keys = xreallocarray(b->keys, room, w->key_size);
	b->values = xreallocarray(b->values, room, w->value_size);
}

static void batch_init(struct batch *b, const struct walk *w)
{
	size_t position_size = w->key_size < 8 ? 8 : w->key_size;
	size_t room = BATCH_BYTES / (w->key_size + w->value_size);

	memset(b, 0, sizeof(*b));
	b->at = xcalloc(1, position_size);
	b->next = xcalloc(1, position_size);
	if (room > w->n_entries)
		room = w->n_entries;
	batch_resize(b, w, room < 16 ? 16 : (uint32_t)room);
}

static void batch_fini(struct batch *b)
{
	free(b->keys);
	free(b->values);
	free(b->at);
	free(b->next);
}

static int batch_fetch(struct batch *b, int fd, uint32_t *n)
{
	union bpf_attr attr;
	void *spare = b->at;
	int rc;

	memset(&attr, 0, sizeof(attr));
	attr.batch.map_fd = (uint32_t)fd;
	attr.batch.in_batch = b->has_begun ? kern_sys_ptr(b->at) : 0;
	attr.batch.out_batch = kern_sys_ptr(b->next);
	attr.batch.keys = kern_sys_ptr(b->keys);
	attr.batch.values = kern_sys_ptr(b->values);
	attr.batch.count = b->room;
	rc = kern_sys_bpf(BPF_MAP_LOOKUP_BATCH, &attr, sizeof(attr));
	*n = attr.batch.count;
	if (rc)
		return rc;
	b->has_begun = true;
	b->at = b->next;
	b->next = spare;
	return 0;
}

static int batch_hand(const struct batch *b, const struct walk *w, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		int stop = w->fn(b->keys + i * w->key_size, b->values + i * w->value_size, w->ctx);

		if (stop)
			return stop;
	}
	return 0;
}

/* ENOENT comes with the last batch, ENOSPC where one hash bucket alone holds more than there is
 * room for. */
static int each_batch(struct batch *b, const struct walk *w)
{
	for (;;) {
		uint32_t n = 0;
		int rc = batch_fetch(b, w->fd, &n);
		int stop;

		if (rc == -ENOSPC && b->room < w->n_entries) {
			batch_resize(b, w, b->room * 2);
			continue;
		}
		if (rc && rc != -ENOENT)
			return rc;
		stop = batch_hand(b, w, n);
		if (stop || rc)
			return stop;
	}
}

/* A batch of no entries does nothing, where the kernel has batches for this type of map at all. */
static bool has_batches(int fd)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.batch.map_fd = (uint32_t)fd;
	return !kern_sys_bpf(BPF_MAP_LOOKUP_BATCH, &attr, sizeof(attr));
}

int kern_map_each(int fd, const struct kern_map_def *def,
		  int (*fn)(const void *key, const void *value, void *ctx), void *ctx)
{
	const struct walk w = {
		.fd = fd,
		.key_size = def->key_size,
		.value_size = kern_map_value_size(def),
		.n_entries = def->n_entries,
		.fn = fn,
		.ctx = ctx,
	};
	struct batch b;
	int rc;

	batch_init(&b, &w);
	rc = has_batches(fd) ? each_batch(&b, &w) : each_single(&w);
	batch_fini(&b);
	return rc;
}

void *kern_map_mmap(int fd, size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	return p == MAP_FAILED ? NULL : p;
}

int kern_n_cpus(void)
{
	int n = libbpf_num_possible_cpus();

	return n > 0 ? n : 1;
}
