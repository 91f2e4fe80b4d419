/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/token.h"

#include <string.h>

static const struct token_info infos[] = {
#define TOKEN(kind, spelling, precedence, associativity)                                           \
	{ spelling, precedence, ASSOC_##associativity },
#include "runtime/lang/token.def"
#undef TOKEN
};

const struct token_info *token_info(enum token_kind kind)
{
	return &infos[kind];
}

static enum token_kind find(enum token_kind first, enum token_kind last, const char *text,
			    size_t len)
{
	for (unsigned int kind = first; kind <= last; kind++) {
		const char *spelling = infos[kind].spelling;

		if (strlen(spelling) == len && !memcmp(spelling, text, len))
			return kind;
	}
	return TOKEN_N_KINDS;
}

enum token_kind token_find_keyword(const char *text, size_t len)
{
	return find(TOKEN_FIRST_KEYWORD, TOKEN_N_KINDS - 1, text, len);
}

enum token_kind token_find_punct(const char *text, size_t max)
{
	for (size_t len = max < 3 ? max : 3; len > 0; len--) {
		enum token_kind kind = find(TOKEN_FIRST_PUNCT, TOKEN_LAST_PUNCT, text, len);

		if (kind != TOKEN_N_KINDS)
			return kind;
	}
	return TOKEN_N_KINDS;
}

bool token_is_word(enum token_kind kind)
{
	return kind == TOKEN_IDENT || kind >= TOKEN_FIRST_KEYWORD;
}
