/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A program that traces itself, so that notes can be tried on machines of which there is only an
 * emulator of user programs. Each line of the file that it is given is a site: address, name,
 * operands. A trap instruction goes there, and the signal's handler reads the operands as the
 * runtime does, by its own decoder. */
#include <elf.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "cross.h"
#include "runtime/probe/arch.h"
#include "runtime/probe/argspec.h"

#define MAX_SITES 64
#define MAX_ARGS 12

#if defined(__aarch64__)
#define MACHINE EM_AARCH64
#define TRAP 0xd4200000u
#define TRAP_SIZE 4
#define RET 0xd65f03c0u
#elif defined(__x86_64__)
#define MACHINE EM_X86_64
#define TRAP 0xcc
#define TRAP_SIZE 1
#else
#define MACHINE EM_386
#define TRAP 0xcc
#define TRAP_SIZE 1
#endif

struct site {
	uintptr_t address;
	uint32_t code;		/* what stood there */
	char name[32], args[256];
};

static struct site sites[MAX_SITES];
static int n_sites;

#if defined(__aarch64__)

static uint64_t reg_value(const struct arch *arch, ucontext_t *uc, uint8_t number)
{
	uint64_t value = 0;

	if (number != ARCH_NO_REG)
		memcpy(&value, (char *)uc->uc_mcontext.regs + arch->reg_offsets[number],
		       sizeof(value));
	return value;
}

static uintptr_t trap_address(const ucontext_t *uc)
{
	return uc->uc_mcontext.pc;
}

/* Does what the instruction would have done. */
static void go_on(ucontext_t *uc, const struct site *site)
{
	uc->uc_mcontext.pc = site->code == RET ? uc->uc_mcontext.regs[30] : site->address + 4;
}

#else

static const struct {
	const char *name;
	int index;
} gregs[] = {
#ifdef __x86_64__
	{ "rax", REG_RAX }, { "rbx", REG_RBX }, { "rcx", REG_RCX }, { "rdx", REG_RDX },
	{ "rsi", REG_RSI }, { "rdi", REG_RDI }, { "rbp", REG_RBP }, { "rsp", REG_RSP },
	{ "r8", REG_R8 }, { "r9", REG_R9 }, { "r10", REG_R10 }, { "r11", REG_R11 },
	{ "r12", REG_R12 }, { "r13", REG_R13 }, { "r14", REG_R14 }, { "r15", REG_R15 },
#else
	{ "eax", REG_EAX }, { "ebx", REG_EBX }, { "ecx", REG_ECX }, { "edx", REG_EDX },
	{ "esi", REG_ESI }, { "edi", REG_EDI }, { "ebp", REG_EBP }, { "esp", REG_ESP },
#endif
};

static uint64_t reg_value(const struct arch *arch, ucontext_t *uc, uint8_t number)
{
	for (uint32_t i = 0; i < arch->n_regs; i++)
		for (size_t n = 0; n < sizeof(gregs) / sizeof(*gregs); n++)
			if (arch->regs[i].number == number &&
			    !strcmp(arch->regs[i].name, gregs[n].name))
				return (uintptr_t)uc->uc_mcontext.gregs[gregs[n].index];
	abort();
}

/* Behind the trap, which took the place of a nop or of the first byte of one. */
#ifdef __x86_64__
#define REG_PC REG_RIP
#else
#define REG_PC REG_EIP
#endif

static uintptr_t trap_address(const ucontext_t *uc)
{
	return (uintptr_t)uc->uc_mcontext.gregs[REG_PC] - TRAP_SIZE;
}

static void go_on(ucontext_t *uc, const struct site *site)
{
	(void)uc;
	if (site->code != 0x90)
		abort();
}

#endif

static int64_t widen(uint64_t bits, const struct argloc *loc)
{
	int unused = 64 - 8 * loc->size;

	return loc->is_signed ? (int64_t)(bits << unused) >> unused
			      : (int64_t)(bits << unused >> unused);
}

static uint64_t load(uint64_t address, size_t size)
{
	uint64_t bits = 0;

	memcpy(&bits, (const void *)(uintptr_t)address, size);
	return bits;
}

static int64_t arg_value(const struct arch *arch, ucontext_t *uc, const struct argloc *loc)
{
	uint64_t address = (uint64_t)loc->value;

	switch (loc->kind) {
	case ARGLOC_CONST:
		return loc->value;
	case ARGLOC_REG:
		return widen(reg_value(arch, uc, loc->reg) >> loc->shift, loc);
	case ARGLOC_INDEX:
		address += reg_value(arch, uc, loc->index) * loc->scale;
		/* fall through */
	case ARGLOC_MEM:
		return widen(load(address + reg_value(arch, uc, loc->reg), loc->size), loc);
	default:
		printf(" (%s)", loc->why ? loc->why : "?");
		return 0;
	}
}

static void hit(int number, siginfo_t *info, void *context)
{
	const struct arch *arch = arch_by_elf_machine(MACHINE);
	const struct argspec_site fixed = { .arch = arch, .is_fixed = true };
	struct site *site = sites;
	struct argloc args[MAX_ARGS];
	uint32_t n;

	(void)number;
	(void)info;
	while (site < sites + n_sites && site->address != trap_address(context))
		site++;
	if (site == sites + n_sites)
		abort();
	n = argspec_parse(site->args, &fixed, args, MAX_ARGS);
	printf("%s", site->name);
	for (uint32_t i = 0; i < n; i++) {
		int64_t value = arg_value(arch, context, &args[i]);

		if (!strcmp(site->name, "text"))
			printf(" %s", (const char *)(uintptr_t)value);
		else
			printf(" %lld", (long long)value);
	}
	putchar('\n');
	go_on(context, site);
}

static void place_trap(struct site *site)
{
	const uint32_t trap = TRAP;
	char *page = (char *)(site->address & ~(uintptr_t)4095), *at = (char *)site->address;

	if (mprotect(page, 8192, PROT_READ | PROT_WRITE | PROT_EXEC))
		abort();
	memcpy(&site->code, at, TRAP_SIZE);
	memcpy(at, &trap, TRAP_SIZE);
	__builtin___clear_cache(at, at + TRAP_SIZE);
}

static void read_sites(const char *path)
{
	FILE *f = fopen(path, "r");
	unsigned long long address;
	struct site *site = sites;

	while (f && n_sites < MAX_SITES &&
	       fscanf(f, "%llx %31s%255[^\n]", &address, site->name, site->args) >= 2) {
		site->address = (uintptr_t)address;
		place_trap(site++);
		n_sites++;
	}
	if (!f || !n_sites)
		abort();
	fclose(f);
}

__attribute__((noinline)) static void tail(int a, short b)
{
	CROSS_TAIL(a, b);
}

__attribute__((noinline)) static void fire(int one)
{
	int64_t big = -(INT64_C(1) << 40) * one;

	CROSS_INTS(-one, 200, -3, -300, big, 3000000000u);
	CROSS_MANY(one, 2, 3, 4, 5, 6, 7, 8, one + 8);
	CROSS_FLOATS(1.5 * one, 0.5f * one);
	CROSS_TEXT("words");
	CROSS_NONE();
	if (CROSS_NONE_ENABLED())
		CROSS_INTS(0, 0, 0, 0, 0, 0);
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_sigaction = hit, .sa_flags = SA_SIGINFO | SA_NODEFER };

	sigaction(SIGTRAP, &action, NULL);
	read_sites(argv[1]);
	fire(argc - 1);
	tail(-argc, 7);
	return 0;
}
