/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The order in the file is: the caller's sections as they were added, one table of relocations for
 * each of them that has any, .symtab, .strtab, .shstrtab. libelf writes to a descriptor only, so
 * the bytes pass through an anonymous file. */
#include "runtime/elf/elfout.h"

#include <elf.h>
#include <errno.h>
#include <gelf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/base/vec.h"
#include "sdk/include/usdt_note.h"

struct reloc {
	uint64_t offset;
	uint32_t symbol, type;
	int64_t addend;
};

struct section {
	char *name;
	uint32_t type;
	uint64_t flags, align, entsize;
	uint32_t link, info;
	uint32_t group;		/* that it is a member of; 0: none */
	uint32_t signature;	/* of a group: its symbol */
	struct str data;
	VEC(struct reloc) relocs;
};

struct symbol {
	struct elfout_symbol symbol;
	char *name;
	uint32_t index;		/* in the file */
};

struct elfout {
	uint32_t machine, word_size;
	VEC(struct section) sections;	/* number i is at i - 1 */
	VEC(struct symbol) symbols;
};

struct elfout *elfout_new(uint32_t machine, uint32_t word_size)
{
	struct elfout *eo = xcalloc(1, sizeof(*eo));

	eo->machine = machine;
	eo->word_size = word_size;
	return eo;
}

void elfout_free(struct elfout *eo)
{
	if (!eo)
		return;
	vec_each(s, &eo->sections) {
		free(s->name);
		str_fini(&s->data);
		vec_fini(&s->relocs);
	}
	vec_each(s, &eo->symbols)
		free(s->name);
	vec_fini(&eo->sections);
	vec_fini(&eo->symbols);
	free(eo);
}

uint32_t elfout_add_section(struct elfout *eo, const char *name, uint32_t type, uint64_t flags,
			    uint64_t align)
{
	struct section *s = vec_add(&eo->sections);

	s->name = xstrdup(name);
	s->type = type;
	s->flags = flags;
	s->align = align;
	return eo->sections.len;
}

size_t elfout_append(struct elfout *eo, uint32_t section, const void *data, size_t size)
{
	struct str *bytes = &eo->sections.data[section - 1].data;
	size_t offset = bytes->len;

	str_append(bytes, data, size);
	return offset;
}

uint32_t elfout_add_symbol(struct elfout *eo, const struct elfout_symbol *symbol)
{
	struct symbol *s = vec_add(&eo->symbols);

	s->symbol = *symbol;
	s->name = xstrdup(symbol->name);
	return eo->symbols.len - 1;
}

uint32_t elfout_add_group(struct elfout *eo)
{
	static const uint32_t flags = GRP_COMDAT;
	uint32_t group = elfout_add_section(eo, ".group", SHT_GROUP, 0, sizeof(flags));

	eo->sections.data[group - 1].entsize = sizeof(flags);
	elfout_append(eo, group, &flags, sizeof(flags));
	return group;
}

void elfout_set_group_symbol(struct elfout *eo, uint32_t group, uint32_t symbol)
{
	eo->sections.data[group - 1].signature = symbol;
}

void elfout_add_member(struct elfout *eo, uint32_t group, uint32_t section)
{
	struct section *member = &eo->sections.data[section - 1];

	member->group = group;
	member->flags |= SHF_GROUP;
	elfout_append(eo, group, &section, sizeof(section));
}

/* i386 keeps addends in the section, the 64-bit machines in the table. */
static bool has_table_addends(const struct elfout *eo)
{
	return eo->machine != EM_386 && eo->machine != EM_ARM;
}

void elfout_add_reloc(struct elfout *eo, uint32_t section, uint64_t offset, uint32_t symbol,
		      uint32_t type, int64_t addend)
{
	struct section *s = &eo->sections.data[section - 1];

	vec_push(&s->relocs, (struct reloc){ offset, symbol, type, addend });
	if (!has_table_addends(eo)) {
		int32_t word = addend;

		memcpy(s->data.data + offset, &word, sizeof(word));
	}
}

/* The offset in a string table whose first byte is the empty string. */
static uint32_t add_string(struct str *table, const char *text)
{
	uint32_t offset;

	if (!table->len)
		str_putc(table, '\0');
	if (!*text)
		return 0;
	offset = table->len;
	str_append(table, text, strlen(text) + 1);
	return offset;
}

