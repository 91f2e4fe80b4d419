/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The cursor over the tokens, and what happens after a mistake. */
#include "runtime/lang/parser.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/str.h"
#include "runtime/lang/source.h"

/* A text with more errors than this is something else than D. */
#define MAX_ERRORS 50
#define MAX_WARNINGS 50

void parser_init(struct parser *p, struct arena *arena, struct type_table *types,
		 const struct source *src, const struct parse_opts *opts, struct diag *dg)
{
	*p = (struct parser) {
		.arena = arena,
		.types = types,
		.opts = opts,
		.module = opts->module,
		.space = SPACE_USER,
		.dg = dg,
		.tok = { .kind = TOKEN_EOF, .start = src->text },
		.max_errors = diag_n_errors(dg) + MAX_ERRORS,
		.max_warnings = diag_n_warnings(dg) + MAX_WARNINGS,
	};
	lex_init(&p->lx, arena, src, opts, dg);
}

void parser_advance(struct parser *p)
{
	p->braces += p->tok.kind == TOKEN_LBRACE;
	p->braces -= p->tok.kind == TOKEN_RBRACE;
	p->prev_end = p->tok.start + p->tok.len;
	lex_next(&p->lx, &p->tok);
}

void parser_begin_item(struct parser *p)
{
	p->tok.kind = TOKEN_EOF;
	p->braces = 0;
}

enum token_kind parser_peek(const struct parser *p)
{
	struct lexer ahead = p->lx;
	struct token tok;

	ahead.dg = NULL;
	lex_next(&ahead, &tok);
	return tok.kind;
}

bool parser_accept(struct parser *p, enum token_kind kind)
{
	if (p->tok.kind != kind)
		return false;
	parser_advance(p);
	return true;
}

/* A malformed token is told already; so is what a comment or a string swallowed; so is the end. */
static bool is_told(struct parser *p)
{
	bool is_told = p->lx.is_cut || p->has_told_end;

	if (p->tok.kind != TOKEN_EOF)
		return p->tok.kind == TOKEN_ERROR;
	p->has_told_end = true;
	return is_told;
}

int parser_expected(struct parser *p, const char *what)
{
	const struct token *tok = &p->tok;

	if (is_told(p))
		return -EINVAL;
	if (tok->kind == TOKEN_EOF)
		return diag_error(p->dg, &tok->loc, D_SYNTAX,
				  "syntax error: expected %s before the end of the input", what);
	return diag_error(p->dg, &tok->loc, D_SYNTAX, "syntax error: expected %s before '%.*s'",
			  what, (int)(tok->len < 60 ? tok->len : 60), tok->start);
}

void parser_warn(struct parser *p, const struct loc *loc, enum diag_tag tag, const char *text)
{
	if (diag_n_warnings(p->dg) < p->max_warnings)
		diag_warn(p->dg, loc, tag, "%s", text);
}

int parser_at(struct parser *p, enum token_kind kind)
{
	char what[32];

	if (p->tok.kind == kind)
		return 0;
	snprintf(what, sizeof(what), "'%s'", token_info(kind)->spelling);
	return parser_expected(p, what);
}

int parser_expect(struct parser *p, enum token_kind kind)
{
	int ret = parser_at(p, kind);

	if (!ret)
		parser_advance(p);
	return ret;
}

const char *parser_expect_name(struct parser *p, const char *what)
{
	const char *name = p->tok.text;

	if (p->tok.kind != TOKEN_IDENT && !(parser_is_lenient(p) && token_is_word(p->tok.kind))) {
		parser_expected(p, what);
		return NULL;
	}
	parser_advance(p);
	return name;
}

bool parser_enter(struct parser *p)
{
	if (p->depth < PARSER_MAX_DEPTH) {
		p->depth++;
		return true;
	}
	diag_error(p->dg, &p->tok.loc, D_SYNTAX, "syntax error: nested too deeply");
	return false;
}

void parser_leave(struct parser *p)
{
	p->depth--;
}

bool parser_is_lenient(const struct parser *p)
{
	return p->opts->mode == PARSE_PROVIDER;
}

bool parser_has_given_up(const struct parser *p)
{
	return diag_n_errors(p->dg) >= p->max_errors;
}

static int bracket_change(enum token_kind kind)
{
	if (kind == TOKEN_LBRACE || kind == TOKEN_LPAREN || kind == TOKEN_LBRACKET)
		return 1;
	return kind == TOKEN_RBRACE || kind == TOKEN_RPAREN || kind == TOKEN_RBRACKET ? -1 : 0;
}

