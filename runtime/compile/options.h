/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What -x and #pragma D option set: one row for each in options.c, which the manual is printed
 * from. */
#ifndef RUNTIME_COMPILE_OPTIONS_H
#define RUNTIME_COMPILE_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/diag.h"

struct str;

/* What becomes of records when the buffer is full. */
enum bufpolicy { BUFPOLICY_SWITCH, BUFPOLICY_FILL, BUFPOLICY_RING };

enum encoding { ENCODING_ASCII, ENCODING_UTF8 };

enum oformat { OFORMAT_TEXT, OFORMAT_JSON };

/* Sizes are bytes, times and rates nanoseconds. */
struct options {
	int64_t agghist;
	int64_t aggpack;
	int64_t aggrate;
	int64_t aggsize;
	int64_t aggsortkey;
	int64_t aggsortkeypos;
	int64_t aggsortpos;
	int64_t aggsortrev;
	int64_t aggzoom;
	int64_t amin;			/* as stability_pack() has it */
	int64_t argref;
	int64_t bufpolicy;		/* enum bufpolicy */
	int64_t bufresize;		/* there is one way */
	int64_t bufsize;
	int64_t cleanrate;
	int64_t cpp;
	int64_t defaultargs;
	int64_t demangle;
	int64_t destructive;
	int64_t droptags;
	int64_t dynvarsize;
	int64_t encoding;		/* enum encoding */
	int64_t errtags;
	int64_t deadman;		/* ns */
	int64_t follow;
	int64_t evaltime;		/* enum target_evaltime */
	int64_t flowindent;
	int64_t jstackframes;
	int64_t jstackstrsize;
	int64_t loadlimit;		/* percent */
	int64_t nolibs;
	int64_t oformat;		/* enum oformat */
	int64_t nspec;
	int64_t quiet;
	int64_t rawbytes;
	int64_t specsize;
	int64_t stackframes;
	int64_t stackindent;
	int64_t statusrate;
	int64_t strsize;
	int64_t switchrate;
	int64_t temporal;
	int64_t ustackframes;
	int64_t ustackinline;
	int64_t ustackunwind;
	int64_t zdefs;
};

void options_init(struct options *opts);

/* Who sets an option, and when: the command line, a #pragma, setopt() while tracing runs. */
enum option_source { OPTION_CMDLINE, OPTION_PROGRAM, OPTION_RUNNING };

/* "name" or "name=value". 0 or -EINVAL, told. */
int options_set(struct options *opts, const char *text, enum option_source from,
		const struct loc *loc, struct diag *dg);

/* The i-th option, in order of name; for the manual. */
struct option_text {
	const char *name;
	const char *value;	/* "size", "time", "", ... */
	const char *default_text;
	const char *doc;
	enum option_source latest;	/* who comes later cannot set it */
};

uint32_t options_count(void);
void options_describe(uint32_t i, struct option_text *out);

/* Which values it takes: "from 4k to 512m", "switch, fill or ring". */
void options_values(uint32_t i, struct str *out);

/* An option that DTrace has, and why it is refused. NULL: there are no more. */
struct option_refused {
	const char *name;
	const char *reason;
};

const struct option_refused *options_refused(uint32_t i);

#endif
