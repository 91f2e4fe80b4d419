/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The file that holds what was stripped from another one: its symbols and its DWARF. */
#ifndef RUNTIME_ELF_DEBUGFILE_H
#define RUNTIME_ELF_DEBUGFILE_H

struct elfobj;

/* By the build id below root ("/usr/lib/debug"), else by .gnu_debuglink: beside the file, in .debug
 * beside it, and below root. A file that is found by its name must have the same build id or the
 * checksum that the link tells. NULL: there is none. The caller closes it. */
struct elfobj *debugfile_open(struct elfobj *obj, const char *root);

#endif
