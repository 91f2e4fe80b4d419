/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* All functions of a file that can be known: by its own symbols, and, of one that was stripped, by
 * those of its debug file or, as Fedora and its kin build, by those that it carries compressed in
 * .gnu_debugdata. */
#ifndef RUNTIME_ELF_FUNCTIONS_H
#define RUNTIME_ELF_FUNCTIONS_H

struct arena;
struct elfobj;
struct symtab;

/* As symtab_read(). debug_root: as debugfile_open(). */
void functions_read(struct arena *arena, struct elfobj *obj, const char *debug_root,
		    struct symtab *out);

#endif
