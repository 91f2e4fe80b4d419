/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What text and JSON of typed values have in common: how a value is read. */
#ifndef RUNTIME_OUTPUT_TYPED_IMPL_H
#define RUNTIME_OUTPUT_TYPED_IMPL_H

#include <stddef.h>

#include "runtime/output/typed.h"

/* An integer, a bit-field, a pointer, extended to 64 bits as its type says. */
int64_t typed_int(const struct typed *t, const char *data);
double typed_float(const struct typed *t, const char *data);

/* The enumerator of a value; NULL: it has none. */
const char *typed_enumerator(const struct typed *t, int64_t value);

/* Is the array text: of characters, with no control character before its NUL or its end? Its
 * length. */
bool typed_is_text(const struct typed *t, const char *data, size_t *len);

#endif
