/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* libelf would lay the file out anew, or leave the layout to its caller altogether, so the tables
 * are read and written here. The bytes of the file stay where they are, with changes in place; the
 * section headers, the symbols and whatever grew are written again behind them:
 *
 *	file as it was | sections that are new or grew | section headers
 *
 * Global symbols must follow local ones, so a new local symbol moves the number of every global
 * one. Whatever counts symbols by number is renumbered then: relocations and groups. Sections that
 * do so in a way that is not known are a reason to refuse; .llvm_addrsig has an agreed way to be
 * declared void. */
#include "runtime/elf/elfedit.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/file.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/base/vec.h"
#include "sdk/include/usdt_note.h"

#define SHT_LLVM_ADDRSIG_ 0x6fff4c03
#define SHT_LLVM_CALL_GRAPH_ 0x6fff4c09
#define MAX_ALIGN 4096		/* of tables; more is a broken file */

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

static struct section *section_of(const struct elfedit *ee, uint32_t section)
{
	return &ee->sections.data[section];
}

static const char *symbol_name(const struct elfedit *ee, const struct symbol *s)
{
	const struct section *table = section_of(ee, ee->strtab);

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

/* The contents of a section that is going to change its size, and be written anew. */
static struct str *contents(struct elfedit *ee, uint32_t section)
{
	struct section *s = section_of(ee, section);

	if (!s->is_loaded) {
		s->is_loaded = true;
		str_append(&s->data, ee->bytes.data + s->header.sh_offset, s->header.sh_size);
	}
	return &s->data;
}

static uint32_t add_string(struct elfedit *ee, uint32_t table, const char *text)
{
	struct str *strings = contents(ee, table);
	uint32_t offset = strings->len;

	str_append(strings, text, strlen(text) + 1);
	return offset;
}

bool elfedit_put(struct elfedit *ee, uint32_t section, uint64_t offset, const void *data,
		 size_t size)
{
	const Elf64_Shdr *header = &section_of(ee, section)->header;

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
	if (section_of(ee, table)->header.sh_type == SHT_REL)
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
	    !(section_of(ee, section)->header.sh_flags & SHF_GROUP))
		return 0;
	for (uint32_t i = 1; i < ee->n_old_sections; i++) {
		const Elf64_Shdr *header = &section_of(ee, i)->header;

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
		str_append(contents(ee, group), (const char *)&number, sizeof(number));
	return number;
}

uint32_t elfedit_add_group(struct elfedit *ee, uint32_t symbol)
{
	static const uint32_t flags = GRP_COMDAT;
	uint32_t number = elfedit_add_section(ee, ".group", SHT_GROUP, 0, sizeof(flags), 0);
	Elf64_Shdr *header = &section_of(ee, number)->header;

	header->sh_link = ee->symtab;
	header->sh_info = symbol;
	header->sh_entsize = sizeof(flags);
	elfedit_append(ee, number, &flags, sizeof(flags));
	return number;
}

size_t elfedit_append(struct elfedit *ee, uint32_t section, const void *data, size_t size)
{
	struct str *bytes = contents(ee, section);
	size_t offset = bytes->len;

	str_append(bytes, data, size);
	return offset;
}

void elfedit_add_reloc(struct elfedit *ee, uint32_t section, uint64_t offset, uint32_t symbol,
		       uint32_t type, int64_t addend)
{
	vec_push(&section_of(ee, section)->relocs,
		 (Elf64_Rela){ offset, ELF64_R_INFO((uint64_t)symbol, type), addend });
}

/* Writing */

static bool is_local(const struct symbol *s)
{
	return ELF64_ST_BIND(s->sym.st_info) == STB_LOCAL;
}

/* Gives every symbol its number: old and new local ones, then old and new others. Returns the
 * number of the first that is not local. */
static uint32_t number_symbols(struct elfedit *ee)
{
	uint32_t n = 0, n_local = 0, old_local = section_of(ee, ee->symtab)->header.sh_info;

	for (uint32_t i = 0; i < old_local; i++)
		ee->symbols.data[i].index = n++;
	for (uint32_t i = ee->n_old_symbols; i < ee->symbols.len; i++)
		if (is_local(&ee->symbols.data[i]))
			ee->symbols.data[i].index = n++;
	n_local = n;
	for (uint32_t i = old_local; i < ee->symbols.len; i++)
		if (i < ee->n_old_symbols || !is_local(&ee->symbols.data[i]))
			ee->symbols.data[i].index = n++;
	return n_local;
}

/* The entry with the symbol's new number; false if there is no such symbol. */
static bool renumber_entry(const struct elfedit *ee, uint64_t *info)
{
	uint64_t symbol = ELF64_R_SYM(*info);

	if (symbol >= ee->symbols.len)
		return false;
	*info = ELF64_R_INFO((uint64_t)ee->symbols.data[symbol].index, ELF64_R_TYPE(*info));
	return true;
}

static bool renumber_relocs(struct elfedit *ee, const Elf64_Shdr *table)
{
	size_t size = table->sh_type == SHT_RELA ? sizeof(Elf64_Rela) : sizeof(Elf64_Rel);
	char *at = ee->bytes.data + table->sh_offset + offsetof(Elf64_Rela, r_info);

	for (uint64_t n = table->sh_size / size; n; n--, at += size) {
		uint64_t info;

		memcpy(&info, at, sizeof(info));
		if (!renumber_entry(ee, &info))
			return false;
		memcpy(at, &info, sizeof(info));
	}
	return true;
}

/* A section of the file that counts symbols by number; false if it cannot be renumbered. */
static bool renumber_section(struct elfedit *ee, Elf64_Shdr *header)
{
	switch (header->sh_type) {
	case SHT_REL:
	case SHT_RELA:
		return header->sh_link == ee->symtab && renumber_relocs(ee, header);
	case SHT_GROUP:
		if (header->sh_info >= ee->symbols.len)
			return false;
		header->sh_info = ee->symbols.data[header->sh_info].index;
		return true;
	case SHT_LLVM_ADDRSIG_:
		header->sh_link = 0;
		return true;
	case SHT_SYMTAB_SHNDX:
	case SHT_LLVM_CALL_GRAPH_:
		return true;
	default:
		return false;
	}
}

/* Relocations are looked at in any case, so that none names a symbol that there is not. */
static bool counts_symbols(const struct elfedit *ee, const Elf64_Shdr *header, bool is_moved)
{
	return header->sh_type == SHT_REL || header->sh_type == SHT_RELA ||
	       (is_moved && header->sh_link == ee->symtab);
}

static int renumber(struct elfedit *ee, uint32_t n_local, struct diag *dg)
{
	bool is_moved = n_local != section_of(ee, ee->symtab)->header.sh_info;

	for (uint32_t i = 1; i < ee->sections.len; i++) {
		Elf64_Shdr *header = &section_of(ee, i)->header;
		bool is_new = i >= ee->n_old_sections;

		if (!(is_new ? header->sh_type == SHT_GROUP : counts_symbols(ee, header, is_moved)))
			continue;
		if (!renumber_section(ee, header))
			return diag_error(dg, NULL, D_UNSUPPORTED, "%s: section %u counts symbols "
					  "in a way that is not known", ee->path, i);
	}
	return 0;
}

static void add_reloc_table(struct elfedit *ee, uint32_t section)
{
	struct section *of = section_of(ee, section), *s;
	const char *name = contents(ee, ee->names)->data + of->header.sh_name;
	auto_str struct str table_name = { 0 };
	uint32_t number;

	str_printf(&table_name, ".rela%s", name);
	number = elfedit_add_section(ee, str_text(&table_name), SHT_RELA, SHF_INFO_LINK, 8,
				     of->group);
	of = section_of(ee, section);
	s = section_of(ee, number);
	s->header.sh_link = ee->symtab;
	s->header.sh_info = section;
	s->header.sh_entsize = sizeof(Elf64_Rela);
	vec_each(r, &of->relocs) {
		renumber_entry(ee, &r->r_info);
		str_append(&s->data, (const char *)r, sizeof(*r));
	}
}

/* Numbers of sections that have more than 16 bits stand in a table beside the symbols. */
static void fill_extension(struct elfedit *ee)
{
	bool is_needed = ee->extension;
	uint32_t *words;

	vec_each(s, &ee->symbols)
		is_needed |= s->sym.st_shndx == SHN_XINDEX;
	if (!is_needed)
		return;
	if (!ee->extension) {
		ee->extension = elfedit_add_section(ee, ".symtab_shndx", SHT_SYMTAB_SHNDX, 0, 4, 0);
		section_of(ee, ee->extension)->header.sh_link = ee->symtab;
		section_of(ee, ee->extension)->header.sh_entsize = sizeof(*words);
	}
	words = xcalloc(ee->symbols.len, sizeof(*words));
	vec_each(s, &ee->symbols)
		words[s->index] = s->section;
	str_clear(contents(ee, ee->extension));
	elfedit_append(ee, ee->extension, words, ee->symbols.len * sizeof(*words));
	free(words);
}

static void fill_symbols(struct elfedit *ee, uint32_t n_local)
{
	Elf64_Sym *table = xcalloc(ee->symbols.len, sizeof(*table));

	vec_each(s, &ee->symbols)
		table[s->index] = s->sym;
	str_clear(contents(ee, ee->symtab));
	elfedit_append(ee, ee->symtab, table, ee->symbols.len * sizeof(*table));
	section_of(ee, ee->symtab)->header.sh_info = n_local;
	free(table);
}

static void align(struct str *out, size_t start, uint64_t to)
{
	while (to > 1 && to <= MAX_ALIGN && (out->len - start) % to)
		str_putc(out, '\0');
}

/* Linkers mind SHF_GNU_RETAIN in objects that say they follow GNU. */
static void put_headers(struct elfedit *ee, struct str *out, size_t start)
{
	uint32_t n = ee->sections.len;
	Elf64_Ehdr *header = &ee->header;

	header->e_shoff = out->len - start;
	header->e_shnum = n < SHN_LORESERVE ? n : 0;
	section_of(ee, 0)->header.sh_size = n < SHN_LORESERVE ? 0 : n;
	vec_each(s, &ee->sections) {
		if (s->header.sh_flags & USDT_SHF_RETAIN && !header->e_ident[EI_OSABI])
			header->e_ident[EI_OSABI] = ELFOSABI_GNU;
		str_append(out, (const char *)&s->header, sizeof(s->header));
	}
	memcpy(out->data + start, header, sizeof(*header));
}

int elfedit_encode(struct elfedit *ee, struct diag *dg, struct str *out)
{
	uint32_t n_local = number_symbols(ee), n = ee->sections.len;
	size_t start = out->len;
	int result = renumber(ee, n_local, dg);

	if (result)
		return result;
	for (uint32_t i = 1; i < n; i++)
		if (section_of(ee, i)->relocs.len)
			add_reloc_table(ee, i);
	fill_extension(ee);
	fill_symbols(ee, n_local);
	str_append(out, ee->bytes.data, ee->bytes.len);
	vec_each(s, &ee->sections) {
		if (!s->is_loaded)
			continue;
		align(out, start, s->header.sh_addralign);
		s->header.sh_offset = out->len - start;
		s->header.sh_size = s->data.len;
		str_append(out, str_text(&s->data), s->data.len);
	}
	align(out, start, sizeof(uint64_t));
	put_headers(ee, out, start);
	return 0;
}
