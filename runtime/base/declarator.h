/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Declarators of C, written from the name outwards: a pointer comes before what there is, an array
 * or the arguments of a function behind it. */
#ifndef RUNTIME_BASE_DECLARATOR_H
#define RUNTIME_BASE_DECLARATOR_H

struct str;

void declarator_prepend(struct str *decl, const char *text);

/* What begins with a pointer gets parentheses: they bind less. */
void declarator_append(struct str *decl, const char *text);

#endif