static struct diag *silence(struct parser *p)
{
	struct diag *dg = p->lx.dg;

	p->lx.dg = NULL;
	p->lx.in_predicate = false;
	return dg;
}

void parser_recover(struct parser *p)
{
	struct diag *dg = silence(p);
	int depth = 0;

	for (; p->tok.kind != TOKEN_EOF; parser_advance(p)) {
		enum token_kind kind = p->tok.kind;

		if (!depth && (kind == TOKEN_SEMI || kind == TOKEN_RBRACE))
			break;
		depth += kind == TOKEN_LBRACE;
		depth -= kind == TOKEN_RBRACE;
	}
	p->lx.dg = dg;
	parser_accept(p, TOKEN_SEMI);
}

void parser_skip_balanced(struct parser *p)
{
	struct diag *dg = silence(p);
	int depth = 0;

	do {
		depth += bracket_change(p->tok.kind);
		if (depth > 0)
			parser_advance(p);
	} while (depth > 0 && p->tok.kind != TOKEN_EOF);
	p->lx.dg = dg;
	if (p->tok.kind != TOKEN_EOF)
		parser_advance(p);
}

/* Does "provider NAME {" follow? */
static bool is_before_provider(struct parser *p)
{
	static const enum token_kind kinds[] = { TOKEN_PROVIDER, TOKEN_IDENT, TOKEN_LBRACE };
	struct lexer ahead = p->lx;

	if (strncmp(lex_peek(&ahead), "provider", 8))
		return false;
	for (int i = 0; i < 3; i++) {
		struct token tok;

		lex_next(&ahead, &tok);
		if (tok.kind != kinds[i])
			return false;
	}
	return true;
}

void parser_skip_item(struct parser *p)
{
	struct diag *dg = silence(p);

	for (; p->tok.kind != TOKEN_EOF; parser_advance(p)) {
		if (p->tok.kind == TOKEN_SEMI && p->braces <= 0)
			break;
		if (p->tok.kind == TOKEN_RBRACE && p->braces <= 1)
			break;
		if (parser_is_lenient(p) && is_before_provider(p))
			break;
	}
	p->lx.dg = dg;
}

void parser_skip_to(struct parser *p, enum token_kind one, enum token_kind other)
{
	struct diag *dg = silence(p);
	int depth = 0;

	while (p->tok.kind != TOKEN_EOF) {
		enum token_kind kind = p->tok.kind;

		if (!depth && (kind == one || kind == other || kind == TOKEN_SEMI))
			break;
		depth += bracket_change(kind);
		if (depth < 0)
			break;
		parser_advance(p);
	}
	p->lx.dg = dg;
}

struct diag *parser_begin_quiet(struct parser *p)
{
	struct diag *loud = p->dg;

	p->dg = p->lx.dg = diag_new();
	return loud;
}

bool parser_end_quiet(struct parser *p, struct diag *loud)
{
	bool failed = diag_n_errors(p->dg) > 0;

	diag_free(p->dg);
	p->dg = p->lx.dg = loud;
	p->has_told_end = false;
	return failed;
}

/* Behind the comment that begins at text, or text if none does. */
static const char *past_comment(const char *text, const char *end)
{
	const char *found;

	if (end - text < 2 || text[0] != '/' || (text[1] != '/' && text[1] != '*'))
		return text;
	if (text[1] == '/') {
		found = memchr(text, '\n', (size_t)(end - text));
		return found ? found : end;
	}
	found = memmem(text + 2, (size_t)(end - text - 2), "*/", 2);
	return found ? found + 2 : end;
}

const char *parser_text_since(const struct parser *p, const char *start)
{
	auto_str struct str out = { 0 };
	bool is_gap = false;

	while (start < p->prev_end) {
		const char *next = past_comment(start, p->prev_end);

		if (next > start || isspace((unsigned char)*start) || *start == '\\') {
			is_gap = true;
			start = next > start ? next : start + 1;
			continue;
		}
		if (is_gap && out.len)
			str_putc(&out, ' ');
		is_gap = false;
		str_putc(&out, *start++);
	}
	return arena_strndup(p->arena, str_text(&out), out.len);
}

void *parser_grow(struct parser *p, void *array, uint32_t n, size_t size)
{
	void *grown;

	if (n & (n - 1) || n == 1)
		return array;
	grown = arena_alloc(p->arena, size * (n ? n * 2 : 2));
	if (n)
		memcpy(grown, array, n * size);
	return grown;
}
