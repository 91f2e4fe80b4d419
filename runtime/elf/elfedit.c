/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* libelf would lay the file out anew, or leave the layout to its caller altogether, so the tables
 * are read and written here. The bytes of the file stay where they are, with changes in place; the
 * section headers, the symbols and whatever grew are written again behind them:
 *
 *	file as it was | sections that are new or grew | section headers */
#include "runtime/elf/elfedit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/file.h"
#include "runtime/base/map.h"
#include "runtime/elf/elfedit_impl.h"

void elfedit_close(struct elfedit *ee)
{
	if (!ee)
		return;
	vec_each(s, &ee->sections) {
		str_fini(&s->data);
		vec_fini(&s->relocs);
	}
	vec_fini(&ee->sections);
	vec_fini(&ee->symbols);
	map_free(ee->by_name);
	map_free(ee->by_section);
	str_fini(&ee->bytes);
	free(ee->path);
	free(ee);
}

/* Reading */

static bool is_inside(const struct elfedit *ee, uint64_t offset, uint64_t size)
{
	return offset <= ee->bytes.len && size <= ee->bytes.len - offset;
}

static bool has_bytes(const Elf64_Shdr *header)
{
	return header->sh_type != SHT_NOBITS && header->sh_type != SHT_NULL;
}

static bool read_header(struct elfedit *ee)
{
	static const unsigned char order =
		__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB;
	Elf64_Ehdr *header = &ee->header;

	if (ee->bytes.len < sizeof(*header))
		return false;
	memcpy(header, ee->bytes.data, sizeof(*header));
	return !memcmp(header->e_ident, ELFMAG, SELFMAG) && header->e_type == ET_REL &&
	       header->e_ident[EI_CLASS] == ELFCLASS64 && header->e_ident[EI_DATA] == order &&
	       header->e_shentsize == sizeof(Elf64_Shdr);
}

/* Marks the bytes of a section; false if another has some of them: a change would hit both. */
static bool claim(char *claimed, const Elf64_Shdr *header)
{
	if (memchr(claimed + header->sh_offset, 1, header->sh_size))
		return false;
	memset(claimed + header->sh_offset, 1, header->sh_size);
	return true;
}

/* Counts that do not fit into the file's header stand in the first section's. */
static bool read_sections(struct elfedit *ee)
{
	uint64_t at = ee->header.e_shoff, n = ee->header.e_shnum;
	auto_free char *claimed = xcalloc(1, ee->bytes.len + 1);
	Elf64_Shdr first;

	if (!at || !is_inside(ee, at, sizeof(first)))
		return false;
	memcpy(&first, ee->bytes.data + at, sizeof(first));
	n = n ? n : first.sh_size;
	ee->names = ee->header.e_shstrndx == SHN_XINDEX ? first.sh_link : ee->header.e_shstrndx;
	if (!n || n > UINT32_MAX / 2 || !is_inside(ee, at, n * sizeof(first)))
		return false;
	for (uint64_t i = 0; i < n; i++, at += sizeof(first)) {
		Elf64_Shdr *header = &vec_add(&ee->sections)->header;

		memcpy(header, ee->bytes.data + at, sizeof(*header));
		if (has_bytes(header) && (!is_inside(ee, header->sh_offset, header->sh_size) ||
					  !claim(claimed, header)))
			return false;
	}
	ee->n_old_sections = n;
	return true;
}

/* Is the section a table of texts, the last of which ends? */
static bool is_string_table(const struct elfedit *ee, uint32_t section)
{
	const Elf64_Shdr *header = &ee->sections.data[section].header;

	return section < ee->sections.len && header->sh_type == SHT_STRTAB && header->sh_size &&
	       !ee->bytes.data[header->sh_offset + header->sh_size - 1];
}

static bool find_tables(struct elfedit *ee)
{
	for (uint32_t i = 1; i < ee->sections.len; i++) {
		if (ee->sections.data[i].header.sh_type == SHT_SYMTAB) {
			if (ee->symtab)
				return false;
			ee->symtab = i;
		}
		if (ee->sections.data[i].header.sh_type == SHT_SYMTAB_SHNDX)
			ee->extension = i;
	}
	if (!ee->symtab || ee->names >= ee->sections.len)
		return false;
	ee->strtab = ee->sections.data[ee->symtab].header.sh_link;
	return ee->strtab < ee->sections.len && is_string_table(ee, ee->strtab) &&
	       is_string_table(ee, ee->names);
}

