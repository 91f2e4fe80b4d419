/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Maps: memory that programs in the kernel and this process share. A map is its descriptor; the
 * operations are bpf(2) itself, without a library's bookkeeping in between. */
#ifndef RUNTIME_KERN_MAP_H
#define RUNTIME_KERN_MAP_H

#include <linux/bpf.h>
#include <stddef.h>
#include <stdint.h>

struct diag;

struct kern_map_def {
	const char *name;	/* any text; the kernel shows the first 15 bytes */
	enum bpf_map_type type;
	uint32_t key_size, value_size, n_entries, flags;
};

/* A descriptor, or a negative errno, told. */
int kern_map_create(const struct kern_map_def *def, struct diag *dg);

/* From here on this process cannot write; programs neither, if the map has BPF_F_RDONLY_PROG. */
int kern_map_freeze(int fd);

/* Plain operations: 0 or a negative errno, not told. A value of a per-CPU map is kern_n_cpus()
 * values of round_up(value_size, 8) bytes. */
int kern_map_find(int fd, const void *key, void *value);
int kern_map_update(int fd, const void *key, const void *value);
/* The same for an element that is there; -ENOENT: it is not. */
int kern_map_replace(int fd, const void *key, const void *value);
int kern_map_delete(int fd, const void *key);

/* Deletes and hands over what the value was last, in one step where the kernel has that for hash
 * maps (5.14); else what is added in between is lost. */
int kern_map_take(int fd, const void *key, void *value);

/* key NULL: the first; -ENOENT at the end. */
int kern_map_next(int fd, const void *key, void *next_key);

/* What kern_map_find() fills in, in bytes. */
size_t kern_map_value_size(const struct kern_map_def *def);

/* All keys and values in as few calls as possible: in batches, or one by one where the kernel has
 * no batches for this type. fn returns other than 0 to stop, and that is returned. While others
 * change the map, an entry may be met twice or missed. */
int kern_map_each(int fd, const struct kern_map_def *def,
		  int (*fn)(const void *key, const void *value, void *ctx), void *ctx);

/* The value of an array map with BPF_F_MMAPABLE, shared with the kernel; NULL on failure. The
 * caller unmaps it. */
void *kern_map_mmap(int fd, size_t size);

/* Possible CPUs: those that may ever be there, which is how per-CPU values are counted. */
int kern_n_cpus(void);

#endif
