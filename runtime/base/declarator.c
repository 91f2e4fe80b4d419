/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/base/declarator.h"

#include <stdlib.h>

#include "runtime/base/str.h"

void declarator_prepend(struct str *decl, const char *text)
{
	char *rest = str_take(decl);

	str_printf(decl, "%s%s", text, rest);
	free(rest);
}

void declarator_append(struct str *decl, const char *text)
{
	if (*str_text(decl) == '*') {
		declarator_prepend(decl, "(");
		str_puts(decl, ")");
	}
	str_puts(decl, text);
}
