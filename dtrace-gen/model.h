/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What provider definitions say, ready to be written out: flat, in the order of the definitions,
 * every name mangled once, every argument sorted by how a probe hands it over. It points into the
 * arena of the trees that it was made from. */
#ifndef DTRACE_GEN_MODEL_H
#define DTRACE_GEN_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/diag.h"
#include "runtime/base/vec.h"

struct arena;
struct map;
struct node_pragma;
struct probe_decl;
struct type;
struct type_table;
struct unit;

enum arg_kind {
	ARG_INT,	/* c_type tells which */
	ARG_POINTER,	/* arrays, strings and functions too */
	ARG_FLOAT,
	ARG_DOUBLE,
	ARG_RECORD,	/* a struct or union by value: its address is handed over */
	ARG_ANY,	/* of a type that nobody declared: the compiler will know */
};

struct model_arg {
	enum arg_kind kind;
	const char *c_type;	/* ARG_INT: C's own name for the type, else "" */
	int size;		/* ARG_INT: in bytes, negative if it is signed */
	const char *text;	/* the declaration on one line, "const char *name" */
};

struct model_probe {
	const char *name;	/* as written: gc__start */
	const char *d_name;	/* as D programs have it: gc-start */
	const char *macro;	/* with the provider: RUBY_GC_START */
	const char *semaphore;	/* the symbol: ruby_gc__start_semaphore */
	struct model_arg *args;
	uint32_t n_args;
	const struct probe_decl *decl;	/* with its types, and the list behind ':' */
	struct loc loc;
};

struct model_provider {
	const char *name;
	const char *macro;	/* RUBY */
	VEC(struct model_probe) probes;
};

struct model {
	VEC(struct model_provider) providers;
	struct map *known;	/* names of providers, probes and macros -> 1 + index */
	VEC(const struct node_pragma *) pragmas;	/* all that are D's own, in order */
	struct type_table *builtin_types;		/* what needs no declaration */
};

/* builtin_types: a table in which nothing was declared. */
void model_init(struct model *model, struct type_table *builtin_types);

/* Adds the providers of a parsed file; blocks of one provider come together and equal probes are
 * one. Returns 0, or a negative errno if two probes could not live in one header, told. */
int model_add(struct model *model, struct arena *arena, const struct unit *unit, struct diag *dg);
void model_fini(struct model *model);

/* A word that C has for an argument of the type and how it is handed over. */
enum arg_kind model_arg_kind(struct type *type, const char **c_type);

#endif