/* Appends count zeroed table entries of a type and lets libelf convert them when they are set. */
static void *table_reserve(struct section *s, size_t size)
{
	void *at = str_reserve(&s->data, size);

	memset(at, 0, size);
	s->data.len += size;
	return at;
}

static void put_symbol(const struct elfout *eo, struct section *table, struct str *strings,
		       struct symbol *s)
{
	const struct elfout_symbol *in = &s->symbol;
	uint32_t name = add_string(strings, s->name);

	s->index = table->data.len / table->entsize;
	if (eo->word_size == 8) {
		Elf64_Sym *sym = table_reserve(table, sizeof(*sym));

		*sym = (Elf64_Sym){ .st_name = name, .st_value = in->value, .st_size = in->size,
				    .st_info = ELF64_ST_INFO(in->binding, in->type),
				    .st_other = in->visibility, .st_shndx = in->section };
	} else {
		Elf32_Sym *sym = table_reserve(table, sizeof(*sym));

		*sym = (Elf32_Sym){ .st_name = name, .st_value = in->value, .st_size = in->size,
				    .st_info = ELF32_ST_INFO(in->binding, in->type),
				    .st_other = in->visibility, .st_shndx = in->section };
	}
}

static void put_reloc(const struct elfout *eo, struct section *table, const struct reloc *r)
{
	uint32_t index = eo->symbols.data[r->symbol].index;

	if (eo->word_size == 8) {
		Elf64_Rela *rela = table_reserve(table, sizeof(*rela));

		*rela = (Elf64_Rela){ r->offset, ELF64_R_INFO((uint64_t)index, r->type),
				      r->addend };
	} else if (has_table_addends(eo)) {
		Elf32_Rela *rela = table_reserve(table, sizeof(*rela));

		*rela = (Elf32_Rela){ r->offset, ELF32_R_INFO(index, r->type), r->addend };
	} else {
		Elf32_Rel *rel = table_reserve(table, sizeof(*rel));

		*rel = (Elf32_Rel){ r->offset, ELF32_R_INFO(index, r->type) };
	}
}

static void add_symbol_table(struct elfout *eo, struct str *strings)
{
	bool is_64 = eo->word_size == 8;
	uint32_t number = elfout_add_section(eo, ".symtab", SHT_SYMTAB, 0, eo->word_size);
	struct section *table = &eo->sections.data[number - 1];

	table->entsize = is_64 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
	table->link = number + 1;
	table_reserve(table, table->entsize);
	for (int is_global = 0; is_global < 2; is_global++) {
		if (is_global)
			table->info = table->data.len / table->entsize;
		vec_each(s, &eo->symbols)
			if ((s->symbol.binding != STB_LOCAL) == is_global)
				put_symbol(eo, table, strings, s);
	}
}

/* The tables come before .symtab, whose number is therefore known; their entries need the symbols'
 * places, so they are filled after it. */
static uint32_t add_reloc_tables(struct elfout *eo, uint32_t n_sections)
{
	uint32_t n_tables = 0;
	bool is_rela = has_table_addends(eo);

	for (uint32_t i = 1; i <= n_sections; i++) {
		if (!eo->sections.data[i - 1].relocs.len)
			continue;

		auto_free char *name = xasprintf("%s%s", is_rela ? ".rela" : ".rel",
						 eo->sections.data[i - 1].name);
		uint32_t number = elfout_add_section(eo, name, is_rela ? SHT_RELA : SHT_REL,
						     SHF_INFO_LINK, eo->word_size);

		eo->sections.data[number - 1].info = i;
		if (eo->sections.data[i - 1].group)
			elfout_add_member(eo, eo->sections.data[i - 1].group, number);
		n_tables++;
	}
	return n_tables;
}

static void fill_reloc_tables(struct elfout *eo, uint32_t n_sections, uint32_t n_tables)
{
	bool is_64 = eo->word_size == 8;
	size_t entsize = has_table_addends(eo) ? (is_64 ? sizeof(Elf64_Rela) : sizeof(Elf32_Rela))
					       : sizeof(Elf32_Rel);

	for (uint32_t i = n_sections; i < n_sections + n_tables; i++) {
		struct section *table = &eo->sections.data[i];

		table->entsize = entsize;
		table->link = n_sections + n_tables + 1;
		vec_each(r, &eo->sections.data[table->info - 1].relocs)
			put_reloc(eo, table, r);
	}
}