static const char *symbol_name(const struct elfedit *ee, const struct symbol *s)
{
	const struct section *table = elfedit_section(ee, ee->strtab);

	return (table->is_loaded ? table->data.data : ee->bytes.data + table->header.sh_offset) +
	       s->sym.st_name;
}

static uint32_t section_of_symbol(const struct symbol *s)
{
	return s->sym.st_shndx == SHN_XINDEX ? s->section : s->sym.st_shndx;
}

/* The first of a name, or for a section, is the one that is found. */
static void index_symbol(struct elfedit *ee, uint32_t index)
{
	const struct symbol *s = &ee->symbols.data[index];
	uint32_t section = section_of_symbol(s);
	void *number = (void *)(uintptr_t)index;

	if (ELF64_ST_BIND(s->sym.st_info) != STB_LOCAL) {
		if (!elfedit_find_symbol(ee, symbol_name(ee, s)))
			map_set_str(ee->by_name, symbol_name(ee, s), number);
	} else if (ELF64_ST_TYPE(s->sym.st_info) == STT_SECTION) {
		if (!map_find(ee->by_section, &section, sizeof(section)))
			map_set(ee->by_section, &section, sizeof(section), number);
	}
}

/* A symbol that has got another name since is not what was looked for. */
uint32_t elfedit_find_symbol(const struct elfedit *ee, const char *name)
{
	uint32_t index = (uintptr_t)map_find_str(ee->by_name, name);

	return index && !strcmp(symbol_name(ee, &ee->symbols.data[index]), name) ? index : 0;
}

static bool read_symbols(struct elfedit *ee)
{
	const Elf64_Shdr *table = &ee->sections.data[ee->symtab].header;
	const Elf64_Shdr *extension = &ee->sections.data[ee->extension].header;
	uint64_t n = table->sh_size / sizeof(Elf64_Sym);

	if (table->sh_entsize != sizeof(Elf64_Sym) || !n || n > INT32_MAX || table->sh_info > n ||
	    (ee->extension && extension->sh_size / sizeof(uint32_t) < n))
		return false;
	for (uint64_t i = 0; i < n; i++) {
		struct symbol *s = vec_add(&ee->symbols);

		memcpy(&s->sym, ee->bytes.data + table->sh_offset + i * sizeof(s->sym),
		       sizeof(s->sym));
		if (s->sym.st_name >= ee->sections.data[ee->strtab].header.sh_size)
			return false;
		if (ee->extension)
			memcpy(&s->section, ee->bytes.data + extension->sh_offset +
			       i * sizeof(s->section), sizeof(s->section));
	}
	ee->n_old_symbols = n;
	for (uint32_t i = 1; i < n; i++)
		index_symbol(ee, i);
	return true;
}

int elfedit_open(const char *path, struct diag *dg, struct elfedit **out)
{
	struct elfedit *ee = xcalloc(1, sizeof(*ee));
	int result = file_read(path, &ee->bytes);

	ee->path = xstrdup(path);
	ee->by_name = map_new();
	ee->by_section = map_new();
	if (result) {
		elfedit_close(ee);
		return diag_errno(dg, NULL, D_FILE, -result, "cannot read %s", path);
	}
	if (!read_header(ee) || !read_sections(ee) || !find_tables(ee) || !read_symbols(ee)) {
		elfedit_close(ee);
		return diag_error(dg, NULL, D_ELF, "%s is no object that can be changed", path);
	}
	*out = ee;
	return 0;
}

/* Changing */

struct str *elfedit_contents(struct elfedit *ee, uint32_t section)
{
	struct section *s = elfedit_section(ee, section);

	if (!s->is_loaded) {
		s->is_loaded = true;
		str_append(&s->data, ee->bytes.data + s->header.sh_offset, s->header.sh_size);
	}
	return &s->data;
}

static uint32_t add_string(struct elfedit *ee, uint32_t table, const char *text)
{
	struct str *strings = elfedit_contents(ee, table);
	uint32_t offset = strings->len;

	str_append(strings, text, strlen(text) + 1);
	return offset;
}

bool elfedit_put(struct elfedit *ee, uint32_t section, uint64_t offset, const void *data,
		 size_t size)
{
	const Elf64_Shdr *header = &elfedit_section(ee, section)->header;

	if (section >= ee->n_old_sections || !has_bytes(header) || offset > header->sh_size ||
	    size > header->sh_size - offset)
		return false;
	memcpy(ee->bytes.data + header->sh_offset + offset, data, size);
	return true;
}

