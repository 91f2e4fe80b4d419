/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/elf/elfobj.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/base/vec.h"

/* What a name stands for. */
struct named {
	uint64_t address, size;
	uint8_t type;
	bool is_ambiguous, is_thread_local;
};

struct elfobj {
	char *path;
	int fd;
	Elf *elf;
	GElf_Ehdr header;
	size_t n_sections, n_segments, names; /* names: the section of section names */

	/* Filled when first asked for. */
	bool has_symbols;
	VEC(struct named) symbols;
	struct map *symbol_index; /* name -> index in symbols plus 1 */
};

/* The header and the counts; false: libelf's error says why. */
static bool read_header(struct elfobj *obj)
{
	return elf_kind(obj->elf) == ELF_K_ELF && gelf_getehdr(obj->elf, &obj->header) &&
	       elf_getshdrnum(obj->elf, &obj->n_sections) == 0 &&
	       elf_getphdrnum(obj->elf, &obj->n_segments) == 0;
}

int elfobj_open(const char *path, struct diag *dg, struct elfobj **out)
{
	const struct loc loc = { .file = path };
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO would wait */
	struct elfobj *obj;
	Elf *elf;

	if (fd < 0)
		return diag_errno(dg, &loc, D_FILE, errno, "cannot be opened");
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (!elf)
		return diag_errno(dg, &loc, D_ELF, ENOEXEC, "cannot be read as ELF");
	obj = xcalloc(1, sizeof(*obj));
	obj->path = xstrdup(path);
	obj->fd = take_fd(fd);
	obj->elf = elf;
	if (!read_header(obj)) {
		elfobj_close(obj);
		return diag_errno(dg, &loc, D_ELF, ENOEXEC, "is not an ELF file");
	}
	if (elf_getshdrstrndx(obj->elf, &obj->names) != 0)
		obj->names = 0;
	*out = obj;
	return 0;
}

void elfobj_close(struct elfobj *obj)
{
	if (!obj)
		return;
	vec_fini(&obj->symbols);
	map_free(obj->symbol_index);
	elf_end(obj->elf);
	close(obj->fd);
	free(obj->path);
	free(obj);
}

int elfobj_stat(const struct elfobj *obj, struct stat *out)
{
	return fstat(obj->fd, out) ? -errno : 0;
}

bool elfobj_is_file(const struct elfobj *obj, const struct stat *st)
{
	struct stat own;

	return !fstat(obj->fd, &own) && own.st_dev == st->st_dev && own.st_ino == st->st_ino;
}

const char *elfobj_path(const struct elfobj *obj)
{
	return obj->path;
}

uint32_t elfobj_machine(const struct elfobj *obj)
{
	return obj->header.e_machine;
}

uint32_t elfobj_type(const struct elfobj *obj)
{
	return obj->header.e_type;
}

uint32_t elfobj_word_size(const struct elfobj *obj)
{
	return obj->header.e_ident[EI_CLASS] == ELFCLASS32 ? 4 : 8;
}

bool elfobj_is_foreign_order(const struct elfobj *obj)
{
	const int ours = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB;

	return obj->header.e_ident[EI_DATA] != ours;
}

/* Sections */

uint32_t elfobj_n_sections(const struct elfobj *obj)
{
	return (uint32_t)obj->n_sections;
}

static bool section_at(const struct elfobj *obj, Elf_Scn *scn, struct elfobj_section *out)
{
	const char *name;
	GElf_Shdr sh;

	if (!scn || !gelf_getshdr(scn, &sh))
		return false;
	name = obj->names ? elf_strptr(obj->elf, obj->names, sh.sh_name) : NULL;
	*out = (struct elfobj_section){
		.name = name ? name : "",
		.index = (uint32_t)elf_ndxscn(scn),
		.type = sh.sh_type,
		.link = sh.sh_link,
		.info = sh.sh_info,
		.flags = sh.sh_flags,
		.address = sh.sh_addr,
		.offset = sh.sh_offset,
		.size = sh.sh_size,
		.align = sh.sh_addralign,
		.entsize = sh.sh_entsize,
	};
	return true;
}

bool elfobj_section_at(const struct elfobj *obj, uint32_t index, struct elfobj_section *out)
{
	return index > 0 && section_at(obj, elf_getscn(obj->elf, index), out);
}

bool elfobj_section_find(const struct elfobj *obj, const char *name, struct elfobj_section *out)
{
	Elf_Scn *scn = NULL;

	while ((scn = elf_nextscn(obj->elf, scn)))
		if (section_at(obj, scn, out) && strcmp(out->name, name) == 0)
			return true;
	return false;
}

