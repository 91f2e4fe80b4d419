/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* An interpreter for eBPF, as we emit it and compilers of C do: what a compiled program does is
 * tested by running it, without a kernel. It is as strict as the kernel's verifier where that is
 * possible at run time: every access lies inside the stack, a map's value or the program's
 * argument, is aligned, and reads nothing that was not written. One CPU; each map is a list of
 * entries. */
#ifndef TESTS_LIB_VM_H
#define TESTS_LIB_VM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/ebpf/program.h"

struct vm;

/* What the program sees of the world; the test may change it between runs. */
struct vm_env {
	uint64_t pid_tid;
	uint64_t uid_gid;
	uint64_t time;
	uint64_t cpu;
	uint64_t task;
	uint64_t cookie;
	char comm[16];
};

/* The program must outlive the machine. */
struct vm *vm_new(const struct ebpf_program *program);
void vm_free(struct vm *vm);
struct vm_env *vm_env(struct vm *vm);

/* Memory of the traced process, or of the kernel. The bytes are copied. Memory that is not
 * resident is read by helpers that may wait for it; then it is. */
void vm_add_user(struct vm *vm, uint64_t addr, const void *data, size_t size, bool is_resident);
void vm_add_kernel(struct vm *vm, uint64_t addr, const void *data, size_t size);

/* Runs a routine of the program; ctx is its argument, size bytes that it may read. 0, or -1: the
 * program did what it must not, vm_error() tells. */
int vm_run(struct vm *vm, uint32_t routine, const void *ctx, size_t size);
const char *vm_error(const struct vm *vm);

/* Instructions that the last run executed, calls counting as one. */
uint64_t vm_insn_count(const struct vm *vm);

/* Of these, calls of helpers. */
uint64_t vm_call_count(const struct vm *vm);

/* The last signal sent, 0 if none. */
int vm_signal(const struct vm *vm);

/* The value of a key, where it may be changed; NULL if there is none. Maps by their index in the
 * program: the module's stores come first. For one-value maps key may be NULL. */
void *vm_map_find(struct vm *vm, uint32_t map, const void *key);
size_t vm_map_len(const struct vm *vm, uint32_t map);

/* The i-th entry in the order of insertion; NULL past the end. *key may be NULL. */
void *vm_map_at(struct vm *vm, uint32_t map, size_t i, const void **key);

/* The i-th record that any run put into a ring; NULL past the end. */
const void *vm_record(const struct vm *vm, size_t i, size_t *size);
size_t vm_n_records(const struct vm *vm);
void vm_clear_records(struct vm *vm);

#endif
