/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What a person would write by hand, as tightly as it goes: programs that do what dtrace's clauses
 * do, each named after the probe it is attached to. The arguments are read from the registers where
 * target.c has them. */
#include <linux/types.h>
#include <linux/bpf.h>
#include <asm/ptrace.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define N_SLOTS 64
#define STRSIZE 256

struct slots {
	__u64 slot[N_SLOTS];
};

struct text {
	char text[STRSIZE];
};

struct event {
	__u64 time, key, value;
};

struct counter {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
};

struct counter counter SEC(".maps");
struct counter return_counter SEC(".maps");
struct counter step_counter SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 10240);
	__type(key, __u64);
	__type(value, __u64);
} by_key SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 10240);
	__type(key, struct text);
	__type(value, __u64);
} by_text SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct slots);
} distribution SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4 << 20);
} events SEC(".maps");

SEC("kprobe")
int empty_hand(struct pt_regs *ctx)
{
	return 0;
}

static __always_inline int count(void *map)
{
	__u32 zero = 0;
	__u64 *count = bpf_map_lookup_elem(map, &zero);

	if (count)
		*count += 1;
	return 0;
}

SEC("kprobe")
int count_hand(struct pt_regs *ctx)
{
	return count(&counter);
}

/* When a function returns. */
SEC("kprobe")
int return_hand(struct pt_regs *ctx)
{
	return count(&return_counter);
}

/* At an instruction that the kernel cannot emulate. */
SEC("kprobe")
int step_hand(struct pt_regs *ctx)
{
	return count(&step_counter);
}

SEC("kprobe")
int key_hand(struct pt_regs *ctx)
{
	__u64 key = PT_REGS_PARM1(ctx), one = 1;
	__u64 *count = bpf_map_lookup_elem(&by_key, &key);

	if (count)
		*count += 1;
	else
		bpf_map_update_elem(&by_key, &key, &one, BPF_ANY);
	return 0;
}

static __always_inline __u32 log2_of(__u64 v)
{
	__u32 log, shift;

	log = (v > 0xffffffff) << 5;
	v >>= log;
	shift = (v > 0xffff) << 4;
	v >>= shift;
	log |= shift;
	shift = (v > 0xff) << 3;
	v >>= shift;
	log |= shift;
	shift = (v > 0xf) << 2;
	v >>= shift;
	log |= shift;
	shift = (v > 0x3) << 1;
	v >>= shift;
	log |= shift;
	return log | (v >> 1);
}

SEC("kprobe")
int quantize_hand(struct pt_regs *ctx)
{
	__u32 zero = 0;
	struct slots *slots = bpf_map_lookup_elem(&distribution, &zero);

	if (slots)
		slots->slot[log2_of(PT_REGS_PARM2(ctx)) % N_SLOTS] += 1;
	return 0;
}

SEC("kprobe")
int string_hand(struct pt_regs *ctx)
{
	struct text key = {};
	__u64 *count, one = 1;

	bpf_probe_read_user_str(&key, sizeof(key), (void *)PT_REGS_PARM3(ctx));
	count = bpf_map_lookup_elem(&by_text, &key);
	if (count)
		*count += 1;
	else
		bpf_map_update_elem(&by_text, &key, &one, BPF_ANY);
	return 0;
}

SEC("kprobe")
int record_hand(struct pt_regs *ctx)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event)
		return 0;
	event->time = bpf_ktime_get_ns();
	event->key = PT_REGS_PARM1(ctx);
	event->value = PT_REGS_PARM2(ctx);
	bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
