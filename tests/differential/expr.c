/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/differential/expr.h"

#include <inttypes.h>

#include "runtime/base/arena.h"

const struct int_type int_types[N_INT_TYPES] = {
	{ "int8_t", "int8_t", 1, true },	 { "unsigned char", "uint8_t", 1, false },
	{ "short", "int16_t", 2, true },	 { "uint16_t", "uint16_t", 2, false },
	{ "int", "int32_t", 4, true },		 { "unsigned int", "uint32_t", 4, false },
	{ "int64_t", "int64_t", 8, true },	 { "unsigned long", "uint64_t", 8, false },
};

enum { INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 };

enum expr_kind {
	EXPR_LITERAL, EXPR_VAR, EXPR_SIGN, EXPR_NOT, EXPR_ARITH, EXPR_DIV, EXPR_SHIFT, EXPR_COMPARE,
	EXPR_LOGIC, EXPR_COND, EXPR_CAST, EXPR_COMMA, EXPR_ASSIGN, EXPR_UPDATE, EXPR_STEP
};

struct expr {
	enum expr_kind kind;
	const struct int_type *type;	/* of the value */
	const struct int_type *common;	/* of the operands, where they are made alike */
	const char *op, *macro;
	const struct variable *var;
	const struct expr *kid[3];
	uint64_t value;
};

struct maker {
	struct arena *arena;
	struct random *rnd;
	const struct variable *vars;
	uint32_t n_vars;
};

struct operator {
	const char *op, *macro;
};

static const struct operator signs[] = { { "-", "SIGN" }, { "~", "SIGN" }, { "+", "SIGN" } };
static const struct operator ariths[] = { { "+", "ARITH" }, { "-", "ARITH" }, { "*", "ARITH" },
					  { "&", "ARITH" }, { "|", "ARITH" }, { "^", "ARITH" } };
static const struct operator divs[] = { { "/", "DIV" }, { "%", "MOD" } };
static const struct operator shifts[] = { { "<<", "SHL" }, { ">>", "SHR" } };
static const struct operator compares[] = { { "<", "COMPARE" }, { "<=", "COMPARE" },
					    { ">", "COMPARE" }, { ">=", "COMPARE" },
					    { "==", "COMPARE" }, { "!=", "COMPARE" } };
static const struct operator logics[] = { { "&&", "AND" }, { "||", "OR" }, { "^^", "XOR" } };
static const struct operator steps[] = { { "++", "PRE" }, { "--", "PRE" },
					 { "++", "POST" }, { "--", "POST" } };

#define CHOOSE(m, list) (&(list)[random_below((m)->rnd, sizeof(list) / sizeof((list)[0]))])

static struct expr *new_expr(struct maker *m, enum expr_kind kind, const struct int_type *type)
{
	struct expr *e = arena_alloc(m->arena, sizeof(*e));

	*e = (struct expr){ .kind = kind, .type = type };
	return e;
}

static struct expr *with_operator(struct expr *e, const struct operator *op)
{
	e->op = op->op;
	e->macro = op->macro;
	return e;
}

static const struct int_type *promote(const struct int_type *a, const struct int_type *b)
{
	if (a->size != b->size)
		return a->size > b->size ? a : b;
	return a->is_signed ? b : a;
}

/* What an edge is of any type, in 64 bits. */
static uint64_t random_bits(struct random *rnd)
{
	static const uint64_t edges[] = { 0, 1, 2, 7, 8, 31, 63, 127, 128, 255, 32767, 65535,
					  INT32_MAX, UINT32_MAX, INT64_MAX, UINT64_MAX };
	uint64_t bits = random_next(rnd);

	if (random_one_in(rnd, 2))
		bits = edges[random_below(rnd, sizeof(edges) / sizeof(edges[0]))];
	return random_one_in(rnd, 4) ? -bits : bits;
}

/* The bits as a number of the type that is not negative. */
static uint64_t positive(uint64_t bits, const struct int_type *type)
{
	uint32_t n_bits = 8u * type->size - type->is_signed;

	return n_bits == 64 ? bits : bits & ((UINT64_C(1) << n_bits) - 1);
}

