/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Text of D to a tree, by recursive descent. Several errors are told in one run: after one, the
 * parser goes on behind the next ';' or '}'. */
#ifndef RUNTIME_LANG_PARSE_H
#define RUNTIME_LANG_PARSE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/lang/ast.h"

struct arena;
struct diag;
struct source;
struct type_table;

/* What a macro variable stands for: $1, $$1, $target, $pid ... Returns NULL when it has no value.
 * "1" asks for $1, "target" for $target. */
typedef const char *macro_fn(void *ctx, const char *name);

enum parse_mode {
	PARSE_PROGRAM,		/* a D program: what it does not understand is an error */
	/* a provider definition for -h and -G: lenient as the builds need it, everything but
	 * provider blocks, declarations and pragmas is skipped; unknown type names become
	 * TYPE_OPAQUE */
	PARSE_PROVIDER,
	PARSE_PROVIDER_STRICT,	/* the same by the original's rules */
};

struct parse_opts {
	enum parse_mode mode;
	const char *module;	/* whose the types of the text are; NULL: D's own */
	macro_fn *macro;	/* may be NULL: no macro variable has a value */
	void *macro_ctx;
	bool keeps_target;	/* descriptions keep a $target: there are several */

	/* Hears of each probe description before its clause is parsed: of what it names, types may
	 * be known. May be NULL; its context is macro_ctx. */
	void (*probe)(void *ctx, const char *text);

	/* Hears of each pragma of D's own when it is read, for it may say how to go on. */
	void (*pragma)(void *ctx, const struct node_pragma *pragma);
	void *pragma_ctx;
};

struct unit {
	struct node *nodes;	/* the top level in the order of writing */
	uint32_t n_clauses;
};

/* Returns 0, or a negative errno if there was any error (told); out holds what could be parsed. */
int parse_unit(struct arena *arena, struct type_table *types, const struct source *src,
	       const struct parse_opts *opts, struct diag *dg, struct unit *out);

/* A type name such as "const char *", of at most one declarator without a name. NULL: told. */
struct type *parse_type(struct arena *arena, struct type_table *types, const struct source *src,
			struct diag *dg);

/* The same, by a text that names a module's types: the kernel's struct file. */
struct type *parse_type_in(struct arena *arena, struct type_table *types, const char *module,
			   const struct source *src, struct diag *dg);

/* Asks the type table's source for the body of a struct, union or enum, or of those an array is
 * made of: before "incomplete" is told. */
void parse_complete_type(struct arena *arena, struct type_table *types, struct type *type);

/* One expression alone; for tests. */
int parse_expr_alone(struct arena *arena, struct type_table *types, const struct source *src,
		     const struct parse_opts *opts, struct diag *dg, struct node **out);

#endif
