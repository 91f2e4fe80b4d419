/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A typed growable array: VEC(struct probe) probes; vec_push(&probes, p); probes.data[i];
 * probes.len. */
#ifndef RUNTIME_BASE_VEC_H
#define RUNTIME_BASE_VEC_H

#include <stddef.h>
#include <stdlib.h>

#include "runtime/base/alloc.h"

/* All zero is valid and empty. */
#define VEC(type)                                                                                  \
	struct {                                                                                   \
		type *data;                                                                        \
		size_t len;                                                                        \
		size_t cap;                                                                        \
	}

#define vec_reserve(v, n)                                                                          \
	do {                                                                                       \
		if ((v)->cap < (n)) {                                                              \
			size_t cap_ = (v)->cap ? (v)->cap * 2 : 8;                                 \
			while (cap_ < (n))                                                         \
				cap_ *= 2;                                                         \
			(v)->data = xreallocarray((v)->data, cap_, sizeof(*(v)->data));            \
			(v)->cap = cap_;                                                           \
		}                                                                                  \
	} while (0)

#define vec_push(v, ...)                                                                           \
	do {                                                                                       \
		vec_reserve((v), (v)->len + 1);                                                    \
		(v)->data[(v)->len++] = (__VA_ARGS__);                                             \
	} while (0)

/* A new zeroed element at the end; its address. */
#define vec_add(v)                                                                                 \
	({                                                                                         \
		vec_reserve((v), (v)->len + 1);                                                    \
		__builtin_memset(&(v)->data[(v)->len], 0, sizeof(*(v)->data));                     \
		&(v)->data[(v)->len++];                                                            \
	})

#define vec_fini(v)                                                                                \
	do {                                                                                       \
		free((v)->data);                                                                   \
		(v)->data = NULL;                                                                  \
		(v)->len = (v)->cap = 0;                                                           \
	} while (0)

#define vec_each(it, v)                                                                            \
	for (__typeof__(*(v)->data) *it = (v)->data; it && it < (v)->data + (v)->len; it++)

#endif
