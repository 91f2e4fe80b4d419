/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/str.h"

/* No program that a person or a preprocessor writes is larger; /dev/zero is. */
#define MAX_SIZE (64u << 20)

struct source *source_from_text(struct arena *arena, const char *name, const char *text, size_t len)
{
	struct source *src = arena_make(arena, struct source);
	char *copy;

	src->name = arena_strdup(arena, name);
	copy = arena_alloc(arena, len + 1);
	memcpy(copy, text, len);
	src->text = copy;
	src->len = len;
	return src;
}

static int read_all(FILE *f, struct str *out)
{
	size_t n;

	do {
		if (out->len > MAX_SIZE)
			return EFBIG;
		n = fread(str_reserve(out, 1 << 16), 1, 1 << 16, f);
		out->len += n;
	} while (n > 0);
	return ferror(f) ? errno : 0;
}

struct source *source_read(struct arena *arena, const char *path, struct diag *dg)
{
	bool is_stdin = !strcmp(path, "-");
	auto_fclose FILE *opened = is_stdin ? NULL : fopen(path, "re");
	FILE *f = is_stdin ? stdin : opened;
	auto_str struct str text = { 0 };
	int err = f ? read_all(f, &text) : errno;

	if (err) {
		diag_errno(dg, NULL, D_FILE, err, "cannot read %s", path);
		return NULL;
	}
	return source_from_text(arena, is_stdin ? "<stdin>" : path, str_text(&text), text.len);
}
