/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The functions of an ELF file, from .symtab, .dynsym and the symbols that were stripped from
 * it. What has several names is one function. */
#ifndef RUNTIME_ELF_SYMTAB_H
#define RUNTIME_ELF_SYMTAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct elfobj;

/* Where distributions put what they strip. */
#define SYMTAB_DEBUG_ROOT "/usr/lib/debug"

struct symtab_function {
	uint64_t address, size;		/* as linked; size 0: not known */
	const char *const *names;	/* without "@VERSION"; the first is what it is called */
	uint32_t n_names;		/* at least 1 */
	bool is_resolver;		/* an IFUNC: its code only chooses the function */
};

struct symtab {
	struct symtab_function *functions;	/* by address, each address once */
	size_t n_functions;
};

/* All lies in the arena; the objects are not kept. stripped: the file that holds what was stripped
 * from this one; NULL: none does. A file without symbols has no functions. */
void symtab_read(struct arena *arena, struct elfobj *obj, struct elfobj *stripped,
		 struct symtab *out);

/* The function that contains the address (as linked); NULL: none does. */
const struct symtab_function *symtab_find(const struct symtab *symtab, uint64_t address);

#endif
