/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/scan.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/elf/elfobj.h"

#define CALL_PREFIX "__dtrace"

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

static int refuse_calls(struct elfobj *obj, uint32_t table, struct diag *dg)
{
	struct elfobj_symbol symbol;

	for (uint32_t i = 1; elfobj_symbol_at(obj, table, i, &symbol); i++) {
		if (symbol.section != SHN_UNDEF ||
		    strncmp(symbol.name, CALL_PREFIX, strlen(CALL_PREFIX)))
			continue;
		diag_error(dg, NULL, D_UNSUPPORTED, "%s calls %s: probe sites in the call style "
			   "are not supported", elfobj_path(obj), symbol.name);
		diag_hint(dg, "compile it with a header of dtrace -h, which needs no calls");
		return -EINVAL;
	}
	return 0;
}

int scan_object(const char *path, struct target *target, struct diag *dg)
{
	auto_elfobj struct elfobj *obj = NULL;
	enum file_kind kind = kind_of_file(path);
	struct elfobj_section section;
	int result;

	if (kind == FILE_ARCHIVE)
		return diag_error(dg, NULL, D_ELF, "archives are not permitted; use the contents "
				  "of the archive instead: %s", path);
	if (kind == FILE_BITCODE)
		return 0;
	result = elfobj_open(path, dg, &obj);
	if (!result)
		result = merge_target(obj, target, dg);
	for (uint32_t i = 1; !result && elfobj_section_at(obj, i, &section); i++)
		if (section.type == SHT_SYMTAB)
			result = refuse_calls(obj, i, dg);
	return result;
}
