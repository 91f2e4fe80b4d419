/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* progs: the programs that the kernel holds for uprobes, a line each: name, bytes after the
 * verifier's rewriting, bytes of machine code, instructions that the verifier looked at. */
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "runtime/kern/sys.h"

static void print_program(int fd)
{
	struct bpf_prog_info info;
	union bpf_attr attr;

	memset(&info, 0, sizeof(info));
	memset(&attr, 0, sizeof(attr));
	attr.info.bpf_fd = (uint32_t)fd;
	attr.info.info_len = sizeof(info);
	attr.info.info = kern_sys_ptr(&info);
	if (kern_sys_bpf(BPF_OBJ_GET_INFO_BY_FD, &attr, sizeof(attr)) < 0 ||
	    info.type != BPF_PROG_TYPE_KPROBE)
		return;
	printf("%s %u %u %u\n", info.name, info.xlated_prog_len, info.jited_prog_len,
	       info.verified_insns);
}

int main(void)
{
	union bpf_attr attr;
	__u32 id = 0;
	int fd;

	for (;;) {
		memset(&attr, 0, sizeof(attr));
		attr.start_id = id;
		if (kern_sys_bpf(BPF_PROG_GET_NEXT_ID, &attr, sizeof(attr)) < 0)
			return 0;
		id = attr.next_id;
		memset(&attr, 0, sizeof(attr));
		attr.prog_id = id;
		fd = kern_sys_bpf(BPF_PROG_GET_FD_BY_ID, &attr, sizeof(attr));
		if (fd < 0)
			continue;
		print_program(fd);
		close(fd);
	}
}
