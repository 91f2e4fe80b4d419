/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/base/map.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/vec.h"

/* The entries stand in an array in the order they came. The table beside it is the hash: open
 * addressing with linear probing, each slot the number of an entry plus one, 0 for a free slot.
 * Nothing is ever removed, so a search ends at the first free slot. The table is kept at most half
 * full. */
struct hashed {
	struct map_entry entry;
	uint32_t hash;
};

struct map {
	VEC(struct hashed) entries;
	uint32_t *slots;
	uint32_t n_slots; /* 0 or a power of two */
	struct arena *keys;
};

struct map *map_new(void)
{
	struct map *map = xcalloc(1, sizeof(*map));

	map->keys = arena_new();
	return map;
}

void map_free(struct map *map)
{
	if (!map)
		return;
	vec_fini(&map->entries);
	free(map->slots);
	arena_free(map->keys);
	free(map);
}

size_t map_len(const struct map *map)
{
	return map->entries.len;
}

/* Eight bytes at a time: multiply to spread upwards, shift to bring the spread back down. */
static uint32_t hash_bytes(const void *key, size_t size)
{
	const unsigned char *p = key;
	uint64_t hash = size * UINT64_C(0x9e3779b97f4a7c15);

	while (size) {
		size_t n = size < 8 ? size : 8;
		uint64_t word = 0;

		memcpy(&word, p, n);
		hash = (hash ^ word) * UINT64_C(0xff51afd7ed558ccd);
		hash ^= hash >> 32;
		p += n;
		size -= n;
	}
	return (uint32_t)hash;
}

static bool is_key(const struct hashed *h, uint32_t hash, const void *key, size_t size)
{
	return h->hash == hash && h->entry.key_size == size &&
	       (!size || !memcmp(h->entry.key, key, size));
}

/* The slot of the key, or the free one where it belongs. The table is not empty. */
static uint32_t *slot_of(const struct map *map, uint32_t hash, const void *key, size_t size)
{
	uint32_t mask = map->n_slots - 1;
	uint32_t i = hash & mask;

	while (map->slots[i] && !is_key(&map->entries.data[map->slots[i] - 1], hash, key, size))
		i = (i + 1) & mask;
	return &map->slots[i];
}

void *map_find(const struct map *map, const void *key, size_t size)
{
	uint32_t slot;

	if (!map->n_slots)
		return NULL;
	slot = *slot_of(map, hash_bytes(key, size), key, size);
	return slot ? map->entries.data[slot - 1].entry.value : NULL;
}

static void grow_table(struct map *map)
{
	uint32_t n = map->n_slots ? map->n_slots * 2 : 16;
	uint32_t i;

	free(map->slots);
	map->slots = xcalloc(n, sizeof(*map->slots));
	map->n_slots = n;
	for (uint32_t e = 0; e < map->entries.len; e++) {
		i = map->entries.data[e].hash & (n - 1);
		while (map->slots[i])
			i = (i + 1) & (n - 1);
		map->slots[i] = e + 1;
	}
}

static const void *copy_key(struct map *map, const void *key, size_t size)
{
	char *copy = arena_alloc(map->keys, size + 1);

	if (size)
		memcpy(copy, key, size);
	return copy;
}

void map_set(struct map *map, const void *key, size_t size, void *value)
{
	uint32_t hash = hash_bytes(key, size);
	uint32_t *slot;
	struct hashed *h;

	if (map->entries.len >= map->n_slots / 2)
		grow_table(map);
	slot = slot_of(map, hash, key, size);
	if (*slot) {
		map->entries.data[*slot - 1].entry.value = value;
		return;
	}
	h = vec_add(&map->entries);
	h->entry = (struct map_entry){ copy_key(map, key, size), size, value };
	h->hash = hash;
	*slot = (uint32_t)map->entries.len;
}

void *map_find_str(const struct map *map, const char *key)
{
	return map_find(map, key, strlen(key));
}

void map_set_str(struct map *map, const char *key, void *value)
{
	map_set(map, key, strlen(key), value);
}

const struct map_entry *map_at(const struct map *map, size_t i)
{
	return &map->entries.data[i].entry;
}
