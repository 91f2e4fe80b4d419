/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The types and variables of the traced programs, from the debug information of the files that they
 * have mapped: first the program itself, then its libraries. */
#ifndef RUNTIME_SESSION_USERTYPES_H
#define RUNTIME_SESSION_USERTYPES_H

#include <stdbool.h>
#include <stdint.h>

struct proc_cache;
struct symbol_at;
struct type_answer;
struct usertypes;

struct usertypes *usertypes_new(struct proc_cache *procs);
void usertypes_free(struct usertypes *ut);	/* NULL is allowed */

/* Files to look into: those of a process, now; and one alone. What is known already is skipped. A
 * process that is gone has none. */
void usertypes_add_process(struct usertypes *ut, int pid);
void usertypes_add_file(struct usertypes *ut, const char *path);

/* What the files have of "struct conn" or "conn_t". module says in which to look: the path of one,
 * a name as in probemod ("libpq.so.5", or "libpq"), "a.out" for programs, "pid123" for what a
 * process has mapped; NULL: in all. The answer's text is valid until the next call. */
bool usertypes_find(struct usertypes *ut, const char *module, const char *name,
		    struct type_answer *out);

/* For another table of types, into which nothing was declared yet. */
void usertypes_forget(struct usertypes *ut);

/* A variable of one of the files, and where the processes have it that have mapped the file; all is
 * valid until the next call. */
struct uservariable {
	const struct symbol_at *at;
	uint32_t n_at;
	const char *type;	/* in C; NULL: it is not known */
	const char *module;	/* the file: whose types that are */
	uint64_t size;		/* in bytes; 0: not known */
	bool is_function;
};

/* 0, or as a symbol_source_fn. */
int usertypes_variable(struct usertypes *ut, const char *module, const char *name,
		       struct uservariable *out);

/* The parameters of a function of a file, as debuginfo_function() tells them. NULL: they are not
 * known; else valid until the next call. */
const char *usertypes_function(struct usertypes *ut, const char *path, const char *name,
			       uint64_t address);

#endif
