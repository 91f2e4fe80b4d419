/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Each stub has sections of its own in a group named like it, with its note, so that of several
 * objects made for one provider a program gets one stub. All are weak and hidden. */
#include "dtrace-gen/stub.h"

#include <elf.h>
#include <stddef.h>

#include "dtrace-gen/call.h"
#include "dtrace-gen/model.h"
#include "dtrace-gen/object.h"
#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/str.h"
#include "runtime/elf/elfout.h"
#include "runtime/elf/note.h"
#include "sdk/include/usdt_note.h"

struct stub_reloc {
	uint32_t type;
	uint8_t offset;
	int8_t addend;
};

/* The code, which begins with what branch protection wants to see where a pointer leads. */
static const struct stub_code {
	uint32_t machine;
	uint8_t fire[16], n_fire, probe;	/* probe: its offset */
	uint8_t test[16], n_test;		/* returns the semaphore */
	struct stub_reloc relocs[2];		/* of test, to the semaphore */
} codes[] = {
	{
		EM_X86_64,
		/* endbr64; nop; ret */
		{ 0xf3, 0x0f, 0x1e, 0xfa, 0x90, 0xc3 }, 6, 4,
		/* endbr64; movzwl semaphore(%rip), %eax; ret */
		{ 0xf3, 0x0f, 0x1e, 0xfa, 0x0f, 0xb7, 0x05, 0, 0, 0, 0, 0xc3 }, 12,
		{ { R_X86_64_PC32, 7, -4 } },
	}, {
		EM_AARCH64,
		/* bti c; nop; ret */
		{ 0x5f, 0x24, 0x03, 0xd5, 0x1f, 0x20, 0x03, 0xd5, 0xc0, 0x03, 0x5f, 0xd6 }, 12, 4,
		/* bti c; adrp x0, semaphore; ldrh w0, [x0, #:lo12:semaphore]; ret */
		{ 0x5f, 0x24, 0x03, 0xd5, 0, 0, 0, 0x90, 0, 0, 0x40, 0x79,
		  0xc0, 0x03, 0x5f, 0xd6 }, 16,
		{ { R_AARCH64_ADR_PREL_PG_HI21, 4, 0 }, { R_AARCH64_LDST16_ABS_LO12_NC, 8, 0 } },
	},
};

static uint32_t add_code(struct elfout *eo, uint32_t group, const struct call *call,
			 const uint8_t *code, size_t size)
{
	auto_free char *name = xasprintf(".text.%s", call->symbol);
	uint32_t section = elfout_add_section(eo, name, SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR,
					      16);

	elfout_add_member(eo, group, section);
	elfout_append(eo, section, code, size);
	elfout_set_group_symbol(eo, group, elfout_add_symbol(eo, &(struct elfout_symbol) {
		.name = call->symbol, .section = section, .size = size, .binding = STB_WEAK,
		.type = STT_FUNC, .visibility = STV_HIDDEN }));
	return section;
}

/* Test the semaphore. */
static void add_test(struct elfout *eo, const struct stub_code *code, const struct call *call,
		     uint32_t semaphore)
{
	uint32_t section = add_code(eo, elfout_add_group(eo), call, code->test, code->n_test);

	for (size_t i = 0; i < 2 && code->relocs[i].type; i++)
		elfout_add_reloc(eo, section, code->relocs[i].offset, semaphore,
				 code->relocs[i].type, code->relocs[i].addend);
}

static uint32_t add_base(struct elfout *eo)
{
	uint32_t group = elfout_add_group(eo);
	uint32_t section = elfout_add_section(eo, USDT_BASE_SECTION, SHT_PROGBITS,
					      SHF_ALLOC | USDT_SHF_RETAIN, 1);
	uint32_t symbol = elfout_add_symbol(eo, &(struct elfout_symbol) {
		.name = USDT_BASE_SYMBOL, .section = section, .size = 1, .binding = STB_WEAK,
		.visibility = STV_HIDDEN });

	elfout_append(eo, section, "", 1);
	elfout_add_member(eo, group, section);
	elfout_set_group_symbol(eo, group, symbol);
	return symbol;
}

static void add_fire(struct elfout *eo, const struct stub_code *code, const struct call *call,
		     uint32_t semaphore, uint32_t base)
{
	uint32_t group = elfout_add_group(eo), type = object_address_reloc(code->machine);
	uint32_t text = add_code(eo, group, call, code->fire, code->n_fire);
	uint32_t notes = elfout_add_section(eo, USDT_NOTE_SECTION, SHT_NOTE, 0, USDT_NOTE_ALIGN);
	uint32_t start = elfout_add_symbol(eo, &(struct elfout_symbol) {
		.name = "", .section = text, .binding = STB_LOCAL, .type = STT_SECTION });
	auto_str struct str args = { 0 }, bytes = { 0 };
	size_t at;

	call_put_args(&args, code->machine, call->probe, true);
	at = note_encode(&bytes, &(struct note) {
		.provider = call->provider->name,
		.name = call->probe->name,
		.args = str_text(&args),
	}, sizeof(uint64_t));
	elfout_append(eo, notes, bytes.data, bytes.len);
	elfout_add_member(eo, group, notes);
	elfout_add_reloc(eo, notes, at, start, type, code->probe);
	elfout_add_reloc(eo, notes, at + 8, base, type, 0);
	elfout_add_reloc(eo, notes, at + 16, semaphore, type, 0);
}

void stubs_add(struct elfout *eo, uint32_t machine, const struct calls *calls,
	       const uint32_t *semaphores)
{
	const struct stub_code *code = codes;
	uint32_t base = 0;
	bool has_base = false;

	while (code->machine != machine)
		if (++code == codes + sizeof(codes) / sizeof(*codes))
			return;
	for (size_t i = 0; i < calls->list.len; i++) {
		const struct call *call = &calls->list.data[i];

		if (!call->needs_stub)
			continue;
		if (call->is_test) {
			add_test(eo, code, call, semaphores[i / 2]);
			continue;
		}
		if (!has_base)
			base = add_base(eo);
		has_base = true;
		add_fire(eo, code, call, semaphores[i / 2], base);
	}
}
