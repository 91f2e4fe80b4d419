/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What operators make of constants: for declarations, which need a value while they are parsed, and
 * for the checker. */
#ifndef RUNTIME_LANG_CONSTANT_H
#define RUNTIME_LANG_CONSTANT_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/lang/token.h"

/* Of two operands extended to 64 bits; the result still has to be cut to its type. False: the
 * operator computes nothing. Nobody divides by 0 here: that was refused. */
bool constant_binary(enum token_kind op, uint64_t a, uint64_t b, bool is_signed, uint64_t *out);

#endif
