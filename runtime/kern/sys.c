/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/kern/sys.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The verifier gives up with EAGAIN when a signal is pending; it would not forever. */
#define MAX_TRIES 8

int kern_sys_bpf(enum bpf_cmd cmd, void *attr, uint32_t size)
{
	long result = -1;

	for (int i = 0; i < MAX_TRIES; i++) {
		result = syscall(SYS_bpf, cmd, attr, size);
		if (result >= 0 || cmd != BPF_PROG_LOAD || errno != EAGAIN)
			break;
	}
	return result < 0 ? -errno : (int)result;
}

int kern_sys_bpf_charged(enum bpf_cmd cmd, void *attr, uint32_t size)
{
	const struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };
	int result = kern_sys_bpf(cmd, attr, size);

	if (result != -EPERM || setrlimit(RLIMIT_MEMLOCK, &unlimited))
		return result;
	return kern_sys_bpf(cmd, attr, size);
}

int kern_sys_perf_open(struct perf_event_attr *attr, int pid, int cpu)
{
	long fd;

	attr->size = sizeof(*attr);
	fd = syscall(SYS_perf_event_open, attr, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);
	return fd < 0 ? -errno : (int)fd;
}

void kern_sys_name(char out[BPF_OBJ_NAME_LEN], const char *name)
{
	size_t len = strnlen(name, BPF_OBJ_NAME_LEN - 1);

	memset(out, 0, BPF_OBJ_NAME_LEN);
	for (size_t i = 0; i < len; i++)
		out[i] = isalnum((unsigned char)name[i]) || name[i] == '.' ? name[i] : '_';
}
