/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The read side of ELF: sections, symbols, relocations and segments of one file. Everything read
 * is bounded by the file, so that a broken or hostile one yields less and never harm. Files are
 * read by pread(), not mapped: one that shrinks meanwhile ends in an error, not in a signal.
 * Texts and data handed out belong to the object. */
#ifndef RUNTIME_ELF_ELFOBJ_H
#define RUNTIME_ELF_ELFOBJ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct diag;
struct elfobj;
struct stat;

/* 0 or a negative errno, told: -ENOEXEC if it is no ELF file. Cheap: section contents are read when
 * they are asked for. */
int elfobj_open(const char *path, struct diag *dg, struct elfobj **out);
void elfobj_close(struct elfobj *obj); /* NULL is allowed */

/* As fstat(): 0, or a negative errno. */
int elfobj_stat(const struct elfobj *obj, struct stat *out);

/* Is it the file that stat() showed under its path? */
bool elfobj_is_file(const struct elfobj *obj, const struct stat *st);

/* What kind of file it is: e_machine and e_type as <elf.h> names them. */
const char *elfobj_path(const struct elfobj *obj);
uint32_t elfobj_machine(const struct elfobj *obj);
uint32_t elfobj_type(const struct elfobj *obj);
uint32_t elfobj_word_size(const struct elfobj *obj);	/* 4 or 8 */
bool elfobj_is_foreign_order(const struct elfobj *obj); /* the other byte order than ours */

struct elfobj_section {
	const char *name; /* "" if it cannot be read */
	uint32_t index;	  /* from 1; 0 does not count as a section */
	uint32_t type, link, info;
	uint64_t flags, address, offset, size, align, entsize;
};

/* Sections have the indexes 1 .. elfobj_n_sections() - 1. */
uint32_t elfobj_n_sections(const struct elfobj *obj);
bool elfobj_section_at(const struct elfobj *obj, uint32_t index, struct elfobj_section *out);

/* The first of that name. */
bool elfobj_section_find(const struct elfobj *obj, const char *name, struct elfobj_section *out);

/* The contents; NULL if there are none in the file or they cannot be read. */
const void *elfobj_section_data(struct elfobj *obj, uint32_t index, size_t *size);

struct elfobj_symbol {
	const char *name;
	uint64_t value, size;
	uint32_t index;			   /* in its table */
	uint32_t section;		   /* section index, resolved if extended, or SHN_... */
	uint8_t type, binding, visibility; /* STT_, STB_, STV_ */
};

/* Symbol number index of the symbol table in that section; false past the end. */
bool elfobj_symbol_at(struct elfobj *obj, uint32_t section, uint32_t index,
		      struct elfobj_symbol *out);

struct elfobj_reloc {
	uint64_t offset;
	uint32_t symbol; /* index in the table that the section's link names */
	uint32_t type;
	int64_t addend;
	bool has_addend; /* else it stands in the section's bytes */
};

/* Entry number index of a section SHT_REL or SHT_RELA; false past the end. */
bool elfobj_reloc_at(struct elfobj *obj, uint32_t section, uint32_t index,
		     struct elfobj_reloc *out);

/* The address of a defined function or object. -ENOENT: there is none; -EEXIST: there are several
 * at different addresses; -ENOTSUP: it is thread-local. */
int elfobj_symbol_find(struct elfobj *obj, const char *name, uint64_t *address);

/* The same, and what else is known of it but its place in a table. */
int elfobj_symbol_get(struct elfobj *obj, const char *name, struct elfobj_symbol *out);

/* Between addresses as linked and offsets in the file, by the loaded segments that have all the
 * given PF_ flags. False if none holds size bytes there from the file. */
bool elfobj_offset_of(const struct elfobj *obj, uint64_t address, uint64_t size, uint32_t flags,
		      uint64_t *offset);
bool elfobj_address_of(const struct elfobj *obj, uint64_t offset, uint64_t *address);

/* What a shared object calls itself; NULL: nothing. */
const char *elfobj_soname(struct elfobj *obj);

/* The linker's unique mark of the file; NULL if it has none. */
const void *elfobj_build_id(struct elfobj *obj, size_t *size);

#endif
