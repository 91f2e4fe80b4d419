/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A hash of names that lives in an arena and dies with it, for the tables of a compilation.
 * (base/map.h is on the heap and must be freed; what stands in an arena has nobody who would do
 * that.) */
#ifndef RUNTIME_LANG_NAMES_H
#define RUNTIME_LANG_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct arena;

struct name_entry {
	const char *name;
	void *value;
	struct name_entry *next_in_bucket;
	struct name_entry *next;	/* in the order of insertion */
};

/* All zero is valid and empty. */
struct names {
	struct name_entry **buckets;
	uint32_t n_buckets;		/* 0 or a power of two */
	struct name_entry *first, **last;
	uint32_t n;
};

/* NULL when absent. */
void *names_find(const struct names *names, const char *name);

/* Replaces an existing value. The name is copied into the arena. */
void names_set(struct names *names, struct arena *arena, const char *name, void *value);

/* The search for the name that was meant by one that nobody knows: the nearest of those tried, if
 * it is near enough. */
struct names_guess {
	const char *wanted;
	const char *best;	/* NULL: none was near */
	int distance;		/* only a nearer one is better */
};

void names_guess_init(struct names_guess *guess, const char *wanted);
void names_guess_try(struct names_guess *guess, const char *name);

#endif
