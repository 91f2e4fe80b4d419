/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The top level of provider definitions as the builds of applications have them: what the
 * preprocessor made of C's headers, declarations of any compiler's taste, D clauses that some
 * configure script tries. Declarations are parsed silently for the types that they name; what is
 * neither that nor a provider is skipped. */
#include "runtime/lang/parser.h"

#include <ctype.h>
#include <string.h>

static bool begins_declaration(const struct parser *p)
{
	const struct token *tok = &p->tok;

	return parser_is_type(p, tok) || parser_is_ornament(tok) || tok->kind == TOKEN_INLINE;
}

/* From its first token, to its last one. False: it was none, and the parser stands where it was. */
static bool try_declaration(struct parser *p, struct node_list *out)
{
	struct lexer lx = p->lx;
	struct token tok = p->tok;
	int braces = p->braces;
	struct diag *loud = parser_begin_quiet(p);
	struct node_list list = { 0 };
	bool failed = parser_declaration(p, &list);

	p->depth = 0;
	parser_end_quiet(p, loud);
	if (failed) {
		p->lx = lx;
		p->tok = tok;
		p->braces = braces;
		return false;
	}
	for (struct node *n = list.first, *next; n; n = next) {
		next = n->next;
		n->next = NULL;
		node_list_add(out, n);
	}
	return true;
}

/* "word:", "BEGIN {", "BEGIN," or "BEGIN /": as no C begins. */
static bool looks_like_clause(const char *text)
{
	size_t len = 0;
	bool has_colon = false;

	for (; lex_is_probe_char(text[len]); len++)
		has_colon |= text[len] == ':';
	if (!len || has_colon)
		return has_colon;
	while (isspace((unsigned char)text[len]))
		len++;
	return text[len] && strchr("{,/", text[len]);
}

static void skip(struct parser *p)
{
	if (looks_like_clause(p->tok.start) && !p->has_warned) {
		p->has_warned = true;
		diag_warn(p->dg, &p->tok.loc, D_SYNTAX,
			  "clauses mean nothing in a provider definition");
	}
	parser_skip_item(p);
}

static void begin_item(struct parser *p)
{
	struct diag *dg = p->lx.dg;

	parser_begin_item(p);
	p->lx.dg = NULL;
	parser_advance(p);
	p->lx.dg = dg;
}

void parser_declarations(struct parser *p, struct node_list *out)
{
	while (lex_peek(&p->lx) < p->lx.end) {
		begin_item(p);
		if (!begins_declaration(p) || !try_declaration(p, out))
			parser_skip_item(p);
	}
}

void parser_definitions(struct parser *p, struct node_list *out)
{
	while (lex_peek(&p->lx) < p->lx.end && !parser_has_given_up(p)) {
		parser_take_pragmas(p, out);
		begin_item(p);
		if (p->tok.kind == TOKEN_PROVIDER && parser_peek(p) == TOKEN_IDENT) {
			if (parser_provider(p, out))
				parser_skip_item(p);
		} else if (!begins_declaration(p) || !try_declaration(p, out)) {
			skip(p);
		}
	}
	parser_take_pragmas(p, out);
}
