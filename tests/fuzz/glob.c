/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The input is a pattern, a newline, and a text. A pattern without special characters must match
 * itself alone. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/glob.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_free char *pattern = xstrndup((const char *)data, size);
	char *text = strchr(pattern, '\n');
	bool matches;

	if (!text)
		return 0;
	*text++ = '\0';
	matches = glob_match(pattern, text);
	if (*pattern && !glob_is_pattern(pattern) && matches != !strcmp(pattern, text))
		abort();
	return 0;
}
