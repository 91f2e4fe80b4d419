/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What a binary tells tracers of a provider's types: a definition in D, reduced to types, probes
 * and attributes (sdk/include/usdt_note.h). */
#ifndef DTRACE_GEN_DEFINITION_H
#define DTRACE_GEN_DEFINITION_H

struct model;
struct model_provider;
struct str;

/* Appends the definition. It has no '"' and no '\', a blank never stands before a '*', and a
 * newline is behind every line. Types that pointers lead to are told up to some 16 KB. */
void definition_print(const struct model *model, const struct model_provider *provider,
		      struct str *out);

/* A name for the text, the same for equal ones: "_.fasttrap.shop.1f3a...". */
void definition_symbol(const struct model_provider *provider, const char *text, struct str *out);

#endif