static void sign_groups(struct elfout *eo, uint32_t symtab)
{
	vec_each(s, &eo->sections) {
		if (s->type != SHT_GROUP)
			continue;
		s->link = symtab;
		s->info = eo->symbols.data[s->signature].index;
	}
}

/* All sections that the caller did not add. */
static void add_tables(struct elfout *eo)
{
	auto_str struct str strings = { 0 }, names = { 0 };
	uint32_t n_sections = eo->sections.len;
	uint32_t n_tables = add_reloc_tables(eo, n_sections);
	uint32_t number;

	add_string(&strings, "");
	add_symbol_table(eo, &strings);
	fill_reloc_tables(eo, n_sections, n_tables);
	sign_groups(eo, n_sections + n_tables + 1);
	number = elfout_add_section(eo, ".strtab", SHT_STRTAB, 0, 1);
	elfout_append(eo, number, strings.data, strings.len);
	number = elfout_add_section(eo, ".shstrtab", SHT_STRTAB, 0, 1);
	vec_each(s, &eo->sections)
		add_string(&names, s->name);
	elfout_append(eo, number, names.data, names.len);
}

static bool write_section(Elf *elf, struct section *s, uint32_t name)
{
	Elf_Scn *scn = elf_newscn(elf);
	Elf_Data *data = scn ? elf_newdata(scn) : NULL;
	GElf_Shdr shdr;

	if (!data || !gelf_getshdr(scn, &shdr))
		return false;
	data->d_buf = s->data.data;
	data->d_size = s->data.len;
	data->d_align = s->align;
	data->d_type = ELF_T_BYTE;	/* everything is in our own byte order already */
	shdr.sh_name = name;
	shdr.sh_type = s->type;
	shdr.sh_flags = s->flags;
	shdr.sh_addralign = s->align;
	shdr.sh_entsize = s->entsize;
	shdr.sh_link = s->link;
	shdr.sh_info = s->info;
	return gelf_update_shdr(scn, &shdr) != 0;
}

static bool write_object(struct elfout *eo, Elf *elf)
{
	bool is_64 = eo->word_size == 8;
	uint32_t name = 1;
	GElf_Ehdr ehdr;

	if (!gelf_newehdr(elf, is_64 ? ELFCLASS64 : ELFCLASS32) || !gelf_getehdr(elf, &ehdr))
		return false;
	ehdr.e_ident[EI_DATA] = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB
									 : ELFDATA2MSB;
	vec_each(s, &eo->sections)
		if (s->flags & USDT_SHF_RETAIN)
			ehdr.e_ident[EI_OSABI] = ELFOSABI_GNU;
	ehdr.e_type = ET_REL;
	ehdr.e_machine = eo->machine;
	ehdr.e_version = EV_CURRENT;
	ehdr.e_shstrndx = eo->sections.len;
	if (!gelf_update_ehdr(elf, &ehdr))
		return false;
	vec_each(s, &eo->sections) {
		if (!write_section(elf, s, name))
			return false;
		name += strlen(s->name) + 1;
	}
	return elf_update(elf, ELF_C_WRITE) >= 0;
}

static int read_back(int fd, struct diag *dg, struct str *out)
{
	off_t size = lseek(fd, 0, SEEK_END);
	ssize_t n = size < 0 ? -1 : pread(fd, str_reserve(out, size), size, 0);

	if (n != size)
		return diag_errno(dg, NULL, D_ELF, errno ? errno : EIO, "cannot make an object");
	out->len += n;
	return 0;
}

int elfout_encode(struct elfout *eo, struct diag *dg, struct str *out)
{
	auto_close int fd = memfd_create("object", MFD_CLOEXEC);
	Elf *elf;
	bool ok;

	if (fd < 0)
		return diag_errno(dg, NULL, D_ELF, errno, "cannot make an object");
	elf_version(EV_CURRENT);
	add_tables(eo);
	elf = elf_begin(fd, ELF_C_WRITE, NULL);
	ok = elf && write_object(eo, elf);
	if (!ok)
		diag_error(dg, NULL, D_ELF, "cannot make an object: %s", elf_errmsg(-1));
	elf_end(elf);
	return ok ? read_back(fd, dg, out) : -EINVAL;
}
