/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Prints what the tables of the language hold, a line each, for what must be tested of every row:
 *
 *	variable pid
 *	option bufsize
 *	tag D_SYNTAX
 */
#include <stdio.h>

#include "runtime/base/diag.h"
#include "runtime/builtins/table.h"
#include "runtime/compile/options.h"
#include "runtime/lang/ast.h"
#include "runtime/lang/token.h"

static void list_builtins(void)
{
	static const char *const kinds[] = {
		[BUILTIN_VAR] = "variable",
		[BUILTIN_SUB] = "subroutine",
		[BUILTIN_ACT] = "action",
		[BUILTIN_AGG] = "aggregation",
	};

	for (uint32_t i = 0; i < builtins.n_lists; i++)
		for (const struct builtin *b = builtins.lists[i]; b->name; b++)
			printf("%s %s\n", b->flags & BUILTIN_REFUSED ? "refused" : kinds[b->kind],
			       b->name);
}

static void list_options(void)
{
	struct option_text option;

	for (uint32_t i = 0; i < options_count(); i++) {
		options_describe(i, &option);
		printf("option %s\n", option.name);
	}
	for (uint32_t i = 0; options_refused(i); i++)
		printf("refused-option %s\n", options_refused(i)->name);
}

int main(void)
{
	list_builtins();
	list_options();
	for (int tag = 0; tag < DIAG_N_TAGS; tag++)
		printf("tag %s\n", diag_tag_name((enum diag_tag)tag));
	for (int kind = 0; kind <= NODE_PRAGMA; kind++)
		printf("node %s\n", node_kind_name((enum node_kind)kind));
	for (int kind = TOKEN_COMMA; kind < TOKEN_N_KINDS; kind++)
		printf("token %s\n", token_info((enum token_kind)kind)->spelling);
	return 0;
}