const void *elfobj_section_data(struct elfobj *obj, uint32_t index, size_t *size)
{
	Elf_Scn *scn = elf_getscn(obj->elf, index);
	Elf_Data *data = scn ? elf_rawdata(scn, NULL) : NULL;

	*size = 0;
	if (!data || !data->d_buf || data->d_type == ELF_T_NUM)
		return NULL;
	*size = data->d_size;
	return data->d_buf;
}

/* Symbols and relocations */

/* The number of the section that a symbol lies in, which may have more than 16 bits. */
static uint32_t symbol_section(const struct elfobj *obj, Elf_Scn *table, uint32_t index,
			       const GElf_Sym *sym)
{
	const int extension = elf_scnshndx(table);
	Elf_Scn *scn;
	Elf_Data *data;
	GElf_Sym again;
	Elf32_Word section = 0;

	if (sym->st_shndx != SHN_XINDEX || extension <= 0)
		return sym->st_shndx;
	scn = elf_getscn(obj->elf, (size_t)extension);
	data = scn ? elf_getdata(scn, NULL) : NULL;
	if (!data ||
	    !gelf_getsymshndx(elf_getdata(table, NULL), data, (int)index, &again, &section))
		return SHN_UNDEF;
	return section;
}

bool elfobj_symbol_at(struct elfobj *obj, uint32_t section, uint32_t index,
		      struct elfobj_symbol *out)
{
	Elf_Scn *scn = elf_getscn(obj->elf, section);
	Elf_Data *data = scn ? elf_getdata(scn, NULL) : NULL;
	const char *name;
	GElf_Shdr sh;
	GElf_Sym sym;

	if (!data || index > INT32_MAX || !gelf_getshdr(scn, &sh) ||
	    !gelf_getsym(data, (int)index, &sym))
		return false;
	name = elf_strptr(obj->elf, sh.sh_link, sym.st_name);
	*out = (struct elfobj_symbol){
		.name = name ? name : "",
		.value = sym.st_value,
		.size = sym.st_size,
		.index = index,
		.section = symbol_section(obj, scn, index, &sym),
		.type = GELF_ST_TYPE(sym.st_info),
		.binding = GELF_ST_BIND(sym.st_info),
		.visibility = GELF_ST_VISIBILITY(sym.st_other),
	};
	return true;
}

bool elfobj_reloc_at(struct elfobj *obj, uint32_t section, uint32_t index, struct elfobj_reloc *out)
{
	Elf_Scn *scn = elf_getscn(obj->elf, section);
	Elf_Data *data = scn ? elf_getdata(scn, NULL) : NULL;
	GElf_Rela rela = { 0 };
	GElf_Shdr sh;
	GElf_Rel rel;

	if (!data || index > INT32_MAX || !gelf_getshdr(scn, &sh))
		return false;
	if (sh.sh_type == SHT_RELA) {
		if (!gelf_getrela(data, (int)index, &rela))
			return false;
	} else {
		if (sh.sh_type != SHT_REL || !gelf_getrel(data, (int)index, &rel))
			return false;
		rela = (GElf_Rela){ .r_offset = rel.r_offset, .r_info = rel.r_info };
	}
	*out = (struct elfobj_reloc){
		.offset = rela.r_offset,
		.symbol = (uint32_t)GELF_R_SYM(rela.r_info),
		.type = (uint32_t)GELF_R_TYPE(rela.r_info),
		.addend = rela.r_addend,
		.has_addend = sh.sh_type == SHT_RELA,
	};
	return true;
}

/* Calls fn for each defined symbol of .symtab, or of .dynsym where .symtab was stripped. */
static void each_symbol(struct elfobj *obj,
			void (*fn)(struct elfobj *obj, const struct elfobj_symbol *symbol))
{
	struct elfobj_section section;
	struct elfobj_symbol symbol;
	uint32_t table = 0;

	for (uint32_t i = 1; i < obj->n_sections; i++) {
		if (!elfobj_section_at(obj, i, &section))
			continue;
		if (section.type == SHT_SYMTAB || (section.type == SHT_DYNSYM && !table))
			table = i;
		if (section.type == SHT_SYMTAB)
			break;
	}
	for (uint32_t i = 1; table && elfobj_symbol_at(obj, table, i, &symbol); i++)
		if (symbol.section != SHN_UNDEF && *symbol.name)
			fn(obj, &symbol);
}

