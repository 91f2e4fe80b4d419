/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The tokens of D. Spelling, precedence and associativity stand in token.def. */
#ifndef RUNTIME_LANG_TOKEN_H
#define RUNTIME_LANG_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
#define TOKEN(kind, spelling, precedence, associativity) TOKEN_##kind,
#include "runtime/lang/token.def"
#undef TOKEN
	TOKEN_N_KINDS,

	/* The ranges of token.def. */
	TOKEN_FIRST_PUNCT = TOKEN_COMMA,
	TOKEN_LAST_PUNCT = TOKEN_BACKQUOTE,
	TOKEN_FIRST_KEYWORD = TOKEN_SELF,
};

enum token_assoc { ASSOC_NONE, ASSOC_LEFT, ASSOC_RIGHT };

struct token_info {
	const char *spelling;	/* "+=", "sizeof"; of a class a description: "an identifier" */
	size_t len;		/* of the spelling */
	int precedence;		/* of the binary operator, 1 (comma) binds loosest; 0: none */
	enum token_assoc assoc;
};

const struct token_info *token_info(enum token_kind kind);

/* The keyword that is exactly this text; TOKEN_N_KINDS: none. */
enum token_kind token_find_keyword(const char *text, size_t len);

/* The longest operator or bracket that the text begins with, of at most max bytes; TOKEN_N_KINDS:
 * none. */
enum token_kind token_find_punct(const char *text, size_t max);

/* An identifier or a keyword? What follows a dot may be either. */
bool token_is_word(enum token_kind kind);

#endif
