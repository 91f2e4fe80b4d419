/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "sdk/runtime/machine.h"

#include <elf.h>

/* A nop of one byte: longer ones are replaced by calls on some kernels, at the cost of the stack
 * below the stack pointer. Behind the return are breakpoints. */
const struct usdt_machine usdt_machine_x86_64 = {
	.elf_machine = EM_X86_64,
	.stub = { 0x90, 0xc3, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc },
	.used = 2,
	.first = "0(%%rdi)",
	.next = "%u(%%rdi)",
};

const struct usdt_machine usdt_machine_aarch64 = {
	.elf_machine = EM_AARCH64,
	.stub = { 0x1f, 0x20, 0x03, 0xd5, 0xc0, 0x03, 0x5f, 0xd6 },
	.used = 8,
	.first = "[x0]",
	.next = "[x0, %u]",
};

const struct usdt_machine usdt_machine_other = {
	.elf_machine = EM_NONE,
	.first = "",
	.next = "%u",
};

const struct usdt_machine *usdt_machine_host(void)
{
#if defined __x86_64__ && defined __LP64__
	return &usdt_machine_x86_64;
#elif defined __AARCH64EL__ && defined __LP64__
	return &usdt_machine_aarch64;
#else
	return &usdt_machine_other;
#endif
}
