/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* calls NAME: how many calls of helpers the program of that name contains as the kernel runs it,
 * that is, after the kernel has put code in the place of calls that it can do without. */
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MAX_INSNS = 4096 };

static struct bpf_insn insns[MAX_INSNS];

static int bpf(int cmd, union bpf_attr *attr)
{
	return (int)syscall(SYS_bpf, cmd, attr, sizeof(*attr));
}

static int next_program(__u32 *id)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.start_id = *id;
	if (bpf(BPF_PROG_GET_NEXT_ID, &attr) < 0)
		return -1;
	*id = attr.next_id;
	memset(&attr, 0, sizeof(attr));
	attr.prog_id = *id;
	return bpf(BPF_PROG_GET_FD_BY_ID, &attr);
}

/* Its name and its instructions as they were rewritten. */
static int read_program(int fd, struct bpf_prog_info *info)
{
	union bpf_attr attr;

	memset(info, 0, sizeof(*info));
	info->xlated_prog_len = sizeof(insns);
	info->xlated_prog_insns = (__u64)(unsigned long)insns;
	memset(&attr, 0, sizeof(attr));
	attr.info.bpf_fd = (__u32)fd;
	attr.info.info_len = sizeof(*info);
	attr.info.info = (__u64)(unsigned long)info;
	return bpf(BPF_OBJ_GET_INFO_BY_FD, &attr);
}

static int count_calls(size_t n)
{
	int n_calls = 0;

	for (size_t i = 0; i < n; i++)
		n_calls += insns[i].code == (BPF_JMP | BPF_CALL) &&
			   insns[i].src_reg != BPF_PSEUDO_CALL;
	return n_calls;
}

int main(int argc, char **argv)
{
	struct bpf_prog_info info;
	__u32 id = 0;
	int fd;

	while (argc == 2 && (fd = next_program(&id)) >= 0) {
		if (read_program(fd, &info) == 0 && !strcmp(info.name, argv[1]) &&
		    info.xlated_prog_len <= sizeof(insns)) {
			printf("%d\n", count_calls(info.xlated_prog_len / sizeof(*insns)));
			return 0;
		}
		close(fd);
	}
	return 1;
}
