/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* struct, union and enum. */
#include "runtime/lang/parser.h"

#include <errno.h>

struct members {
	struct type_member *data;
	uint32_t n;
	/* the first of those whose size is not known (lenient): then there is no layout */
	const char *hole;
	struct loc hole_loc;
};

static void add_member(struct parser *p, struct members *ms, const struct type_member *m)
{
	ms->data = parser_grow(p, ms->data, ms->n, sizeof(*ms->data));
	ms->data[ms->n++] = *m;
}

/* Does it take a known number of bytes in a struct? An array without a length takes none, on
 * purpose. */
static bool has_size(struct type *type)
{
	type = type_resolve(type);
	while (type->kind == TYPE_ARRAY)
		type = type_resolve(type->ref);
	if (type_is_sou(type) || type->kind == TYPE_ENUM)
		return type->is_complete;
	return type->kind != TYPE_VOID && type->kind != TYPE_FUNC && type->kind != TYPE_OPAQUE;
}

static int check_size(struct parser *p, struct members *ms, struct type *type,
		      const char *name, const struct loc *loc)
{
	parser_complete(p, type);
	if (has_size(type))
		return 0;
	if (!ms->hole) {
		ms->hole = name ? name : "";
		ms->hole_loc = *loc;
	}
	if (parser_is_lenient(p))
		return 0;
	return diag_error(p->dg, loc, D_TYPE_INCOMPLETE, "the size of this member is not known");
}

/* Behind the ':'. */
static int bit_field(struct parser *p, struct type_member *m)
{
	struct loc loc = p->tok.loc;
	int64_t width;

	if (parser_const(p, &width))
		return -EINVAL;
	if (!type_is_int(m->type))
		return diag_error(p->dg, &loc, D_DECL_BAD, "a bit-field must be an integer");
	if (width < 0 || width > (int64_t)type_size(m->type) * 8 || (!width && m->name))
		return diag_error(p->dg, &loc, D_DECL_BAD,
				  "a bit-field of this type cannot have %lld bits",
				  (long long)width);
	m->bit_size = (uint16_t)width;
	return 0;
}

static int member(struct parser *p, const struct specs *specs, struct members *ms)
{
	struct declarator d = { .type = specs->type };
	struct type_member m = { 0 };

	if (p->tok.kind != TOKEN_COLON && parser_declarator(p, specs, DECLARATOR_NAMED, &d))
		return -EINVAL;
	m.name = d.name;
	m.type = d.type;
	if (d.name && check_size(p, ms, d.type, d.name, &d.loc))
		return -EINVAL;
	if (parser_accept(p, TOKEN_COLON) && bit_field(p, &m))
		return -EINVAL;
	while (parser_skip_ornament(p, NULL))
		;
	add_member(p, ms, &m);
	return 0;
}

/* One line of a body: "int a, *b, c:3;", or an anonymous struct or union. */
static int members_line(struct parser *p, struct members *ms)
{
	struct specs specs;

	if (parser_accept(p, TOKEN_SEMI))
		return 0;
	if (parser_specs(p, &specs))
		return -EINVAL;
	if (p->tok.kind == TOKEN_SEMI && type_is_sou(specs.type)) {
		struct type_member anonymous = { .type = specs.type };

		if (check_size(p, ms, specs.type, NULL, &specs.loc))
			return -EINVAL;
		add_member(p, ms, &anonymous);
		parser_advance(p);
		return 0;
	}
	do {
		if (member(p, &specs, ms))
			return -EINVAL;
	} while (parser_accept(p, TOKEN_COMMA));
	return parser_expect(p, TOKEN_SEMI);
}

static void skip_ornaments(struct parser *p, struct layout_words *words)
{
	while (parser_skip_ornament(p, words))
		;
}

/* From behind '{' to behind '}' and what may follow it. Where attributes move the members nobody
 * here knows where to: then it stays without a body. */
