/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The C preprocessor, for -C: $CPP if it is set, else $CC -E, else cpp. */
#ifndef DTRACE_GEN_CPP_H
#define DTRACE_GEN_CPP_H

struct arena;
struct diag;
struct source;
struct words;

/* The file as the preprocessor leaves it, line markers included, so that messages name the places
 * that a person wrote. options are -D, -U, -I and their values as given. NULL: told. */
struct source *cpp_read(struct arena *arena, const char *path, const struct words *options,
			struct diag *dg);

#endif
