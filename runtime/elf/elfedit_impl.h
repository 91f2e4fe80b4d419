/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* An object that is being changed, for the files that share the work: elfedit.c reads and changes
 * it, elfedit_encode.c makes bytes of it. */
#ifndef RUNTIME_ELF_ELFEDIT_IMPL_H
#define RUNTIME_ELF_ELFEDIT_IMPL_H

#include <elf.h>
#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/str.h"
#include "runtime/base/vec.h"
#include "runtime/elf/elfedit.h"

struct map;

struct section {
	Elf64_Shdr header;
	bool is_loaded;			/* data replaces what the file has */
	struct str data;
	VEC(Elf64_Rela) relocs;		/* symbols by the numbers of this module */
	uint32_t group;
};

struct symbol {
	Elf64_Sym sym;
	uint32_t section;		/* where st_shndx is SHN_XINDEX */
	uint32_t index;			/* in the new file */
};

struct elfedit {
	char *path;
	struct str bytes;
	Elf64_Ehdr header;
	VEC(struct section) sections;
	VEC(struct symbol) symbols;
	uint32_t n_old_symbols, n_old_sections;
	uint32_t names, symtab, strtab, extension;	/* sections; extension may be 0 */
	struct map *by_name;		/* name -> number of a symbol that is not local */
	struct map *by_section;		/* section -> number of its symbol */
};

static inline struct section *elfedit_section(const struct elfedit *ee, uint32_t section)
{
	return &ee->sections.data[section];
}

/* The contents of a section that is going to change its size, and be written anew. */
struct str *elfedit_contents(struct elfedit *ee, uint32_t section);

#endif
