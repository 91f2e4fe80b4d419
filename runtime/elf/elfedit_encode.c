/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From the changed object to bytes. Global symbols must follow local ones, so a new local symbol
 * moves the number of every global one. Whatever counts symbols by number is renumbered then:
 * relocations and groups. Sections that do so in a way that is not known are a reason to refuse;
 * .llvm_addrsig has an agreed way to be declared void. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/elf/elfedit_impl.h"
#include "sdk/include/usdt_note.h"

#define SHT_LLVM_ADDRSIG_ 0x6fff4c03
#define SHT_LLVM_CALL_GRAPH_ 0x6fff4c09
#define MAX_ALIGN 4096		/* of tables; more is a broken file */

static bool is_local(const struct symbol *s)
{
	return ELF64_ST_BIND(s->sym.st_info) == STB_LOCAL;
}

/* Gives every symbol its number: old and new local ones, then old and new others. Returns the
 * number of the first that is not local. */
static uint32_t number_symbols(struct elfedit *ee)
{
	uint32_t n = 0, n_local = 0, old_local = elfedit_section(ee, ee->symtab)->header.sh_info;

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
	bool is_moved = n_local != elfedit_section(ee, ee->symtab)->header.sh_info;

	for (uint32_t i = 1; i < ee->sections.len; i++) {
		Elf64_Shdr *header = &elfedit_section(ee, i)->header;
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
	struct section *of = elfedit_section(ee, section), *s;
	const char *name = elfedit_contents(ee, ee->names)->data + of->header.sh_name;
	auto_str struct str table_name = { 0 };
	uint32_t number;

	str_printf(&table_name, ".rela%s", name);
	number = elfedit_add_section(ee, str_text(&table_name), SHT_RELA, SHF_INFO_LINK, 8,
				     of->group);
	of = elfedit_section(ee, section);
	s = elfedit_section(ee, number);
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
		elfedit_section(ee, ee->extension)->header.sh_link = ee->symtab;
		elfedit_section(ee, ee->extension)->header.sh_entsize = sizeof(*words);
	}
	words = xcalloc(ee->symbols.len, sizeof(*words));
	vec_each(s, &ee->symbols)
		words[s->index] = s->section;
	str_clear(elfedit_contents(ee, ee->extension));
	elfedit_append(ee, ee->extension, words, ee->symbols.len * sizeof(*words));
	free(words);
}

static void fill_symbols(struct elfedit *ee, uint32_t n_local)
{
	Elf64_Sym *table = xcalloc(ee->symbols.len, sizeof(*table));

	vec_each(s, &ee->symbols)
		table[s->index] = s->sym;
	str_clear(elfedit_contents(ee, ee->symtab));
	elfedit_append(ee, ee->symtab, table, ee->symbols.len * sizeof(*table));
	elfedit_section(ee, ee->symtab)->header.sh_info = n_local;
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
	elfedit_section(ee, 0)->header.sh_size = n < SHN_LORESERVE ? 0 : n;
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
		if (elfedit_section(ee, i)->relocs.len)
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
