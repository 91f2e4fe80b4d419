/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What linkers make of the pieces, and why they look as they do:
 *
 *	relocation of a call	zeroed; one of type NONE that still named a symbol would be refused
 *	symbol of a call	becomes that of the probe's semaphore: undefined it would end up in
 *				dynamic symbol tables, absolute it would hide the stubs
 *	note			in the COMDAT group of the code, if there is one, else linkers miss
 *				what it names when they drop the group; its address counts from the
 *				section's own symbol, so that no other definition can take its place
 *	semaphore, base		in groups of their own: one of each in a linked file
 *	base			retained, as gdb wants one and garbage collection would take it */
#include "dtrace-gen/patch.h"

#include <elf.h>
#include <errno.h>

#include "dtrace-gen/call.h"
#include "dtrace-gen/model.h"
#include "dtrace-gen/object.h"
#include "dtrace-gen/scan.h"
#include "dtrace-gen/site.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/elf/elfedit.h"
#include "runtime/elf/note.h"
#include "sdk/include/usdt_note.h"

struct note_section {
	uint32_t group, section;
};

struct patch {
	const struct scan *scan;
	struct elfedit *ee;
	uint8_t visibility;		/* of semaphores */
	uint32_t base;			/* symbol; 0: not yet */
	VEC(struct note_section) notes;
};

/* A weak object of zeroes in a group named like its symbol, whose number may be given. */
static uint32_t define_shared(struct patch *p, uint32_t symbol, const char *section_name,
			      uint64_t flags, struct elfout_symbol definition)
{
	static const char zero[USDT_SEMAPHORE_SIZE];
	uint32_t group;

	definition.binding = STB_WEAK;
	if (!symbol)
		symbol = elfedit_add_symbol(p->ee, &definition);
	group = elfedit_add_group(p->ee, symbol);
	definition.section = elfedit_add_section(p->ee, section_name, SHT_PROGBITS, flags,
						 definition.size, group);
	elfedit_append(p->ee, definition.section, zero, definition.size);
	elfedit_set_symbol(p->ee, symbol, &definition);
	return symbol;
}

static uint32_t base_symbol(struct patch *p)
{
	if (!p->base)
		p->base = elfedit_find_symbol(p->ee, USDT_BASE_SYMBOL);
	if (!p->base)
		p->base = define_shared(p, 0, USDT_BASE_SECTION, SHF_ALLOC | USDT_SHF_RETAIN,
			(struct elfout_symbol){ .name = USDT_BASE_SYMBOL, .size = 1,
						.visibility = STV_HIDDEN });
	return p->base;
}

/* The semaphore of a probe, on the given symbol unless the object has it already. */
static uint32_t semaphore_symbol(struct patch *p, const struct call *call, uint32_t symbol)
{
	struct elfout_symbol definition = {
		.name = call->probe->semaphore, .size = USDT_SEMAPHORE_SIZE, .type = STT_OBJECT,
		.binding = STB_GLOBAL, .visibility = p->visibility,
	};
	uint32_t known = elfedit_find_symbol(p->ee, definition.name);

	if (known && symbol)
		elfedit_set_symbol(p->ee, symbol, &definition);
	return known ? known : define_shared(p, symbol, USDT_SEMAPHORE_SECTION,
					     SHF_ALLOC | SHF_WRITE, definition);
}

/* The notes for code in that group; 0: in none. */
static uint32_t note_section(struct patch *p, uint32_t group)
{
	struct note_section new = { .group = group };

	vec_each(n, &p->notes)
		if (n->group == group)
			return n->section;
	new.section = elfedit_add_section(p->ee, USDT_NOTE_SECTION, SHT_NOTE, 0, USDT_NOTE_ALIGN,
					  group);
	vec_push(&p->notes, new);
	return new.section;
}

static void put_note(struct patch *p, const struct site *site)
{
	uint32_t machine = p->scan->target.machine, type = object_address_reloc(machine);
	uint32_t section = note_section(p, elfedit_group_of(p->ee, site->section));
	auto_str struct str args = { 0 }, bytes = { 0 };
	size_t at;

	call_put_args(&args, machine, site->call->probe, site->form->is_tail);
	at = note_encode(&bytes, &(struct note) {
		.provider = site->call->provider->name,
		.name = site->call->probe->name,
		.args = str_text(&args),
	}, sizeof(uint64_t));
	at += elfedit_append(p->ee, section, bytes.data, bytes.len);
	elfedit_add_reloc(p->ee, section, at, elfedit_section_symbol(p->ee, site->section), type,
			  site->offset + site->form->probe);
	elfedit_add_reloc(p->ee, section, at + 8, base_symbol(p), type, 0);
	elfedit_add_reloc(p->ee, section, at + 16, semaphore_symbol(p, site->call, 0), type, 0);
}

static bool apply(struct patch *p)
{
	vec_each(symbol, &p->scan->symbols)
		semaphore_symbol(p, symbol->call, symbol->index);
	vec_each(site, &p->scan->sites) {
		if (!elfedit_put(p->ee, site->section, site->offset, site->code, site->form->size))
			return false;
		put_note(p, site);
	}
	vec_each(reloc, &p->scan->relocs)
		if (!elfedit_drop_reloc(p->ee, reloc->table, reloc->index))
			return false;
	return true;
}

int patch_object(const struct scan *scan, const struct object_opts *opts, struct diag *dg,
		 struct str *out)
{
	struct patch p = {
		.scan = scan,
		.visibility = opts->is_visible ? STV_DEFAULT : STV_HIDDEN,
	};
	int result = elfedit_open(scan->path, dg, &p.ee);

	if (result)
		return result;
	if (apply(&p))
		result = elfedit_encode(p.ee, dg, out);
	else
		result = diag_error(dg, NULL, D_ELF, "%s changed while it was read", scan->path);
	vec_fini(&p.notes);
	elfedit_close(p.ee);
	return result;
}
