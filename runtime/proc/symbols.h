/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From addresses to names: of processes by their mappings and the symbol tables of the files, or
 * by what a runtime tells of the code it generates; of the kernel by /proc/kallsyms. What was once
 * read is kept, so that a process's addresses have names after it has ended. */
#ifndef RUNTIME_PROC_SYMBOLS_H
#define RUNTIME_PROC_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

struct proc_symbols;

struct proc_symbol {
	const char *module;	/* the file's name without folders; "" if there is none */
	const char *function;	/* NULL: not known */
	uint64_t start;		/* of the function, or of the module where that is not known */
};

struct proc_symbols *proc_symbols_new(const char *proc_root); /* "/proc" */
void proc_symbols_free(struct proc_symbols *symbols);	      /* NULL is allowed */

/* Functions are named as the source has them (demangle.h), unless this was called first. */
void proc_symbols_keep_mangled(struct proc_symbols *symbols);

/* Reads what the process has mapped now; if it has ended, what is known of it stays. */
void proc_symbols_learn(struct proc_symbols *symbols, int pid);

/* Was ever anything read, or told, of what the process has mapped? */
bool proc_symbols_knows(const struct proc_symbols *symbols, int pid);

/* What a process had mapped that cannot be looked at any more; takes the mappings over. */
struct proc_maps;
void proc_symbols_tell(struct proc_symbols *symbols, int pid, struct proc_maps *maps);

/* What the address means in a process, or with pid 0 in the kernel. Texts in out belong to symbols.
 * False: nothing lies there. */
bool proc_symbols_find(struct proc_symbols *symbols, int pid, uint64_t address,
		       struct proc_symbol *out);

/* Functions that were inlined where a process's code comes from, innermost first, if debug
 * information tells; how many. Ask proc_symbols_find() first. */
enum { PROC_MAX_INLINED = 32 };
uint32_t proc_symbols_inlined(struct proc_symbols *symbols, int pid, uint64_t address,
			      const char *const **names);

#endif
