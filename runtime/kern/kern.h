/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Maps and programs in the kernel, and running a program by hand. This folder alone calls bpf(2), perf_event_open(2) and libbpf. */
#ifndef RUNTIME_KERN_KERN_H
#define RUNTIME_KERN_KERN_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct diag;

struct kern_map_def {
	const char *name;
	enum bpf_map_type type;
	uint32_t key_size, value_size, n_entries, flags;
};

/* A descriptor, or a negative errno, told. */
int kern_map_create(const struct kern_map_def *def, struct diag *dg);
int kern_map_freeze(int fd);

/* Plain operations: 0 or a negative errno, not told. Values of per-CPU maps are kern_n_cpus() values of round_up(value_size, 8) bytes. */
int kern_map_find(int fd, const void *key, void *value);
int kern_map_update(int fd, const void *key, const void *value);
int kern_map_delete(int fd, const void *key);
int kern_map_next(int fd, const void *key, void *next_key);	/* key NULL: the first; -ENOENT at the end */

/* All keys and values in as few calls as possible (batch look-up, else one by one); fn returns other than 0 to stop. While others change the map,
 * an entry may be met twice or missed, as the kernel has it. */
int kern_map_each(int fd, const struct kern_map_def *def, int (*fn)(const void *key, const void *value, void *ctx), void *ctx);

/* The value of an array map with BPF_F_MMAPABLE, shared with the kernel; NULL on failure. */
void *kern_map_mmap(int fd, size_t size);
int kern_n_cpus(void);	/* possible CPUs */

enum kern_prog_kind { KERN_PROG_UPROBE, KERN_PROG_UPROBE_MULTI, KERN_PROG_SAMPLE, KERN_PROG_RAW };

struct kern_prog_def {
	const char *name;
	enum kern_prog_kind kind;
	bool is_sleepable;
	const struct bpf_insn *insns;	/* map references already resolved to descriptors */
	uint32_t n_insns;
};

/* Licence "Dual BSD/GPL". A descriptor, or a negative errno, told with the verifier's log attached. */
int kern_prog_load(const struct kern_prog_def *def, struct diag *dg);

/* Runs a RAW program once, here and now; arg is its first argument. 0 or a negative errno. */
int kern_prog_run(int fd, uint64_t arg);

/* The offset of a member of a kernel type ("task_struct", "real_parent"; members may be dotted: "se.sum_exec_runtime"), from the kernel's
 * type information, which is read at the first call. Negative errno: told. */
int kern_member_offset(const char *type, const char *member, struct diag *dg);

#endif
