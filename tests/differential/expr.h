/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Random expressions that are well typed, and how each reads in D and in C. In D the operands of an
 * operator become the larger type, unsigned where they are equally large and one is; char and short
 * are not promoted to int. The C text says all this with casts, and says the order of evaluation,
 * from left to right, with statements: it uses the macros of prelude.h. */
#ifndef TESTS_DIFFERENTIAL_EXPR_H
#define TESTS_DIFFERENTIAL_EXPR_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "tests/lib/random.h"

struct arena;

struct int_type {
	const char *d, *c;	/* two spellings; C always takes the second */
	uint8_t size;
	bool is_signed;
};

enum { N_INT_TYPES = 8 };
extern const struct int_type int_types[N_INT_TYPES];

enum var_scope { VAR_GLOBAL, VAR_SELF, VAR_THIS };

struct variable {
	enum var_scope scope;
	uint32_t number;
	const struct int_type *type;
};

struct expr;

/* vars are those that it may use and change. */
struct expr *expr_make(struct arena *arena, struct random *rnd, const struct variable *vars,
		       uint32_t n_vars, uint32_t depth);
const struct int_type *expr_type(const struct expr *e);
void expr_print_d(FILE *out, const struct expr *e);
void expr_print_c(FILE *out, const struct expr *e);

/* The name of a variable in D; in C it is the last part of that. */
void variable_print_d(FILE *out, const struct variable *v);
void variable_print_c(FILE *out, const struct variable *v);

/* A number that the type can hold, often one at an edge, as both languages read it. */
void print_random_value(FILE *out, struct random *rnd, const struct int_type *type);

#endif
