/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A hash map from bytes (a string, an integer, a tuple) to a pointer. Keys are copied; values are
 * the caller's. Iteration is in the order of insertion. */
#ifndef RUNTIME_BASE_MAP_H
#define RUNTIME_BASE_MAP_H

#include <stddef.h>

struct map;

struct map_entry {
	const void *key;
	size_t key_size;	/* a string's key does not count its NUL, but the copy has one */
	void *value;
};

struct map *map_new(void);
void map_free(struct map *map);
size_t map_len(const struct map *map);

/* NULL when absent. */
void *map_find(const struct map *map, const void *key, size_t size);
void *map_find_str(const struct map *map, const char *key);

/* Replaces an existing value. */
void map_set(struct map *map, const void *key, size_t size, void *value);
void map_set_str(struct map *map, const char *key, void *value);

/* The i-th entry, 0 <= i < map_len(). It is valid until the next map_set(); its key as long as the
 * map. */
const struct map_entry *map_at(const struct map *map, size_t i);

#endif