static struct expr *make_literal(struct maker *m)
{
	static const uint8_t types[] = { INT32, INT32, UINT32, INT64, UINT64 };
	struct expr *e = new_expr(m, EXPR_LITERAL, &int_types[*CHOOSE(m, types)]);

	e->value = positive(random_bits(m->rnd), e->type);
	return e;
}

static const struct variable *choose_var(struct maker *m)
{
	return &m->vars[random_below(m->rnd, m->n_vars)];
}

static struct expr *make_var(struct maker *m)
{
	const struct variable *v = choose_var(m);
	struct expr *e = new_expr(m, EXPR_VAR, v->type);

	e->var = v;
	return e;
}

static struct expr *make(struct maker *m, uint32_t depth);

static struct expr *make_sign(struct maker *m, uint32_t depth)
{
	struct expr *kid = make(m, depth);
	struct expr *e = with_operator(new_expr(m, EXPR_SIGN, kid->type), CHOOSE(m, signs));

	e->common = kid->type;
	e->kid[0] = kid;
	return e;
}

static struct expr *make_not(struct maker *m, uint32_t depth)
{
	struct expr *e = new_expr(m, EXPR_NOT, &int_types[INT32]);

	e->kid[0] = make(m, depth);
	return e;
}

static struct expr *join(struct maker *m, enum expr_kind kind, const struct operator *op,
			 const struct expr *left, const struct expr *right)
{
	struct expr *e = with_operator(new_expr(m, kind, NULL), op);

	e->common = e->type = promote(left->type, right->type);
	e->kid[0] = left;
	e->kid[1] = right;
	return e;
}

static struct expr *make_arith(struct maker *m, uint32_t depth)
{
	struct expr *left = make(m, depth);

	return join(m, EXPR_ARITH, CHOOSE(m, ariths), left, make(m, depth));
}

/* A divisor that is 0 for everybody to see is an error, so each depends on a variable. */
static struct expr *make_div(struct maker *m, uint32_t depth)
{
	struct expr *left = make(m, depth), *right = make(m, depth);

	if (right->kind != EXPR_VAR)
		right = join(m, EXPR_ARITH, CHOOSE(m, ariths), right, make_var(m));
	return join(m, EXPR_DIV, CHOOSE(m, divs), left, right);
}

static struct expr *make_shift(struct maker *m, uint32_t depth)
{
	struct expr *left = make(m, depth);
	struct expr *e = join(m, EXPR_SHIFT, CHOOSE(m, shifts), left, make(m, depth));

	e->common = e->type = left->type;
	return e;
}

static struct expr *make_compare(struct maker *m, uint32_t depth)
{
	struct expr *left = make(m, depth);
	struct expr *e = join(m, EXPR_COMPARE, CHOOSE(m, compares), left, make(m, depth));

	e->type = &int_types[INT32];
	return e;
}

static struct expr *make_logic(struct maker *m, uint32_t depth)
{
	struct expr *left = make(m, depth);
	struct expr *e = join(m, EXPR_LOGIC, CHOOSE(m, logics), left, make(m, depth));

	e->type = &int_types[INT32];
	return e;
}

/* A test that is constant would leave the type of its arm alone, so each depends on a variable. */
static struct expr *make_cond(struct maker *m, uint32_t depth)
{
	struct expr *test = join(m, EXPR_COMPARE, CHOOSE(m, compares), make_var(m), make(m, depth));
	struct expr *yes = make(m, depth), *no = make(m, depth);
	struct expr *e = new_expr(m, EXPR_COND, promote(yes->type, no->type));

	e->kid[0] = test;
	e->kid[1] = yes;
	e->kid[2] = no;
	return e;
}

static struct expr *make_cast(struct maker *m, uint32_t depth)
{
	struct expr *e = new_expr(m, EXPR_CAST, CHOOSE(m, int_types));

	e->kid[0] = make(m, depth);
	return e;
}

