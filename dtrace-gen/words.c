/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/words.h"

#include <ctype.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/str.h"

/* One word from text, into out; returns where it ends. A backslash before a newline joins lines. */
static const char *scan_word(const char *text, struct str *out)
{
	char quote = '\0';

	for (; *text && (quote || !isspace((unsigned char)*text)); text++) {
		if (*text == '\\' && text[1] && quote != '\'') {
			text++;
			if (*text != '\n')
				str_putc(out, *text);
		} else if (quote ? *text == quote : *text == '\'' || *text == '"') {
			quote = quote ? '\0' : *text;
		} else {
			str_putc(out, *text);
		}
	}
	return text;
}

void words_split(struct words *words, const char *text)
{
	for (;;) {
		auto_str struct str word = { 0 };

		while (isspace((unsigned char)*text))
			text++;
		if (!*text)
			return;
		text = scan_word(text, &word);
		if (word.len)
			words_add(words, str_text(&word));
	}
}

void words_add(struct words *words, const char *word)
{
	vec_push(&words->list, xstrdup(word));
}

char **words_argv(struct words *words)
{
	vec_push(&words->list, NULL);
	words->list.len--;
	return words->list.data;
}

bool words_contain(const struct words *words, const char *word)
{
	vec_each(w, &words->list)
		if (!strcmp(*w, word))
			return true;
	return false;
}

void words_fini(struct words *words)
{
	vec_each(w, &words->list)
		free(*w);
	vec_fini(&words->list);
}
