/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Where a predicate ends
 *
 * '/' opens a predicate, divides in it, and closes it: in "/a / 2/ { }" the second one divides and
 * the third one closes. The rule is DTrace's: a '/' closes if the next thing behind it, blanks and
 * comments aside, is '{', ';', another '/' or the end. None of them can begin an operand. DTrace
 * has no "//" comments; we have, so two slashes that touch are a comment, except where the first
 * one closes because a comment follows it: "/a/// why". */
#include "runtime/lang/lex.h"

#include <ctype.h>
#include <limits.h>
#include <stdarg.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/str.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/source.h"

void lex_init(struct lexer *lx, struct arena *arena, const struct source *src,
	      const struct parse_opts *opts, struct diag *dg)
{
	*lx = (struct lexer) {
		.arena = arena,
		.opts = opts,
		.dg = dg,
		.at = src->text,
		.end = src->text + src->len,
		.line_text = src->text,
		.file = src->name,
		.line = 1,
		.is_line_start = true,
	};
}

struct loc lex_loc(const struct lexer *lx, const char *text, size_t len)
{
	size_t col = (size_t)(text - lx->line_text) + 1;

	return (struct loc) {
		.file = lx->file,
		.text = lx->line_text,
		.line = lx->line,
		.col = col < UINT16_MAX ? (uint16_t)col : UINT16_MAX,
		.len = len < UINT16_MAX ? (uint16_t)len : UINT16_MAX,
	};
}

void lex_error(struct lexer *lx, const struct loc *loc, enum diag_tag tag, const char *fmt, ...)
{
	va_list ap;

	if (!lx->dg)
		return;
	va_start(ap, fmt);
	diag_error(lx->dg, loc, tag, "%s", arena_vprintf(lx->arena, fmt, ap));
	va_end(ap);
}

void lex_hint(struct lexer *lx, const char *text)
{
	if (lx->dg)
		diag_hint(lx->dg, "%s", text);
}

static bool is_word_start(char c)
{
	return isalpha((unsigned char)c) || c == '_';
}

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

bool lex_is_probe_char(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("-$:_.`?*[]!\\^+~", c));
}

void lex_newline(struct lexer *lx)
{
	lx->at++;
	lx->line++;
	lx->line_text = lx->at;
	lx->is_line_start = true;
}

/* The length of a backslash that continues the line, with the end of the line; 0: it is none. */
static size_t continuation_len(const char *at)
{
	if (at[0] != '\\')
		return 0;
	if (at[1] == '\n')
		return 2;
	return at[1] == '\r' && at[2] == '\n' ? 3 : 0;
}

static const char *comment_end(const char *at, const char *end)
{
	if (at[1] == '/') {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		return newline ? newline : end;
	}
	for (at += 2; at < end; at++) {
		if (at[0] == '*' && at[1] == '/')
			return at + 2;
	}
	return NULL;
}

static bool is_comment(const char *at)
{
	return at[0] == '/' && (at[1] == '/' || at[1] == '*');
}

/* Behind blanks and comments, without noticing lines. */
static const char *past_blanks(const char *at, const char *end)
{
	for (;;) {
		size_t len = continuation_len(at);

		if (len)
			at += len;
		else if (isspace((unsigned char)*at))
			at++;
		else if (!is_comment(at))
			return at;
		else if (!(at = comment_end(at, end)))
			return end;
	}
}

static bool is_predicate_end(const struct lexer *lx)
{
	const char *next;

	if (!lx->in_predicate || *lx->at != '/')
		return false;
	next = past_blanks(lx->at + 1, lx->end);
	if (*next == '/')
		return next > lx->at + 1;
	return next == lx->end || *next == '{' || *next == ';';
}

