/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A few builtins of each kind, enough for tests of the checker, which stands below the real ones.
 * They have prototypes and no code. */
#ifndef TESTS_LIB_FEW_BUILTINS_H
#define TESTS_LIB_FEW_BUILTINS_H

#include "runtime/lang/check.h"

extern const struct builtin_table few_builtins;

#endif
