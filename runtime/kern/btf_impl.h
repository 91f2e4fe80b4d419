/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the two readers of BTF share: btf.c finds types and offsets, btf_text.c writes types as C.
 * A type is a struct btf_type with a number; 0 is void. */
#ifndef RUNTIME_KERN_BTF_IMPL_H
#define RUNTIME_KERN_BTF_IMPL_H

#include <linux/btf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/str.h"
#include "runtime/base/vec.h"

struct diag;
struct map;

/* How deep types may stand in each other. */
enum { KERN_BTF_MAX_DEPTH = 32 };

struct kern_btf {
	char *data;	/* NULL: not read */
	size_t size;
	bool is_mapped;

	const char *types, *types_end;
	const char *names, *names_end;
	VEC(uint32_t) index;	/* where types 1, 2, ... begin, as far as was walked */
	uint32_t walked;	/* where the next one begins */

	struct str text;	/* the last answer of kern_btf_declare() */
	struct map *declared;	/* numbers of the types that the answers so far have defined */
};

/* Reads the file unless that was done. Negative errno: told. */
int kern_btf_read(struct kern_btf *kb, struct diag *dg);

/* NULL past the end, and for number 0. */
const struct btf_type *kern_btf_type(struct kern_btf *kb, uint32_t id);
const char *kern_btf_name(const struct kern_btf *kb, uint32_t offset);

#endif
