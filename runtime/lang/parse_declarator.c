/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Declarators
 *
 * C writes a type around its name: "int (*f[3])(char)" is an array of 3 pointers to functions, read
 * from the name outwards. So the steps are gathered in that order (array, pointer, function) while
 * parsing, and applied to the base type backwards: int becomes a function that returns it, that a
 * pointer, that an array. */
#include "runtime/lang/parser.h"

#include <errno.h>

#define MAX_STEPS 32

struct step {
	enum { STEP_POINTER, STEP_ARRAY, STEP_FUNC } kind;
	bool is_const;			/* POINTER */
	uint32_t n_elems;		/* ARRAY */
	struct param_list params;	/* FUNC */
};

struct shape {
	struct step steps[MAX_STEPS];
	unsigned int n;
	enum declarator_form form;
	struct declarator *out;
};

static int declarator(struct parser *p, struct shape *sh);
static int params(struct parser *p, enum token_kind close, struct param_list *out);

static int too_complex(struct parser *p)
{
	return diag_error(p->dg, &p->tok.loc, D_DECL_BAD, "this declaration is too complex");
}

static int add_step(struct parser *p, struct shape *sh, const struct step *step)
{
	if (sh->n == MAX_STEPS)
		return too_complex(p);
	sh->steps[sh->n++] = *step;
	return 0;
}

/* A parenthesis that belongs to the declarator, unlike one with a function's parameters. */
static bool is_nested(struct parser *p, const struct shape *sh)
{
	struct lexer ahead = p->lx;
	struct token tok;

	if (p->tok.kind != TOKEN_LPAREN)
		return false;
	ahead.dg = NULL;
	lex_next(&ahead, &tok);
	if (tok.kind == TOKEN_STAR || tok.kind == TOKEN_LPAREN || parser_is_ornament(&tok))
		return true;
	return tok.kind == TOKEN_IDENT && sh->form != DECLARATOR_ABSTRACT &&
	       !parser_is_type(p, &tok);
}

static int nested(struct parser *p, struct shape *sh)
{
	int ret;

	if (!parser_enter(p))
		return -EINVAL;
	parser_advance(p);
	ret = declarator(p, sh);
	parser_leave(p);
	return ret ? ret : parser_expect(p, TOKEN_RPAREN);
}

/* In lenient mode D's own words may be names, since in C they are nothing special. */
static bool at_name(const struct parser *p, const struct shape *sh)
{
	if (sh->form == DECLARATOR_ABSTRACT)
		return false;
	return p->tok.kind == TOKEN_IDENT || (parser_is_lenient(p) && token_is_word(p->tok.kind));
}

static int core(struct parser *p, struct shape *sh)
{
	sh->out->loc = p->tok.loc;
	if (is_nested(p, sh))
		return nested(p, sh);
	if (at_name(p, sh)) {
		sh->out->name = p->tok.text;
		parser_advance(p);
		return 0;
	}
	if (sh->form == DECLARATOR_NAMED || sh->form == DECLARATOR_KEYED)
		return parser_expected(p, "a name");
	return 0;
}

static bool skip_array_words(struct parser *p)
{
	return parser_accept(p, TOKEN_STATIC) || parser_accept(p, TOKEN_CONST) ||
	       parser_accept(p, TOKEN_RESTRICT) || parser_skip_ornament(p, NULL);
}

static int array_size(struct parser *p, struct step *step)
{
	struct loc loc = p->tok.loc;
	int64_t n;

	if (parser_const(p, &n))
		return -EINVAL;
	if (n < 0 || n > UINT32_MAX)
		return diag_error(p->dg, &loc, D_DECL_BAD, "an array cannot have %lld elements",
				  (long long)n);
	step->n_elems = (uint32_t)n;
	return 0;
}

/* Behind '[': keys of an associative array, if types stand there, or the number of elements. */
static int brackets(struct parser *p, struct shape *sh)
{
	struct step step = { .kind = STEP_ARRAY };
	struct param_list keys;

	if (sh->form == DECLARATOR_KEYED && !sh->out->n_keys && parser_is_type(p, &p->tok)) {
		if (params(p, TOKEN_RBRACKET, &keys))
			return -EINVAL;
		sh->out->keys = keys.params;
		sh->out->n_keys = keys.n;
		return 0;
	}
	while (parser_is_lenient(p) && skip_array_words(p))
		;
	if (p->tok.kind != TOKEN_RBRACKET && array_size(p, &step))
		return -EINVAL;
	return add_step(p, sh, &step) ? -EINVAL : parser_expect(p, TOKEN_RBRACKET);
}

