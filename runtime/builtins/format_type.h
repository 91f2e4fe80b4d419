/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What formats must know of an expression's type; for printf() and printa(). */
#ifndef RUNTIME_BUILTINS_FORMAT_TYPE_H
#define RUNTIME_BUILTINS_FORMAT_TYPE_H

#include "runtime/output/format.h"

struct arena;
struct node;
struct type;

struct format_type format_type_of(const struct node *n, struct arena *arena);

/* Of a key, which has no place of its own. */
struct format_type format_type_for(struct type *type, struct arena *arena);

#endif