static void add_symbol(struct elfobj *obj, const struct elfobj_symbol *symbol)
{
	const bool is_tls = symbol->type == STT_TLS;
	size_t known;
	struct named *named;

	if (symbol->type != STT_OBJECT && symbol->type != STT_FUNC && symbol->type != STT_NOTYPE &&
	    !is_tls)
		return;
	known = (size_t)(uintptr_t)map_find_str(obj->symbol_index, symbol->name);
	if (known) {
		named = &obj->symbols.data[known - 1];
		named->is_ambiguous |= named->address != symbol->value;
		return;
	}
	vec_push(&obj->symbols, (struct named){
		.address = symbol->value,
		.size = symbol->size,
		.type = symbol->type,
		.is_thread_local = is_tls,
	});
	map_set_str(obj->symbol_index, symbol->name, (void *)(uintptr_t)obj->symbols.len);
}

int elfobj_symbol_get(struct elfobj *obj, const char *name, struct elfobj_symbol *out)
{
	const struct named *named;
	size_t known;

	if (!obj->has_symbols) {
		obj->has_symbols = true;
		obj->symbol_index = map_new();
		each_symbol(obj, add_symbol);
	}
	known = (size_t)(uintptr_t)map_find_str(obj->symbol_index, name);
	if (!known)
		return -ENOENT;
	named = &obj->symbols.data[known - 1];
	if (named->is_ambiguous)
		return -EEXIST;
	if (named->is_thread_local)
		return -ENOTSUP;
	*out = (struct elfobj_symbol){
		.name = name,
		.value = named->address,
		.size = named->size,
		.type = named->type,
	};
	return 0;
}

int elfobj_symbol_find(struct elfobj *obj, const char *name, uint64_t *address)
{
	struct elfobj_symbol symbol;
	int err = elfobj_symbol_get(obj, name, &symbol);

	if (!err)
		*address = symbol.value;
	return err;
}

/* Segments */

/* Header number index, if it is that of a loaded segment, which ends behind where it begins. */
static bool load_at(const struct elfobj *obj, size_t index, GElf_Phdr *out)
{
	return gelf_getphdr(obj->elf, (int)index, out) && out->p_type == PT_LOAD &&
	       out->p_offset <= UINT64_MAX - out->p_filesz &&
	       out->p_vaddr <= UINT64_MAX - out->p_filesz;
}

bool elfobj_offset_of(const struct elfobj *obj, uint64_t address, uint64_t size, uint32_t flags,
		      uint64_t *offset)
{
	GElf_Phdr load;

	for (size_t i = 0; i < obj->n_segments; i++) {
		uint64_t at;

		if (!load_at(obj, i, &load) || (load.p_flags & flags) != flags ||
		    address < load.p_vaddr)
			continue;
		at = address - load.p_vaddr;
		if (at < load.p_filesz && size <= load.p_filesz - at) {
			*offset = load.p_offset + at;
			return true;
		}
	}
	return false;
}

bool elfobj_address_of(const struct elfobj *obj, uint64_t offset, uint64_t *address)
{
	GElf_Phdr load;

	for (size_t i = 0; i < obj->n_segments; i++) {
		if (!load_at(obj, i, &load) || offset < load.p_offset ||
		    offset - load.p_offset >= load.p_filesz)
			continue;
		*address = load.p_vaddr + (offset - load.p_offset);
		return true;
	}
	return false;
}

const void *elfobj_build_id(struct elfobj *obj, size_t *size)
{
	struct elfobj_section section;
	size_t at = 0, next, name, desc;
	GElf_Nhdr header;
	Elf_Data *data;

	*size = 0;
	if (!elfobj_section_find(obj, ".note.gnu.build-id", &section))
		return NULL;
	data = elf_getdata(elf_getscn(obj->elf, section.index), NULL);
	while (data && (next = gelf_getnote(data, at, &header, &name, &desc)) > 0) {
		const char *bytes = data->d_buf;

		if (header.n_type == NT_GNU_BUILD_ID && header.n_namesz == 4 &&
		    memcmp(bytes + name, "GNU", 4) == 0) {
			*size = header.n_descsz;
			return bytes + desc;
		}
		at = next;
	}
	return NULL;
}

const char *elfobj_soname(struct elfobj *obj)
{
	struct elfobj_section section;
	Elf_Data *data;
	GElf_Dyn dyn;

	if (!elfobj_section_find(obj, ".dynamic", &section))
		return NULL;
	data = elf_getdata(elf_getscn(obj->elf, section.index), NULL);
	for (int i = 0; data && gelf_getdyn(data, i, &dyn) && dyn.d_tag != DT_NULL; i++)
		if (dyn.d_tag == DT_SONAME)
			return elf_strptr(obj->elf, section.link, dyn.d_un.d_val);
	return NULL;
}
