/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The functions of one ELF file as the pid provider sees them: where the code of each begins in the
 * file, and what its instructions are. A file is read once and remembered in the list of probes,
 * whose arena holds the result; the code of a function is read when its instructions are asked for.
 */
#ifndef PROVIDERS_PID_FILE_H
#define PROVIDERS_PID_FILE_H

#include <sys/stat.h>

#include "runtime/base/vec.h"
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
	const struct arch *arch;
	struct symtab symtab;
	struct pid_function *functions;	/* in the order of the symtab's */
	int error;		/* other than 0: the file could not be read */
};

/* 0 or a negative errno, not told: -ENOEXEC if it is no ELF file of this machine. */
int pid_file_read(struct probe_list *list, const char *path, const struct pid_file **out);

/* What the file calls itself, in the arena of the list; NULL: nothing. */
const char *pid_file_soname(struct probe_list *list, const char *path);

struct pid_insn {
	uint64_t offset;	/* in the function */
	struct arch_insn insn;
};

/* The instructions of a function in their order, from its first one, or what an indirect jump lands
 * at, on. */
struct pid_code {
	VEC(struct pid_insn) insns;
	uint64_t entry;		/* offset of the first that is not such a landing */
	bool is_broken;		/* what follows the last one is no instruction */
};

/* At most max bytes of the function are read. fd: the file. */
void pid_code_read(const struct pid_file *file, const struct pid_function *function, int fd,
		   uint64_t max, struct pid_code *out);
void pid_code_fini(struct pid_code *code);

#endif
