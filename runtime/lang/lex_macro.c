/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Macro variables: $1, $target and the like stand for what the command line or the process says. */
#include "runtime/lang/lex.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/lang/parse.h"

/* The name behind '$': digits, or an identifier. */
static size_t name_len(const char *at)
{
	bool is_number = isdigit((unsigned char)*at);
	size_t len = 0;

	while (is_number ? isdigit((unsigned char)at[len])
			 : isalnum((unsigned char)at[len]) || at[len] == '_')
		len++;
	return len;
}

static const char *ask(const struct lexer *lx, const char *name)
{
	return lx->opts->macro ? lx->opts->macro(lx->opts->macro_ctx, name) : NULL;
}

static void tell_undefined(struct lexer *lx, const char *name, size_t len)
{
	struct loc loc = lex_loc(lx, lx->at, len);

	lex_error(lx, &loc, D_MACRO_UNDEF, "macro variable $%s has no value", name);
	if (isdigit((unsigned char)*name))
		lex_hint(lx, "it is an argument of the command line; "
			     "-x defaultargs makes missing ones 0 or \"\"");
	else if (!strcmp(name, "target"))
		lex_hint(lx, "it is the process of -p or -c");
}

const char *lex_macro_value(struct lexer *lx, size_t *len)
{
	size_t n_dollars = lx->at[1] == '$' ? 2 : 1;
	size_t n = name_len(lx->at + n_dollars);
	const char *name, *value;

	*len = n ? n_dollars + n : 0;
	if (!n)
		return NULL;
	name = arena_strndup(lx->arena, lx->at + n_dollars, n);
	value = ask(lx, name);
	if (!value)
		tell_undefined(lx, name, *len);
	lx->at += *len;
	return value;
}

static bool parse_int(const char *text, uint64_t *value)
{
	bool is_negative = *text == '-';
	char *end;

	text += is_negative;
	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*value = strtoull(text, &end, 0);
	if (is_negative)
		*value = -*value;
	return !errno && !*end;
}

static bool is_identifier(const char *text)
{
	return !isdigit((unsigned char)*text) && *text && !text[name_len(text)];
}

static void set_string(struct lexer *lx, struct token *out, const char *value)
{
	out->kind = TOKEN_STRING;
	out->text = arena_strdup(lx->arena, value);
	out->text_len = strlen(value);
}

/* $x: an integer if its text is one, else an identifier, else a string; empty (a default) is 0.
 * $$x: always a string. What has no value is 0 from here on, so that it is told once. */
void lex_macro(struct lexer *lx, struct token *out)
{
	bool is_text = lx->at[1] == '$';
	size_t len;
	const char *value = lex_macro_value(lx, &len);

	if (!len) {
		struct loc loc = lex_loc(lx, lx->at++, 1);

		lex_error(lx, &loc, D_SYNTAX,
			  "syntax error: '$' without the name of a macro variable");
		out->kind = TOKEN_ERROR;
	} else if (is_text) {
		set_string(lx, out, value ? value : "");
	} else if (!value || !*value || parse_int(value, &out->value)) {
		out->kind = TOKEN_INT;
		out->is_unsigned = out->value > INT64_MAX && *value != '-';
	} else if (is_identifier(value)) {
		lex_word(lx, out, value, strlen(value));
	} else {
		set_string(lx, out, value);
	}
}
