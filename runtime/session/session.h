/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* One run of dtrace, step by step: programs are added, compiled, loaded, attached and consumed.
 * Each step is a function; a negative result has been told. */
#ifndef RUNTIME_SESSION_SESSION_H
#define RUNTIME_SESSION_SESSION_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "runtime/compile/options.h"
#include "runtime/probe/provider.h"

struct arena;
struct diag;
struct session;
struct source;
struct str;

struct session_config {
	const struct provider *const *providers;	/* ends with NULL */
	FILE *out;			/* what the programs print */
	FILE *err;			/* faults and losses */
	const char *const *files;	/* ELF files to look for probes in, besides processes */
	uint32_t n_files;
	char *const *args;		/* macro arguments: $0, $1 ... */
	uint32_t n_args;
	bool is_listing;
	bool only_own;			/* the user may trace no processes of others */
	bool is_verbose;

	/* Reads a script; NULL: told. For -C, which runs it through the preprocessor. A NULL
	 * function reads the file. */
	struct source *(*read)(void *ctx, struct arena *arena, const char *path, struct diag *dg);
	void *read_ctx;
};

/* The options are the session's own; they may be changed until session_compile(). */
struct session *session_new(const struct session_config *config, struct diag *dg);
void session_free(struct session *s);
struct options *session_options(struct session *s);

/* In place of config.out, before anything is printed. */
void session_set_output(struct session *s, FILE *f);

/* To be called first. Where dtrace has got privileges by its file that its user has not, all but
 * those that tracing one's own processes takes are given up. True: it is so. */
bool session_limit_privileges(void);

/* May this process trace at all? Compiling and listing need no privilege. */
int session_check_privileges(struct session *s);

/* -p and -c. A started command waits until tracing is on. */
int session_grab(struct session *s, pid_t pid);
int session_start(struct session *s, const char *command);

/* -L: the libraries of all these folders, before any program. A negative errno: told. */
int session_add_libraries(struct session *s, const char *const *folders, uint32_t n);

/* A program text. name is what messages call it; the first added is parsed first. Options in its
 * pragmas are set. */
int session_add_text(struct session *s, const char *name, const char *text, size_t len,
		     enum desc_field field);
int session_add_file(struct session *s, const char *path);	/* "-" is standard input */
uint32_t session_n_programs(const struct session *s);

/* -l: the probes that the programs name, or all. verbose: with their arguments. */
int session_list(struct session *s, bool verbose);

int session_compile(struct session *s);
void session_dump(const struct session *s, struct str *out);	/* -S */

/* How many probes the i-th program matched, and what it is called in "... matched 3 probes":
 * NULL if it is a library. */
uint32_t session_matched(const struct session *s, uint32_t i, const char **what);

/* -v: the stability of all programs together. */
void session_stability(const struct session *s, struct str *out);

int session_load(struct session *s);
int session_attach(struct session *s);

/* BEGIN, then records until exit(), a signal, or the end of all processes of -p and -c; END.
 * status: what exit() was given. */
int session_run(struct session *s, int *status);

#endif
