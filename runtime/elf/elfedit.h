/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The edit side of ELF: a relocatable object of 64 bits is read whole, changed piece by piece, and
 * turned into bytes again. What is not changed keeps its bytes and its place, so that code, debug
 * data and sections that nobody here knows come through as they are; what is new, and tables that
 * grew, go behind. Sections and symbols have the numbers that the file gives them, new ones follow
 * on; the local symbols among the new are put before the global ones when the bytes are made. */
#ifndef RUNTIME_ELF_ELFEDIT_H
#define RUNTIME_ELF_ELFEDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/elf/elfout.h"

struct diag;
struct elfedit;
struct str;

/* 0 or a negative errno, told: an object of another kind, or one whose tables do not fit. */
int elfedit_open(const char *path, struct diag *dg, struct elfedit **out);
void elfedit_close(struct elfedit *ee);		/* NULL is allowed */

/* Overwrites bytes of a section of the file; false if it does not hold them. */
bool elfedit_put(struct elfedit *ee, uint32_t section, uint64_t offset, const void *data,
		 size_t size);

/* Entry number index of a table of relocations becomes one that does nothing and names no symbol,
 * which every linker passes over. False if there is none. */
bool elfedit_drop_reloc(struct elfedit *ee, uint32_t table, uint32_t index);

/* The global or weak symbol of that name; 0: none. */
uint32_t elfedit_find_symbol(const struct elfedit *ee, const char *name);

uint32_t elfedit_add_symbol(struct elfedit *ee, const struct elfout_symbol *symbol);

/* Another meaning for a symbol, which must stay local or stay not local. */
void elfedit_set_symbol(struct elfedit *ee, uint32_t index, const struct elfout_symbol *symbol);

/* The symbol that stands for the section itself, made if there is none. */
uint32_t elfedit_section_symbol(struct elfedit *ee, uint32_t section);

/* The group that a section is a member of; 0: none. */
uint32_t elfedit_group_of(const struct elfedit *ee, uint32_t section);

/* A new group of which linkers keep one copy for each name of its symbol. */
uint32_t elfedit_add_group(struct elfedit *ee, uint32_t symbol);

/* A new section, empty, in a group or (0) in none. */
uint32_t elfedit_add_section(struct elfedit *ee, const char *name, uint32_t type, uint64_t flags,
			     uint64_t align, uint32_t group);

/* Adds to the end of a new section; returns the offset where the data begins. */
size_t elfedit_append(struct elfedit *ee, uint32_t section, const void *data, size_t size);

/* A place in a new section that the linker fills in. */
void elfedit_add_reloc(struct elfedit *ee, uint32_t section, uint64_t offset, uint32_t symbol,
		       uint32_t type, int64_t addend);

/* Appends the bytes of the object. Call it once. Returns 0 or a negative errno, told. */
int elfedit_encode(struct elfedit *ee, struct diag *dg, struct str *out);

#endif
