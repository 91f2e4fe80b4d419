/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The functions of one ELF file as the pid provider sees them: where the code of each begins in the
 * file. A file is read once and remembered in the list of probes, whose arena holds the result. */
#ifndef PROVIDERS_PID_FILE_H
#define PROVIDERS_PID_FILE_H

#include <sys/stat.h>

#include "runtime/elf/symtab.h"
#include "runtime/probe/arch.h"

struct probe_list;

struct pid_function {
	const struct symtab_function *symbol;
	uint64_t offset;	/* in the file */
	const char *why;	/* no probe may stand in it; NULL: it may */
};

struct pid_file {
	struct stat st;
	const char *path;
	const char *identity;	/* of the file, in the names of its probes */
	const struct arch *arch;
	struct symtab symtab;
	struct pid_function *functions;	/* in the order of the symtab's */
	int error;		/* other than 0: the file could not be read */
};

/* 0 or a negative errno, not told: -ENOEXEC if it is no ELF file of this machine. */
int pid_file_read(struct probe_list *list, const char *path, const struct pid_file **out);

/* What the file calls itself, in the arena of the list; NULL: nothing. */
const char *pid_file_soname(struct probe_list *list, const char *path);

#endif
