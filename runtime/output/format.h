/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* D's printf: a format is parsed and checked once, when the program is compiled, and prints many
 * times. It knows neither D's types nor records: arguments are described to it by format_type, and
 * handed to it as format_arg. */
#ifndef RUNTIME_OUTPUT_FORMAT_H
#define RUNTIME_OUTPUT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/diag.h"

struct str;

/* Widths and precisions beyond are mistakes, and would be memory. */
#define FORMAT_MAX_WIDTH 4096

enum {
	FORMAT_LEFT = 1 << 0,		/* - */
	FORMAT_PLUS = 1 << 1,		/* + */
	FORMAT_SPACE = 1 << 2,		/* blank */
	FORMAT_ALT = 1 << 3,		/* # */
	FORMAT_ZERO = 1 << 4,		/* 0 */
	FORMAT_GROUP = 1 << 5,		/* ': thousands in groups */
	FORMAT_POINTER_WIDTH = 1 << 6,	/* ?: as wide as an address */
	FORMAT_AGG = 1 << 7,		/* @: the value of an aggregation */
	FORMAT_STAR_WIDTH = 1 << 8,	/* *: the width is an argument before the value */
	FORMAT_STAR_PRECISION = 1 << 9,	/* .*: the same for the precision */
};

/* One conversion, and the text that stands before it. */
struct format_conv {
	const char *text;
	uint32_t text_len;
	char verb;		/* the letter; 0: only the text, the last one's rest */
	uint32_t flags;		/* FORMAT_... */
	int width;		/* 0: none */
	int precision;		/* -1: none */
	struct loc loc;		/* of the conversion in the script */
};

struct format {
	struct format_conv *convs;
	uint32_t n_convs;
	char *text;		/* what the convs' texts point into */
	bool is_printa;
	bool has_agg;		/* it has a conversion for aggregations */
};

/* loc is the string in the script, or NULL; is_printa: @ is allowed. NULL: told. */
struct format *format_parse(const char *text, size_t len, const struct loc *loc, bool is_printa,
			    struct diag *dg);
void format_free(struct format *fmt);

enum format_class {
	FORMAT_INT,
	FORMAT_PTR,
	FORMAT_FLOAT,
	FORMAT_STRING,
	FORMAT_BYTES,		/* structures and arrays */
	FORMAT_STACK,
	FORMAT_SYM,		/* an address with its symbol */
};

/* What the compiler knows of an argument. */
struct format_type {
	enum format_class class;
	uint32_t size;
	const char *name;	/* of the type, for messages */
	const struct loc *loc;	/* of the argument, NULL if not known */
};

/* Do the arguments fit the conversions? func names the action in messages. Keys that no
 * conversion prints are allowed, values are not. 0, or -EINVAL: told. */
int format_check(const struct format *fmt, const char *func, const struct format_type *args,
		 uint32_t n_args, struct diag *dg);

/* A value to be printed. */
struct format_arg {
	enum format_class class;
	bool is_signed;
	uint32_t size;		/* bytes of an integer as the program sees it; of data */
	int64_t value;		/* INT, PTR: extended to 64 bits */
	const char *data;	/* the others; STRING: without its NUL */
};

/* What an address is: text is how it prints. */
struct format_name {
	const char *text;
	const char *module, *function;	/* NULL: not known */
	uint64_t address, offset;	/* offset: from where the function begins */
};

typedef void format_name_fn(void *ctx, const struct format_name *name);

/* What only the caller can print. Any may be NULL: a number is printed instead. */
struct format_env {
	void *ctx;
	/* Frames, each on a line of its own behind indent blanks; a newline comes first. 0 is
	 * the option stackindent. */
	void (*stack)(void *ctx, struct str *out, const struct format_arg *arg, int indent);
	/* An address or a FORMAT_SYM as a symbol. A FORMAT_SYM knows itself whose it is. */
	void (*symbol)(void *ctx, struct str *out, const struct format_arg *arg, bool is_user);
	/* The same for those who want it in parts: each frame of a stack, or a FORMAT_SYM. */
	void (*names)(void *ctx, const struct format_arg *arg, format_name_fn *fn, void *fn_ctx);
};

/* The value of an aggregation: a number, or a table that is printed whole. */
struct format_agg {
	bool is_number;
	struct format_arg number;
	void (*print)(struct str *out, const struct format_agg *agg);
	const void *ctx;	/* for print */
};

/* Prints once. env may be NULL. Missing arguments print as nothing: the check finds them. */
void format_print(struct str *out, const struct format *fmt, const struct format_env *env,
		  const struct format_arg *args, uint32_t n_args);

/* The same for printa(): args are the keys; the conversions with @ take the aggregations in turn,
 * and the last one again if there are more conversions. */
void format_print_aggs(struct str *out, const struct format *fmt, const struct format_env *env,
		       const struct format_arg *args, uint32_t n_args,
		       const struct format_agg *aggs, uint32_t n_aggs);

#endif
