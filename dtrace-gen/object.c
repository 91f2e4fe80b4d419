/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/object.h"

#include <elf.h>
#include <stddef.h>

#include "dtrace-gen/call.h"
#include "dtrace-gen/definition.h"
#include "dtrace-gen/model.h"
#include "dtrace-gen/scan.h"
#include "dtrace-gen/stub.h"
#include "runtime/base/str.h"
#include "runtime/base/vec.h"
#include "runtime/elf/elfout.h"
#include "runtime/elf/note.h"
#include "sdk/include/usdt_note.h"

/* Their numbers, in the order of the model. */
struct symbols {
	uint32_t *data;
	size_t len, cap;
};

static void add_semaphores(struct elfout *eo, const struct model_provider *provider,
			   const struct object_opts *opts, uint32_t section,
			   struct symbols *out)
{
	static const char zero[USDT_SEMAPHORE_SIZE];

	vec_each(probe, &provider->probes)
		vec_push(out, elfout_add_symbol(eo, &(struct elfout_symbol) {
			.name = probe->semaphore,
			.section = section,
			.value = elfout_append(eo, section, zero, sizeof(zero)),
			.size = sizeof(zero),
			.binding = STB_WEAK,
			.type = STT_OBJECT,
			.visibility = opts->is_visible ? STV_DEFAULT : STV_HIDDEN,
		}));
}

static bool has_probes(const struct model *model)
{
	vec_each(provider, &model->providers)
		if (provider->probes.len)
			return true;
	return false;
}

/* The note of a stub does not keep the semaphore from garbage collection. Of one among others gold
 * leaves an offset in the note, where 0 would say that there is none; so all are kept. */
static uint64_t semaphore_flags(const struct calls *calls)
{
	vec_each(call, &calls->list)
		if (call->needs_stub)
			return SHF_ALLOC | SHF_WRITE | USDT_SHF_RETAIN;
	return SHF_ALLOC | SHF_WRITE;
}

uint32_t object_address_reloc(uint32_t machine)
{
	return machine == EM_AARCH64 ? R_AARCH64_ABS64 : R_X86_64_64;
}

/* The linker turns a protection of the whole program off if one object does not claim it: branch
 * tracking and shadow stacks on x86, branch targets and signed returns on AArch64. Stubs begin as
 * it asks for, so this object may claim them all. */
static void add_property(struct elfout *eo, const struct target *target)
{
	bool is_x86 = target->machine == EM_X86_64 || target->machine == EM_386;
	uint32_t note[] = {
		sizeof("GNU"), target->word_size == 8 ? 16 : 12, NT_GNU_PROPERTY_TYPE_0, 0x00554e47,
		is_x86 ? GNU_PROPERTY_X86_FEATURE_1_AND : GNU_PROPERTY_AARCH64_FEATURE_1_AND,
		sizeof(uint32_t), 3, 0,
	};
	uint32_t section;

	if (!is_x86 && target->machine != EM_AARCH64)
		return;
	section = elfout_add_section(eo, ".note.gnu.property", SHT_NOTE, SHF_ALLOC,
				     target->word_size);
	elfout_append(eo, section, note, 4 * sizeof(*note) + note[1]);
}

/* The definition of a provider, the same as in the header: linkers keep one. */
static void add_definition(struct elfout *eo, const struct model *model,
			   const struct model_provider *provider)
{
	auto_str struct str text = { 0 }, symbol = { 0 }, note = { 0 };
	uint32_t group = elfout_add_group(eo);
	uint32_t section = elfout_add_section(eo, USDT_TYPES_SECTION, SHT_NOTE, 0, USDT_NOTE_ALIGN);

	definition_print(model, provider, &text);
	definition_symbol(provider, text.data, &symbol);
	note_definitions_encode(&note, text.data);
	elfout_append(eo, section, note.data, note.len);
	elfout_add_member(eo, group, section);
	elfout_set_group_symbol(eo, group, elfout_add_symbol(eo, &(struct elfout_symbol) {
		.name = symbol.data, .section = section, .binding = STB_LOCAL }));
}

int object_build(const struct model *model, const struct calls *calls, const struct target *target,
		 const struct object_opts *opts, struct diag *dg, struct str *out)
{
	struct elfout *eo = elfout_new(target->machine, target->word_size);
	struct symbols semaphores = { 0 };
	int result;

	if (has_probes(model)) {
		uint32_t section = elfout_add_section(eo, USDT_SEMAPHORE_SECTION, SHT_PROGBITS,
						      semaphore_flags(calls), USDT_SEMAPHORE_SIZE);

		vec_each(provider, &model->providers)
			add_semaphores(eo, provider, opts, section, &semaphores);
	}
	vec_each(provider, &model->providers)
		if (provider->probes.len)
			add_definition(eo, model, provider);
	stubs_add(eo, target->machine, calls, semaphores.data);
	vec_fini(&semaphores);
	add_property(eo, target);
	elfout_add_section(eo, ".note.GNU-stack", SHT_PROGBITS, 0, 1);
	result = elfout_encode(eo, dg, out);
	elfout_free(eo);
	return result;
}
