/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the aggregating functions have in common: values are words, of which word 0 is the mark. */
#ifndef RUNTIME_BUILTINS_AGG_WORDS_H
#define RUNTIME_BUILTINS_AGG_WORDS_H

#include <stdint.h>

struct lower;

#define AGG_WORD(i) ((i) * (int32_t)sizeof(uint64_t))

/* Raises the mark. What it marks must have been added before: a reader that sees the mark then sees
 * the value too. */
void agg_mark(struct lower *lo, uint32_t value);

#endif
