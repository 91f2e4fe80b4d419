/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/scan.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "dtrace-gen/call.h"
#include "dtrace-gen/site.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/file.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/elf/elfobj.h"

static void elfobj_cleanup(struct elfobj **obj)
{
	elfobj_close(*obj);
}

#define auto_elfobj __attribute__((cleanup(elfobj_cleanup)))

/* Machines that come in two widths. */
static const struct {
	uint32_t machine64, machine32;
} pairs[] = {
	{ EM_X86_64, EM_386 },
	{ EM_AARCH64, EM_ARM },
};

int target_of_host(uint32_t word_size, struct diag *dg, struct target *out)
{
	auto_elfobj struct elfobj *self = NULL;
	int result = elfobj_open("/proc/self/exe", dg, &self);

	if (result)
		return result;
	out->machine = elfobj_machine(self);
	out->word_size = elfobj_word_size(self);
	if (!word_size || word_size == out->word_size)
		return 0;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		if (out->machine == pairs[i].machine64 || out->machine == pairs[i].machine32) {
			out->machine = word_size == 8 ? pairs[i].machine64 : pairs[i].machine32;
			out->word_size = word_size;
			return 0;
		}
	}
	return diag_error(dg, NULL, D_ELF, "this machine has no objects of %u bits", word_size * 8);
}

enum file_kind { FILE_OTHER, FILE_ARCHIVE, FILE_BITCODE };

static enum file_kind kind_of_file(const char *path)
{
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	char magic[8] = "";

	if (fd < 0 || read(fd, magic, sizeof(magic)) != sizeof(magic))
		return FILE_OTHER;
	if (!memcmp(magic, "!<arch>\n", 8) || !memcmp(magic, "!<thin>\n", 8))
		return FILE_ARCHIVE;
	if (!memcmp(magic, "BC\xc0\xde", 4) || !memcmp(magic, "\xde\xc0\x17\x0b", 4))
		return FILE_BITCODE;
	return FILE_OTHER;
}

static int merge_target(const struct elfobj *obj, struct target *target, struct diag *dg)
{
	struct target its = { elfobj_machine(obj), elfobj_word_size(obj) };

	if (elfobj_type(obj) != ET_REL)
		return diag_error(dg, NULL, D_ELF, "%s is no relocatable object",
				  elfobj_path(obj));
	if (elfobj_is_foreign_order(obj))
		return diag_error(dg, NULL, D_UNSUPPORTED, "%s has another byte order than this "
				  "machine", elfobj_path(obj));
	if (!target->machine)
		*target = its;
	if (its.word_size != target->word_size)
		return diag_error(dg, NULL, D_ELF, "can't mix 32-bit and 64-bit object files: %s",
				  elfobj_path(obj));
	if (its.machine != target->machine)
		return diag_error(dg, NULL, D_ELF, "incorrect ELF machine type for object file: %s",
				  elfobj_path(obj));
	return 0;
}

/* Compilers leave code for the linker to make: the calls in it show up when it is too late for
 * sites, so they go to stubs. The names of what is called stand there as plain text. */
static void need_mentioned(struct calls *calls, const void *data, size_t size)
{
	vec_each(call, &calls->list)
		if (data && memmem(data, size, call->symbol, strlen(call->symbol)))
			call->needs_stub = true;
}

static int scan_bitcode(const char *path, struct calls *calls, struct diag *dg)
{
	auto_str struct str bytes = { 0 };
	int result = file_read(path, &bytes);

	if (result)
		return diag_errno(dg, NULL, D_FILE, -result, "cannot read %s", path);
	need_mentioned(calls, bytes.data, bytes.len);
	return 0;
}

static bool is_for_linker(const struct elfobj_section *section)
{
	return !strncmp(section->name, ".gnu.lto_", strlen(".gnu.lto_")) ||
	       !strcmp(section->name, ".llvm.lto");
}

/* A symbol of the object that is one of ours, and how many of its references must stay. */
struct reference {
	struct call *call;
	uint32_t index, n_left;
};

struct references {
	VEC(struct reference) list;
	struct map *by_index;	/* the place in the list, plus 1 */
};

static int find_references(struct elfobj *obj, uint32_t symtab, struct calls *calls,
			   struct diag *dg, struct references *out)
{
	struct elfobj_symbol symbol;
	struct call *call;
	int result = 0;

	for (uint32_t i = 1; elfobj_symbol_at(obj, symtab, i, &symbol); i++) {
		int found = symbol.section == SHN_UNDEF && *symbol.name
			? calls_find(calls, symbol.name, elfobj_path(obj), dg, &call) : 0;

		if (found < 0)
			result = found;
		if (found <= 0)
			continue;
		vec_push(&out->list, (struct reference){ .call = call, .index = i });
		map_set(out->by_index, &i, sizeof(i), (void *)(uintptr_t)out->list.len);
	}
	return result;
}

