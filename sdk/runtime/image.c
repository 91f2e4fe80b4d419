/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "sdk/runtime/image.h"

#include <elf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "sdk/include/usdt_note.h"
#include "sdk/runtime/machine.h"

enum section { NONE, BASE, TEXT, PROBES, NOTES, TYPES, SYMBOLS, STRINGS, NAMES, N_SECTIONS };

#define N_SEGMENTS 2
#define BASE_OFFSET (sizeof(Elf64_Ehdr) + N_SEGMENTS * sizeof(Elf64_Phdr))
#define TEXT_OFFSET 192

_Static_assert(BASE_OFFSET < TEXT_OFFSET, "the base lies before the text");

struct writer {
	const struct usdt_machine *machine;
	size_t page;
	const char *provider;
	const struct usdt_image_probe *probes;
	size_t n;
	char *bytes;
	size_t len, room;
	bool failed;
	Elf64_Shdr sections[N_SECTIONS];
};

size_t usdt_image_capacity(size_t page_size)
{
	return (page_size - TEXT_OFFSET) / USDT_STUB_SIZE;
}

struct usdt_probe usdt_image_probe(size_t page_size, unsigned int n_args)
{
	return (struct usdt_probe){
		.n_args = (uint8_t)n_args,
		.stub = TEXT_OFFSET - (int32_t)page_size,
	};
}

static uint64_t stub_address(size_t index)
{
	return TEXT_OFFSET + index * USDT_STUB_SIZE;
}

static uint64_t probe_address(const struct writer *w, size_t index)
{
	return w->page + index * sizeof(struct usdt_probe);
}

/* Out of memory is remembered, and told at the end. */
static void put(struct writer *w, const void *data, size_t size)
{
	if (w->len + size > w->room && !w->failed) {
		const size_t room = 2 * w->room + size;
		char *bytes = realloc(w->bytes, room);

		w->failed = !bytes;
		w->bytes = bytes ? bytes : w->bytes;
		w->room = bytes ? room : w->room;
	}
	if (w->failed)
		return;
	if (size)
		memcpy(w->bytes + w->len, data, size);
	w->len += size;
}

static void put_text(struct writer *w, const char *text)
{
	put(w, text, strlen(text) + 1);
}

static void put_zeros_up_to(struct writer *w, size_t offset)
{
	static const char zeros[256];

	while (w->len < offset && !w->failed)
		put(w, zeros, offset - w->len < sizeof(zeros) ? offset - w->len : sizeof(zeros));
}

static void align(struct writer *w, size_t size)
{
	put_zeros_up_to(w, (w->len + size - 1) / size * size);
}

static void begin(struct writer *w, enum section section, Elf64_Shdr header)
{
	align(w, header.sh_addralign);
	header.sh_offset = w->len;
	if (header.sh_flags & SHF_ALLOC)
		header.sh_addr = w->len;
	w->sections[section] = header;
}

static void end(struct writer *w, enum section section)
{
	w->sections[section].sh_size = w->len - w->sections[section].sh_offset;
}

static void put_code(struct writer *w)
{
	begin(w, BASE,
	      (Elf64_Shdr){ .sh_type = SHT_PROGBITS, .sh_flags = SHF_ALLOC, .sh_addralign = 1 });
	put(w, "", 1);
	end(w, BASE);
	put_zeros_up_to(w, TEXT_OFFSET);
	begin(w, TEXT,
	      (Elf64_Shdr){ .sh_type = SHT_PROGBITS,
			    .sh_flags = SHF_ALLOC | SHF_EXECINSTR,
			    .sh_addralign = USDT_STUB_SIZE });
	for (size_t i = 0; i < w->n; i++)
		put(w, w->machine->stub, USDT_STUB_SIZE);
	end(w, TEXT);
}

static void put_probes(struct writer *w)
{
	put_zeros_up_to(w, w->page);
	begin(w, PROBES,
	      (Elf64_Shdr){ .sh_type = SHT_PROGBITS,
			    .sh_flags = SHF_ALLOC | SHF_WRITE,
			    .sh_addralign = sizeof(struct usdt_probe) });
	for (size_t i = 0; i < w->n; i++) {
		const struct usdt_probe probe = usdt_image_probe(w->page, w->probes[i].n_args);

		put(w, &probe, sizeof(probe));
	}
	end(w, PROBES);
}

