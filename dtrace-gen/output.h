/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Files that exist whole or not at all: written under another name in the same folder, then
 * renamed, so that neither a failure nor a hard link of the old file does harm. */
#ifndef DTRACE_GEN_OUTPUT_H
#define DTRACE_GEN_OUTPUT_H

#include <stddef.h>

struct diag;

/* "-" is standard output; what is no regular file (/dev/null, a pipe) is written to as it is. 0 or
 * a negative errno, told. */
int output_write(const char *path, const void *data, size_t size, struct diag *dg);

#endif
