/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Commands kept in environment variables, CC="gcc -m32", taken apart as a shell would: at blanks,
 * newlines among them, with quotes and backslashes, without any expansion. */
#ifndef DTRACE_GEN_WORDS_H
#define DTRACE_GEN_WORDS_H

#include <stdbool.h>

#include "runtime/base/vec.h"

struct words {
	VEC(char *) list;
};

/* Adds the words of a text. */
void words_split(struct words *words, const char *text);

/* Adds a copy of one word as it is. */
void words_add(struct words *words, const char *word);

/* Adds the NULL that ends an argument vector. */
char **words_argv(struct words *words);

bool words_contain(const struct words *words, const char *word);
void words_fini(struct words *words);

#define auto_words __attribute__((cleanup(words_fini)))

#endif
