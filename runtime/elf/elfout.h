/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The write side of ELF: a relocatable object is described piece by piece, then turned into bytes,
 * the same bytes each time. String tables, the symbol table's order and the width of addresses are
 * taken care of here; what the sections mean is the caller's. */
#ifndef RUNTIME_ELF_ELFOUT_H
#define RUNTIME_ELF_ELFOUT_H

#include <stddef.h>
#include <stdint.h>

struct diag;
struct elfout;
struct str;

/* machine is EM_..., word_size 4 or 8. */
struct elfout *elfout_new(uint32_t machine, uint32_t word_size);
void elfout_free(struct elfout *eo);	/* NULL is allowed */

/* A new section, empty; its number. type is SHT_..., flags SHF_... */
uint32_t elfout_add_section(struct elfout *eo, const char *name, uint32_t type, uint64_t flags,
			    uint64_t align);

/* Adds to the end of a section; returns the offset where the data begins. */
size_t elfout_append(struct elfout *eo, uint32_t section, const void *data, size_t size);

struct elfout_symbol {
	const char *name;	/* copied */
	uint32_t section;	/* a section's number, or SHN_UNDEF, SHN_ABS */
	uint64_t value, size;
	uint8_t binding, type, visibility;	/* STB_, STT_, STV_ */
};

/* The symbol's number, for relocations. (In the file local symbols come first.) */
uint32_t elfout_add_symbol(struct elfout *eo, const struct elfout_symbol *symbol);

/* A new group of sections, of which linkers keep one copy for each name of its symbol. It comes
 * before its members; tables of relocations follow theirs into it. */
uint32_t elfout_add_group(struct elfout *eo);
void elfout_set_group_symbol(struct elfout *eo, uint32_t group, uint32_t symbol);
void elfout_add_member(struct elfout *eo, uint32_t group, uint32_t section);

/* A place in a section that the linker fills in. type is R_<machine>_... The addend goes where the
 * machine wants it: into the table, or into the section's bytes (i386), where a word must be. */
void elfout_add_reloc(struct elfout *eo, uint32_t section, uint64_t offset, uint32_t symbol,
		      uint32_t type, int64_t addend);

/* Appends the bytes of the object. Call it once. Returns 0 or a negative errno, told. */
int elfout_encode(struct elfout *eo, struct diag *dg, struct str *out);

#endif
