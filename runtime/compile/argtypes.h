/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The types of probes' arguments. What a note tells of a site are sizes; the types are looked for,
 * in this order,
 *
 *	in the program itself, if it defines the provider,
 *	in the definitions that the traced file brings along (sdk/include/usdt_note.h); what
 *	these do not declare, in its debug information,
 *	in the definition that is installed for the provider, providers/d,
 *
 * and are integers of those sizes where none has the probe. Those of a function are what its debug
 * information says of its parameters. */
#ifndef RUNTIME_COMPILE_ARGTYPES_H
#define RUNTIME_COMPILE_ARGTYPES_H

#include "runtime/probe/probe.h"

struct arena;
struct definitions;
struct diag;
struct map;
struct node;
struct type;
struct type_table;

/* The parameters of the function that a probe is the entry of: lines of a type, a tab and a name.
 * NULL: they are not known. */
typedef const char *function_source_fn(void *ctx, const struct probe *probe);

struct argtypes {
	struct arena *arena;
	struct type_table *types;
	struct definitions *own;	/* the program's */
	struct map *of_files;	/* list of texts -> struct definitions */
	struct map *installed;	/* provider -> struct definitions */
	struct map *known;	/* probe -> struct arg_types */
	function_source_fn *functions;	/* NULL: nobody knows */
	void *functions_ctx;
	struct map *asked;	/* probes of functions that were asked for */
};

/* What args[N] is; lives in the arena. */
struct arg_types {
	struct type **types;	/* NULL: an integer */
	/* what a translator makes that from; NULL: it is the argument itself */
	struct type **native;
	/* the probes of a clause differ in it; NULL: in none */
	bool *unlike;
	uint32_t n;
};

void argtypes_init(struct argtypes *at, struct arena *arena, struct type_table *types);
void argtypes_fini(struct argtypes *at);

/* Takes the definitions of a program's top level. */
void argtypes_add(struct argtypes *at, const struct node *nodes);

/* Finds the probe's types once. Its arguments get the declared types and names, and its attributes
 * what is declared of them. Where the definition says that D programs see the arguments in another
 * order, sites have them in that order from here on: arg0 is then the first that they see. */
void argtypes_apply(struct argtypes *at, struct probe *probe, struct diag *dg);

/* For a clause that uses args[], and for listings: the parameters of a function. That may take
 * long, so it is not done before they are wanted. */
void argtypes_ask_function(struct argtypes *at, struct probe *probe);

/* What args[] is for a clause with those of the probes, each of which argtypes_apply() was told of:
 * as many as all of them have. Integers of different types are as wide as any. NULL: there are
 * none. */
const struct arg_types *argtypes_common(const struct argtypes *at,
					const struct probe *const *probes, const uint32_t *indexes,
					uint32_t n);

#endif
