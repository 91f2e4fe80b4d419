/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/names.h"

#include <string.h>

#include "runtime/base/arena.h"

#define DISTANCE_MAX_LEN 31

static uint32_t hash_name(const char *name)
{
	uint32_t h = 2166136261u;	/* FNV-1a */

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 16777619u;
	return (h ^ h >> 16) % NAMES_N_BUCKETS;
}

static struct name_entry *find_entry(const struct names *names, const char *name)
{
	struct name_entry *e = names->buckets[hash_name(name)];

	while (e && strcmp(e->name, name))
		e = e->next_in_bucket;
	return e;
}

void *names_find(const struct names *names, const char *name)
{
	const struct name_entry *e = find_entry(names, name);

	return e ? e->value : NULL;
}

void names_set(struct names *names, struct arena *arena, const char *name, void *value)
{
	struct name_entry *e = find_entry(names, name);
	struct name_entry **bucket;

	if (e) {
		e->value = value;
		return;
	}
	bucket = &names->buckets[hash_name(name)];
	e = arena_make(arena, struct name_entry);
	e->name = arena_strdup(arena, name);
	e->value = value;
	e->next_in_bucket = *bucket;
	*bucket = e;
	if (!names->last)
		names->last = &names->first;
	*names->last = e;
	names->last = &e->next;
	names->n++;
}

static int min3(int a, int b, int c)
{
	int m = a < b ? a : b;

	return m < c ? m : c;
}

/* Levenshtein's distance, one row of the table at a time. */
int names_distance(const char *a, const char *b, int limit)
{
	int row[DISTANCE_MAX_LEN + 1];
	int len_a = (int)strlen(a), len_b = (int)strlen(b);

	if (len_a > DISTANCE_MAX_LEN || len_b > DISTANCE_MAX_LEN)
		return limit;
	for (int j = 0; j <= len_b; j++)
		row[j] = j;
	for (int i = 1; i <= len_a; i++) {
		int diagonal = row[0];

		row[0] = i;
		for (int j = 1; j <= len_b; j++) {
			int change = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = min3(row[j] + 1, row[j - 1] + 1, change);
		}
	}
	return row[len_b] < limit ? row[len_b] : limit;
}
