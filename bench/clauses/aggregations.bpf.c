/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Clauses of clauses.d written by hand: aggregations, and what they are made of. */
#include "shared.h"

SEC("clause/count") int count(void *ctx)
{
	if (is_waiting())
		return 0;
	add_one();
	return 0;
}

SEC("clause/sum") int sum(void *ctx)
{
	if (is_waiting())
		return 0;
	add_to_sum(ARG5);
	return 0;
}

SEC("clause/count_by_number") int count_by_number(void *ctx)
{
	struct number_key key ALIGNED;

	if (is_waiting())
		return 0;
	key.number = ARG5;
	key.cpu = bpf_get_smp_processor_id();
	add(&by_number, &key);
	return 0;
}

SEC("clause/count_by_string") int count_by_string(void *ctx)
{
	struct text_key key ALIGNED;
	__u64 addr;

	if (is_waiting())
		return 0;
	__builtin_memset(&key, 0, sizeof(key));
	addr = ARG0;
	if (read_text(&key.text, addr) < 0)
		return fault(addr);
	key.cpu = bpf_get_smp_processor_id();
	add(&by_text, &key);
	return 0;
}

SEC("clause/count_by_name") int count_by_name(void *ctx)
{
	struct text_key key ALIGNED;

	if (is_waiting())
		return 0;
	__builtin_memset(&key, 0, sizeof(key));
	bpf_get_current_comm(&key.text, 16);
	key.cpu = bpf_get_smp_processor_id();
	add(&by_text, &key);
	return 0;
}

SEC("clause/avg_by_two") int avg_by_two(void *ctx)
{
	struct two_key key ALIGNED;
	struct two *value;

	if (is_waiting())
		return 0;
	key.first = (__s64)(__s32)bpf_get_current_pid_tgid();
	key.second = ARG3;
	key.cpu = bpf_get_smp_processor_id();
	value = make(&two_by_two, &key);
	if (!value)
		return 0;
	__sync_fetch_and_add(&value->second, ARG5);
	__sync_fetch_and_add(&value->first, 1);
	return 0;
}

/* At most four interruptions between load and store are survived. */
SEC("clause/max_by_number") int max_by_number(void *ctx)
{
	struct number_key key ALIGNED;
	struct two *value;
	__u64 x, seen;

	if (is_waiting())
		return 0;
	key.number = ARG3;
	key.cpu = bpf_get_smp_processor_id();
	value = make(&two_by_number, &key);
	if (!value)
		return 0;
	x = ARG5 ^ 1ull << 63;
	seen = value->second;
	for (int i = 0; i < 4 && x > seen; i++) {
		__u64 found = __sync_val_compare_and_swap(&value->second, seen, x);

		if (found == seen)
			break;
		seen = found;
	}
	value->first++;
	return 0;
}

SEC("clause/quantize") int quantize(void *ctx)
{
	struct powers *value;

	if (is_waiting())
		return 0;
	value = cell(&powers);
	if (value)
		add_power(value, ARG5);
	return 0;
}

SEC("clause/lquantize") int lquantize(void *ctx)
{
	struct levels *value;
	__s64 x;
	__u64 bucket;

	if (is_waiting())
		return 0;
	value = cell(&levels);
	if (!value)
		return 0;
	x = (__s64)ARG5 >> 20;
	bucket = x < 0 ? 0 : x >= 1000 ? 101 : (__u64)x / 10 + 1;
	HIDE(bucket);
	if (bucket > 101)
		bucket = 101;
	__sync_fetch_and_add(&value->bucket[bucket], 1);
	value->mark++;
	return 0;
}

SEC("clause/quantize_by_name") int quantize_by_name(void *ctx)
{
	struct text_key key ALIGNED;
	struct powers *value;

	if (is_waiting())
		return 0;
	__builtin_memset(&key, 0, sizeof(key));
	__builtin_memcpy(&key.text, "typed\0\0", 8);
	key.cpu = bpf_get_smp_processor_id();
	value = make(&powers_by_text, &key);
	if (value)
		add_power(value, ARG5);
	return 0;
}

/* The machine divides unsigned numbers only. */
static __always_inline __s64 divide(__s64 x, __u64 by)
{
	return x < 0 ? -(__s64)(-(__u64)x / by) : (__s64)((__u64)x / by);
}

SEC("clause/arithmetic") int arithmetic(void *ctx)
{
	__s64 a, b;

	if (is_waiting())
		return 0;
	a = ARG5 * 3 + divide(ARG3, 16);
	b = a - (ARG3 & 255);
	add_to_sum(b + (a >> 4));
	return 0;
}

SEC("clause/ternary") int ternary(void *ctx)
{
	struct number_key key ALIGNED;
	__s64 x;

	if (is_waiting())
		return 0;
	x = ARG5;
	key.number = x < 10 ? 0 : x < 100 ? 1 : x < 1000 ? 2 : 3;
	key.cpu = bpf_get_smp_processor_id();
	add(&by_number, &key);
	return 0;
}

SEC("clause/member") int member(void *ctx)
{
	__u64 addr = 0x10000030 + 4;
	__s32 y;

	if (is_waiting())
		return 0;
	if (read_user(&y, sizeof(y), addr) < 0)
		return fault(addr);
	add_to_sum(y);
	return 0;
}

SEC("clause/stack") int stack(void *ctx)
{
	struct stack_key key ALIGNED;

	if (is_waiting())
		return 0;
	__builtin_memset(&key, 0, sizeof(key));
	key.pid = bpf_get_current_pid_tgid() >> 32;
	if (bpf_get_stack(ctx, key.frames, sizeof(key.frames), BPF_F_USER_STACK) < 0)
		key.frames[0] = 0;
	key.cpu = bpf_get_smp_processor_id();
	add(&by_stack, &key);
	return 0;
}
