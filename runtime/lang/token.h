/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The tokens of D. Spelling, precedence and associativity stand in token.def. */
#ifndef RUNTIME_LANG_TOKEN_H
#define RUNTIME_LANG_TOKEN_H

enum token_kind {
#define TOKEN(kind, spelling, precedence, associativity) TOKEN_##kind,
#include "runtime/lang/token.def"
#undef TOKEN
	TOKEN_N_KINDS
};

enum token_assoc { ASSOC_NONE, ASSOC_LEFT, ASSOC_RIGHT };

struct token_info {
	const char *spelling;	/* "+=", "sizeof"; for classes of tokens a description: "an identifier" */
	int precedence;		/* of the binary operator, 1 (comma) binds loosest; 0: none */
	enum token_assoc assoc;
};

const struct token_info *token_info(enum token_kind kind);

#endif
