/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Clauses of clauses.d written by hand: what compares and joins text. */
#include "shared.h"

/* Equality with a constant, by words; clang would make a call of memcmp() of it. */
#define same(type, a, b, off) (*(volatile type *)((a) + (off)) == *(const type *)((b) + (off)))

static __always_inline _Bool is_equal(const char *a, const char *b, int size)
{
	int off = 0;

	for (; size - off >= 8; off += 8)
		if (!same(__u64, a, b, off))
			return 0;
	if (size & 4 && !same(__u32, a, b, off))
		return 0;
	off += size & 4;
	if (size & 2 && !same(__u16, a, b, off))
		return 0;
	off += size & 2;
	return !(size & 1) || same(char, a, b, off);
}

SEC("clause/string_predicate") int string_predicate(void *ctx)
{
	struct text text;
	__u64 addr;

	if (is_waiting())
		return 0;
	addr = ARG0;
	if (read_text(&text, addr) < 0)
		return fault(addr);
	if (is_equal(text.text, "hello, world", 13))
		add_one();
	return 0;
}

SEC("clause/name_predicate") int name_predicate(void *ctx)
{
	char name[16] __attribute__((aligned(8)));

	if (is_waiting())
		return 0;
	bpf_get_current_comm(name, sizeof(name));
	if (is_equal(name, "traced", 7))
		add_one();
	return 0;
}

/* What does not fit the stack: eight places on each CPU, for a program may be interrupted. */
struct place {
	__u64 is_taken;
	char joined[2 * STRSIZE];
	struct text_key key;
};

static __always_inline struct place *try_place(__u32 i)
{
	struct place *place = bpf_map_lookup_elem(&joined, &i);

	return place && !__sync_lock_test_and_set(&place->is_taken, 1) ? place : 0;
}

static __always_inline struct place *take_place(void)
{
	struct place *place = try_place(0) ?: try_place(1) ?: try_place(2) ?: try_place(3) ?:
			      try_place(4) ?: try_place(5) ?: try_place(6) ?: try_place(7);

	if (!place)
		count_lost(LOST_SCRATCH);
	return place;
}

static __always_inline void join_into(struct place *place, __u64 addr)
{
	long len = read_text(place->joined, addr);

	if (len < 0) {
		fault(addr);
		return;
	}
	len = (len - 1) & (STRSIZE - 1);
	bpf_probe_read_kernel_str(place->joined + len, STRSIZE - len, "!");
	bpf_probe_read_kernel(&place->key, sizeof(place->key), zeros);
	bpf_probe_read_kernel_str(&place->key.text, STRSIZE, place->joined);
	place->key.cpu = bpf_get_smp_processor_id();
	add(&by_text, &place->key);
}

SEC("clause/join") int join(void *ctx)
{
	struct place *place;

	if (is_waiting())
		return 0;
	place = take_place();
	if (!place)
		return 0;
	join_into(place, ARG0);
	place->is_taken = 0;
	return 0;
}