static void skip_comment(struct lexer *lx)
{
	const char *end = comment_end(lx->at, lx->end);
	bool was_line_start = lx->is_line_start;

	if (!end) {
		struct loc loc = lex_loc(lx, lx->at, 2);

		lex_error(lx, &loc, D_COMMENT, "this comment does not end");
		end = lx->end;
		lx->is_cut |= lx->dg != NULL;	/* told, then */
	}
	while (lx->at < end) {
		if (*lx->at == '\n')
			lex_newline(lx);
		else
			lx->at++;
	}
	lx->is_line_start |= was_line_start;
}

static void skip_blanks(struct lexer *lx)
{
	while (lx->at < lx->end) {
		size_t len = continuation_len(lx->at);

		if (len) {
			lx->at += len - 1;
			lex_newline(lx);
		} else if (*lx->at == '\n') {
			lex_newline(lx);
		} else if (isspace((unsigned char)*lx->at)) {
			lx->at++;
		} else if (*lx->at == '#' && lx->is_line_start) {
			lex_control(lx);
		} else if (is_comment(lx->at) && !is_predicate_end(lx)) {
			skip_comment(lx);
		} else {
			break;
		}
	}
}

const char *lex_peek(struct lexer *lx)
{
	skip_blanks(lx);
	return lx->at;
}

void lex_word(struct lexer *lx, struct token *out, const char *text, size_t len)
{
	enum token_kind keyword = token_find_keyword(text, len);

	out->kind = keyword == TOKEN_N_KINDS ? TOKEN_IDENT : keyword;
	out->text = arena_strndup(lx->arena, text, len);
	out->text_len = len;
}

/* Builds define probes with '$' and with digits in front too, and no macro variables. */
static bool is_lenient(const struct lexer *lx)
{
	return lx->opts->mode == PARSE_PROVIDER;
}

static size_t word_len(const struct lexer *lx, const char *at)
{
	size_t len = 0;

	while (is_word_char(at[len]) || (at[len] == '$' && is_lenient(lx)))
		len++;
	return len;
}

/* "1st" and "$x", but not "0x1fUL". */
static bool is_lenient_word(const struct lexer *lx)
{
	static const char decimal[] = "0123456789", hex[] = "0123456789abcdefABCDEF";
	bool is_hex = lx->at[0] == '0' && (lx->at[1] | 0x20) == 'x';
	size_t len = is_lenient(lx) ? word_len(lx, lx->at) : 0;
	size_t n = is_hex ? 2 + strspn(lx->at + 2, hex) : strspn(lx->at, decimal);

	return n + strspn(lx->at + n, "uUlL") < len;
}

/* A file as the module of a symbol or a type has dots: libc.so.6`environ. 0: this is none. */
static size_t file_len(const char *at)
{
	size_t len = 0;

	while (len < NAME_MAX && (is_word_char(at[len]) || at[len] == '.'))
		len++;
	return at[len] == '`' ? len : 0;
}

static void word(struct lexer *lx, struct token *out)
{
	size_t len = word_len(lx, lx->at);

	if (lx->at[len] == '.' && file_len(lx->at))
		len = file_len(lx->at);
	lex_word(lx, out, lx->at, len);
	lx->at += len;
}

static void aggregation(struct lexer *lx, struct token *out)
{
	size_t len = word_len(lx, lx->at + 1);

	out->kind = TOKEN_AGG;
	out->text = arena_strndup(lx->arena, lx->at + 1, len);
	out->text_len = len;
	lx->at += 1 + len;
}

/* A character of several bytes (UTF-8) is one mistake. */
static size_t char_len(const char *at)
{
	size_t len = 1;

	while (((unsigned char)at[len] & 0xc0) == 0x80)
		len++;
	return len;
}

static void stray(struct lexer *lx, struct token *out)
{
	unsigned char c = (unsigned char)*lx->at;
	size_t len = char_len(lx->at);
	struct loc loc = lex_loc(lx, lx->at, len);

	if (isprint(c))
		lex_error(lx, &loc, D_SYNTAX, "syntax error: stray '%c'", c);
	else
		lex_error(lx, &loc, D_SYNTAX, "syntax error: stray byte 0x%02x", c);
	if (c == '#')
		lex_hint(lx, "a control line has nothing before its #");
	out->kind = TOKEN_ERROR;
	lx->at += len;
}

