/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Where the members of a struct lie, by the rules of the System V ABI that gcc and clang follow:
 *
 * A member starts at the next multiple of its alignment. A bit-field goes on where the last one
 * ended, unless it would then reach over the end of a unit of its type, which begins at each
 * multiple of the type's alignment:
 *
 *	struct { int a:20; int b:20; char c; };
 *
 *	bit 0       20      32          52  56      64
 *	    | a      |  -   | b          | - | c    |
 *
 * A string has TYPE_STRING_MEMBER bytes, in words. A bit-field of width 0 ends the unit; one
 * without a name takes room, and has no say in the alignment of the whole. Packed, nothing is
 * aligned, and bit-fields follow each other bit by bit. */
#include "runtime/lang/type.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"

struct layout {
	uint64_t bits;		/* used so far; of a union: by the largest member */
	uint32_t align;
	bool is_union, is_packed;
};

static uint64_t round_up(uint64_t n, uint64_t multiple)
{
	return (n + multiple - 1) / multiple * multiple;
}

static bool is_zero_width(const struct type_member *m)
{
	return !m->name && !m->bit_size && !type_is_sou(m->type);
}

static void extend(struct layout *lay, uint64_t end)
{
	if (!lay->is_union || end > lay->bits)
		lay->bits = end;
}

static void raise_align(struct layout *lay, uint32_t align)
{
	if (!lay->is_packed && align > lay->align)
		lay->align = align;
}

static void place_plain(struct layout *lay, struct type_member *m)
{
	uint32_t own = type_is_string(m->type) ? 8 : type_align(m->type);
	uint32_t align = lay->is_packed ? 1 : own;
	uint64_t start = lay->is_union ? 0 : round_up(lay->bits, align * 8ull);

	m->offset = (uint32_t)(start / 8);
	raise_align(lay, align);
	extend(lay, start + type_member_size(m) * 8ull);
}

static void place_bits(struct layout *lay, struct type_member *m)
{
	uint64_t unit = type_align(m->type) * 8ull;
	uint64_t start = lay->is_union ? 0 : lay->bits;
	uint64_t base;

	if (lay->is_packed) {
		base = start / 8 * 8;
	} else {
		base = start / unit * unit;
		if (start + m->bit_size > base + type_size(m->type) * 8ull)
			base = start = round_up(start, unit);
	}
	m->offset = (uint32_t)(base / 8);
	m->bit_offset = (uint16_t)(start - base);
	if (m->name)
		raise_align(lay, type_align(m->type));
	extend(lay, start + m->bit_size);
}

void type_complete(struct type *sou, struct type_member *members, uint32_t n, bool is_packed)
{
	struct layout lay = {
		.align = 1,
		.is_union = sou->kind == TYPE_UNION,
		.is_packed = is_packed,
	};

	for (uint32_t i = 0; i < n; i++) {
		struct type_member *m = &members[i];

		if (is_zero_width(m))
			extend(&lay, round_up(lay.bits, type_align(m->type) * 8ull));
		else if (m->bit_size)
			place_bits(&lay, m);
		else
			place_plain(&lay, m);
	}
	sou->members = members;
	sou->n_members = n;
	sou->align = lay.align;
	sou->is_complete = lay.bits / 8 <= TYPE_MAX_SIZE;
	if (sou->is_complete)
		sou->size = (uint32_t)(round_up(lay.bits, lay.align * 8ull) / 8);
}

void type_raise_align(struct type *sou, uint32_t align)
{
	if (!sou->is_complete || align <= sou->align)
		return;
	sou->align = align;
	sou->size = (uint32_t)round_up(sou->size, align);
}

static bool is_same_place(const struct type_member *a, const struct type_member *b)
{
	return a->offset == b->offset && a->bit_offset == b->bit_offset;
}

bool type_is_packed(const struct type *sou, uint32_t *natural)
{
	size_t size = sou->n_members * sizeof(*sou->members);
	struct type_member *members = xmalloc(size + 1);
	struct type loose = { .kind = sou->kind };
	bool is_packed;

	if (size)
		memcpy(members, sou->members, size);
	type_complete(&loose, members, sou->n_members, false);
	is_packed = loose.align > sou->align;
	for (uint32_t i = 0; i < sou->n_members; i++)
		is_packed |= !is_same_place(&members[i], &sou->members[i]);
	free(members);
	*natural = is_packed ? 1 : loose.align;
	return is_packed;
}
