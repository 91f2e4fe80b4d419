/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "providers/pid_file.h"

#include <elf.h>
#include <errno.h>
#include <string.h>

#include "providers/sites.h"
#include "runtime/base/arena.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/elf/elfobj.h"
#include "runtime/elf/functions.h"
#include "runtime/probe/probe.h"

static void fill_function(const struct elfobj *obj, const struct symtab_function *symbol,
			  struct pid_function *out)
{
	out->symbol = symbol;
	if (symbol->is_resolver)
		out->why = "the function only chooses another when the program starts (IFUNC)";
	else if (!symbol->size)
		out->why = "the size of the function is not known";
	else if (!elfobj_offset_of(obj, symbol->address, symbol->size, PF_X, &out->offset))
		out->why = "the function does not lie in code that is loaded";
}

static bool can_trace(const struct elfobj *obj)
{
	return (elfobj_type(obj) == ET_EXEC || elfobj_type(obj) == ET_DYN) &&
	       !elfobj_is_foreign_order(obj) &&
	       arch_can_trace(arch_host(), arch_by_elf_machine((int)elfobj_machine(obj)));
}

static int fill_file(struct arena *arena, struct elfobj *obj, struct pid_file *out)
{
	if (!can_trace(obj))
		return -ENOEXEC;
	out->arch = arch_by_elf_machine((int)elfobj_machine(obj));
	functions_read(arena, obj, SYMTAB_DEBUG_ROOT, &out->symtab);
	out->functions = arena_make_n(arena, struct pid_function, out->symtab.n_functions);
	for (size_t i = 0; i < out->symtab.n_functions; i++)
		fill_function(obj, &out->symtab.functions[i], &out->functions[i]);
	return 0;
}

static int open_elf(const char *path, struct elfobj **out)
{
	struct diag *untold = diag_new();
	int ret = elfobj_open(path, untold, out);

	diag_free(untold);
	return ret;
}

static int read_file(struct arena *arena, const char *path, struct pid_file *out)
{
	struct elfobj *obj;
	int ret = open_elf(path, &obj);

	if (ret < 0)
		return ret;
	ret = elfobj_is_file(obj, &out->st) ? fill_file(arena, obj, out) : -ESTALE;
	elfobj_close(obj);
	return ret;
}

int pid_file_read(struct probe_list *list, const char *path, const struct pid_file **out)
{
	static const char prefix[] = "pid file ";
	auto_str struct str key = { 0 };
	struct pid_file *file;
	struct stat st;

	if (stat(path, &st))
		return -errno;
	str_puts(&key, prefix);
	sites_identity(&st, &key);
	file = map_find_str(list->cache, key.data);
	if (!file) {
		file = arena_make(list->arena, struct pid_file);
		file->st = st;
		file->path = arena_strdup(list->arena, path);
		file->identity = arena_strdup(list->arena, key.data + sizeof(prefix) - 1);
		file->error = read_file(list->arena, path, file);
		map_set_str(list->cache, key.data, file);
	}
	*out = file;
	return file->error;
}

const char *pid_file_soname(struct probe_list *list, const char *path)
{
	struct elfobj *obj;
	const char *soname;

	if (open_elf(path, &obj))
		return NULL;
	soname = elfobj_soname(obj);
	if (soname)
		soname = arena_strdup(list->arena, soname);
	elfobj_close(obj);
	return soname;
}
