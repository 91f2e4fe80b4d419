/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/probe/decode.h"

#include <string.h>

/* Families of instructions: those whose bits under the mask are these. What the kernel emulates is
 * what uses or sets the program counter. */
static const struct family {
	uint32_t mask, bits;
	enum arch_flow flow;
	enum arch_exec exec;
	uint8_t target_bits, target_shift; /* of the displacement, in words */
} families[] = {
	{ 0xffffffff, 0xd503201f, ARCH_FLOW_ON, ARCH_EXEC_NOP, 0, 0 },		  /* nop */
	{ 0xfc000000, 0x14000000, ARCH_FLOW_JUMP, ARCH_EXEC_EMULATED, 26, 0 },	  /* b */
	{ 0xfc000000, 0x94000000, ARCH_FLOW_ON, ARCH_EXEC_EMULATED, 0, 0 },	  /* bl */
	{ 0xff000000, 0x54000000, ARCH_FLOW_BRANCH, ARCH_EXEC_EMULATED, 19, 5 },  /* b.eq */
	{ 0x7e000000, 0x34000000, ARCH_FLOW_BRANCH, ARCH_EXEC_EMULATED, 19, 5 },  /* cbz cbnz */
	{ 0x7e000000, 0x36000000, ARCH_FLOW_BRANCH, ARCH_EXEC_EMULATED, 14, 5 },  /* tbz tbnz */
	{ 0xfffffc1f, 0xd65f0000, ARCH_FLOW_RETURN, ARCH_EXEC_EMULATED, 0, 0 },	  /* ret */
	{ 0xfffffbff, 0xd65f0bff, ARCH_FLOW_RETURN, ARCH_EXEC_STEPPED, 0, 0 },	  /* retaa retab */
	{ 0xfffffc1f, 0xd61f0000, ARCH_FLOW_COMPUTED, ARCH_EXEC_EMULATED, 0, 0 }, /* br */
	{ 0xfffffc1f, 0xd63f0000, ARCH_FLOW_ON, ARCH_EXEC_EMULATED, 0, 0 },	  /* blr */
	{ 0x1f000000, 0x10000000, ARCH_FLOW_ON, ARCH_EXEC_EMULATED, 0, 0 },	  /* adr adrp */
	{ 0xbf000000, 0x18000000, ARCH_FLOW_ON, ARCH_EXEC_EMULATED, 0, 0 },	  /* ldr =x */
	{ 0xff000000, 0x98000000, ARCH_FLOW_ON, ARCH_EXEC_EMULATED, 0, 0 },	  /* ldrsw =x */
};

static const struct refusal {
	uint32_t mask, bits;
	const char *why;
} refusals[] = {
	{ 0x3f000000, 0x08000000, "it is a part of an atomic operation" }, /* ldxr stxr ... */
	{ 0xff000000, 0xd4000000, "it is a system call or a breakpoint" }, /* svc brk hlt */
};

static const struct family *family_of(uint32_t word)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if ((word & families[i].mask) == families[i].bits)
			return &families[i];
	return NULL;
}

static const char *refusal_of(uint32_t word)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if ((word & refusals[i].mask) == refusals[i].bits)
			return refusals[i].why;
	return NULL;
}

static int64_t target_of(uint32_t word, const struct family *family)
{
	uint32_t top;

	if (!family->target_bits)
		return 0;
	top = word >> family->target_shift << (32 - family->target_bits);
	return (int64_t)((int32_t)top >> (32 - family->target_bits)) * 4;
}

/* ldxr and the like, and stxr: not those that do it all in one, nor ldar and stlr. */
static bool is_exclusive(uint32_t word, uint32_t load)
{
	const bool is_casp = (word & 0xbfa07c00) == 0x08207c00;

	return (word & 0x3fc00000) == (0x08000000 | load) && !is_casp;
}

bool a64_decode(const uint8_t *bytes, size_t n, struct arch_insn *out)
{
	const struct family *family;
	uint32_t word;

	if (n < sizeof(word))
		return false;
	memcpy(&word, bytes, sizeof(word));
	family = family_of(word);
	*out = (struct arch_insn){
		.size = sizeof(word),
		.exec = family ? family->exec : ARCH_EXEC_STEPPED,
		.flow = family ? family->flow : ARCH_FLOW_ON,
		.is_nop = family == families,
		.is_add = (word & 0x5f000000) == 0x0b000000,
		.begins_atomic = is_exclusive(word, 0x00400000),
		.ends_atomic = is_exclusive(word, 0),
		.why = refusal_of(word),
		.target = family ? target_of(word, family) : 0,
	};
	if (out->why)
		out->exec = ARCH_EXEC_REFUSED;
	return true;
}
