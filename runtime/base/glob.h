/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* D's matching of probe descriptions: * ? [abc] [a-z] [!abc] and \ before a special character. */
#ifndef RUNTIME_BASE_GLOB_H
#define RUNTIME_BASE_GLOB_H

#include <stdbool.h>

/* The empty pattern matches everything. */
bool glob_match(const char *pattern, const char *text);

/* Has it any special character? */
bool glob_is_pattern(const char *pattern);

#endif