static struct expr *make_comma(struct maker *m, uint32_t depth)
{
	struct expr *left = make(m, depth), *right = make(m, depth);
	struct expr *e = new_expr(m, EXPR_COMMA, right->type);

	e->kid[0] = left;
	e->kid[1] = right;
	return e;
}

static struct expr *make_assign(struct maker *m, uint32_t depth)
{
	const struct variable *v = choose_var(m);
	struct expr *e = new_expr(m, EXPR_ASSIGN, v->type);

	e->var = v;
	e->kid[0] = make(m, depth);
	return e;
}

static struct expr *make_update(struct maker *m, uint32_t depth)
{
	struct expr *e = make_assign(m, depth);
	uint32_t which = random_below(m->rnd, 8);

	e->kind = EXPR_UPDATE;
	e->common = e->type;
	if (which == 0)
		return with_operator(e, CHOOSE(m, shifts));
	if (which == 1 && e->kid[0]->kind == EXPR_VAR)
		return with_operator(e, CHOOSE(m, divs));
	return with_operator(e, CHOOSE(m, ariths));
}

static struct expr *make_step(struct maker *m, uint32_t depth)
{
	struct expr *e = with_operator(make_var(m), CHOOSE(m, steps));

	(void)depth;
	e->kind = EXPR_STEP;
	return e;
}

static struct expr *make(struct maker *m, uint32_t depth)
{
	static struct expr *(*const makers[])(struct maker *, uint32_t) = {
		make_arith, make_arith, make_arith, make_sign, make_not, make_div, make_shift,
		make_compare, make_logic, make_cond, make_cast, make_comma, make_assign,
		make_update, make_step,
	};

	if (!depth || random_one_in(m->rnd, 8))
		return random_one_in(m->rnd, 3) ? make_literal(m) : make_var(m);
	return (*CHOOSE(m, makers))(m, depth - 1);
}

struct expr *expr_make(struct arena *arena, struct random *rnd, const struct variable *vars,
		       uint32_t n_vars, uint32_t depth)
{
	struct maker m = { arena, rnd, vars, n_vars };

	return make(&m, depth);
}

const struct int_type *expr_type(const struct expr *e)
{
	return e->type;
}

/* Texts */

void variable_print_c(FILE *out, const struct variable *v)
{
	static const char letters[] = { [VAR_GLOBAL] = 'g', [VAR_SELF] = 's', [VAR_THIS] = 't' };

	fprintf(out, "%c%" PRIu32, letters[v->scope], v->number);
}

void variable_print_d(FILE *out, const struct variable *v)
{
	static const char *const scopes[] = { "", "self->", "this->" };

	fputs(scopes[v->scope], out);
	variable_print_c(out, v);
}

static void print_literal(FILE *out, uint64_t value, const struct int_type *type)
{
	fprintf(out, "%" PRIu64 "%s%s", value, type->is_signed ? "" : "u",
		type->size == 8 ? "L" : "");
}

void print_random_value(FILE *out, struct random *rnd, const struct int_type *type)
{
	uint64_t value = positive(random_bits(rnd), type);

	if (type->is_signed && random_one_in(rnd, 2))
		fprintf(out, "-%" PRIu64 "%s - 1", value, type->size == 8 ? "L" : "");
	else
		print_literal(out, value, type);
}

static void print_d_kids(FILE *out, const struct expr *e, const char *op)
{
	fputc('(', out);
	expr_print_d(out, e->kid[0]);
	fprintf(out, " %s ", op);
	expr_print_d(out, e->kid[1]);
	fputc(')', out);
}

static void print_d_prefix(FILE *out, const char *op, const struct expr *kid)
{
	fprintf(out, "(%s", op);
	expr_print_d(out, kid);
	fputc(')', out);
}

static void print_d_cond(FILE *out, const struct expr *e)
{
	fputc('(', out);
	expr_print_d(out, e->kid[0]);
	fputs(" ? ", out);
	expr_print_d(out, e->kid[1]);
	fputs(" : ", out);
	expr_print_d(out, e->kid[2]);
	fputc(')', out);
}