static void put_note(struct writer *w, size_t index)
{
	const struct usdt_image_probe *probe = &w->probes[index];
	const uint64_t words[USDT_NOTE_N_WORDS] = { stub_address(index), BASE_OFFSET,
						    probe_address(w, index) };
	const uint32_t header[USDT_NOTE_HEADER_SIZE / 4] = {
		USDT_NOTE_OWNER_SIZE,
		(uint32_t)(sizeof(words) + strlen(w->provider) + strlen(probe->name) +
			   strlen(probe->args) + 3),
		USDT_NOTE_TYPE,
	};

	put(w, header, sizeof(header));
	put(w, USDT_NOTE_OWNER, USDT_NOTE_OWNER_SIZE);
	put(w, words, sizeof(words));
	put_text(w, w->provider);
	put_text(w, probe->name);
	put_text(w, probe->args);
	align(w, USDT_NOTE_ALIGN);
}

static void put_notes(struct writer *w)
{
	begin(w, NOTES, (Elf64_Shdr){ .sh_type = SHT_NOTE, .sh_addralign = USDT_NOTE_ALIGN });
	for (size_t i = 0; i < w->n; i++)
		put_note(w, i);
	end(w, NOTES);
}

static int compare_names(const void *a, const void *b)
{
	const struct usdt_image_probe *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

/* How many from the first on have its name. */
static size_t same_name(const struct usdt_image_probe **probes, size_t n, bool *differ)
{
	size_t same = 1;

	for (*differ = false; same < n && !compare_names(&probes[0], &probes[same]); same++)
		*differ |= strcmp(probes[0]->types, probes[same]->types) != 0;
	return same;
}

/* A text without its NUL. */
static void put_words(struct writer *w, const char *text)
{
	put(w, text, strlen(text));
}

/* Probes of one name are declared once, in whatever number of functions they are; where their
 * types differ they are not, and have those that their notes tell. */
static void put_definition(struct writer *w)
{
	const struct usdt_image_probe **sorted = calloc(w->n, sizeof(*sorted));

	w->failed |= !sorted;
	for (size_t i = 0; sorted && i < w->n; i++)
		sorted[i] = &w->probes[i];
	if (sorted)
		qsort(sorted, w->n, sizeof(*sorted), compare_names);
	put_words(w, "provider ");
	put_words(w, w->provider);
	put_words(w, " {\n");
	for (size_t i = 0, next; sorted && i < w->n; i = next) {
		bool differ;

		next = i + same_name(&sorted[i], w->n - i, &differ);
		if (differ)
			continue;
		put_words(w, "probe ");
		put_words(w, sorted[i]->name);
		put_words(w, "(");
		put_words(w, sorted[i]->types);
		put_words(w, ");\n");
	}
	put_words(w, "};\n");
	free(sorted);
}

static void put_types(struct writer *w)
{
	uint32_t header[USDT_NOTE_HEADER_SIZE / 4] = { USDT_TYPES_OWNER_SIZE, 0, USDT_TYPES_TYPE };
	size_t begin_of_text;

	begin(w, TYPES, (Elf64_Shdr){ .sh_type = SHT_NOTE, .sh_addralign = USDT_NOTE_ALIGN });
	put(w, header, sizeof(header));
	put(w, USDT_TYPES_OWNER, USDT_TYPES_OWNER_SIZE);
	align(w, USDT_NOTE_ALIGN);
	begin_of_text = w->len;
	put_definition(w);
	if (!w->failed) {
		header[1] = (uint32_t)(w->len - begin_of_text);
		memcpy(w->bytes + w->sections[TYPES].sh_offset, header, sizeof(header));
	}
	align(w, USDT_NOTE_ALIGN);
	end(w, TYPES);
}

/* Names of functions follow each other in .strtab, behind the empty one. */
static void put_symbols(struct writer *w)
{
	uint32_t name = 1;

	begin(w, SYMBOLS,
	      (Elf64_Shdr){ .sh_type = SHT_SYMTAB,
			    .sh_link = STRINGS,
			    .sh_info = (uint32_t)w->n + 1,
			    .sh_addralign = 8,
			    .sh_entsize = sizeof(Elf64_Sym) });
	put(w, &(Elf64_Sym){ 0 }, sizeof(Elf64_Sym));
	for (size_t i = 0; i < w->n; i++) {
		const Elf64_Sym symbol = {
			.st_name = *w->probes[i].function ? name : 0,
			.st_info = ELF64_ST_INFO(STB_LOCAL, STT_FUNC),
			.st_shndx = TEXT,
			.st_value = stub_address(i),
			.st_size = w->machine->used,
		};

		put(w, &symbol, sizeof(symbol));
		name += (uint32_t)strlen(w->probes[i].function) + 1;
	}
	end(w, SYMBOLS);
	begin(w, STRINGS, (Elf64_Shdr){ .sh_type = SHT_STRTAB, .sh_addralign = 1 });
	put_text(w, "");
	for (size_t i = 0; i < w->n; i++)
		put_text(w, w->probes[i].function);
	end(w, STRINGS);
}

/* Returns the offset of the headers. */
static size_t put_sections(struct writer *w)
{
	static const char *const names[N_SECTIONS] = {
		"",
		USDT_BASE_SECTION,
		".text",
		USDT_SEMAPHORE_SECTION,
		USDT_NOTE_SECTION,
		USDT_TYPES_SECTION,
		".symtab",
		".strtab",
		".shstrtab",
	};
	size_t offset;

	begin(w, NAMES, (Elf64_Shdr){ .sh_type = SHT_STRTAB, .sh_addralign = 1 });
	for (size_t i = 0; i < N_SECTIONS; i++) {
		w->sections[i].sh_name = (uint32_t)(w->len - w->sections[NAMES].sh_offset);
		put_text(w, names[i]);
	}
	end(w, NAMES);
	align(w, 8);
	offset = w->len;
	put(w, w->sections, sizeof(w->sections));
	return offset;
}

static Elf64_Phdr segment(const struct writer *w, enum section last, uint64_t offset,
			  uint32_t flags)
{
	const uint64_t size = w->sections[last].sh_offset + w->sections[last].sh_size - offset;

	return (Elf64_Phdr){
		.p_type = PT_LOAD,
		.p_flags = flags,
		.p_offset = offset,
		.p_vaddr = offset,
		.p_paddr = offset,
		.p_filesz = size,
		.p_memsz = size,
		.p_align = w->page,
	};
}

/* Over the zeros at the beginning, when the rest is known. */
static void fill_head(struct writer *w, size_t sections_offset)
{
	const Elf64_Ehdr header = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB,
			     EV_CURRENT, ELFOSABI_NONE },
		.e_type = ET_DYN,
		.e_machine = w->machine->elf_machine,
		.e_version = EV_CURRENT,
		.e_phoff = sizeof(Elf64_Ehdr),
		.e_shoff = sections_offset,
		.e_ehsize = sizeof(Elf64_Ehdr),
		.e_phentsize = sizeof(Elf64_Phdr),
		.e_phnum = N_SEGMENTS,
		.e_shentsize = sizeof(Elf64_Shdr),
		.e_shnum = N_SECTIONS,
		.e_shstrndx = NAMES,
	};
	const Elf64_Phdr segments[N_SEGMENTS] = {
		segment(w, TEXT, 0, PF_R | PF_X),
		segment(w, PROBES, w->page, PF_R | PF_W),
	};

	memcpy(w->bytes, &header, sizeof(header));
	memcpy(w->bytes + sizeof(header), segments, sizeof(segments));
}

int usdt_image_build(const struct usdt_machine *machine, size_t page_size, const char *provider,
		     const struct usdt_image_probe *probes, size_t n, struct usdt_image *out)
{
	struct writer w = {
		.machine = machine,
		.page = page_size,
		.provider = provider,
		.probes = probes,
		.n = n,
	};
	size_t sections_offset;

	put_zeros_up_to(&w, BASE_OFFSET);
	put_code(&w);
	put_probes(&w);
	put_notes(&w);
	put_types(&w);
	put_symbols(&w);
	sections_offset = put_sections(&w);
	if (w.failed) {
		free(w.bytes);
		return -ENOMEM;
	}
	fill_head(&w, sections_offset);
	*out = (struct usdt_image){ w.bytes, w.len };
	return 0;
}
