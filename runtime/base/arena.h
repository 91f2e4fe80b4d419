/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Memory that is freed all at once. Everything a compilation makes lives in one arena. */
#ifndef RUNTIME_BASE_ARENA_H
#define RUNTIME_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena);	/* NULL is allowed */

/* Zeroed memory, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_alloc_n(struct arena *arena, size_t n, size_t size);
void *arena_memdup(struct arena *arena, const void *p, size_t size);
char *arena_strdup(struct arena *arena, const char *s);
char *arena_strndup(struct arena *arena, const char *s, size_t len);
char *arena_printf(struct arena *arena, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

char *arena_vprintf(struct arena *arena, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* One zeroed object, or an array of n. */
#define arena_make(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_make_n(arena, type, n) ((type *)arena_alloc_n((arena), (n), sizeof(type)))

#endif
