/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the two halves of the reader of DWARF share: debuginfo.c finds things by their names,
 * debuginfo_text.c writes what was found as C. No other file includes it. */
#ifndef RUNTIME_ELF_DEBUGINFO_IMPL_H
#define RUNTIME_ELF_DEBUGINFO_IMPL_H

#include <elfutils/libdw.h>
#include <stdbool.h>
#include <stdint.h>

struct debuginfo;
struct str;

/* How deep entries may stand in each other or lead to each other. */
enum { DEBUGINFO_MAX_DEPTH = 32 };

/* What a name is asked as. */
enum debuginfo_kind {
	DEBUGINFO_STRUCT,
	DEBUGINFO_UNION,
	DEBUGINFO_ENUM,
	DEBUGINFO_TYPEDEF,
	DEBUGINFO_VARIABLE,
	DEBUGINFO_NONE,		/* an entry of another kind */
};

enum debuginfo_kind debuginfo_kind_of(Dwarf_Die *die);

/* NULL: it has none, or one that does not end within its section, which libdw lets pass. */
const char *debuginfo_name(struct debuginfo *di, Dwarf_Die *die);

/* The first definition of that name; false: there is none. */
bool debuginfo_find(struct debuginfo *di, enum debuginfo_kind kind, const char *name,
		    Dwarf_Die *out);

/* The whole declaration of a type, with ';' and a newline; and the type of a variable. False:
 * it is too large. */
bool debuginfo_write_type(struct debuginfo *di, Dwarf_Die *die, struct str *out);
bool debuginfo_write_variable(struct debuginfo *di, Dwarf_Die *die, struct str *out);

#endif
