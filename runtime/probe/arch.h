/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What differs between machines: registers and how they are spelled, the calling convention, the
 * instructions that may stand at a probe. One row for each machine, all compiled on every host, so
 * that a file of one can be listed and tested on another. */
#ifndef RUNTIME_PROBE_ARCH_H
#define RUNTIME_PROBE_ARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How the assembler writes operands. */
enum arch_syntax {
	ARCH_SYNTAX_ATT, /* $5  %eax  8(%rax,%rcx,4) */
	ARCH_SYNTAX_A64, /* 5  x3  [x1, 8] */
};

/* One spelling: %ah is number 0, 1 byte, shifted by 8. */
struct arch_reg {
	const char *name; /* without % */
	uint8_t number;
	uint8_t size;  /* bytes */
	uint8_t shift; /* bits */
};

#define ARCH_NO_REG 0xff /* number of a register that always reads 0 */

/* What stands where a probe of a note is to be. */
enum arch_site {
	ARCH_SITE_NOP,
	ARCH_SITE_NOP5,	   /* x86: one nop of 5 bytes, which newer kernels turn into a call */
	ARCH_SITE_REFUSED, /* a nop that the kernel does not take: with a segment prefix */
	ARCH_SITE_OTHER,   /* not a nop */
};

/* How the kernel goes on from a breakpoint: what it emulates costs a twentieth of what it has the
 * processor execute elsewhere, one step at a time. */
enum arch_exec {
	ARCH_EXEC_UNKNOWN,
	ARCH_EXEC_EMULATED,
	ARCH_EXEC_NOP,	   /* a long nop: emulated since Linux 6.18, else single-stepped */
	ARCH_EXEC_NOP5,	   /* likewise, and replaced by a call */
	ARCH_EXEC_STEPPED,
	ARCH_EXEC_REFUSED, /* the kernel takes no breakpoint there, or it would do harm */
};

/* Where an instruction leads. */
enum arch_flow {
	ARCH_FLOW_ON,	    /* to the next one */
	ARCH_FLOW_BRANCH,   /* to the next one or to the target */
	ARCH_FLOW_JUMP,	    /* to the target */
	ARCH_FLOW_TABLE,    /* to an address of a table, as a switch has it */
	ARCH_FLOW_COMPUTED, /* to an address in a register */
	ARCH_FLOW_LEAVE,    /* through a pointer to another function */
	ARCH_FLOW_RETURN,
};

struct arch_insn {
	uint8_t size;
	bool is_nop;
	bool is_add; /* of registers: how the address of a switch is computed */
	bool begins_atomic, ends_atomic; /* AArch64: what is between them is tried again if anything
					  * interrupts it, a breakpoint too */
	enum arch_exec exec;
	enum arch_flow flow;
	const char *why; /* REFUSED: a static text */
	int64_t target;	 /* BRANCH, JUMP: relative to the instruction */
};

struct arch {
	const char *name;     /* "x86-64" */
	uint32_t elf_machine; /* EM_X86_64 */
	uint8_t word_size;
	enum arch_syntax syntax;

	const struct arch_reg *regs; /* every spelling of what a note may name */
	uint32_t n_regs;

	/* Register number -> byte offset in the registers that eBPF sees (struct pt_regs, or
	 * struct user_pt_regs); -1: none. */
	const int16_t *reg_offsets;
	uint32_t n_reg_offsets;

	/* The calling convention, as it stands when a function is entered. */
	const uint8_t *arg_regs;
	uint32_t n_arg_regs;
	int16_t stack_args; /* the first argument in memory lies at the stack pointer + this */
	uint8_t return_reg, stack_reg, frame_reg, pc_reg;

	/* The first instruction in n bytes. False: there is none, or it is cut off. */
	bool (*decode)(const uint8_t *bytes, size_t n, struct arch_insn *out);

	/* What may stand where a function begins and only marks it as a place to jump to: a probe
	 * stands behind it. */
	uint8_t landing[4];
	uint8_t landing_size;
};

/* EM_...; NULL if there is no row. */
const struct arch *arch_by_elf_machine(int machine);

/* Of the machine that this program runs on. */
const struct arch *arch_host(void);

/* Can the host trace files of this machine? Its own, and the 32-bit ones that its kernel runs. */
bool arch_can_trace(const struct arch *host, const struct arch *other);

enum arch_site arch_classify_site(const struct arch *arch, const uint8_t *bytes, size_t n);

/* By its spelling, len bytes; NULL if the machine has none such. */
const struct arch_reg *arch_reg_find(const struct arch *arch, const char *name, size_t len);

#endif