static void print_d_assign(FILE *out, const struct expr *e)
{
	fputc('(', out);
	variable_print_d(out, e->var);
	fprintf(out, " %s= ", e->op ? e->op : "");
	expr_print_d(out, e->kid[0]);
	fputc(')', out);
}

static void print_d_step(FILE *out, const struct expr *e)
{
	bool is_pre = e->macro[1] == 'R';

	fprintf(out, "(%s", is_pre ? e->op : "");
	variable_print_d(out, e->var);
	fprintf(out, "%s)", is_pre ? "" : e->op);
}

void expr_print_d(FILE *out, const struct expr *e)
{
	switch (e->kind) {
	case EXPR_LITERAL:
		print_literal(out, e->value, e->type);
		break;
	case EXPR_VAR:
		variable_print_d(out, e->var);
		break;
	case EXPR_SIGN:
		print_d_prefix(out, e->op, e->kid[0]);
		break;
	case EXPR_NOT:
		print_d_prefix(out, "!", e->kid[0]);
		break;
	case EXPR_ARITH: case EXPR_DIV: case EXPR_SHIFT: case EXPR_COMPARE: case EXPR_LOGIC:
		print_d_kids(out, e, e->op);
		break;
	case EXPR_COND:
		print_d_cond(out, e);
		break;
	case EXPR_CAST:
		fprintf(out, "((%s)", e->type->d);
		expr_print_d(out, e->kid[0]);
		fputc(')', out);
		break;
	case EXPR_COMMA:
		print_d_kids(out, e, ",");
		break;
	case EXPR_ASSIGN: case EXPR_UPDATE:
		print_d_assign(out, e);
		break;
	case EXPR_STEP:
		print_d_step(out, e);
		break;
	}
}

/* MACRO(type, [op,] kids ...) */
static void print_c_macro(FILE *out, const struct expr *e, const char *macro,
			  const struct int_type *type, const char *op)
{
	fprintf(out, "%s(%s", macro, type->c);
	if (op)
		fprintf(out, ", %s", op);
	if (e->var) {
		fputs(", ", out);
		variable_print_c(out, e->var);
	}
	for (size_t i = 0; i < 3 && e->kid[i]; i++) {
		fputs(", ", out);
		expr_print_c(out, e->kid[i]);
	}
	fputc(')', out);
}

static bool is_shift_or_division(const char *op)
{
	return op[0] == '/' || op[0] == '%' || op[0] == '<' || op[0] == '>';
}

static void print_c_update(FILE *out, const struct expr *e)
{
	fputc('(', out);
	variable_print_c(out, e->var);
	fputs(" = ", out);
	print_c_macro(out, e, e->macro, e->type, is_shift_or_division(e->op) ? NULL : e->op);
	fputc(')', out);
}

void expr_print_c(FILE *out, const struct expr *e)
{
	switch (e->kind) {
	case EXPR_LITERAL:
		print_literal(out, e->value, e->type);
		break;
	case EXPR_VAR:
		variable_print_c(out, e->var);
		break;
	case EXPR_SIGN: case EXPR_ARITH: case EXPR_COMPARE:
		print_c_macro(out, e, e->macro, e->common, e->op);
		break;
	case EXPR_DIV: case EXPR_SHIFT: case EXPR_LOGIC:
		print_c_macro(out, e, e->macro, e->common, NULL);
		break;
	case EXPR_NOT:
		print_c_macro(out, e, "NOT", e->type, NULL);
		break;
	case EXPR_COND:
		print_c_macro(out, e, "COND", e->type, NULL);
		break;
	case EXPR_CAST:
		print_c_macro(out, e, "CAST", e->type, NULL);
		break;
	case EXPR_COMMA:
		print_c_macro(out, e, "COMMA", e->type, NULL);
		break;
	case EXPR_ASSIGN:
		print_c_macro(out, e, "ASSIGN", e->type, NULL);
		break;
	case EXPR_UPDATE:
		print_c_update(out, e);
		break;
	case EXPR_STEP:
		print_c_macro(out, e, e->macro, e->type, e->op);
		break;
	}
}
