/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/probe/arch.h"

#include <elf.h>
#include <string.h>
#include <sys/utsname.h>

#include "runtime/probe/decode.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define REG(...)                                                                                   \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}

/* x86. Numbers 0 to 16 are those of DWARF; the 32-bit machine uses the same, as the kernel shows
 * its processes' registers in the same places. */

enum { X86_RAX, X86_RDX, X86_RCX, X86_RSI = 4, X86_RDI, X86_RBP, X86_RSP, X86_RIP = 16 };

/* %eax %ax %al %ah */
#define X86_OLD(number, x)                                                                         \
	REG("e" x "x", number, 4, 0), REG(x "x", number, 2, 0), REG(x "l", number, 1, 0),          \
		REG(x "h", number, 1, 8)
#define X86_INDEX(number, name) REG("e" name, number, 4, 0), REG(name, number, 2, 0)
#define X86_32                                                                                     \
	X86_OLD(0, "a"), X86_OLD(1, "d"), X86_OLD(2, "c"), X86_OLD(3, "b"), X86_INDEX(4, "si"),    \
		X86_INDEX(5, "di"), X86_INDEX(6, "bp"), X86_INDEX(7, "sp")
/* %r8 %r8d %r8w %r8b */
#define X86_NEW(number, name)                                                                      \
	REG(name, number, 8, 0), REG(name "d", number, 4, 0), REG(name "w", number, 2, 0),         \
		REG(name "b", number, 1, 0)
/* %rsi %sil */
#define X86_64(number, name, low) REG("r" name, number, 8, 0), REG(low, number, 1, 0)

static const struct arch_reg x86_64_regs[] = {
	X86_32,
	X86_64(0, "ax", "al"),
	X86_64(1, "dx", "dl"),
	X86_64(2, "cx", "cl"),
	X86_64(3, "bx", "bl"),
	X86_64(4, "si", "sil"),
	X86_64(5, "di", "dil"),
	X86_64(6, "bp", "bpl"),
	X86_64(7, "sp", "spl"),
	X86_NEW(8, "r8"),
	X86_NEW(9, "r9"),
	X86_NEW(10, "r10"),
	X86_NEW(11, "r11"),
	X86_NEW(12, "r12"),
	X86_NEW(13, "r13"),
	X86_NEW(14, "r14"),
	X86_NEW(15, "r15"),
	REG("rip", X86_RIP, 8, 0),
};

static const struct arch_reg i386_regs[] = { X86_32, REG("eip", X86_RIP, 4, 0) };

/* struct pt_regs of 64-bit kernels. */
static const int16_t x86_offsets[] = {
	80,  96, 88, 40, 104, 112, 32, 152, /* rax rdx rcx rbx rsi rdi rbp rsp */
	72,  64, 56, 48, 24,  16,  8,  0,   /* r8 .. r15 */
	128,				    /* rip */
};

static const uint8_t x86_64_args[] = { X86_RDI, X86_RSI, X86_RDX, X86_RCX, 8, 9 };

/* AArch64: x0 to x30, then sp and pc. */

#define A64_REG(number) REG("x" #number, number, 8, 0), REG("w" #number, number, 4, 0)

enum { A64_SP = 31, A64_PC, A64_N_REGS };

static const struct arch_reg a64_regs[] = {
	A64_REG(0),
	A64_REG(1),
	A64_REG(2),
	A64_REG(3),
	A64_REG(4),
	A64_REG(5),
	A64_REG(6),
	A64_REG(7),
	A64_REG(8),
	A64_REG(9),
	A64_REG(10),
	A64_REG(11),
	A64_REG(12),
	A64_REG(13),
	A64_REG(14),
	A64_REG(15),
	A64_REG(16),
	A64_REG(17),
	A64_REG(18),
	A64_REG(19),
	A64_REG(20),
	A64_REG(21),
	A64_REG(22),
	A64_REG(23),
	A64_REG(24),
	A64_REG(25),
	A64_REG(26),
	A64_REG(27),
	A64_REG(28),
	A64_REG(29),
	A64_REG(30),
	REG("fp", 29, 8, 0),
	REG("lr", 30, 8, 0),
	REG("sp", A64_SP, 8, 0),
	REG("wsp", A64_SP, 4, 0),
	REG("xzr", ARCH_NO_REG, 8, 0),
	REG("wzr", ARCH_NO_REG, 4, 0),
};

