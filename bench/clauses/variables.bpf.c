/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Clauses of clauses.d written by hand: what lives from one hit to another. */
#include "shared.h"

static __always_inline void put(void *map, const void *key, __u64 value)
{
	if (!value)
		bpf_map_delete_elem(map, key);
	else if (bpf_map_update_elem(map, key, &value, BPF_ANY) < 0)
		count_lost(LOST_VARIABLES);
}

static __always_inline __u64 get(void *map, const void *key)
{
	__u64 *value = bpf_map_lookup_elem(map, key);

	return value ? *value : 0;
}

SEC("clause/latency") int latency_entry(void *ctx)
{
	__u64 thread;

	if (is_waiting())
		return 0;
	thread = bpf_get_current_pid_tgid();
	put(&self, &thread, bpf_ktime_get_ns());
	return 0;
}

SEC("clause/latency") int latency_return(void *ctx)
{
	struct powers *value;
	__u64 thread, ts;

	if (is_waiting())
		return 0;
	thread = bpf_get_current_pid_tgid();
	ts = get(&self, &thread);
	if (!ts)
		return 0;
	value = cell(&powers);
	if (value)
		add_power(value, bpf_ktime_get_ns() - ts);
	bpf_map_delete_elem(&self, &thread);
	return 0;
}

SEC("clause/global") int global(void *ctx)
{
	if (is_waiting())
		return 0;
	n++;
	return 0;
}

SEC("clause/array") int array_put(void *ctx)
{
	__u64 key[2];

	if (is_waiting())
		return 0;
	key[0] = (__s64)bpf_get_current_pid_tgid() >> 32;
	key[1] = ARG3;
	put(&array, key, ARG5);
	return 0;
}

SEC("clause/array_sum") int array_sum(void *ctx)
{
	__u64 key;

	if (is_waiting())
		return 0;
	key = ARG3;
	put(&total, &key, get(&total, &key) + ARG5);
	return 0;
}

static __always_inline __u64 new_speculation(void)
{
	__u64 number = __sync_fetch_and_add(&control.speculation, 1) + 1;

	if (make(&speculations, &number))
		return (__s32)number;
	count_lost(LOST_NUMBERS);
	return 0;
}

SEC("clause/speculate") int speculate(void *ctx)
{
	struct {
		struct head head;
		__u64 speculation, number;
	} *record;
	__u64 thread, number;

	if (is_waiting())
		return 0;
	thread = bpf_get_current_pid_tgid();
	number = get(&self, &thread);
	if (!number)
		number = new_speculation();
	put(&self, &thread, number);
	number = get(&self, &thread);
	if (!number)
		return 0;
	record = bpf_ringbuf_reserve(&ring, sizeof(*record), 0);
	if (!record) {
		count_lost(LOST_RECORDS);
		return 0;
	}
	fill_head(&record->head, 0);
	record->speculation = bpf_map_lookup_elem(&speculations, &number) ? number : 0;
	record->number = ARG5;
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	return 0;
}
