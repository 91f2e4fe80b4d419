/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The first byte chooses the machine and whether the file is loaded where it was linked; the rest
 * is the text of a note's arguments. Whatever it is, each argument has a location that can be
 * compiled, or a reason. */
#include <elf.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/probe/arch.h"
#include "runtime/probe/argspec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int find_symbol(void *ctx, const char *name, uint64_t *address)
{
	(void)ctx;
	*address = strlen(name) * 4096;
	return *name == 'u' ? -ENOENT : *name == 't' ? -ENOTSUP : 0;
}

static void check(const struct argloc *loc, const struct arch *arch)
{
	const bool has_reg = loc->kind == ARGLOC_REG || loc->kind == ARGLOC_MEM ||
			     loc->kind == ARGLOC_INDEX;

	if ((loc->kind == ARGLOC_NONE) != (loc->why != NULL))
		abort();
	if (loc->size != 1 && loc->size != 2 && loc->size != 4 && loc->size != 8)
		abort();
	if (has_reg && loc->reg >= arch->n_reg_offsets)
		abort();
	if (loc->kind == ARGLOC_INDEX && (loc->index >= arch->n_reg_offsets || !loc->scale))
		abort();
	if (loc->kind == ARGLOC_SAMPLE_PC || loc->kind == ARGLOC_FAULT)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int machines[] = { EM_X86_64, EM_AARCH64, EM_386 };
	struct argspec_site site = { .address = 0x1000, .find_symbol = find_symbol };
	struct argloc locs[16];
	auto_free char *text = NULL;
	uint32_t n;

	if (size == 0)
		return 0;
	text = xstrndup((const char *)data + 1, size - 1);
	site.arch = arch_by_elf_machine(machines[data[0] % 3]);
	site.is_fixed = data[0] & 0x80;
	n = argspec_parse(text, &site, locs, 16);
	for (uint32_t i = 0; i < n; i++)
		check(&locs[i], site.arch);
	return 0;
}
