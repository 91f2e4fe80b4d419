/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What differs between machines: the code of a probe, and how a note says where an argument is. A
 * probe is called with the address of its arguments, 8 bytes each, as its only parameter; so all of
 * them lie in memory behind one register, however many there are. */
#ifndef SDK_RUNTIME_MACHINE_H
#define SDK_RUNTIME_MACHINE_H

#include <stdint.h>

#define USDT_STUB_SIZE 8

struct usdt_machine {
	uint16_t elf_machine;		/* EM_NONE: probes cannot be made here */
	uint8_t stub[USDT_STUB_SIZE];	/* nop, return */
	uint8_t used;			/* bytes of it, without padding */
	const char *first, *next;	/* formats of the operands; the second gets an offset */
};

extern const struct usdt_machine usdt_machine_x86_64, usdt_machine_aarch64, usdt_machine_other;

/* The machine that runs this. */
const struct usdt_machine *usdt_machine_host(void);

#endif