static int suffixes(struct parser *p, struct shape *sh)
{
	for (;;) {
		if (parser_accept(p, TOKEN_LBRACKET)) {
			if (brackets(p, sh))
				return -EINVAL;
		} else if (parser_accept(p, TOKEN_LPAREN)) {
			struct step step = { .kind = STEP_FUNC };

			if (params(p, TOKEN_RPAREN, &step.params) || add_step(p, sh, &step))
				return -EINVAL;
		} else if (!parser_skip_ornament(p, NULL)) {
			return 0;
		}
	}
}

struct pointers {
	bool is_const[MAX_STEPS];
	unsigned int n;
};

static int pointers(struct parser *p, struct pointers *out)
{
	while (parser_skip_ornament(p, NULL))
		;
	while (p->tok.kind == TOKEN_STAR) {
		if (out->n == MAX_STEPS)
			return too_complex(p);
		parser_advance(p);
		out->is_const[out->n] = p->tok.kind == TOKEN_CONST;
		while (parser_accept(p, TOKEN_CONST) || parser_accept(p, TOKEN_VOLATILE) ||
		       parser_accept(p, TOKEN_RESTRICT) || parser_skip_ornament(p, NULL))
			;
		out->n++;
	}
	return 0;
}

static int declarator(struct parser *p, struct shape *sh)
{
	struct pointers before = { 0 };

	if (pointers(p, &before) || core(p, sh) || suffixes(p, sh))
		return -EINVAL;
	while (before.n--) {
		struct step step = { .kind = STEP_POINTER, .is_const = before.is_const[before.n] };

		if (add_step(p, sh, &step))
			return -EINVAL;
	}
	return 0;
}

static struct type *pointer_to(struct parser *p, struct type *to, bool is_const)
{
	struct type *type = type_pointer(p->types, to, p->space);

	return is_const ? type_const(p->types, type) : type;
}

static struct type *array_of(struct parser *p, struct type *of, uint32_t n, const struct loc *loc)
{
	struct type *type;

	parser_complete(p, of);
	type = type_array(p->types, of, n);
	if (!type)
		diag_error(p->dg, loc, D_DECL_BAD, "this array is too large");
	return type;
}

static struct type *apply(struct parser *p, const struct step *step, struct type *type,
			  const struct loc *loc)
{
	const struct param_list *params = &step->params;

	if (step->kind == STEP_POINTER)
		return pointer_to(p, type, step->is_const);
	if (step->kind == STEP_ARRAY)
		return array_of(p, type, step->n_elems, loc);
	return type_func(p->types, type, params->params, params->n, params->is_varargs);
}

int parser_declarator(struct parser *p, const struct specs *specs, enum declarator_form form,
		      struct declarator *out)
{
	struct shape sh = { .form = form, .out = out };

	*out = (struct declarator) { .type = specs->type };
	if (declarator(p, &sh))
		return -EINVAL;
	while (sh.n-- > 0 && out->type)
		out->type = apply(p, &sh.steps[sh.n], out->type, &out->loc);
	return out->type ? 0 : -EINVAL;
}

int parser_param(struct parser *p, struct type_param *out)
{
	struct declarator d;
	struct specs specs;
	struct type *type;

	if (parser_specs(p, &specs) || parser_declarator(p, &specs, DECLARATOR_EITHER, &d))
		return -EINVAL;
	type = type_resolve(d.type);
	if (type->kind == TYPE_ARRAY)
		d.type = pointer_to(p, type->ref, false);
	else if (type->kind == TYPE_FUNC)
		d.type = pointer_to(p, d.type, false);
	out->name = d.name;
	out->type = d.type;
	out->text = NULL;
	out->loc = d.name ? d.loc : specs.loc;
	return 0;
}

/* "(void)" is no parameter. */
static bool is_void_alone(const struct param_list *list)
{
	return list->n == 1 && !list->params[0].name && list->params[0].type->kind == TYPE_VOID;
}

static int param_list(struct parser *p, struct param_list *out)
{
	do {
		out->is_varargs = parser_accept(p, TOKEN_ELLIPSIS);
		if (out->is_varargs)
			break;
		out->params = parser_grow(p, out->params, out->n, sizeof(*out->params));
		if (parser_param(p, &out->params[out->n++]))
			return -EINVAL;
	} while (parser_accept(p, TOKEN_COMMA));
	return 0;
}

/* Behind the opening bracket, with the closing one. */
static int params(struct parser *p, enum token_kind close, struct param_list *out)
{
	int ret;

	*out = (struct param_list) { 0 };
	if (parser_accept(p, close))
		return 0;
	if (!parser_enter(p))
		return -EINVAL;
	ret = param_list(p, out);
	parser_leave(p);
	if (ret)
		return ret;
	if (is_void_alone(out))
		out->n = 0;
	return parser_expect(p, close);
}