static void punct(struct lexer *lx, struct token *out)
{
	enum token_kind kind;

	if (is_predicate_end(lx)) {
		out->kind = TOKEN_PRED_END;
		lx->at++;
		return;
	}
	kind = token_find_punct(lx->at, (size_t)(lx->end - lx->at));
	if (kind == TOKEN_N_KINDS) {
		stray(lx, out);
		return;
	}
	out->kind = kind;
	lx->at += token_info(kind)->len;
}

static void begin(struct lexer *lx, struct token *out)
{
	skip_blanks(lx);
	*out = (struct token) { .start = lx->at, .loc = lex_loc(lx, lx->at, 0) };
	lx->is_line_start = false;
}

static void finish(struct lexer *lx, struct token *out)
{
	size_t len = (size_t)(lx->at - out->start);

	out->len = len;
	out->loc.len = len < UINT16_MAX ? (uint16_t)len : UINT16_MAX;
}

void lex_next(struct lexer *lx, struct token *out)
{
	char c;

	begin(lx, out);
	c = *lx->at;
	if (lx->at == lx->end)
		out->kind = TOKEN_EOF;
	else if (is_word_start(c) || is_lenient_word(lx))
		word(lx, out);
	else if (isdigit((unsigned char)c))
		lex_number(lx, out);
	else if (c == '"')
		lex_string(lx, out);
	else if (c == '\'')
		lex_char(lx, out);
	else if (c == '@')
		aggregation(lx, out);
	else if (c == '$')
		lex_macro(lx, out);
	else
		punct(lx, out);
	finish(lx, out);
}

static const char target[] = "$target";

static bool is_target(const char *at)
{
	return !strncmp(at, target, sizeof(target) - 1) && !is_word_start(at[sizeof(target) - 1]) &&
	       !isdigit((unsigned char)at[sizeof(target) - 1]);
}

/* One character of a probe description, or a macro's value; a backslash takes one along. */
static void probe_char(struct lexer *lx, struct str *text)
{
	if (lx->opts->keeps_target && is_target(lx->at)) {
		str_append(text, lx->at, sizeof(target) - 1);
		lx->at += sizeof(target) - 1;
		return;
	}
	if (*lx->at == '$') {
		size_t len;
		const char *value = lex_macro_value(lx, &len);

		if (len) {
			str_puts(text, value ? value : "");
			return;
		}
	} else if (*lx->at == '\\' && lx->at + 1 < lx->end) {
		str_putc(text, *lx->at++);
	}
	str_putc(text, *lx->at++);
}

/* The module of the pid provider may be a path: pid1234:/usr/bin/cat:main:entry. Elsewhere a slash
 * begins a predicate, and so it does here if no colon follows. */
static bool is_path(const struct lexer *lx, const struct str *text)
{
	const char *const spec = str_text(text), *const colon = strchr(spec, ':');

	if (*lx->at != '/' || strncmp(spec, "pid", 3) != 0 || !colon || strchr(colon + 1, ':'))
		return false;
	return colon[1] == '/' || (!colon[1] && lx->at[strcspn(lx->at, ": \t\n{")] == ':');
}

void lex_probe(struct lexer *lx, struct token *out)
{
	auto_str struct str text = { 0 };

	begin(lx, out);
	if (!lex_is_probe_char(*lx->at)) {
		lex_next(lx, out);
		return;
	}
	while ((lex_is_probe_char(*lx->at) || is_path(lx, &text)) && !continuation_len(lx->at))
		probe_char(lx, &text);
	out->kind = TOKEN_PSPEC;
	out->text = arena_strndup(lx->arena, str_text(&text), text.len);
	out->text_len = text.len;
	finish(lx, out);
}
