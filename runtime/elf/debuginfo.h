/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the compiler left in a file about its types and variables (DWARF), as declarations of C with
 * the exact layout. The file is read when the first question is asked, unit by unit, as far as
 * questions go; a name that is nowhere in it costs a search of its strings. */
#ifndef RUNTIME_ELF_DEBUGINFO_H
#define RUNTIME_ELF_DEBUGINFO_H

#include <stdbool.h>
#include <stdint.h>

struct debuginfo;
struct str;

/* Opens nothing yet. Debug information that was stripped is looked for below debug_root
 * ("/usr/lib/debug"), too. The result is freed by debuginfo_free(). */
struct debuginfo *debuginfo_new(const char *path, const char *debug_root);
void debuginfo_free(struct debuginfo *di);	/* NULL is allowed */

/* Is there any? */
bool debuginfo_exists(struct debuginfo *di);

/* Adds the declaration of "struct point", "union u", "enum color" or "point_t". What it holds or
 * points to by name is a question of its own. C++'s classes are structs. False: it has none;
 * out may have a part of it. */
bool debuginfo_declare(struct debuginfo *di, const char *name, struct str *out);

/* The functions that were inlined where the code at an address (as linked) comes from, innermost
 * first; that in which the code stands is none of them. Names are those of the linker, if there are
 * any, and belong to di. Returns their number, max at most. */
uint32_t debuginfo_inlined(struct debuginfo *di, uint64_t address, const char **names,
			   uint32_t max);

/* Adds a variable's type, "unsigned int" or "struct point *[4]". */
bool debuginfo_variable(struct debuginfo *di, const char *name, struct str *out);

/* Adds a line for each parameter of the function that has code at the address (as linked): its
 * type, a tab, its name. Those that are not handed over as integers are are left out. False: it is
 * not known, or has one that makes it unsure where the others are. */
bool debuginfo_function(struct debuginfo *di, const char *name, uint64_t address, struct str *out);

#endif
