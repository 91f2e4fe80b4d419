/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The few instructions of the programs with which this folder tries out the kernel. The compiler
 * has its own, in runtime/ebpf. */
#ifndef RUNTIME_KERN_INSN_H
#define RUNTIME_KERN_INSN_H

#include <linux/bpf.h>

#define KERN_INSN(op, dst, src, offset, value)                                                     \
	((struct bpf_insn){ .code = (op),                                                          \
			    .dst_reg = (dst),                                                      \
			    .src_reg = (src),                                                      \
			    .off = (offset),                                                       \
			    .imm = (value) })

#define KERN_MOV_IMM(dst, value) KERN_INSN(BPF_ALU64 | BPF_MOV | BPF_K, dst, 0, 0, value)
#define KERN_MOV_REG(dst, src) KERN_INSN(BPF_ALU64 | BPF_MOV | BPF_X, dst, src, 0, 0)
#define KERN_CALL(helper) KERN_INSN(BPF_JMP | BPF_CALL, 0, 0, 0, helper)
#define KERN_EXIT KERN_INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)

/* Two instructions; source says what the value is: BPF_PSEUDO_MAP_FD, ..., 0 for itself. */
#define KERN_LD_IMM64(dst, source, value)                                                          \
	KERN_INSN(BPF_LD | BPF_IMM | BPF_DW, dst, source, 0, value), KERN_INSN(0, 0, 0, 0, 0)

#endif
