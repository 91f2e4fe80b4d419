/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Integers, strings and character constants. */
#include "runtime/lang/lex.h"

#include <ctype.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/str.h"

/* 16 is more than any digit of any base. */
static unsigned int digit_value(char c)
{
	if (isdigit((unsigned char)c))
		return (unsigned int)(c - '0');
	if (isxdigit((unsigned char)c))
		return (unsigned int)(tolower((unsigned char)c) - 'a' + 10);
	return 16;
}

/* u, l and ll in any order, each once; returns their length. */
static size_t suffix_len(const char *at, struct token *out)
{
	size_t len = 0;

	for (;;) {
		char c = at[len];

		if ((c == 'u' || c == 'U') && !out->is_unsigned) {
			out->is_unsigned = true;
			len++;
		} else if ((c == 'l' || c == 'L') && !out->is_long) {
			out->is_long = true;
			len += at[len + 1] == c ? 2 : 1;
		} else {
			return len;
		}
	}
}

/* C's rule for constants without a suffix: a decimal one takes the signed type that holds it,
 * others may take the unsigned one of the same size. Beyond all signed types everything is
 * unsigned. */
static bool becomes_unsigned(const struct token *tok, unsigned int base)
{
	if (tok->value > INT64_MAX)
		return true;
	return base != 10 && !tok->is_long && tok->value > INT32_MAX && tok->value <= UINT32_MAX;
}

static void malformed(struct lexer *lx, struct token *out, const char *digits, unsigned int base)
{
	struct loc loc;
	size_t len = 0;

	while (isalnum((unsigned char)lx->at[len]) || lx->at[len] == '_')
		len++;
	loc = lex_loc(lx, out->start, (size_t)(lx->at + len - out->start));
	if (lx->at == digits && !len)
		lex_error(lx, &loc, D_INT_DIGIT, "an integer has no digits");
	else if (lx->at == digits || isdigit((unsigned char)*lx->at))
		lex_error(lx, &loc, D_INT_DIGIT, "'%c' is not a digit of base %u", *lx->at, base);
	else
		lex_error(lx, &loc, D_SYNTAX, "syntax error: an integer cannot end in '%.*s'",
			  (int)len, lx->at);
	lx->at += len;
}

static unsigned int number_base(struct lexer *lx)
{
	if (lx->at[0] != '0')
		return 10;
	if ((lx->at[1] | 0x20) != 'x')
		return 8;
	lx->at += 2;
	return 16;
}

static void no_float(struct lexer *lx, struct token *out)
{
	struct loc loc;

	while (isalnum((unsigned char)*lx->at) || *lx->at == '.')
		lx->at++;
	loc = lex_loc(lx, out->start, (size_t)(lx->at - out->start));
	lex_error(lx, &loc, D_SYNTAX, "syntax error: D has no floating-point constants");
}

void lex_number(struct lexer *lx, struct token *out)
{
	unsigned int base = number_base(lx);
	const char *digits = lx->at;
	bool is_over = false;

	out->kind = TOKEN_INT;
	for (; digit_value(*lx->at) < base; lx->at++) {
		is_over |= __builtin_mul_overflow(out->value, base, &out->value);
		is_over |= __builtin_add_overflow(out->value, digit_value(*lx->at), &out->value);
	}
	if (lx->at == digits) {
		malformed(lx, out, digits, base);
		return;
	}
	if (*lx->at == '.' && isdigit((unsigned char)lx->at[1])) {
		no_float(lx, out);
		return;
	}
	lx->at += suffix_len(lx->at, out);
	if (isalnum((unsigned char)*lx->at) || *lx->at == '_')
		malformed(lx, out, digits, base);
	if (is_over) {
		struct loc loc = lex_loc(lx, out->start, (size_t)(lx->at - out->start));

		lex_error(lx, &loc, D_INT_OFLOW, "this integer does not fit in 64 bits");
	}
	out->is_unsigned |= becomes_unsigned(out, base);
}

static char simple_escape(char c)
{
	static const char names[] = "abfnrtv", values[] = "\a\b\f\n\r\t\v";
	const char *found = strchr(names, c);

	return found && c ? values[found - names] : c;
}

/* Behind the backslash: one byte's worth of it. */
static char escape(struct lexer *lx)
{
	unsigned int value = 0;

	if (digit_value(*lx->at) < 8) {
		for (int i = 0; i < 3 && digit_value(*lx->at) < 8; i++)
			value = value * 8 + digit_value(*lx->at++);
		return (char)value;
	}
	if (*lx->at == 'x' && digit_value(lx->at[1]) < 16) {
		for (lx->at++; digit_value(*lx->at) < 16; lx->at++)
			value = value * 16 + digit_value(*lx->at);
		return (char)value;
	}
	return simple_escape(*lx->at++);
}

/* The bytes up to the closing quote, and over it. False: the line ends first. */
static bool quoted(struct lexer *lx, char quote, struct str *out)
{
	lx->at++;
	while (lx->at < lx->end && *lx->at != '\n') {
		if (*lx->at == quote) {
			lx->at++;
			return true;
		}
		if (lx->at[0] == '\\' && lx->at[1] == '\n') {
			lx->at++;
			lex_newline(lx);
			lx->is_line_start = false;
		} else if (*lx->at == '\\' && lx->at + 1 < lx->end) {
			lx->at++;
			str_putc(out, escape(lx));
		} else {
			str_putc(out, *lx->at++);
		}
	}
	return false;
}

static void tell_open(struct lexer *lx, struct token *out, enum diag_tag tag, const char *what)
{
	struct loc loc = out->loc;

	loc.len = 1;
	lex_error(lx, &loc, tag, "syntax error: this %s does not end on its line", what);
	lx->is_cut |= lx->dg != NULL;
	out->kind = TOKEN_ERROR;
}

void lex_string(struct lexer *lx, struct token *out)
{
	auto_str struct str text = { 0 };
	char *copy;

	out->kind = TOKEN_STRING;
	if (!quoted(lx, '"', &text))
		tell_open(lx, out, D_STR_NL, "string");
	copy = arena_alloc(lx->arena, text.len + 1);
	memcpy(copy, str_text(&text), text.len);
	out->text = copy;
	out->text_len = text.len;
}

static void tell_char(struct lexer *lx, struct token *out, enum diag_tag tag, const char *text)
{
	struct loc loc = lex_loc(lx, out->start, (size_t)(lx->at - out->start));

	lex_error(lx, &loc, tag, "syntax error: %s", text);
}

/* Several characters are the bytes of a number, the first one the most significant. */
void lex_char(struct lexer *lx, struct token *out)
{
	auto_str struct str text = { 0 };

	out->kind = TOKEN_INT;
	out->is_char = true;
	if (!quoted(lx, '\'', &text))
		tell_open(lx, out, D_CHR_NL, "character constant");
	else if (!text.len)
		tell_char(lx, out, D_CHR_NULL, "a character constant cannot be empty");
	else if (text.len > sizeof(out->value))
		tell_char(lx, out, D_CHR_OFLOW, "a character constant has at most 8 characters");
	for (size_t i = 0; i < text.len; i++)
		out->value = out->value << 8 | (unsigned char)text.data[i];
}
