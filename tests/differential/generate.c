/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* generate SEED FIRST N: prints a C program which prints N cases for tests/run/exec, from number
 * FIRST on: each a D program of N_CLAUSES expressions, and the values that C computes for them.
 * Every expression is a clause of its own, and may change variables that the next ones read; the
 * last clause tells what they hold. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "tests/differential/expr.h"

enum {
	N_GLOBALS = 9,
	N_SELVES = 4,
	N_THIS = 4,
	N_KEPT = N_GLOBALS + N_SELVES,	/* from clause to clause */
	N_VARS = N_KEPT + N_THIS,
	N_CLAUSES = 50,
	DEPTH = 4,
};

/* The C text goes straight to stdout. */
struct batch {
	struct arena *arena;
	struct random rnd;
	uint32_t number;
	struct variable vars[N_VARS];
	FILE *d;
};

static enum var_scope scope_of(uint32_t i)
{
	if (i < N_GLOBALS)
		return VAR_GLOBAL;
	return i < N_KEPT ? VAR_SELF : VAR_THIS;
}

static void make_variables(struct batch *b)
{
	for (uint32_t i = 0; i < N_VARS; i++)
		b->vars[i] = (struct variable){
			.scope = scope_of(i),
			.number = b->number * N_VARS + i,
			.type = &int_types[random_below(&b->rnd, N_INT_TYPES)],
		};
}

/* The same number in both languages. */
static void print_initial(struct batch *b, const struct variable *v)
{
	struct random again = b->rnd;

	variable_print_d(b->d, v);
	fputs(" = ", b->d);
	print_random_value(b->d, &b->rnd, v->type);
	fputs("; ", b->d);
	variable_print_c(stdout, v);
	fputs(" = ", stdout);
	print_random_value(stdout, &again, v->type);
	fputs("; ", stdout);
}

static void declare(struct batch *b, const struct variable *v)
{
	static const char *const scopes[] = { "", "self ", "this " };

	fprintf(b->d, "%s%s ", scopes[v->scope], v->type->d);
	variable_print_c(b->d, v);
	fputs(";\n", b->d);
	printf("static %s ", v->type->c);
	variable_print_c(stdout, v);
	puts(";");
}

static void print_begin(struct batch *b)
{
	for (uint32_t i = 0; i < N_VARS; i++)
		declare(b, &b->vars[i]);
	fputs("BEGIN { ", b->d);
	printf("static void begin_%" PRIu32 "(void)\n{\n\t", b->number);
	for (uint32_t i = 0; i < N_KEPT; i++)
		print_initial(b, &b->vars[i]);
	fputs("}\n", b->d);
	puts("\n}");
}

static void print_clause(struct batch *b, uint32_t number)
{
	const struct expr *e = expr_make(b->arena, &b->rnd, b->vars, N_VARS,
					 1 + random_below(&b->rnd, DEPTH));

	fputs("BEGIN { ", b->d);
	printf("static void clause_%" PRIu32 "_%" PRIu32 "(void)\n{\n\t", b->number, number);
	for (uint32_t i = N_KEPT; i < N_VARS; i++)
		print_initial(b, &b->vars[i]);
	fputs("trace(", b->d);
	expr_print_d(b->d, e);
	fputs("); }\n", b->d);
	printf("\n\tPRINT(%s, ", expr_type(e)->c);
	expr_print_c(stdout, e);
	puts(");\n}");
}

static void print_end(struct batch *b)
{
	fputs("BEGIN { ", b->d);
	printf("static void end_%" PRIu32 "(void)\n{\n", b->number);
	for (uint32_t i = 0; i < N_KEPT; i++) {
		fputs("trace(", b->d);
		variable_print_d(b->d, &b->vars[i]);
		fputs("); ", b->d);
		printf("\tPRINT(%s, ", b->vars[i].type->c);
		variable_print_c(stdout, &b->vars[i]);
		puts(");");
	}
	fputs("}\n", b->d);
	puts("}");
}

/* The function that prints the case: the D text, and what it computes to. */
static void print_case(const struct batch *b, char *text)
{
	printf("static void batch_%" PRIu32 "(void)\n{\n\tputs(\"batch %" PRIu32 ":\");\n",
	       b->number, b->number);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		printf("\tputs(\"\\t%s\");\n", line);
	printf("\tseparator = \"= \";\n\tbegin_%" PRIu32 "();\n", b->number);
	for (uint32_t i = 0; i < N_CLAUSES; i++)
		printf("\tclause_%" PRIu32 "_%" PRIu32 "();\n", b->number, i);
	printf("\tend_%" PRIu32 "();\n\tputs(\"\");\n}\n", b->number);
}

static void print_batch(uint64_t seed, uint32_t number)
{
	struct batch b = { .arena = arena_new(), .number = number };
	auto_free char *text = NULL;
	size_t size;

	b.rnd.state = seed ^ (uint64_t)number << 32;
	b.d = open_memstream(&text, &size);
	make_variables(&b);
	print_begin(&b);
	for (uint32_t i = 0; i < N_CLAUSES; i++)
		print_clause(&b, i);
	print_end(&b);
	fclose(b.d);
	print_case(&b, text);
	arena_free(b.arena);
}

int main(int argc, char **argv)
{
	uint64_t seed = argc == 4 ? strtoull(argv[1], NULL, 0) : 0;
	uint32_t first = argc == 4 ? (uint32_t)strtoul(argv[2], NULL, 0) : 0;
	uint32_t n = argc == 4 ? (uint32_t)strtoul(argv[3], NULL, 0) : 0;

	if (!n)
		return 1;
	puts("#include \"tests/differential/prelude.h\"");
	for (uint32_t i = 0; i < n; i++)
		print_batch(seed, first + i);
	puts("int main(void)\n{");
	for (uint32_t i = 0; i < n; i++)
		printf("\tbatch_%" PRIu32 "();\n", first + i);
	puts("\treturn 0;\n}");
	return 0;
}
