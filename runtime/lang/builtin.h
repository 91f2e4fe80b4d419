/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What a builtin is: a variable, subroutine, action or aggregating function of D. A builtin is one
 * row of a table in runtime/builtins, and the row holds all of it: how it is called, compiled, read
 * back and documented. It is declared here because the checker reads prototypes. */
#ifndef RUNTIME_LANG_BUILTIN_H
#define RUNTIME_LANG_BUILTIN_H

#include <stdint.h>

struct act;
struct act_spec;
struct agg_ops;
struct check;
struct consumer;
struct lower;
struct node;
struct node_call;
struct value;

enum builtin_kind { BUILTIN_VAR, BUILTIN_SUB, BUILTIN_ACT, BUILTIN_AGG };

enum {
	BUILTIN_DESTRUCTIVE = 1 << 0,	/* needs -w */
	BUILTIN_RECORDS = 1 << 1,	/* the clause has output of its own: no default action */
	BUILTIN_INDEXED = 1 << 2,	/* a variable that is indexed: args[0], uregs[R_SP] */
	BUILTIN_SPECULATES = 1 << 4,	/* the rest of the clause is kept for commit() */
	BUILTIN_REFUSED = 1 << 3,	/* cannot be compiled: check tells why */
	BUILTIN_LIBRARY = 1 << 5,	/* a library of dtrace's own declares it */
};

struct builtin {
	const char *name;
	enum builtin_kind kind;

	/* VAR: a type, "uint64_t". Others: a C function type without a name, "string (string,
	 * int, [int])": arguments in [] may be left out, "..." at the end takes any more, "@" is
	 * an aggregation (or, for aggregating functions, an integer, converted to int64_t), "."
	 * any value (before "...", an aggregation too), "" for args[N]. Of BUILTIN_INDEXED
	 * variables: the type of an element. A type may be "stack" or "symaddr"; a pointer type
	 * after "kernel" or "scratch" points there. A result of "" or "." is set by check. */
	const char *proto;
	uint32_t flags;
	/* what rows with the same functions differ by: the 3 of arg3 */
	int32_t datum;
	const char *doc;	/* the first sentence: listings; all: the manual */

	/* Checks what a prototype cannot say, after the arguments have their types; may set
	 * call->info. NULL: nothing more. Returns 0 or a negative errno, told. */
	int (*check)(struct check *ck, struct node_call *call);

	/* Compiles one use; use is the NODE_VAR, NODE_INDEX or NODE_CALL. Actions and variables
	 * alike. Negative errno: told. */
	int (*lower)(struct lower *lo, const struct node *use, struct value *out);

	/* Actions: what the consumer does when it reads the record; data is the record's start. */
	int (*consume)(struct consumer *c, const struct act *act, const void *data);

	/* The same where the output is JSON: elements of the record's array "output", which the
	 * consumer has. NULL: what consume prints, under the name of the action. */
	int (*consume_json)(struct consumer *c, const struct act *act, const void *data);

	const struct agg_ops *agg;	/* aggregating functions */
};

#endif
