/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Files read whole, whatever bytes they hold. */
#ifndef RUNTIME_BASE_FILE_H
#define RUNTIME_BASE_FILE_H

struct str;

/* Appends the contents of the file. 0 or a negative errno, not told. */
int file_read(const char *path, struct str *out);

#endif
