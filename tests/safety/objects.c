/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Prints how many BPF programs, maps and links the kernel holds, of all processes. */
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int next(enum bpf_cmd cmd, __u32 *id)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.start_id = *id;
	if (syscall(SYS_bpf, cmd, &attr, sizeof(attr)))
		return 0;
	*id = attr.next_id;
	return 1;
}

int main(void)
{
	static const enum bpf_cmd kinds[] = {
		BPF_PROG_GET_NEXT_ID, BPF_MAP_GET_NEXT_ID, BPF_LINK_GET_NEXT_ID
	};
	unsigned long n = 0;

	for (unsigned int i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		for (__u32 id = 0; next(kinds[i], &id); n++)
			;
	printf("%lu\n", n);
	return 0;
}
