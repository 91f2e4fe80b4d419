/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/kern/deadman.h"

#include <unistd.h>

#include "runtime/kern/insn.h"
#include "runtime/kern/link.h"
#include "runtime/kern/load.h"

#define SECOND 1000000000

int kern_deadman_link(const struct kern_deadman *deadman, struct kern_links *links,
		      struct diag *dg)
{
	const struct bpf_insn insns[] = {
		KERN_CALL(BPF_FUNC_ktime_get_ns),
		KERN_LD_IMM64(BPF_REG_1, BPF_PSEUDO_MAP_VALUE, deadman->map_fd),
		KERN_INSN(BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_2, BPF_REG_1,
			  (int16_t)deadman->heartbeat, 0),
		KERN_INSN(BPF_ALU64 | BPF_SUB | BPF_X, BPF_REG_0, BPF_REG_2, 0, 0),
		KERN_MOV_IMM(BPF_REG_2, (int)(deadman->limit / SECOND)),
		KERN_INSN(BPF_ALU64 | BPF_MUL | BPF_K, BPF_REG_2, 0, 0, SECOND),
		KERN_INSN(BPF_JMP | BPF_JSLE | BPF_X, BPF_REG_0, BPF_REG_2, 3, 0),
		KERN_INSN(BPF_LDX | BPF_MEM | BPF_W, BPF_REG_2, BPF_REG_1, (int16_t)deadman->state,
			  0),
		KERN_INSN(BPF_JMP | BPF_JNE | BPF_K, BPF_REG_2, 0, 1, (int)deadman->active),
		KERN_INSN(BPF_ST | BPF_MEM | BPF_W, BPF_REG_1, 0, (int16_t)deadman->state,
			  (int)deadman->aborted),
		KERN_MOV_IMM(BPF_REG_0, 0),
		KERN_EXIT,
	};
	const struct kern_prog_def def = {
		.name = "deadman",
		.kind = KERN_PROG_SAMPLE,
		.insns = insns,
		.n_insns = sizeof(insns) / sizeof(insns[0]),
	};
	int rc, fd = kern_prog_load(&def, dg);

	if (fd < 0)
		return fd;
	rc = kern_link_sample(links, fd, SECOND, 0, dg);
	close(fd);
	return rc;
}
