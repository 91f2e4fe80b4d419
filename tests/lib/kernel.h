/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The kernel as a judge of compiled programs: maps and programs by bpf(2) itself, so that code
 * generation is tested against the verifier alone. */
#ifndef TESTS_LIB_KERNEL_H
#define TESTS_LIB_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/ebpf/program.h"

struct kernel;

/* May this process load programs at all? DTRACE_NO_LIVE in the environment says no. */
bool kernel_is_usable(void);

/* Creates the program's maps. NULL if that fails. The program must outlive it. */
struct kernel *kernel_new(const struct ebpf_program *program);
void kernel_free(struct kernel *k);

/* Loads a routine; its descriptor stays open until kernel_free(). -errno if it is refused, and
 * kernel_log() tells why. */
int kernel_load(struct kernel *k, uint32_t routine);
const char *kernel_log(const struct kernel *k);

/* Runs a loaded CONTEXT_CALL routine. 0 or -errno. */
int kernel_run(struct kernel *k, int prog, uint64_t arg);

/* Copies the value of a key, of all CPUs one after another where each has its own. key may be NULL
 * for one-value maps. 0 or -errno. */
int kernel_map_read(struct kernel *k, uint32_t map, const void *key, void *value);

#endif
