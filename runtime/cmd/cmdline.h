/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* dtrace's command line as a value. */
#ifndef RUNTIME_CMD_CMDLINE_H
#define RUNTIME_CMD_CMDLINE_H

#include <stdbool.h>

#include "runtime/base/vec.h"
#include "runtime/probe/desc.h"

struct diag;
struct str;

enum cmd_mode { CMD_TRACE, CMD_LIST, CMD_HEADER, CMD_OBJECT, CMD_VERSION, CMD_HELP };

/* -n -P -m -f -i -s: a program, in the order of writing. */
struct cmd_program {
	bool is_file;
	enum desc_field field;
	char letter;		/* of the option, for messages */
	const char *text;	/* or the file's path */
};

struct cmdline {
	enum cmd_mode mode;
	VEC(struct cmd_program) programs;
	VEC(const char *) pids, commands, settings;	/* -p, -c, -x */
	VEC(const char *) libraries;			/* -L */
	VEC(const char *) cpp_options;			/* -D -I -U with their values joined */
	VEC(const char *) files;			/* ELF files among the operands of -l */
	VEC(char *) args;				/* $0, $1 ... */
	const char *output;
	const char *bufsize;				/* -b; NULL: not given */
	bool compile_only, dump, verbose, preprocess;
};

/* 0, or -EINVAL: told. */
int cmdline_parse(int argc, char **argv, struct cmdline *out, struct diag *dg);
void cmdline_fini(struct cmdline *cl);

/* What -? prints. */
void cmdline_usage(struct str *out);

#endif
