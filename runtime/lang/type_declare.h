/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Types as a text that declares them again elsewhere, each before it is used. */
#ifndef RUNTIME_LANG_TYPE_DECLARE_H
#define RUNTIME_LANG_TYPE_DECLARE_H

#include <stddef.h>
#include <stdint.h>

struct map;
struct str;
struct type;
struct type_table;

/* One text under way: a declaration on each line. */
struct type_declarer {
	struct str *out;
	struct type_table *builtin;	/* names that it has need no declaration */
	struct map *done;		/* types and tags that the text has */
	struct map *later;		/* those that pointers lead to */
	uint32_t n_later;		/* how many of them were looked at */
	uint32_t depth;
};

void type_declarer_init(struct type_declarer *td, struct str *out, struct type_table *builtin);
void type_declarer_fini(struct type_declarer *td);

/* Declares what a declaration with this type has to know: typedefs, and the bodies of structs that
 * lie in it by value. */
void type_declare(struct type_declarer *td, const struct type *type);

/* Declares what those types lead to by pointers, the nearest first, until the text has grown to
 * limit bytes; structs beyond stay without a body. */
void type_declare_rest(struct type_declarer *td, size_t limit);

#endif
