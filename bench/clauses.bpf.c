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

SEC("clause/false_predicate") int false_predicate(void *ctx)
{
	if (is_waiting() || ARG5 != 12345)
		return 0;
	return print_text(ctx);
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

char LICENSE[] SEC("license") = "Dual BSD/GPL";