bool elfedit_drop_reloc(struct elfedit *ee, uint32_t table, uint32_t index)
{
	static const Elf64_Rela nothing;
	size_t size = sizeof(Elf64_Rela);

	if (table >= ee->n_old_sections)
		return false;
	if (elfedit_section(ee, table)->header.sh_type == SHT_REL)
		size = sizeof(Elf64_Rel);
	return elfedit_put(ee, table, (uint64_t)index * size, &nothing, size);
}

uint32_t elfedit_add_symbol(struct elfedit *ee, const struct elfout_symbol *symbol)
{
	vec_add(&ee->symbols);
	elfedit_set_symbol(ee, ee->symbols.len - 1, symbol);
	return ee->symbols.len - 1;
}

void elfedit_set_symbol(struct elfedit *ee, uint32_t index, const struct elfout_symbol *symbol)
{
	bool is_far = symbol->section >= SHN_LORESERVE && symbol->section != SHN_ABS;

	ee->symbols.data[index] = (struct symbol){
		.sym = {
			.st_name = *symbol->name ? add_string(ee, ee->strtab, symbol->name) : 0,
			.st_info = ELF64_ST_INFO(symbol->binding, symbol->type),
			.st_other = symbol->visibility,
			.st_shndx = is_far ? SHN_XINDEX : symbol->section,
			.st_value = symbol->value,
			.st_size = symbol->size,
		},
		.section = is_far ? symbol->section : 0,
	};
	index_symbol(ee, index);
}

uint32_t elfedit_section_symbol(struct elfedit *ee, uint32_t section)
{
	uint32_t known = (uintptr_t)map_find(ee->by_section, &section, sizeof(section));

	return known ? known : elfedit_add_symbol(ee, &(struct elfout_symbol) {
		.name = "", .section = section, .binding = STB_LOCAL, .type = STT_SECTION });
}

/* Is the section among the members, which follow a word of flags? */
static bool has_member(const struct elfedit *ee, const Elf64_Shdr *group, uint32_t section)
{
	for (uint64_t at = 4; at + 4 <= group->sh_size; at += 4) {
		uint32_t member;

		memcpy(&member, ee->bytes.data + group->sh_offset + at, sizeof(member));
		if (member == section)
			return true;
	}
	return false;
}

uint32_t elfedit_group_of(const struct elfedit *ee, uint32_t section)
{
	if (section >= ee->n_old_sections ||
	    !(elfedit_section(ee, section)->header.sh_flags & SHF_GROUP))
		return 0;
	for (uint32_t i = 1; i < ee->n_old_sections; i++) {
		const Elf64_Shdr *header = &elfedit_section(ee, i)->header;

		if (header->sh_type == SHT_GROUP && has_member(ee, header, section))
			return i;
	}
	return 0;
}

uint32_t elfedit_add_section(struct elfedit *ee, const char *name, uint32_t type, uint64_t flags,
			     uint64_t align, uint32_t group)
{
	uint32_t number = ee->sections.len, sh_name = add_string(ee, ee->names, name);
	struct section *s = vec_add(&ee->sections);

	s->is_loaded = true;
	s->group = group;
	s->header = (Elf64_Shdr){ .sh_name = sh_name, .sh_type = type, .sh_addralign = align,
				  .sh_flags = flags | (group ? SHF_GROUP : 0) };
	if (group)
		str_append(elfedit_contents(ee, group), (const char *)&number, sizeof(number));
	return number;
}

uint32_t elfedit_add_group(struct elfedit *ee, uint32_t symbol)
{
	static const uint32_t flags = GRP_COMDAT;
	uint32_t number = elfedit_add_section(ee, ".group", SHT_GROUP, 0, sizeof(flags), 0);
	Elf64_Shdr *header = &elfedit_section(ee, number)->header;

	header->sh_link = ee->symtab;
	header->sh_info = symbol;
	header->sh_entsize = sizeof(flags);
	elfedit_append(ee, number, &flags, sizeof(flags));
	return number;
}

size_t elfedit_append(struct elfedit *ee, uint32_t section, const void *data, size_t size)
{
	struct str *bytes = elfedit_contents(ee, section);
	size_t offset = bytes->len;

	str_append(bytes, data, size);
	return offset;
}

void elfedit_add_reloc(struct elfedit *ee, uint32_t section, uint64_t offset, uint32_t symbol,
		       uint32_t type, int64_t addend)
{
	vec_push(&elfedit_section(ee, section)->relocs,
		 (Elf64_Rela){ offset, ELF64_R_INFO((uint64_t)symbol, type), addend });
}
