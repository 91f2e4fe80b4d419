/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The clauses of clauses.d written by hand, as well as C goes: a section for each, with a function
 * for each of its probes. They mean the same: nothing runs before the consumer says so, the same
 * bytes are recorded under the same keys, additions are atomic, what is lost is counted, and memory
 * that cannot be read is a fault that the consumer hears of. executed.c is their loader. REG_TEXT
 * and so on are offsets of registers in the context (executed --registers prints them). */
#include <linux/types.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define STRSIZE 256
#define N_POWERS 127
#define ZERO_BUCKET 63
#define CLAUSE 0
#define PROBE 0

#define ARG(offset) (*(volatile __u64 *)((char *)ctx + (offset)))
#define ARG0 ARG(REG_MEMORY)
#define ARG3 ARG(REG_BYTES)
#define ARG5 ARG(REG_MEMORY)

/* As executed.c reads it. */
struct map {
	__u32 type, key_size, value_size, n_entries;
};

/* Where the verifier does not see what clang knows of a value. */
#define HIDE(x) asm volatile("" : "+r"(x))

#define MAP(name, ...) struct map name SEC("maps") = { __VA_ARGS__ }

struct text {
	char text[STRSIZE];
} __attribute__((aligned(8)));

struct text_key {
	char text[STRSIZE];
	__u32 cpu;
} __attribute__((packed, aligned(4)));

struct number_key {
	__u64 number;
	__u32 cpu;
} __attribute__((packed, aligned(4)));

struct two_key {
	__u64 first, second;
	__u32 cpu;
} __attribute__((packed, aligned(4)));

struct stack_key {
	__u32 pid, pad;
	__u64 frames[8];
	__u32 cpu;
} __attribute__((packed, aligned(4)));

struct two {
	__u64 first, second;
};

struct powers {
	__u64 mark, bucket[N_POWERS];
};

struct levels {
	__u64 mark, bucket[102];
};

struct head {
	__u32 kind, clause, probe, cpu;
	__u64 time;
};

struct fault {
	struct head head;
	__u32 code, action;
	__u64 addr;
	__u32 line, epid;
};

struct lost {
	__u64 records, aggregations, variables, scratch, errors, no_speculation;
};

struct {
	__u32 state, pad;
	__s64 wall_offset;
	__u64 speculation;
} volatile control = { .state = 1 };

volatile __u64 n;

MAP(lost, BPF_MAP_TYPE_PERCPU_ARRAY, 4, sizeof(struct lost), 1);
MAP(ring, BPF_MAP_TYPE_RINGBUF, 0, 0, 1 << 20);
MAP(one_number, BPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, 1);
MAP(two_numbers, BPF_MAP_TYPE_PERCPU_ARRAY, 4, sizeof(struct two), 1);
MAP(powers, BPF_MAP_TYPE_PERCPU_ARRAY, 4, sizeof(struct powers), 1);
MAP(levels, BPF_MAP_TYPE_PERCPU_ARRAY, 4, sizeof(struct levels), 1);
MAP(by_number, BPF_MAP_TYPE_HASH, sizeof(struct number_key), 8, 1024);
MAP(two_by_number, BPF_MAP_TYPE_HASH, sizeof(struct number_key), sizeof(struct two), 1024);
MAP(by_text, BPF_MAP_TYPE_HASH, sizeof(struct text_key), 8, 1024);
MAP(powers_by_text, BPF_MAP_TYPE_HASH, sizeof(struct text_key), sizeof(struct powers), 1024);
MAP(two_by_two, BPF_MAP_TYPE_HASH, sizeof(struct two_key), sizeof(struct two), 1024);
MAP(by_stack, BPF_MAP_TYPE_HASH, sizeof(struct stack_key), 8, 1024);
MAP(self, BPF_MAP_TYPE_HASH, 8, 8, 1024);
MAP(array, BPF_MAP_TYPE_HASH, 16, 8, 1024);
MAP(total, BPF_MAP_TYPE_HASH, 8, 8, 1024);
MAP(speculations, BPF_MAP_TYPE_HASH, 8, 8, 1024);
MAP(joined, BPF_MAP_TYPE_PERCPU_ARRAY, 4, 8 + 2 * STRSIZE + sizeof(struct text_key), 8);

