/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A text that is compiled, and where in it something stands. */
#ifndef RUNTIME_LANG_SOURCE_H
#define RUNTIME_LANG_SOURCE_H

#include <stddef.h>

#include "runtime/base/diag.h"

struct arena;

struct source {
	const char *name;	/* for messages: "x.d", "-n 'BEGIN'" */
	const char *text;	/* NUL-terminated */
	size_t len;
};

/* Copies of both live in the arena. */
struct source *source_from_text(struct arena *arena, const char *name, const char *text,
				size_t len);

/* Reads all of a file, "-" being standard input. NULL: told. */
struct source *source_read(struct arena *arena, const char *path, struct diag *dg);

#endif
