/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Constructors of eBPF instructions, named as they are read: insn_load(8, R1, R10, -8) is
 * r1 = *(u64 *)(r10 - 8). Instructions of the first versions of the machine only. */
#ifndef RUNTIME_EBPF_INSN_H
#define RUNTIME_EBPF_INSN_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <stdint.h>

enum ebpf_reg { R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10 };

/* What a call makes undefined. R1 to R5 carry its arguments, R0 its result. */
#define EBPF_CALL_CLOBBERS 0x3fu

static inline struct bpf_insn insn_make(uint8_t code, uint8_t dst, uint8_t src, int16_t off,
					int32_t imm)
{
	return (struct bpf_insn){
		.code = code, .dst_reg = dst, .src_reg = src, .off = off, .imm = imm
	};
}

/* The size field of loads and stores of 1, 2, 4 or 8 bytes. */
static inline uint8_t insn_size(uint32_t bytes)
{
	return bytes == 1 ? BPF_B : bytes == 2 ? BPF_H : bytes == 4 ? BPF_W : BPF_DW;
}

/* dst = dst op src, 64 bits; op is BPF_ADD, BPF_MOV ... */
static inline struct bpf_insn insn_alu(uint8_t op, uint8_t dst, uint8_t src)
{
	return insn_make(BPF_ALU64 | op | BPF_X, dst, src, 0, 0);
}

static inline struct bpf_insn insn_alu_imm(uint8_t op, uint8_t dst, int32_t imm)
{
	return insn_make(BPF_ALU64 | op | BPF_K, dst, 0, 0, imm);
}

static inline struct bpf_insn insn_mov(uint8_t dst, uint8_t src)
{
	return insn_alu(BPF_MOV, dst, src);
}

static inline struct bpf_insn insn_mov_imm(uint8_t dst, int32_t imm)
{
	return insn_alu_imm(BPF_MOV, dst, imm);
}

/* dst = the low 4 bytes of src, zero-extended */
static inline struct bpf_insn insn_mov32(uint8_t dst, uint8_t src)
{
	return insn_make(BPF_ALU | BPF_MOV | BPF_X, dst, src, 0, 0);
}

static inline struct bpf_insn insn_neg(uint8_t dst)
{
	return insn_make(BPF_ALU64 | BPF_NEG, dst, 0, 0, 0);
}

static inline struct bpf_insn insn_load(uint32_t size, uint8_t dst, uint8_t base, int16_t off)
{
	return insn_make(BPF_LDX | BPF_MEM | insn_size(size), dst, base, off, 0);
}

static inline struct bpf_insn insn_store(uint32_t size, uint8_t base, int16_t off, uint8_t src)
{
	return insn_make(BPF_STX | BPF_MEM | insn_size(size), base, src, off, 0);
}

static inline struct bpf_insn insn_store_imm(uint32_t size, uint8_t base, int16_t off, int32_t imm)
{
	return insn_make(BPF_ST | BPF_MEM | insn_size(size), base, 0, off, imm);
}

/* op: BPF_ADD, BPF_ADD | BPF_FETCH, BPF_XCHG, BPF_CMPXCHG */
static inline struct bpf_insn insn_atomic(int32_t op, uint32_t size, uint8_t base, int16_t off,
					  uint8_t src)
{
	return insn_make(BPF_STX | BPF_ATOMIC | insn_size(size), base, src, off, op);
}

/* A jump's distance is filled in when its label is known. op: BPF_JA, BPF_JEQ ... */
static inline struct bpf_insn insn_jump(uint8_t op, uint8_t dst, uint8_t src)
{
	return insn_make(BPF_JMP | op | BPF_X, dst, src, 0, 0);
}

static inline struct bpf_insn insn_jump_imm(uint8_t op, uint8_t dst, int32_t imm)
{
	return insn_make(BPF_JMP | op | BPF_K, dst, 0, 0, imm);
}

static inline struct bpf_insn insn_call(int32_t helper)
{
	return insn_make(BPF_JMP | BPF_CALL, 0, 0, 0, helper);
}

static inline struct bpf_insn insn_exit(void)
{
	return insn_make(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

static inline bool insn_is_subprog_call(const struct bpf_insn *insn)
{
	return insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg == BPF_PSEUDO_CALL;
}

/* Is it the first half of a 64-bit constant? */
static inline bool insn_is_ld64(const struct bpf_insn *insn)
{
	return insn->code == (BPF_LD | BPF_IMM | BPF_DW);
}

#endif