const char zeros[sizeof(struct powers)] = { 0 };

#define ALIGNED __attribute__((aligned(8)))
#define is_waiting() (control.state != 1)

static __always_inline void count_lost(__u32 which)
{
	__u32 zero = 0;
	__u64 *counters = bpf_map_lookup_elem(&lost, &zero);

	if (counters)
		__sync_fetch_and_add(&counters[which], 1);
}

enum { LOST_RECORDS, LOST_AGGREGATIONS, LOST_VARIABLES, LOST_SCRATCH, LOST_ERRORS, LOST_NUMBERS };

static __always_inline void fill_head(struct head *head, __u32 kind)
{
	head->kind = kind;
	head->clause = CLAUSE;
	head->probe = PROBE;
	head->cpu = bpf_get_smp_processor_id();
	head->time = bpf_ktime_get_ns();
}

static __always_inline int fault(__u64 addr)
{
	struct fault *fault = bpf_ringbuf_reserve(&ring, sizeof(*fault), 0);

	if (!fault) {
		count_lost(LOST_RECORDS);
		return 0;
	}
	fill_head(&fault->head, 1);
	fault->code = 1;
	fault->action = 1;
	fault->addr = addr;
	fault->line = 1;
	fault->epid = 1;
	bpf_ringbuf_submit(fault, BPF_RB_NO_WAKEUP);
	return 0;
}

/* The value of a key, made of zeros if there is none. */
static __always_inline void *make(void *map, const void *key)
{
	void *value = bpf_map_lookup_elem(map, key);

	if (value)
		return value;
	bpf_map_update_elem(map, key, zeros, BPF_NOEXIST);
	value = bpf_map_lookup_elem(map, key);
	if (!value)
		count_lost(LOST_AGGREGATIONS);
	return value;
}

static __always_inline void add(void *map, const void *key)
{
	__u64 *value = make(map, key);

	if (value)
		__sync_fetch_and_add(value, 1);
}

static __always_inline void *cell(void *map)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(map, &zero);
}

static __always_inline void add_one(void)
{
	__u64 *value = cell(&one_number);

	if (value)
		__sync_fetch_and_add(value, 1);
}

static __always_inline void add_to_sum(__u64 x)
{
	struct two *value = cell(&two_numbers);

	if (!value)
		return;
	__sync_fetch_and_add(&value->second, x);
	value->first++;
}

/* Memory that is not there may only not have been touched. */
static __always_inline long read_text(void *to, __u64 from)
{
	long len = bpf_probe_read_user_str(to, STRSIZE, (void *)from);

	if (len >= 0)
		return len;
	bpf_copy_from_user(to, 1, (void *)from);
	bpf_copy_from_user(to, 1, (void *)from + STRSIZE - 1);
	return bpf_probe_read_user_str(to, STRSIZE, (void *)from);
}

static __always_inline long read_user(void *to, __u32 size, __u64 from)
{
	long err = bpf_probe_read_user(to, size, (void *)from);

	return err < 0 ? bpf_copy_from_user(to, size, (void *)from) : err;
}

static __always_inline __u64 log2_of(__u64 v)
{
	__u64 log = 0;

	if (v >> 32)
		v >>= 32, log += 32;
	if (v >> 16)
		v >>= 16, log += 16;
	if (v >> 8)
		v >>= 8, log += 8;
	if (v >> 4)
		v >>= 4, log += 4;
	if (v >> 2)
		v >>= 2, log += 2;
	return log + (v >> 1);
}

static __always_inline __u64 power_of(__s64 x)
{
	__u64 log;

	if (!x)
		return ZERO_BUCKET;
	log = log2_of(x < 0 ? -(__u64)x : (__u64)x);
	if (x > 0)
		return ZERO_BUCKET + 1 + log;
	return log > ZERO_BUCKET - 1 ? 0 : ZERO_BUCKET - 1 - log;
}

static __always_inline void add_power(struct powers *value, __s64 x)
{
	__u64 bucket = power_of(x);

	HIDE(bucket);
	if (bucket >= N_POWERS)
		bucket = N_POWERS - 1;
	__sync_fetch_and_add(&value->bucket[bucket], 1);
	value->mark++;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
