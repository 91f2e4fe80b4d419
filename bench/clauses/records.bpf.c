/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Clauses of clauses.d written by hand: what is printed. */
#include "shared.h"

SEC("clause/print_numbers") int print_numbers(void *ctx)
{
	struct {
		struct head head;
		__u64 first, second;
	} *record;

	if (is_waiting())
		return 0;
	record = bpf_ringbuf_reserve(&ring, sizeof(*record), 0);
	if (!record) {
		count_lost(LOST_RECORDS);
		return 0;
	}
	fill_head(&record->head, 0);
	record->first = ARG5;
	record->second = ARG3;
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	return 0;
}

static __always_inline int print_text(void *ctx)
{
	struct {
		struct head head;
		struct text text;
		__u64 number;
	} *record;
	__u64 addr = ARG0;

	record = bpf_ringbuf_reserve(&ring, sizeof(*record), 0);
	if (!record) {
		count_lost(LOST_RECORDS);
		return 0;
	}
	if (read_text(&record->text, addr) < 0) {
		bpf_ringbuf_discard(record, 0);
		return fault(addr);
	}
	record->number = ARG3;
	fill_head(&record->head, 0);
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	return 0;
}

SEC("clause/print_string") int print_string(void *ctx)
{
	return is_waiting() ? 0 : print_text(ctx);
}

SEC("clause/false_predicate") int false_predicate(void *ctx)
{
	if (is_waiting() || ARG5 != 12345)
		return 0;
	return print_text(ctx);
}

static __always_inline int print_number(__u64 number)
{
	struct {
		struct head head;
		__u64 number;
	} *record = bpf_ringbuf_reserve(&ring, sizeof(*record), 0);

	if (!record) {
		count_lost(LOST_RECORDS);
		return 0;
	}
	fill_head(&record->head, 0);
	record->number = number;
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	return 0;
}

SEC("clause/clauses") int clauses(void *ctx)
{
	if (is_waiting())
		return 0;
	add_one();
	if ((__s64)ARG5 > 7)
		add_to_sum(ARG5);
	n++;
	if ((__s64)n > 100000)
		print_number(n);
	return 0;
}
