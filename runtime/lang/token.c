/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/token.h"

#include <string.h>

static const struct token_info infos[] = {
#define TOKEN(kind, spelling, precedence, associativity)                                           \
	{ spelling, sizeof(spelling) - 1, precedence, ASSOC_##associativity },
#include "runtime/lang/token.def"
#undef TOKEN
};

const struct token_info *token_info(enum token_kind kind)
{
	return &infos[kind];
}

/* All of D's libraries are read at each start, for their names; this is where the time goes. */
static bool begins_with(const char *text, size_t max, const struct token_info *info)
{
	return info->spelling[0] == text[0] && info->len <= max &&
	       !memcmp(info->spelling, text, info->len);
}

enum token_kind token_find_keyword(const char *text, size_t len)
{
	for (unsigned int kind = TOKEN_FIRST_KEYWORD; kind < TOKEN_N_KINDS; kind++)
		if (begins_with(text, len, &infos[kind]) && infos[kind].len == len)
			return kind;
	return TOKEN_N_KINDS;
}

enum token_kind token_find_punct(const char *text, size_t max)
{
	unsigned int found = TOKEN_N_KINDS;
	size_t len = 0;

	for (unsigned int kind = TOKEN_FIRST_PUNCT; max && kind <= TOKEN_LAST_PUNCT; kind++) {
		if (!begins_with(text, max, &infos[kind]) || infos[kind].len <= len)
			continue;
		found = kind;
		len = infos[kind].len;
	}
	return found;
}

bool token_is_word(enum token_kind kind)
{
	return kind == TOKEN_IDENT || kind >= TOKEN_FIRST_KEYWORD;
}
