/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* attach ROUNDS FILE NAME: what the kernel alone takes to attach a program that does nothing to a
 * probe of FILE, and to detach it, with nothing but bpf(2). Prints lines "link.create NS" and
 * "link.close NS". With 0 rounds it loads the program and ends, so that the time of a whole run
 * with one round can be compared with a run without. */
#include <errno.h>
#include <inttypes.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "runtime/base/diag.h"
#include "runtime/elf/elfobj.h"
#include "runtime/elf/note.h"
#include "runtime/kern/sys.h"

static int64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * INT64_C(1000000000) + ts.tv_nsec;
}

static void fail(const char *what)
{
	fprintf(stderr, "attach: %s: %s\n", what, strerror(errno));
	exit(1);
}

static uint64_t find_site(const char *path, const char *name)
{
	struct diag *dg = diag_new();
	struct note_sites sites = { 0 };
	struct elfobj *obj;

	if (!elfobj_open(path, dg, &obj) && note_sites_read(obj, dg, &sites) >= 0)
		vec_each(site, &sites.sites)
			if (!strcmp(site->name, name))
				return site->offset;
	errno = ENOENT;
	fail(name);
	return 0;
}

static int load(void)
{
	const struct bpf_insn insns[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K },	/* r0 = 0 */
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr;
	long fd;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = BPF_PROG_TYPE_KPROBE;
	attr.expected_attach_type = KERN_TRACE_UPROBE_MULTI;
	attr.insns = kern_sys_ptr(insns);
	attr.insn_cnt = sizeof(insns) / sizeof(insns[0]);
	attr.license = kern_sys_ptr("Dual BSD/GPL");
	fd = syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr));
	if (fd < 0)
		fail("BPF_PROG_LOAD");
	return (int)fd;
}

static void attach_and_detach(int prog, const char *path, uint64_t offset)
{
	struct kern_uprobe_multi_attr attr = {
		.prog_fd = (uint32_t)prog,
		.attach_type = KERN_TRACE_UPROBE_MULTI,
		.path = kern_sys_ptr(path),
		.offsets = kern_sys_ptr(&offset),
		.cnt = 1,
	};
	int64_t start = now_ns(), middle;
	long fd = syscall(SYS_bpf, BPF_LINK_CREATE, &attr, sizeof(attr));

	if (fd < 0)
		fail("BPF_LINK_CREATE");
	middle = now_ns();
	close((int)fd);
	printf("link.create %" PRId64 "\nlink.close %" PRId64 "\n", middle - start,
	       now_ns() - middle);
}

int main(int argc, char **argv)
{
	long rounds = argc == 4 ? strtol(argv[1], NULL, 10) : -1;
	uint64_t offset;
	int prog;

	if (rounds < 0) {
		fputs("usage: attach ROUNDS FILE NAME\n", stderr);
		return 2;
	}
	offset = find_site(argv[2], argv[3]);
	prog = load();
	for (long round = 0; round < rounds; round++)
		attach_and_detach(prog, argv[2], offset);
	return 0;
}
