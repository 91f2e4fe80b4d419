/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The programs run in the process itself, on its way back to user mode, where the signal is taken
 * before another instruction. */

#include "runtime/kern/stop.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/diag.h"
#include "runtime/kern/caps.h"
#include "runtime/kern/insn.h"
#include "runtime/kern/link.h"
#include "runtime/kern/load.h"
#include "runtime/kern/map.h"

struct kern_stop {
	int pid;
	int map;		/* of one number, which is shared */
	int prog;		/* for uprobes */
	uint64_t *count;
};

/* Eight instructions: count it, send the signal, return. */
#define STOP_INSNS(map)                                                                            \
	KERN_LD_IMM64(BPF_REG_1, BPF_PSEUDO_MAP_VALUE, map), KERN_MOV_IMM(BPF_REG_2, 1),           \
		KERN_INSN(BPF_STX | BPF_ATOMIC | BPF_DW, BPF_REG_1, BPF_REG_2, 0, BPF_ADD),        \
		KERN_MOV_IMM(BPF_REG_1, SIGSTOP), KERN_CALL(BPF_FUNC_send_signal),                 \
		KERN_MOV_IMM(BPF_REG_0, 0), KERN_EXIT

static int make_map(struct kern_stop *stop, struct diag *dg)
{
	const struct kern_map_def def = {
		.name = "stops",
		.type = BPF_MAP_TYPE_ARRAY,
		.key_size = 4,
		.value_size = sizeof(*stop->count),
		.n_entries = 1,
		.flags = BPF_F_MMAPABLE,
	};

	stop->map = kern_map_create(&def, dg);
	if (stop->map < 0)
		return stop->map;
	stop->count = kern_map_mmap(stop->map, sizeof(*stop->count));
	return stop->count ? 0 : diag_error(dg, NULL, D_LOAD, "cannot map a count of stops");
}

static int load_uprobe(struct kern_stop *stop, struct kern_caps *caps, struct diag *dg)
{
	const struct bpf_insn insns[] = { STOP_INSNS(stop->map) };
	const struct kern_prog_def def = {
		.name = "stop",
		.kind = kern_has(caps, KERN_UPROBE_MULTI) ? KERN_PROG_UPROBE_MULTI
							  : KERN_PROG_UPROBE,
		.insns = insns,
		.n_insns = sizeof(insns) / sizeof(insns[0]),
	};

	stop->prog = kern_prog_load(&def, dg);
	return stop->prog < 0 ? stop->prog : 0;
}

/* A raw tracepoint sees all processes. Ours is told by the number that it has in our namespace; the
 * kernel writes two, of the thread and of the process. */
static int stop_exec(struct kern_stop *stop, struct kern_links *links, struct diag *dg)
{
	uint32_t device = 0, inode = 0;
	int rc = kern_pid_ns(&device, &inode);
	const struct bpf_insn insns[] = {
		KERN_MOV_IMM(BPF_REG_1, (int)device),
		KERN_LD_IMM64(BPF_REG_2, 0, (int)inode),
		KERN_MOV_REG(BPF_REG_3, BPF_REG_10),
		KERN_INSN(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_3, 0, 0, -8),
		KERN_MOV_IMM(BPF_REG_4, 8),
		KERN_CALL(BPF_FUNC_get_ns_current_pid_tgid),
		KERN_INSN(BPF_JMP | BPF_JNE | BPF_K, BPF_REG_0, 0, 8, 0),
		KERN_INSN(BPF_LDX | BPF_MEM | BPF_W, BPF_REG_1, BPF_REG_10, -4, 0),
		KERN_INSN(BPF_JMP | BPF_JNE | BPF_K, BPF_REG_1, 0, 6, stop->pid),
		STOP_INSNS(stop->map),
	};
	const struct kern_prog_def def = {
		.name = "stop_exec",
		.kind = KERN_PROG_RAW,
		.insns = insns,
		.n_insns = sizeof(insns) / sizeof(insns[0]),
	};
	int fd = rc ? rc : kern_prog_load(&def, dg);

	if (rc)
		return diag_errno(dg, NULL, D_FILE, -rc, "/proc/self/ns/pid");
	if (fd < 0)
		return fd;
	rc = kern_link_raw_tracepoint(links, fd, "sched_process_exec", dg);
	close(fd);
	return rc;
}

struct kern_stop *kern_stop_new(int pid, struct kern_caps *caps, struct kern_links *links,
				struct diag *dg)
{
	struct kern_stop *stop = xcalloc(1, sizeof(*stop));
	int err;

	*stop = (struct kern_stop){ .pid = pid, .map = -1, .prog = -1 };
	err = make_map(stop, dg);
	if (!err)
		err = load_uprobe(stop, caps, dg);
	if (!err)
		err = stop_exec(stop, links, dg);
	if (!err)
		return stop;
	kern_stop_free(stop);
	return NULL;
}

void kern_stop_free(struct kern_stop *stop)
{
	if (!stop)
		return;
	if (stop->count)
		munmap(stop->count, sizeof(*stop->count));
	if (stop->map >= 0)
		close(stop->map);
	if (stop->prog >= 0)
		close(stop->prog);
	free(stop);
}

int kern_stop_at(struct kern_stop *stop, struct kern_caps *caps, struct kern_links *links,
		 const char *path, uint64_t offset, struct diag *dg)
{
	const struct kern_uprobes up = {
		.path = path,
		.pid = stop->pid,
		.offsets = &offset,
		.n = 1,
	};
	int n = kern_link_uprobes(caps, links, stop->prog, &up, dg);

	return n < 0 ? n : 0;
}

uint64_t kern_stop_count(const struct kern_stop *stop)
{
	return __atomic_load_n(stop->count, __ATOMIC_RELAXED);
}
