/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/names.h"

#include <string.h>

#include "runtime/base/arena.h"

#define FIRST_BUCKETS 16

#define DISTANCE_MAX_LEN 31

static uint32_t hash_name(const char *name)
{
	uint32_t h = 2166136261u;	/* FNV-1a */

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 16777619u;
	return h ^ h >> 16;
}

static struct name_entry **bucket_of(const struct names *names, const char *name)
{
	return &names->buckets[hash_name(name) & (names->n_buckets - 1)];
}

static struct name_entry *find_entry(const struct names *names, const char *name)
{
	struct name_entry *e = names->n_buckets ? *bucket_of(names, name) : NULL;

	while (e && strcmp(e->name, name))
		e = e->next_in_bucket;
	return e;
}

void *names_find(const struct names *names, const char *name)
{
	const struct name_entry *e = find_entry(names, name);

	return e ? e->value : NULL;
}

static void put_in_bucket(struct names *names, struct name_entry *e)
{
	struct name_entry **bucket = bucket_of(names, e->name);

	e->next_in_bucket = *bucket;
	*bucket = e;
}

/* The old buckets are left to the arena: all of them together are as large as the new ones. */
static void grow(struct names *names, struct arena *arena)
{
	names->n_buckets = names->n_buckets ? names->n_buckets * 2 : FIRST_BUCKETS;
	names->buckets = arena_make_n(arena, struct name_entry *, names->n_buckets);
	for (struct name_entry *e = names->first; e; e = e->next)
		put_in_bucket(names, e);
}

void names_set(struct names *names, struct arena *arena, const char *name, void *value)
{
	struct name_entry *e = find_entry(names, name);

	if (e) {
		e->value = value;
		return;
	}
	if (names->n == names->n_buckets)
		grow(names, arena);
	e = arena_make(arena, struct name_entry);
	e->name = arena_strdup(arena, name);
	e->value = value;
	put_in_bucket(names, e);
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

/* The rows of the table of distances between beginnings of a and b: the one that is computed and
 * the two above. */
struct rows {
	int before[DISTANCE_MAX_LEN + 1], above[DISTANCE_MAX_LEN + 1], row[DISTANCE_MAX_LEN + 1];
};

static void compute_row(struct rows *r, const char *a, const char *b, int i, int len_b)
{
	memcpy(r->before, r->above, sizeof(r->above));
	memcpy(r->above, r->row, sizeof(r->row));
	r->row[0] = i;
	for (int j = 1; j <= len_b; j++) {
		int change = r->above[j - 1] + (a[i - 1] != b[j - 1]);

		r->row[j] = min3(r->above[j] + 1, r->row[j - 1] + 1, change);
		if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
			r->row[j] = min3(r->row[j], r->row[j], r->before[j - 2] + 1);
	}
}

/* How many letters must be changed, left out, put in or swapped with the next one to make b of a;
 * limit when that many or more. */
static int distance(const char *a, const char *b, int limit)
{
	struct rows r = { 0 };
	int len_a = (int)strlen(a), len_b = (int)strlen(b);

	if (len_a > DISTANCE_MAX_LEN || len_b > DISTANCE_MAX_LEN)
		return limit;
	for (int j = 0; j <= len_b; j++)
		r.row[j] = j;
	for (int i = 1; i <= len_a; i++)
		compute_row(&r, a, b, i, len_b);
	return r.row[len_b] < limit ? r.row[len_b] : limit;
}

/* One mistake in a short name and two in a longer one. A name of two letters is as near to too many
 * others. */
void names_guess_init(struct names_guess *guess, const char *wanted)
{
	size_t len = strlen(wanted);

	*guess = (struct names_guess){ .wanted = wanted };
	guess->distance = len < 3 ? 1 : len < 8 ? 2 : 3;
}

void names_guess_try(struct names_guess *guess, const char *name)
{
	int d = distance(guess->wanted, name, guess->distance);

	if (d < guess->distance) {
		guess->best = name;
		guess->distance = d;
	}
}
