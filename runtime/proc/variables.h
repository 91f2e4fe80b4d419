/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Where variables lie: those of the files that a process has mapped, and the kernel's. */
#ifndef RUNTIME_PROC_VARIABLES_H
#define RUNTIME_PROC_VARIABLES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct elfobj;
struct elfobj_symbol;

/* A symbol of a file, or of what was stripped from it: debug, which may be NULL. 0, or as
 * elfobj_symbol_get() says. */
int proc_variable_find(struct elfobj *obj, struct elfobj *debug, const char *name,
		       struct elfobj_symbol *out);

/* What must be added to the file's addresses where the process has mapped it. False: it has not, or
 * it is gone. */
bool proc_load_bias(const char *proc_root, int pid, struct elfobj *obj, uint64_t *bias);

struct proc_kernel_variable {
	uint64_t address;
	bool is_function;
};

/* Reads the format of /proc/kallsyms. module: of the kernel, "vmlinux" for its own, NULL for any.
 * -ENOENT: there is none; -EEXIST: there are several; -EACCES: addresses are hidden. */
int proc_kernel_variable_find(FILE *kallsyms, const char *module, const char *name,
			      struct proc_kernel_variable *out);

#endif
