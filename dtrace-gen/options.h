/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The command line of -h and -G, as every build writes it: options and operands in any order, the
 * values of options joined or apart, and a number of options that other implementations have and
 * that mean nothing here. */
#ifndef DTRACE_GEN_OPTIONS_H
#define DTRACE_GEN_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "dtrace-gen/words.h"

struct diag;

struct options {
	char mode;		/* 'h', 'G', 'V' */
	struct words scripts;	/* -s */
	struct words objects;	/* operands */
	struct words cpp;	/* -D, -U, -I with their values */
	const char *output;	/* -o; NULL: named after the script */
	const char *template;	/* -x template=; NULL: the one that came with the program */
	bool use_cpp;		/* -C */
	bool is_stap_v2;	/* -D STAP_SDT_V2 */
	bool is_call_style;	/* -x header=call */
	bool is_strict;		/* -x strict */
	bool show_tags;		/* -x errtags */
	uint32_t word_size;	/* -32, -64, -m32, -m64: 4 or 8; 0: not told */
};

/* 0, or a negative errno if the command line is wrong, told. */
int options_parse(int argc, char **argv, struct diag *dg, struct options *out);
void options_fini(struct options *opts);

#endif