static int sou_body(struct parser *p, struct type *sou, struct layout_words words)
{
	struct members ms = { 0 };

	while (p->tok.kind != TOKEN_RBRACE && p->tok.kind != TOKEN_EOF) {
		if (members_line(p, &ms))
			return -EINVAL;
	}
	if (parser_expect(p, TOKEN_RBRACE))
		return -EINVAL;
	skip_ornaments(p, &words);
	sou->hole = ms.hole;
	sou->hole_loc = ms.hole_loc;
	if (ms.hole || p->is_realigned)
		return 0;
	type_complete(sou, ms.data, ms.n, words.is_packed);
	type_raise_align(sou, words.align);
	return 0;
}

/* At once, since those that follow may use it. */
static void add_newest(struct parser *p, const struct type *e)
{
	const struct type newest = {
		.enumerators = &e->enumerators[e->n_enumerators - 1],
		.n_enumerators = 1,
	};

	type_add_enumerators(p->types, &newest);
}

static int enumerator(struct parser *p, struct type *e, int64_t *next)
{
	const char *name = parser_expect_name(p, "the name of an enumerator");

	if (!name)
		return -EINVAL;
	skip_ornaments(p, NULL);
	if (parser_accept(p, TOKEN_ASSIGN) && parser_const(p, next))
		return -EINVAL;
	e->enumerators = parser_grow(p, e->enumerators, e->n_enumerators, sizeof(*e->enumerators));
	e->enumerators[e->n_enumerators++] = (struct type_enumerator) { name, *next };
	add_newest(p, e);
	*next = (int64_t)((uint64_t)*next + 1);
	return 0;
}

static int enum_body(struct parser *p, struct type *e)
{
	int64_t next = 0;

	do {
		if (p->tok.kind == TOKEN_RBRACE)
			break;
		if (enumerator(p, e, &next))
			return -EINVAL;
	} while (parser_accept(p, TOKEN_COMMA));
	if (parser_expect(p, TOKEN_RBRACE))
		return -EINVAL;
	skip_ornaments(p, NULL);
	e->is_complete = true;
	return 0;
}

static enum type_kind tag_kind(enum token_kind kind)
{
	if (kind == TOKEN_ENUM)
		return TYPE_ENUM;
	return kind == TOKEN_UNION ? TYPE_UNION : TYPE_STRUCT;
}

/* At the '{'. A second body of one tag is an error in D; in C's headers, and where a type's source
 * tells more than it was asked for, the first one stays. */
static int body(struct parser *p, struct type *type, const struct loc *loc,
		struct layout_words words)
{
	int ret;

	if (type->is_complete && !parser_is_lenient(p))
		return diag_error(p->dg, loc, D_DECL_REDEF, "%s is declared twice", type->name);
	if (type->is_complete)
		type = type_tag(p->types, type->kind, NULL);
	if (!parser_enter(p))
		return -EINVAL;
	parser_advance(p);
	ret = type->kind == TYPE_ENUM ? enum_body(p, type) : sou_body(p, type, words);
	parser_leave(p);
	return ret;
}

struct type *parser_tag(struct parser *p)
{
	enum type_kind kind = tag_kind(p->tok.kind);
	const char *tag = NULL, *module = p->module;
	bool outer = p->is_realigned;
	struct layout_words words = { 0 };
	struct type *type;
	struct loc loc;

	p->is_realigned = false;
	parser_advance(p);
	skip_ornaments(p, &words);
	loc = p->tok.loc;
	if (p->tok.kind != TOKEN_LBRACE) {
		tag = parser_expect_name(p, "a name or '{'");
		if (!tag)
			return NULL;
	}
	if (parser_accept(p, TOKEN_BACKQUOTE)) {
		module = tag;
		tag = parser_expect_name(p, "a name");
		if (!tag)
			return NULL;
	}
	type = type_tag_in(p->types, kind, module, tag);
	if (p->tok.kind == TOKEN_LBRACE && body(p, type, &loc, words))
		type = NULL;
	p->is_realigned = outer;
	return type;
}