static bool add_site(struct elfobj *obj, uint32_t section, const struct elfobj_reloc *reloc,
		     const struct call *call, struct scan *out)
{
	size_t size;
	const uint8_t *code = elfobj_section_data(obj, section, &size);
	const struct site_form *form =
		code ? site_match(out->target.machine, reloc, code, size) : NULL;
	struct site *site;

	if (!form)
		return false;
	site = vec_add(&out->sites);
	site->call = call;
	site->form = form;
	site->section = section;
	site->offset = reloc->offset - form->back;
	site_code(form, code + site->offset, site->code);
	return true;
}

/* Debug data may refer to a probe's function too, and must not keep it. */
static void scan_relocs(struct elfobj *obj, const struct elfobj_section *table,
			struct references *references, struct scan *out)
{
	struct elfobj_section section;
	struct elfobj_reloc reloc;
	bool is_code;

	if (!elfobj_section_at(obj, table->info, &section))
		return;
	is_code = (section.flags & SHF_EXECINSTR) && section.type == SHT_PROGBITS;
	for (uint32_t i = 0; elfobj_reloc_at(obj, table->index, i, &reloc); i++) {
		size_t place = (uintptr_t)map_find(references->by_index, &reloc.symbol,
						    sizeof(reloc.symbol));
		struct reference *r = place ? &references->list.data[place - 1] : NULL;

		if (!r || r->call->is_test)
			continue;
		if (!(section.flags & SHF_ALLOC) ||
		    (is_code && add_site(obj, section.index, &reloc, r->call, out)))
			vec_push(&out->relocs, (struct scan_reloc){ table->index, i });
		else
			r->n_left++;
	}
}

static int refuse_machine(const struct elfobj *obj, const struct call *call, struct diag *dg)
{
	diag_error(dg, NULL, D_UNSUPPORTED, "%s calls %s: probe sites in the call style are "
		   "supported on x86-64 and AArch64 only", elfobj_path(obj), call->symbol);
	diag_hint(dg, "compile it with the header that dtrace -h makes without -x header=call");
	return -EINVAL;
}

static int scan_symbols(struct elfobj *obj, uint32_t symtab, struct calls *calls,
			struct diag *dg, struct scan *out)
{
	struct references references = { .by_index = map_new() };
	int result = find_references(obj, symtab, calls, dg, &references);
	struct elfobj_section section;

	if (!result && references.list.len &&
	    !call_is_supported(out->target.machine, out->target.word_size))
		result = refuse_machine(obj, references.list.data[0].call, dg);
	for (uint32_t i = 1; !result && references.list.len && i < elfobj_n_sections(obj); i++)
		if (elfobj_section_at(obj, i, &section) && section.link == symtab &&
		    (section.type == SHT_RELA || section.type == SHT_REL))
			scan_relocs(obj, &section, &references, out);
	vec_each(r, &references.list) {
		if (r->call->is_test || r->n_left)
			r->call->needs_stub = true;
		else
			vec_push(&out->symbols, (struct scan_symbol){ r->call, r->index });
	}
	vec_fini(&references.list);
	map_free(references.by_index);
	return result;
}

static int scan_sections(struct elfobj *obj, struct calls *calls, struct diag *dg,
			 struct scan *out)
{
	struct elfobj_section section;
	int result = 0;

	for (uint32_t i = 1; !result && elfobj_section_at(obj, i, &section); i++) {
		if (section.type == SHT_SYMTAB)
			result = scan_symbols(obj, i, calls, dg, out);
		if (is_for_linker(&section)) {
			size_t size;
			const void *data = elfobj_section_data(obj, i, &size);

			need_mentioned(calls, data, size);
		}
	}
	return result;
}

int scan_object(const char *path, struct calls *calls, struct target *target, struct diag *dg,
		struct scan *out)
{
	auto_elfobj struct elfobj *obj = NULL;
	enum file_kind kind = kind_of_file(path);
	int result;

	*out = (struct scan){ .path = path };
	if (kind == FILE_ARCHIVE)
		return diag_error(dg, NULL, D_ELF, "archives are not permitted; use the contents "
				  "of the archive instead: %s", path);
	if (kind == FILE_BITCODE)
		return scan_bitcode(path, calls, dg);
	result = elfobj_open(path, dg, &obj);
	if (!result)
		result = merge_target(obj, target, dg);
	out->target = *target;
	return result ? result : scan_sections(obj, calls, dg, out);
}

void scan_fini(struct scan *scan)
{
	vec_fini(&scan->sites);
	vec_fini(&scan->relocs);
	vec_fini(&scan->symbols);
}
