/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/base/glob.h"

#include <stddef.h>
#include <string.h>

/* One character of a set, its backslash removed; *at moves behind it. */
static unsigned char set_char(const char **at)
{
	if (**at == '\\' && (*at)[1])
		(*at)++;
	return (unsigned char)*(*at)++;
}

/* Is c in the set whose text begins behind '['? *at moves behind its ']', or becomes NULL if there
 * is none. */
static bool set_has(const char **at, unsigned char c)
{
	const char *p = *at;
	bool negated = *p == '!';
	bool found = false;

	p += negated;
	while (*p && *p != ']') {
		unsigned char from = set_char(&p);
		unsigned char to = from;

		if (p[0] == '-' && p[1] && p[1] != ']') {
			p++;
			to = set_char(&p);
		}
		found |= from <= c && c <= to;
	}
	*at = *p ? p + 1 : NULL;
	return found != negated;
}

/* Does one element of the pattern, which is not '*', match the character c? Returns what follows
 * the element, or NULL. A set that is not closed matches nothing. */
static const char *match_one(const char *p, char c)
{
	if (!*p || !c)
		return NULL;
	if (*p == '?')
		return p + 1;
	if (*p == '[') {
		p++;
		return set_has(&p, (unsigned char)c) ? p : NULL;
	}
	if (*p == '\\' && p[1])
		p++;
	return *p == c ? p + 1 : NULL;
}

/* After a mismatch only the last '*' need take one character more: what an earlier one could still
 * take, the last can too. So the time is at most the product of the lengths. */
bool glob_match(const char *pattern, const char *text)
{
	const char *p = pattern;
	const char *star = NULL;  /* behind the last '*' */
	const char *taken = NULL; /* where the text goes on if that '*' ends here */
	const char *next;

	if (!*pattern)
		return true;
	while (*text || *p) {
		if (*p == '*') {
			star = ++p;
			taken = text;
		} else if ((next = match_one(p, *text))) {
			p = next;
			text++;
		} else if (star && *taken) {
			p = star;
			text = ++taken;
		} else {
			return false;
		}
	}
	return true;
}

bool glob_is_pattern(const char *pattern)
{
	return strpbrk(pattern, "*?[\\") != NULL;
}
