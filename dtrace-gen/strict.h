/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What -x strict asks of a definition as a whole; the parser asks the rest. */
#ifndef DTRACE_GEN_STRICT_H
#define DTRACE_GEN_STRICT_H

struct diag;
struct unit;

/* The file is not empty, and an argument that the second list gives another type can become that,
 * by itself or by a translator in the file. 0 or a negative errno, told. */
int strict_check(const struct unit *unit, const char *path, struct diag *dg);

#endif
