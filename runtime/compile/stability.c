/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/compile/stability.h"

#include <string.h>
#include <strings.h>

#include "runtime/base/str.h"

const struct probe_attr stability_none = { "Private", "Private", "Unknown" };

/* From what changes at any time to what never does. */
static const char *const stabilities[] = { "Internal", "Private",  "Obsolete", "External",
					   "Unstable", "Evolving", "Stable",   "Standard" };
static const char *const classes[] = { "Unknown", "CPU", "Platform", "Group", "ISA", "Common" };

enum {
	N_STABILITIES = sizeof(stabilities) / sizeof(stabilities[0]),
	N_CLASSES = sizeof(classes) / sizeof(classes[0]),
};

static size_t rank(const char *const *words, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(words[i], word))
			return i;
	return 0;
}

static const char *lower_of(const char *const *words, size_t n, const char *a, const char *b)
{
	return rank(words, n, a) < rank(words, n, b) ? a : b;
}

/* The word at *at, which moves behind it and the '/'; NULL: unknown. */
static const char *next_word(const char **at, const char *const *words, size_t n)
{
	const size_t len = strcspn(*at, "/");
	const char *word = *at;

	*at += len + ((*at)[len] == '/');
	for (size_t i = 0; i < n; i++)
		if (strlen(words[i]) == len && !strncasecmp(words[i], word, len))
			return words[i];
	return NULL;
}

bool stability_parse(const char *text, struct probe_attr *out)
{
	out->name = next_word(&text, stabilities, N_STABILITIES);
	out->data = next_word(&text, stabilities, N_STABILITIES);
	out->class = next_word(&text, classes, N_CLASSES);
	return out->name && out->data && out->class && !*text;
}

void stability_print(struct str *out, const char *title, const struct probe_attr *attr)
{
	str_printf(out, "\n\t%s\n", title);
	str_printf(out, "\t\tIdentifier Names: %s\n", attr->name);
	str_printf(out, "\t\tData Semantics:   %s\n", attr->data);
	str_printf(out, "\t\tDependency Class: %s\n", attr->class);
}

struct probe_attr stability_lower(const struct probe_attr *a, const struct probe_attr *b)
{
	return (struct probe_attr){
		.name = lower_of(stabilities, N_STABILITIES, a->name, b->name),
		.data = lower_of(stabilities, N_STABILITIES, a->data, b->data),
		.class = lower_of(classes, N_CLASSES, a->class, b->class),
	};
}

bool stability_is_below(const struct probe_attr *a, const struct probe_attr *b)
{
	return rank(stabilities, N_STABILITIES, a->name) <
		       rank(stabilities, N_STABILITIES, b->name) ||
	       rank(stabilities, N_STABILITIES, a->data) <
		       rank(stabilities, N_STABILITIES, b->data) ||
	       rank(classes, N_CLASSES, a->class) < rank(classes, N_CLASSES, b->class);
}

int64_t stability_pack(const struct probe_attr *attr)
{
	return (int64_t)(rank(stabilities, N_STABILITIES, attr->name) << 16 |
			 rank(stabilities, N_STABILITIES, attr->data) << 8 |
			 rank(classes, N_CLASSES, attr->class));
}

struct probe_attr stability_unpack(int64_t packed)
{
	return (struct probe_attr){
		.name = stabilities[packed >> 16],
		.data = stabilities[packed >> 8 & 0xff],
		.class = classes[packed & 0xff],
	};
}

struct probe_attr stability_minimum(const struct probe *const *probes, uint32_t n)
{
	enum { NAME_PART = 3 };
	struct probe_attr min = { stabilities[N_STABILITIES - 1], stabilities[N_STABILITIES - 1],
				  classes[N_CLASSES - 1] };

	for (uint32_t i = 0; i < n; i++) {
		const struct probe_attr *attr =
			probes[i]->attrs ? &probes[i]->attrs[NAME_PART] : &stability_none;

		min = stability_lower(&min, attr);
	}
	return min;
}
