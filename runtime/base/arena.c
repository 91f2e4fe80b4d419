/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"

#define FIRST_CHUNK 4096
#define LAST_CHUNK (256 * 1024)

/* Chunks double from FIRST_CHUNK to LAST_CHUNK: a small arena stays small and a large one makes few
 * calls. */
struct chunk {
	struct chunk *next;
	size_t used;
	size_t size;
	max_align_t data[];
};

struct arena {
	struct chunk *chunks; /* the newest first; only it is filled */
	size_t next_size;
};

struct arena *arena_new(void)
{
	struct arena *arena = xcalloc(1, sizeof(*arena));

	arena->next_size = FIRST_CHUNK;
	return arena;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	for (struct chunk *chunk = arena->chunks, *next; chunk; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	free(arena);
}

/* A size that no memory has stays so: it does not wrap. */
static struct chunk *chunk_new(size_t size)
{
	size_t whole = size < SIZE_MAX / 2 ? sizeof(struct chunk) + size : SIZE_MAX;
	struct chunk *chunk = xcalloc(1, whole);

	chunk->size = size;
	return chunk;
}

/* Something large gets a chunk of its own, behind the newest, whose rest stays usable. */
static void *alloc_large(struct arena *arena, size_t size)
{
	struct chunk *chunk = chunk_new(size);
	struct chunk **at = arena->chunks ? &arena->chunks->next : &arena->chunks;

	chunk->used = size;
	chunk->next = *at;
	*at = chunk;
	return chunk->data;
}

static void grow(struct arena *arena)
{
	struct chunk *chunk = chunk_new(arena->next_size);

	chunk->next = arena->chunks;
	arena->chunks = chunk;
	if (arena->next_size < LAST_CHUNK)
		arena->next_size *= 2;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	struct chunk *chunk = arena->chunks;
	void *p;

	if (size > arena->next_size / 4)
		return alloc_large(arena, size);
	size = (size + align - 1) & ~(align - 1);
	if (!chunk || chunk->size - chunk->used < size) {
		grow(arena);
		chunk = arena->chunks;
	}
	p = (char *)chunk->data + chunk->used;
	chunk->used += size;
	return p;
}

void *arena_alloc_n(struct arena *arena, size_t n, size_t size)
{
	size_t all;

	return arena_alloc(arena, __builtin_mul_overflow(n, size, &all) ? SIZE_MAX : all);
}

void *arena_memdup(struct arena *arena, const void *p, size_t size)
{
	void *copy = arena_alloc(arena, size);

	if (size)
		memcpy(copy, p, size);
	return copy;
}

char *arena_strdup(struct arena *arena, const char *s)
{
	return arena_memdup(arena, s, strlen(s) + 1);
}

char *arena_strndup(struct arena *arena, const char *s, size_t len)
{
	char *copy;

	len = strnlen(s, len);
	copy = arena_alloc(arena, len + 1);
	memcpy(copy, s, len);
	return copy;
}

char *arena_vprintf(struct arena *arena, const char *fmt, va_list ap)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (len < 0)
		return arena_strdup(arena, fmt);
	text = arena_alloc(arena, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, fmt, ap);
	return text;
}

char *arena_printf(struct arena *arena, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = arena_vprintf(arena, fmt, ap);
	va_end(ap);
	return text;
}
