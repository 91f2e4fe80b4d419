/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The two system calls behind this folder, with the parts of their interface that the installed
 * headers may be too old to know. Private to runtime/kern. */
#ifndef RUNTIME_KERN_SYS_H
#define RUNTIME_KERN_SYS_H

#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <stdint.h>

/* enum bpf_attach_type of Linux 6.6. */
#define KERN_TRACE_UPROBE_MULTI 48
#define KERN_UPROBE_MULTI_RETURN 1

/* The kernel's own "not supported", which never was an error for programs to see. */
#define KERN_ENOTSUPP 524

/* BPF_LINK_CREATE's part of union bpf_attr for an attach type of 48. */
struct kern_uprobe_multi_attr {
	uint32_t prog_fd;
	uint32_t target_fd;
	uint32_t attach_type;
	uint32_t link_flags;
	uint64_t path;
	uint64_t offsets;
	uint64_t ref_ctr_offsets;
	uint64_t cookies;
	uint32_t cnt;
	uint32_t flags;
	uint32_t pid;
	uint32_t path_fd; /* 6.13; 0 for the older */
};

_Static_assert(sizeof(struct kern_uprobe_multi_attr) == 64, "the kernel's layout");

static inline uint64_t kern_sys_ptr(const void *p)
{
	return (uint64_t)(uintptr_t)p;
}

/* bpf(2): a descriptor or 0, or a negative errno. Interrupted loads begin again. */
int kern_sys_bpf(enum bpf_cmd cmd, void *attr, uint32_t size);

/* The same for what takes kernel memory: kernels before 5.11 count it against RLIMIT_MEMLOCK and
 * answer EPERM, so on that the limit is raised, if it may be, and the call made once more. */
int kern_sys_bpf_charged(enum bpf_cmd cmd, void *attr, uint32_t size);

/* perf_event_open(2) with a descriptor that exec closes: it, or a negative errno. */
int kern_sys_perf_open(struct perf_event_attr *attr, int pid, int cpu);

/* Copies what the kernel accepts in an object's name. */
void kern_sys_name(char out[BPF_OBJ_NAME_LEN], const char *name);

#endif
