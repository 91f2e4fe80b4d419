/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/kern/follow.h"

#include <errno.h>
#include <unistd.h>

#include "runtime/base/diag.h"
#include "runtime/kern/btf.h"
#include "runtime/kern/insn.h"
#include "runtime/kern/link.h"
#include "runtime/kern/load.h"

/* sched_process_fork(parent, child) runs in the parent. A thread is a child of the same process,
 * and changes nothing. On the stack: the process at -8, its ancestor at -16. A child that the table
 * has no room for is counted. */
int kern_follow_forks(int map_fd, struct kern_btf *btf, struct kern_links *links, struct diag *dg)
{
	int tgid = kern_btf_member_offset(btf, "task_struct", "tgid", dg);
	const struct bpf_insn insns[] = {
		KERN_MOV_REG(BPF_REG_6, BPF_REG_1),
		KERN_CALL(BPF_FUNC_get_current_pid_tgid),
		KERN_INSN(BPF_ALU64 | BPF_RSH | BPF_K, BPF_REG_0, 0, 0, 32),
		KERN_INSN(BPF_STX | BPF_MEM | BPF_DW, BPF_REG_10, BPF_REG_0, -8, 0),
		KERN_LD_IMM64(BPF_REG_1, BPF_PSEUDO_MAP_FD, map_fd),
		KERN_MOV_REG(BPF_REG_2, BPF_REG_10),
		KERN_INSN(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_2, 0, 0, -8),
		KERN_CALL(BPF_FUNC_map_lookup_elem),
		KERN_INSN(BPF_JMP | BPF_JEQ | BPF_K, BPF_REG_0, 0, 27, 0),
		KERN_INSN(BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_1, BPF_REG_0, 0, 0),
		KERN_INSN(BPF_STX | BPF_MEM | BPF_DW, BPF_REG_10, BPF_REG_1, -16, 0),
		KERN_INSN(BPF_ST | BPF_MEM | BPF_DW, BPF_REG_10, 0, -8, 0),
		KERN_MOV_REG(BPF_REG_1, BPF_REG_10),
		KERN_INSN(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_1, 0, 0, -8),
		KERN_MOV_IMM(BPF_REG_2, 4),
		KERN_INSN(BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_3, BPF_REG_6, 8, 0),
		KERN_INSN(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_3, 0, 0, tgid),
		KERN_CALL(BPF_FUNC_probe_read_kernel),
		KERN_LD_IMM64(BPF_REG_1, BPF_PSEUDO_MAP_FD, map_fd),
		KERN_MOV_REG(BPF_REG_2, BPF_REG_10),
		KERN_INSN(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_2, 0, 0, -8),
		KERN_MOV_REG(BPF_REG_3, BPF_REG_10),
		KERN_INSN(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_3, 0, 0, -16),
		KERN_MOV_IMM(BPF_REG_4, 0),
		KERN_CALL(BPF_FUNC_map_update_elem),
		KERN_INSN(BPF_JMP | BPF_JEQ | BPF_K, BPF_REG_0, 0, 9, 0),
		KERN_INSN(BPF_ST | BPF_MEM | BPF_DW, BPF_REG_10, 0, -8, KERN_FOLLOW_LOST),
		KERN_LD_IMM64(BPF_REG_1, BPF_PSEUDO_MAP_FD, map_fd),
		KERN_MOV_REG(BPF_REG_2, BPF_REG_10),
		KERN_INSN(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_2, 0, 0, -8),
		KERN_CALL(BPF_FUNC_map_lookup_elem),
		KERN_INSN(BPF_JMP | BPF_JEQ | BPF_K, BPF_REG_0, 0, 2, 0),
		KERN_MOV_IMM(BPF_REG_1, 1),
		KERN_INSN(BPF_STX | BPF_ATOMIC | BPF_DW, BPF_REG_0, BPF_REG_1, 0, BPF_ADD),
		KERN_MOV_IMM(BPF_REG_0, 0),
		KERN_EXIT,
	};
	const struct kern_prog_def def = {
		.name = "follow",
		.kind = KERN_PROG_RAW,
		.insns = insns,
		.n_insns = sizeof(insns) / sizeof(insns[0]),
	};
	int fd, rc;

	if (tgid < 0)
		return tgid;
	fd = kern_prog_load(&def, dg);
	if (fd < 0)
		return fd;
	rc = kern_link_raw_tracepoint(links, fd, "sched_process_fork", dg);
	close(fd);
	return rc;
}
