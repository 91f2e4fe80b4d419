/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/fuzz/valid.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/base/diag.h"
#include "runtime/elf/elfobj.h"

int memory_file(const void *data, size_t size, char path[64])
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	snprintf(path, 64, "/proc/self/fd/%d", fd);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	return fd;
}

static void expect_relocs(struct elfobj *obj, uint32_t table, uint32_t symtab)
{
	struct elfobj_reloc reloc;
	struct elfobj_symbol symbol;

	for (uint32_t i = 0; elfobj_reloc_at(obj, table, i, &reloc); i++)
		if (reloc.symbol && !elfobj_symbol_at(obj, symtab, reloc.symbol, &symbol))
			abort();
}

void expect_valid_object(const void *data, size_t size)
{
	struct diag *dg = diag_new();
	struct elfobj_section section;
	struct elfobj *obj;
	char path[64];
	int fd = memory_file(data, size, path);

	if (elfobj_open(path, dg, &obj) || elfobj_type(obj) != ET_REL)
		abort();
	for (uint32_t i = 1; i < elfobj_n_sections(obj); i++) {
		if (!elfobj_section_at(obj, i, &section))
			abort();
		if (section.type != SHT_NOBITS && section.type != SHT_NULL &&
		    (section.offset > size || section.size > size - section.offset))
			abort();
		if (section.type == SHT_RELA || section.type == SHT_REL)
			expect_relocs(obj, i, section.link);
	}
	elfobj_close(obj);
	diag_free(dg);
	close(fd);
}
