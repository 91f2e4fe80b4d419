/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The machine's inside: shared by vm.c (memory and instructions) and vm_call.c (helpers). */
#ifndef TESTS_LIB_VM_IMPL_H
#define TESTS_LIB_VM_IMPL_H

#include "runtime/base/vec.h"
#include "tests/lib/vm.h"

#define VM_STACK 512
#define VM_MAX_FRAMES 8
#define VM_MAX_INSNS 1000000

struct vm_entry {
	uint8_t *key, *value;
};

struct vm_map {
	const struct ebpf_map *def;
	VEC(struct vm_entry) entries;
};

/* Memory outside the machine. */
struct vm_range {
	uint64_t addr;
	size_t size;
	uint8_t *data;
	bool is_user, is_resident;
};

struct vm_record {
	void *data;
	size_t size;
};

/* One function's stack; written: one byte for each of its own. */
struct vm_frame {
	uint8_t bytes[VM_STACK] __attribute__((aligned(8)));
	uint8_t written[VM_STACK];
};

struct vm {
	const struct ebpf_program *program;
	const struct ebpf_routine *routine;
	struct vm_env env;
	struct vm_map *maps;
	VEC(struct vm_range) ranges;
	VEC(struct vm_record) records;
	struct vm_frame frames[VM_MAX_FRAMES];
	int n_frames;
	const uint8_t *ctx;
	size_t ctx_size;
	uint64_t n_insns, n_calls;
	struct vm_record reserved;	/* in the ring, but not handed over so far */
	int signal;
	uint32_t n_random;	/* numbers handed out */
	char error[256];
};

/* What an access is for. */
enum vm_access { VM_READ, VM_WRITE, VM_READ_WRITE };

/* Tells what went wrong and returns -1; the first message stays. */
int vm_fail(struct vm *vm, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Where size bytes at the machine's address lie, or NULL, told: not a place for such an access. */
void *vm_memory(struct vm *vm, uint64_t addr, uint64_t size, enum vm_access access);

struct vm_entry *vm_entry_find(struct vm_map *map, const void *key);
struct vm_entry *vm_entry_add(struct vm_map *map, const void *key);
void vm_entry_remove(struct vm_map *map, struct vm_entry *entry);

/* Runs from instruction pc as a function with its own stack. */
int vm_exec(struct vm *vm, uint32_t pc, uint64_t r1, uint64_t r2, uint64_t *result);

/* A helper: R1 to R5 are in regs, the result goes to *result. */
int vm_n_args(int helper);
int vm_call(struct vm *vm, int helper, const uint64_t *regs, uint64_t *result);

#endif
