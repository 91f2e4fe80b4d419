/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The input is an ELF file: everything is asked of it that a tracer asks. */
#include <elf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/arena.h"
#include "runtime/elf/elfobj.h"
#include "runtime/elf/note.h"
#include "runtime/elf/symtab.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask_sections(struct elfobj *obj)
{
	struct elfobj_section section;
	struct elfobj_symbol symbol;
	struct elfobj_reloc reloc;
	size_t size;

	for (uint32_t i = 1; i < elfobj_n_sections(obj) && i < 64; i++) {
		if (!elfobj_section_at(obj, i, &section))
			continue;
		elfobj_section_data(obj, i, &size);
		for (uint32_t n = 0; n < 64 && elfobj_symbol_at(obj, i, n, &symbol); n++)
			;
		for (uint32_t n = 0; n < 64 && elfobj_reloc_at(obj, i, n, &reloc); n++)
			;
	}
}

static void ask_functions(struct elfobj *obj)
{
	struct arena *arena = arena_new();
	struct symtab symtab;

	symtab_read(arena, obj, NULL, &symtab);
	for (size_t i = 0; i < symtab.n_functions; i++) {
		const struct symtab_function *f = &symtab.functions[i];

		if (!f->n_names || (i && f[-1].address >= f->address))
			abort();
		symtab_find(&symtab, f->address + f->size);
	}
	arena_free(arena);
}

static void ask_sites(struct elfobj *obj, struct diag *dg)
{
	struct note_sites sites;
	struct arena *arena = arena_new();
	uint64_t address;

	note_definitions_read(obj, arena, dg);
	arena_free(arena);
	if (note_sites_read(obj, dg, &sites) >= 0) {
		vec_each(site, &sites.sites)
			if (!elfobj_address_of(obj, site->offset, &address))
				abort();
		note_sites_fini(&sites);
	}
	elfobj_symbol_find(obj, "main", &address);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_close int fd = memfd_create("elf", MFD_CLOEXEC);
	struct diag *dg = diag_new();
	struct elfobj *obj;
	char path[64];
	size_t ignored;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (write(fd, data, size) == (ssize_t)size && elfobj_open(path, dg, &obj) == 0) {
		ask_sections(obj);
		ask_functions(obj);
		ask_sites(obj, dg);
		elfobj_build_id(obj, &ignored);
		elfobj_close(obj);
	}
	diag_free(dg);
	return 0;
}
