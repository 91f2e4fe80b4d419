/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the parts of the reader of DWARF share: debuginfo.c finds things by their names,
 * debuginfo_layout.c looks at what was found, debuginfo_text.c writes it as C, debuginfo_scope.c
 * finds functions by addresses. No other file includes it. */
#ifndef RUNTIME_ELF_DEBUGINFO_IMPL_H
#define RUNTIME_ELF_DEBUGINFO_IMPL_H

#include <elfutils/libdw.h>
#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/vec.h"

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
	DEBUGINFO_FUNCTION,	/* with code */
	DEBUGINFO_NONE,		/* an entry of another kind */
};

enum debuginfo_kind debuginfo_kind_of(Dwarf_Die *die);

/* The text of an attribute, DW_AT_...; of its name. NULL: it has none, or one that does not end
 * within its section, which libdw lets pass. */
const char *debuginfo_string(struct debuginfo *di, Dwarf_Die *die, unsigned int attribute);
const char *debuginfo_name(struct debuginfo *di, Dwarf_Die *die);

/* NULL: there is no debug information. */
Dwarf *debuginfo_dwarf(struct debuginfo *di);

/* The first definition of that name; false: there is none. */
bool debuginfo_find(struct debuginfo *di, enum debuginfo_kind kind, const char *name,
		    Dwarf_Die *out);

/* One answer under way. */
struct debuginfo_writer {
	struct debuginfo *di;
	uint32_t word_size;	/* of the program's pointers */
	int depth;
	uint32_t *n_members;	/* looked at so far */
	struct str *out;
};

/* How many members one answer looks at: structs that hold each other twice at each level would be
 * endless. One that has more is not told at all. */
enum { DEBUGINFO_MAX_MEMBERS = 16384 };

struct debuginfo_member {
	Dwarf_Die type;
	const char *name;	/* NULL: an anonymous struct or union */
	uint64_t start, bits;
	bool is_bit_field;
};

struct debuginfo_members {
	VEC(struct debuginfo_member) all;
	bool is_union;
};

/* Of an entry: its type, false if it has none; an attribute that is a number. */
bool debuginfo_type_of(Dwarf_Die *die, Dwarf_Die *out);
bool debuginfo_number(Dwarf_Die *die, unsigned int name, uint64_t *out);
uint64_t debuginfo_size_of(Dwarf_Die *die);
bool debuginfo_is_sou(Dwarf_Die *die);		/* struct, class or union */
bool debuginfo_is_pointer(Dwarf_Die *die);
bool debuginfo_is_identifier(const char *name);	/* to C */

/* Moves behind qualifiers, and behind typedefs that are not all the name that a struct has; a
 * declaration of what stands in a unit of its own is replaced by that. False: it is void. */
bool debuginfo_skip_qualifiers(Dwarf_Die *die);
bool debuginfo_skip_names(struct debuginfo_writer *w, Dwarf_Die *die);
bool debuginfo_is_naming(struct debuginfo_writer *w, Dwarf_Die *die);

/* What the members ask for; a struct that does not keep to it is packed. */
uint32_t debuginfo_align_of(struct debuginfo_writer *w, Dwarf_Die *die);

/* The members of a struct that begins at a bit, as they stand there; those of a base class are its
 * heir's. */
void debuginfo_collect(struct debuginfo_writer *w, Dwarf_Die *sou, uint64_t base,
		       struct debuginfo_members *out);

/* The whole declaration of a type, with ';' and a newline; and the type of a variable. False:
 * it is too large. */
bool debuginfo_write_type(struct debuginfo *di, Dwarf_Die *die, struct str *out);
bool debuginfo_write_variable(struct debuginfo *di, Dwarf_Die *die, struct str *out);
/* Of a function: see debuginfo_function(). */
bool debuginfo_write_params(struct debuginfo *di, Dwarf_Die *die, struct str *out);

#endif
