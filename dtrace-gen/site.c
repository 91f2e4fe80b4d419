/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The probe always stands on a one-byte nop of x86, the only nop that every kernel emulates; a call
 * becomes that and longer nops, but never a nop of exactly 5 bytes, which Linux 6.18 replaces by a
 * call of its own that ruins the red zone and forked children. A call in the last place was made a
 * jump: after the nop comes the return that the probe would have done. Where clang jumps on a
 * condition (-Os), the opposite one jumps over nop and return:
 *
 *	call rel32	e8 ....		90 0f 1f 40 00		nop; nop4
 *	call *rel32	ff 15 ....	90 0f 1f 40 00 90	nop; nop4; nop
 *	jmp rel32	e9 ....		90 c3 90 90 90		nop; ret; nops
 *	jmp *rel32	ff 25 ....	90 c3 90 90 90 90	nop; ret; nops
 *	jcc rel32	0f 8c ....	7! 02 90 c3 66 90	jncc +2; nop; ret; nop2
 *
 * AArch64 has one size of instruction: bl becomes a nop, b a ret with the probe on it, which the
 * kernel simulates there. */
#include "dtrace-gen/site.h"

#include <elf.h>
#include <string.h>

#include "runtime/elf/elfobj.h"

#define DIRECT { R_X86_64_PC32, R_X86_64_PLT32 }
#define THROUGH_GOT { R_X86_64_GOTPCREL, R_X86_64_GOTPCRELX, R_X86_64_REX_GOTPCRELX }

static const struct site_form forms[] = {
	{ EM_X86_64, DIRECT, -4, { 0xe8 }, { 0xff }, 1, 1,
	  { 0x90, 0x0f, 0x1f, 0x40, 0x00 }, 5, 0, false },
	{ EM_X86_64, DIRECT, -4, { 0xe9 }, { 0xff }, 1, 1,
	  { 0x90, 0xc3, 0x90, 0x90, 0x90 }, 5, 0, true },
	{ EM_X86_64, THROUGH_GOT, -4, { 0xff, 0x15 }, { 0xff, 0xff }, 2, 2,
	  { 0x90, 0x0f, 0x1f, 0x40, 0x00, 0x90 }, 6, 0, false },
	{ EM_X86_64, THROUGH_GOT, -4, { 0xff, 0x25 }, { 0xff, 0xff }, 2, 2,
	  { 0x90, 0xc3, 0x90, 0x90, 0x90, 0x90 }, 6, 0, true },
	{ EM_X86_64, DIRECT, -4, { 0x0f, 0x80 }, { 0xff, 0xf0 }, 2, 2,
	  { 0x70, 0x02, 0x90, 0xc3, 0x66, 0x90 }, 6, 2, true },
	{ EM_AARCH64, { R_AARCH64_CALL26 }, 0, { 0, 0, 0, 0x94 }, { 0, 0, 0, 0xfc }, 4, 0,
	  { 0x1f, 0x20, 0x03, 0xd5 }, 4, 0, false },
	{ EM_AARCH64, { R_AARCH64_JUMP26 }, 0, { 0, 0, 0, 0x14 }, { 0, 0, 0, 0xfc }, 4, 0,
	  { 0xc0, 0x03, 0x5f, 0xd6 }, 4, 0, true },
};

static bool has_reloc(const struct site_form *form, uint32_t type)
{
	for (size_t i = 0; i < sizeof(form->relocs) / sizeof(*form->relocs); i++)
		if (form->relocs[i] && form->relocs[i] == type)
			return true;
	return false;
}

static bool has_opcode(const struct site_form *form, const uint8_t *at)
{
	for (uint8_t i = 0; i < form->n_opcode; i++)
		if ((at[i] & form->mask[i]) != form->opcode[i])
			return false;
	return true;
}

const struct site_form *site_match(uint32_t machine, const struct elfobj_reloc *reloc,
				   const uint8_t *code, size_t size)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		const struct site_form *form = &forms[i];

		if (form->machine == machine && reloc->has_addend &&
		    form->addend == reloc->addend && has_reloc(form, reloc->type) &&
		    reloc->offset >= form->back && reloc->offset - form->back <= size &&
		    size - (reloc->offset - form->back) >= form->size &&
		    has_opcode(form, code + reloc->offset - form->back))
			return form;
	}
	return NULL;
}

void site_code(const struct site_form *form, const uint8_t *call, uint8_t out[8])
{
	memcpy(out, form->code, 8);
	if (form->probe)	/* the opposite condition differs in the lowest bit */
		out[0] |= (call[1] & 0x0f) ^ 1;
}
