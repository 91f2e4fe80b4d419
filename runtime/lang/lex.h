/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Text to tokens. What a piece of text is depends on where it stands ("tick-3s" is one probe
 * description, or a subtraction; '/' divides, or ends the predicate), and the parser knows where:
 * it asks for the next token by lex_next() or by lex_probe(), so there is no state to keep in step.
 * A lexer is a plain value: to look ahead, copy it and go on with the copy. */
#ifndef RUNTIME_LANG_LEX_H
#define RUNTIME_LANG_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/diag.h"
#include "runtime/lang/token.h"

struct arena;
struct node;
struct parse_opts;
struct source;

struct token {
	enum token_kind kind;
	struct loc loc;
	const char *start;	/* as written, in the source */
	size_t len;

	/* Words: the name; AGG: the name without @; PSPEC: macros replaced; STRING: its bytes. */
	const char *text;	/* else NULL */
	size_t text_len;
	uint64_t value;		/* INT; and as in struct node_int: */
	bool is_unsigned, is_long, is_char;
};

struct lexer {
	struct arena *arena;
	const struct parse_opts *opts;
	struct diag *dg;	/* NULL: silent */

	const char *at, *end;	/* *end is NUL */
	const char *line_text;	/* start of the line; */
	const char *file;	/* this and */
	uint32_t line;		/* this one as the last line marker has it */
	bool is_line_start;	/* nothing but blanks so far: '#' begins a control line */
	bool in_predicate;	/* for the parser to set: a '/' may be TOKEN_PRED_END */
	bool is_cut;		/* a comment or a string did not end: what is missing is in there */

	struct node *pragmas, *last_pragma;	/* found so far; the parser takes them */
};

void lex_init(struct lexer *lx, struct arena *arena, const struct source *src,
	      const struct parse_opts *opts, struct diag *dg);

/* The next token of an expression or a declaration. TOKEN_ERROR: malformed, told. At the end:
 * TOKEN_EOF again and again. */
void lex_next(struct lexer *lx, struct token *out);

/* The next token where a probe description is expected: TOKEN_PSPEC, or as lex_next() if there is
 * none. */
void lex_probe(struct lexer *lx, struct token *out);

/* Where the next token begins, behind blanks, comments and control lines. */
const char *lex_peek(struct lexer *lx);

bool lex_is_probe_char(char c);

/* The place of len bytes at text, which must be in the current line. */
struct loc lex_loc(const struct lexer *lx, const char *text, size_t len);

/* For the files that share the work: literals (lex_literal.c), control lines (lex_control.c),
 * macros (lex_macro.c). */
void lex_error(struct lexer *lx, const struct loc *loc, enum diag_tag tag, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
void lex_hint(struct lexer *lx, const char *text);
void lex_newline(struct lexer *lx);	/* steps over '\n' */
void lex_number(struct lexer *lx, struct token *out);
void lex_string(struct lexer *lx, struct token *out);
void lex_char(struct lexer *lx, struct token *out);
void lex_control(struct lexer *lx);
void lex_macro(struct lexer *lx, struct token *out);

/* Steps over $name or $$name and returns its value; NULL: it has none, told. At a '$' that begins
 * no macro *len is 0. */
const char *lex_macro_value(struct lexer *lx, size_t *len);

/* An identifier's kind and text; lx->at is behind it. */
void lex_word(struct lexer *lx, struct token *out, const char *text, size_t len);

#endif
