/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* attach ROUNDS FILE NAME [PID]: what the kernel alone takes to attach a program that does nothing to
 * a probe of FILE, in one process or in all, and to detach it, with nothing but bpf(2). NAME may
 * also be a file with offsets, one on a line, which become one link. Prints the lines "at enabled
 * NS" and "at disabled NS", times of the monotonic clock. With 0 rounds it loads the program and
 * ends, so that the time of a whole run with one round can be compared with a run without. */
#include <errno.h>
#include <inttypes.h>
#include <linux/bpf.h>
#include <signal.h>
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

/* What the link is made of. */
struct link {
	const char *path;
	VEC(uint64_t) offsets;
	uint32_t pid;	/* 0: all processes */
};

static void find_site(struct link *link, const char *name)
{
	struct diag *dg = diag_new();
	struct note_sites sites = { 0 };
	struct elfobj *obj;

	if (!elfobj_open(link->path, dg, &obj) && note_sites_read(obj, dg, &sites) >= 0)
		vec_each(site, &sites.sites)
			if (!link->offsets.len && !strcmp(site->name, name))
				vec_push(&link->offsets, site->offset);
	if (!link->offsets.len) {
		errno = ENOENT;
		fail(name);
	}
}

static void read_offsets(struct link *link, const char *path)
{
	FILE *f = fopen(path, "re");
	uint64_t offset;

	if (!f)
		fail(path);
	while (fscanf(f, "%" SCNx64, &offset) == 1)
		vec_push(&link->offsets, offset);
	fclose(f);
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

/* One that is ended while it attaches leaves its probes in the kernel for good. */
static void block_signals(void)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
}

static void attach_and_detach(int prog, const struct link *link)
{
	struct kern_uprobe_multi_attr attr = {
		.prog_fd = (uint32_t)prog,
		.attach_type = KERN_TRACE_UPROBE_MULTI,
		.path = kern_sys_ptr(link->path),
		.offsets = kern_sys_ptr(link->offsets.data),
		.cnt = (uint32_t)link->offsets.len,
		.pid = link->pid,
	};
	long fd = syscall(SYS_bpf, BPF_LINK_CREATE, &attr, sizeof(attr));

	if (fd < 0)
		fail("BPF_LINK_CREATE");
	printf("at enabled %" PRId64 "\n", now_ns());
	close((int)fd);
	printf("at disabled %" PRId64 "\n", now_ns());
}

int main(int argc, char **argv)
{
	long rounds = argc == 4 || argc == 5 ? strtol(argv[1], NULL, 10) : -1;
	struct link link = { 0 };
	int prog;

	if (rounds < 0) {
		fputs("usage: attach ROUNDS FILE NAME [PID]\n", stderr);
		return 2;
	}
	link.path = argv[2];
	link.pid = argc == 5 ? (uint32_t)strtoul(argv[4], NULL, 10) : 0;
	if (strchr(argv[3], '/'))
		read_offsets(&link, argv[3]);
	else
		find_site(&link, argv[3]);
	prog = load();
	block_signals();
	for (long round = 0; round < rounds; round++)
		attach_and_detach(prog, &link);
	return 0;
}
