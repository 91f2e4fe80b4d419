/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A call of a probe in machine code: how compilers spell it, and what takes its place. */
#ifndef DTRACE_GEN_SITE_H
#define DTRACE_GEN_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct elfobj_reloc;

struct site_form {
	uint32_t machine;
	uint32_t relocs[4];	/* R_..., any of them */
	int64_t addend;
	uint8_t opcode[4], mask[4];
	uint8_t n_opcode;
	uint8_t back;		/* from what the relocation fills in, to the opcode */
	uint8_t code[8];	/* instead of it */
	uint8_t size;
	uint8_t probe;		/* the offset of the probe in code */
	bool is_tail;		/* it leaves the function */
};

/* The form of the call that the relocation belongs to, in the code that it is for; NULL: it is
 * none, or one that has to stay. */
const struct site_form *site_match(uint32_t machine, const struct elfobj_reloc *reloc,
				   const uint8_t *code, size_t size);

/* What is written over the call, in out. */
void site_code(const struct site_form *form, const uint8_t *call, uint8_t out[8]);

#endif
