/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Files read and written whole, whatever bytes they hold. A file that is written exists whole or
 * not at all: it gets another name in the same folder and is then renamed, so that neither a
 * failure nor a hard link of the old file does harm. */
#ifndef RUNTIME_BASE_FILE_H
#define RUNTIME_BASE_FILE_H

#include <stddef.h>

struct diag;
struct str;

/* Appends the contents of the file. 0 or a negative errno, not told. */
int file_read(const char *path, struct str *out);

/* "-" is standard output; what is no regular file (/dev/null, a pipe) is written to as it is. 0 or
 * a negative errno, told. */
int file_write(const char *path, const void *data, size_t size, struct diag *dg);

#endif
