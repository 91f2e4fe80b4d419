/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Tables by which a routine walks the stack of a program that was compiled without frame pointers.
 * They are made from the call frame information of the files that are mapped, and lie in memory
 * that the routines see: rows of all files one behind the other, the rules that rows refer to, and
 * an index so that only few rows are searched. A place in a file is its offset there, whatever
 * address that has in a process. */
#ifndef RUNTIME_PROC_UNWIND_H
#define RUNTIME_PROC_UNWIND_H

#include <stdint.h>

#include "runtime/elf/cfi.h"

struct elfobj;

/* How far apart entries of the index are: bytes. */
enum { UNWIND_SHIFT = 8, UNWIND_GRANULE = 1 << UNWIND_SHIFT };

/* A flag beside those of cfi.h. The return address is the word below the CFA, and the frame pointer
 * one of the seven below that: one read gets both. */
enum { UNWIND_NEAR = 0x80, UNWIND_NEAR_SIZE = 64 };

struct unwind_row {
	uint32_t offset;	/* from the file's base; the rule holds from here to the next row */
	uint32_t rule;
};

/* What the routines look up by device and inode. All zeros: nobody has seen to it so far. */
struct unwind_file {
	uint64_t base;		/* offset in the file where the first granule begins */
	uint32_t index;		/* the first of its entries of the index */
	uint32_t n_granules;	/* it has one entry more; 0: there are no tables of it */
	uint64_t asker;		/* process << 32 | 1 that met it first; 0: none */
	uint64_t address;	/* where it was there */
};

struct unwind_file_key {
	uint64_t device;	/* as the kernel numbers it */
	uint64_t inode;
};

/* What a process has mapped, by blocks of addresses, each as large as this. */
enum { UNWIND_BLOCK_SHIFT = 16 };

struct unwind_map {
	uint64_t start, size;	/* addresses of the mapping */
	uint64_t base;		/* address at which the first granule begins */
	uint64_t index, n_granules;
	uint64_t page;		/* of the file, at start */
	struct unwind_file_key file;
};

/* With exec another stack begins; with a library that is opened or closed there is more or less
 * code. So what was true of a process before is not found any more. */
struct unwind_map_key {
	uint64_t process;	/* its number << 40, or'ed with where its stack begins >> 8 */
	uint64_t block;		/* its number, or'ed with how many pages of code there are << 32 */
};

enum { UNWIND_PROCESS_SHIFT = 40, UNWIND_STACK_SHIFT = 8, UNWIND_PAGES_SHIFT = 32 };

/* The memory, which the caller provides. Whoever reads it meanwhile only follows what a struct
 * unwind_file told. */
struct unwind_tables {
	struct unwind_row *rows;
	uint32_t *index;	/* the last row that begins at or before the granule */
	struct cfi_rule *rules;
	uint32_t max_rows, max_index, max_rules;
	uint32_t n_rows, n_index, n_rules;
	struct map *known;	/* rule -> 1 + its number */
};

void unwind_init(struct unwind_tables *tables);
void unwind_fini(struct unwind_tables *tables);

/* Adds what the file says of itself. -ENOSPC: there is no room; else as cfi_read_file(). */
int unwind_add(struct unwind_tables *tables, struct elfobj *obj, struct unwind_file *out);

#endif