/* struct user_pt_regs: regs[31], sp, pc. */
static const int16_t a64_offsets[] = {
	0,   8,	  16,  24,  32,	 40,  48,  56,	64,  72,  80,  88,  96,	 104, 112, 120, 128,
	136, 144, 152, 160, 168, 176, 184, 192, 200, 208, 216, 224, 232, 240, 248, 256,
};
_Static_assert(ARRAY_SIZE(a64_offsets) == A64_N_REGS, "one offset for each register");
_Static_assert(ARRAY_SIZE(x86_offsets) == X86_RIP + 1, "one offset for each register");

static const uint8_t a64_args[] = { 0, 1, 2, 3, 4, 5, 6, 7 };

static const struct arch archs[] = {
	{
		.name = "x86-64",
		.elf_machine = EM_X86_64,
		.word_size = 8,
		.syntax = ARCH_SYNTAX_ATT,
		.regs = x86_64_regs,
		.n_regs = ARRAY_SIZE(x86_64_regs),
		.reg_offsets = x86_offsets,
		.n_reg_offsets = ARRAY_SIZE(x86_offsets),
		.arg_regs = x86_64_args,
		.n_arg_regs = ARRAY_SIZE(x86_64_args),
		.stack_args = 8,
		.return_reg = X86_RAX,
		.stack_reg = X86_RSP,
		.frame_reg = X86_RBP,
		.pc_reg = X86_RIP,
		.decode = x86_64_decode,
		.landing = { 0xf3, 0x0f, 0x1e, 0xfa },
		.landing_size = 4,
	},
	{
		.name = "AArch64",
		.elf_machine = EM_AARCH64,
		.word_size = 8,
		.syntax = ARCH_SYNTAX_A64,
		.regs = a64_regs,
		.n_regs = ARRAY_SIZE(a64_regs),
		.reg_offsets = a64_offsets,
		.n_reg_offsets = ARRAY_SIZE(a64_offsets),
		.arg_regs = a64_args,
		.n_arg_regs = ARRAY_SIZE(a64_args),
		.stack_args = 0,
		.return_reg = 0,
		.stack_reg = A64_SP,
		.frame_reg = 29,
		.pc_reg = A64_PC,
		.decode = a64_decode,
	},
	{
		.name = "i386",
		.elf_machine = EM_386,
		.word_size = 4,
		.syntax = ARCH_SYNTAX_ATT,
		.regs = i386_regs,
		.n_regs = ARRAY_SIZE(i386_regs),
		.reg_offsets = x86_offsets,
		.n_reg_offsets = ARRAY_SIZE(x86_offsets),
		.arg_regs = NULL,
		.n_arg_regs = 0,
		.stack_args = 4,
		.return_reg = X86_RAX,
		.stack_reg = X86_RSP,
		.frame_reg = X86_RBP,
		.pc_reg = X86_RIP,
		.decode = x86_32_decode,
		.landing = { 0xf3, 0x0f, 0x1e, 0xfb },
		.landing_size = 4,
	},
};

const struct arch *arch_by_elf_machine(int machine)
{
	for (size_t i = 0; i < ARRAY_SIZE(archs); i++)
		if ((int)archs[i].elf_machine == machine)
			return &archs[i];
	return NULL;
}

/* The kernel's word counts, not the compiler's: a 32-bit build traces with a 64-bit kernel. */
const struct arch *arch_host(void)
{
	struct utsname host;

	if (uname(&host) != 0)
		return NULL;
	if (strcmp(host.machine, "x86_64") == 0)
		return arch_by_elf_machine(EM_X86_64);
	if (strcmp(host.machine, "aarch64") == 0)
		return arch_by_elf_machine(EM_AARCH64);
	return NULL;
}

bool arch_can_trace(const struct arch *host, const struct arch *other)
{
	return host && other && host->reg_offsets == other->reg_offsets;
}

enum arch_site arch_classify_site(const struct arch *arch, const uint8_t *bytes, size_t n)
{
	struct arch_insn insn;

	if (!arch->decode(bytes, n, &insn) || !insn.is_nop)
		return ARCH_SITE_OTHER;
	if (insn.exec == ARCH_EXEC_REFUSED)
		return ARCH_SITE_REFUSED;
	return insn.exec == ARCH_EXEC_NOP5 ? ARCH_SITE_NOP5 : ARCH_SITE_NOP;
}

const struct arch_reg *arch_reg_find(const struct arch *arch, const char *name, size_t len)
{
	for (uint32_t i = 0; i < arch->n_regs; i++)
		if (strncmp(arch->regs[i].name, name, len) == 0 && !arch->regs[i].name[len])
			return &arch->regs[i];
	return NULL;
}
