/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From a parsed tree to a checked one: names resolved, types known, conversions explicit,
 * constants folded. Several mistakes are told in one run; an expression in error gets type int
 * so that it causes no more. Knows nothing of probes but the types of their arguments.
 *
 * What a checked tree looks like:
 * - Each expression has a type; only actions and void subroutines have type void.
 * - A constant is a NODE_INT (its value extended to 64 bits as its type says; the type may be a
 *   pointer) or a NODE_STRING. Enumerators, sizeof, offsetof, constant inlines and ?: with a
 *   constant test are gone. Inlines and translators have been put in by their text.
 * - Where types differ there is a NODE_CAST. Both operands of arithmetic and of comparisons have
 *   one type; of a shift, the left one's. Exceptions: pointer + int, where the int is an int64_t
 *   and counts elements, and pointer - pointer.
 * - Strings compare with strings. A string as a condition became (s != ""). Conditions are
 *   otherwise any scalar.
 * - A pointer loaded through a kernel pointer is one too; from elsewhere it points to user
 *   memory. Scratch pointers come from builtins. */
#ifndef RUNTIME_LANG_CHECK_H
#define RUNTIME_LANG_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/lang/ast.h"
#include "runtime/lang/type.h"

struct arena;
struct builtin;
struct diag;
struct known_translator;
struct names;
struct scope;
struct symbol;

/* The tables of builtins: each ends with a row without a name. */
struct builtin_table {
	const struct builtin *const *lists;
	uint32_t n_lists;
};

const struct builtin *builtin_find(const struct builtin_table *table, const char *name);

/* Where a variable of the kernel or of traced processes lies, and what it is. */
struct symbol_at {
	int pid;		/* of the process that has it there */
	uint64_t address;
};

struct symbol_answer {
	enum type_space space;
	const struct symbol_at *at;	/* of the kernel: one */
	uint32_t n_at;
	const char *type;	/* in C, of module's types; NULL: it is not known */
	const char *module;
	uint32_t size;		/* in bytes; 0: it is not known */
	bool is_function;
	bool is_per_cpu;	/* the address is that of the CPU that has the offset 0 */
};

/* 0, or -ENOENT; -EEXIST: there are several of the name; -ENOTSUP: it is thread-local; -EACCES: its
 * address is hidden. module: as the program says; NULL: it does not. */
typedef int symbol_source_fn(void *ctx, const char *module, const char *name,
			     struct symbol_answer *out);

/* What the checker works with. The session owns all of it. */
struct check {
	struct arena *arena;
	struct type_table *types;
	struct scope *scope;
	const struct builtin_table *builtins;
	symbol_source_fn *symbols;	/* NULL: there are none */
	void *symbols_ctx;
	struct diag *dg;
	uint32_t strsize;
	/* frames that a stack has where the program does not say */
	uint32_t stackframes, ustackframes, jstackframes;

	/* Inlines and translators are not checked before they are used: a library that comes with
	 * dtrace may name what this kernel does not have. */
	bool trusts;

	/* Of the clause being checked: the types of args[], NULL where they are not known, and
	 * their number; -1: the probe has none. */
	struct type **args;
	int32_t n_args;
	/* Where a translator makes args[i]: the type it is made from. NULL, here or in the
	 * array: none does. */
	struct type **native_args;
	/* Of args[i]: the probes of the clause have it of different types. NULL: none of them. */
	const bool *unlike_args;
	const struct node_clause *clause;	/* NULL outside a clause */
	bool clause_has_output;			/* found so far: something that BUILTIN_RECORDS */
	bool is_speculative;			/* the same: speculate() */

	/* The checker's own; zero at first. */
	struct symbol *agg;			/* the aggregation that is being filled */
	struct names *protos;			/* parsed prototypes by the builtin's name */
	struct known_translator *translators;
	uint32_t n_expansions, depth;	/* of inlines: in this clause or declaration; nested */
	uint32_t n_temporaries;		/* hidden this-> variables */
};

/* Declarations, inlines and translators, to be called for all of the program's top level before any
 * clause. */
int check_decl(struct check *ck, struct node *decl);

/* One clause; ck->args are set. Builds the tree anew in place where nodes are replaced by what
 * they stand for. */
int check_clause(struct check *ck, struct node_clause *clause);

/* After the last clause: tells of aggregations that are used and that no clause fills. */
int check_finish(struct check *ck);

/* One expression, replaced in place: *expr afterwards has a type. For builtins' own checks and for
 * tests. */
int check_expr(struct check *ck, struct node **expr);

/* An explicit conversion around *expr if its type is not already that one; told if it is not
 * possible. */
int check_convert(struct check *ck, struct node **expr, struct type *to);

/* For the check of an aggregating function: its constants (lquantize's bounds). The same
 * aggregation must always have the same. */
int check_agg_params(struct check *ck, const struct node_call *call, const uint64_t *params,
		     uint32_t n);

/* Is it a constant after folding? */
bool node_is_const_int(const struct node *n, int64_t *value);

/* Where it lives what a pointer points to, or an array, a struct or a union itself. */
enum type_space node_space(const struct node *n);

/* Has the clause the default action: no statement at all? */
bool clause_is_default(const struct node_clause *clause);

#endif
