/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/session/usertypes.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/base/vec.h"
#include "runtime/elf/debugfile.h"
#include "runtime/elf/debuginfo.h"
#include "runtime/elf/elfobj.h"
#include "runtime/elf/symtab.h"
#include "runtime/kern/btf.h"
#include "runtime/lang/check.h"
#include "runtime/lang/type.h"
#include "runtime/proc/proc.h"
#include "runtime/proc/variables.h"

/* A file that may know. */
struct file {
	char *path;		/* to open it by: what its types' module is */
	char *name;		/* as the process sees it */
	int pid;		/* a process that has it; 0: none was named */
	bool is_main;
	struct debuginfo *info;
	struct elfobj *elf, *debug;	/* for its symbols; NULL: not opened, or cannot be */
	bool is_opened;
	struct kern_btf *btf;	/* where there is no DWARF; NULL: not read, or there is none */
	bool is_btf_read;
};

struct usertypes {
	struct proc_cache *procs;
	struct map *known;		/* paths, and "pid123" */
	VEC(struct file) files;
	VEC(int) pids;
	VEC(struct symbol_at) at;	/* of the last answer */
	struct map *nowhere;		/* names that the files so far do not have */
	struct str text;		/* the last answer */
};

struct usertypes *usertypes_new(struct proc_cache *procs)
{
	struct usertypes *ut = xcalloc(1, sizeof(*ut));

	ut->procs = procs;
	ut->known = map_new();
	ut->nowhere = map_new();
	return ut;
}

void usertypes_free(struct usertypes *ut)
{
	if (!ut)
		return;
	vec_each(file, &ut->files) {
		debuginfo_free(file->info);
		kern_btf_free(file->btf);
		elfobj_close(file->debug);
		elfobj_close(file->elf);
		free(file->path);
		free(file->name);
	}
	vec_fini(&ut->files);
	vec_fini(&ut->pids);
	vec_fini(&ut->at);
	map_free(ut->known);
	map_free(ut->nowhere);
	str_fini(&ut->text);
	free(ut);
}

static void add(struct usertypes *ut, const char *path, const char *name, int pid, bool is_main)
{
	struct file *file;

	if (map_find_str(ut->known, path))
		return;
	map_set_str(ut->known, path, ut);
	file = vec_add(&ut->files);
	*file = (struct file){
		.path = xstrdup(path),
		.name = xstrdup(name),
		.pid = pid,
		.is_main = is_main,
		.info = debuginfo_new(path, SYMTAB_DEBUG_ROOT),
	};
	map_free(ut->nowhere);
	ut->nowhere = map_new();
}

void usertypes_add_file(struct usertypes *ut, const char *path)
{
	add(ut, path, path, 0, false);
}

void usertypes_add_process(struct usertypes *ut, int pid)
{
	auto_free char *key = xasprintf("pid%d", pid);
	struct diag *untold = diag_new();
	const struct proc_object *objects;
	uint32_t n_hidden;
	int n = 0;

	if (!map_find_str(ut->known, key)) {
		map_set_str(ut->known, key, ut);
		vec_push(&ut->pids, pid);
		n = proc_objects(ut->procs, &pid, 1, untold, &objects, &n_hidden);
	}
	for (int i = 0; i < n; i++)
		add(ut, objects[i].open_path, objects[i].path, pid, objects[i].is_main);
	diag_free(untold);
}

/* Without what comes behind it: libpq is libpq.so.5 and libpq-5.15.so. */
static bool is_called(const struct file *file, const char *module)
{
	const char *slash = strrchr(file->name, '/');
	const char *base = slash ? slash + 1 : file->name;
	size_t len = strlen(module);

	return !strncmp(base, module, len) && (!base[len] || strchr(".-", base[len]));
}

static bool is_of_process(const struct file *file, const char *module)
{
	char *end;

	return file->pid && !strncmp(module, "pid", 3) &&
	       strtol(module + 3, &end, 10) == file->pid && !*end;
}

static bool is_meant(const struct file *file, const char *module)
{
	return !module || !strcmp(file->path, module) ||
	       (file->is_main && !strcmp(module, "a.out")) || is_called(file, module) ||
	       is_of_process(file, module);
}

static struct kern_btf *read_btf(struct elfobj *elf)
{
	struct elfobj_section section;
	const void *data = NULL;
	size_t size;

	if (elfobj_word_size(elf) == 8 && !elfobj_is_foreign_order(elf) &&
	    elfobj_section_find(elf, ".BTF", &section))
		data = elfobj_section_data(elf, section.index, &size);
	return data ? kern_btf_of(xmemdup(data, size), size) : NULL;
}

/* What compilers write as BTF (-gbtf) is less than DWARF, so it is asked behind that. */
static struct kern_btf *btf_of(struct file *file)
{
	struct diag *untold = diag_new();
	struct elfobj *elf;

	if (!file->is_btf_read && !elfobj_open(file->path, untold, &elf)) {
		file->btf = read_btf(elf);
		elfobj_close(elf);
	}
	file->is_btf_read = true;
	diag_free(untold);
	return file->btf;
}

static bool declare(struct file *file, const char *name, struct str *out)
{
	const char *text;

	if (debuginfo_declare(file->info, name, out))
		return true;
	text = btf_of(file) ? kern_btf_declare(file->btf, name) : NULL;
	str_clear(out);
	if (text)
		str_puts(out, text);
	return text;
}

void usertypes_forget(struct usertypes *ut)
{
	vec_each(file, &ut->files)
		if (file->btf)
			kern_btf_forget(file->btf);
}

bool usertypes_find(struct usertypes *ut, const char *module, const char *name,
		    struct type_answer *out)
{
	auto_free char *key = xasprintf("%s`%s", module ? module : "", name);

	if (map_find_str(ut->nowhere, key))
		return false;
	vec_each(file, &ut->files) {
		str_clear(&ut->text);
		if (!is_meant(file, module) || !declare(file, name, &ut->text))
			continue;
		*out = (struct type_answer){ str_text(&ut->text), file->path, SPACE_USER };
		return true;
	}
	map_set_str(ut->nowhere, key, ut);
	return false;
}

/* Variables */

static void open_symbols(struct file *file)
{
	struct diag *untold = diag_new();

	if (!file->is_opened && !elfobj_open(file->path, untold, &file->elf))
		file->debug = debugfile_open(file->elf, SYMTAB_DEBUG_ROOT);
	file->is_opened = true;
	diag_free(untold);
}

static const char *variable_type(struct usertypes *ut, struct file *file, const char *name)
{
	const char *text;
	bool is_per_cpu;

	str_clear(&ut->text);
	if (debuginfo_variable(file->info, name, &ut->text))
		return str_text(&ut->text);
	if (!btf_of(file) || !kern_btf_variable(file->btf, name, &text, &is_per_cpu))
		return NULL;
	return text;
}

/* Where each process has it that has mapped the file. */
static bool find_places(struct usertypes *ut, struct file *file, uint64_t address)
{
	uint64_t bias;

	ut->at.len = 0;
	vec_each(pid, &ut->pids)
		if (proc_load_bias("/proc", *pid, file->elf, &bias))
			vec_push(&ut->at, (struct symbol_at){ *pid, address + bias });
	return ut->at.len;
}

/* In one file. */
static int find_variable(struct usertypes *ut, struct file *file, const char *name,
			 struct uservariable *out)
{
	struct elfobj_symbol symbol;
	int err;

	open_symbols(file);
	if (!file->elf)
		return -ENOENT;
	err = proc_variable_find(file->elf, file->debug, name, &symbol);
	if (err)
		return err;
	if (!find_places(ut, file, symbol.value))
		return -ENOENT;
	*out = (struct uservariable){
		.at = ut->at.data,
		.n_at = (uint32_t)ut->at.len,
		.type = variable_type(ut, file, name),
		.module = file->path,
		.size = symbol.size,
		.is_function = symbol.type == STT_FUNC || symbol.type == STT_GNU_IFUNC,
	};
	return 0;
}

int usertypes_variable(struct usertypes *ut, const char *module, const char *name,
		       struct uservariable *out)
{
	int err = -ENOENT;

	vec_each(file, &ut->files) {
		if (!file->pid || !is_meant(file, module))
			continue;
		err = find_variable(ut, file, name, out);
		if (err != -ENOENT)
			break;
	}
	return err;
}

const char *usertypes_function(struct usertypes *ut, const char *path, const char *name,
			       uint64_t address)
{
	usertypes_add_file(ut, path);
	vec_each(file, &ut->files) {
		if (strcmp(file->path, path))
			continue;
		str_clear(&ut->text);
		if (debuginfo_function(file->info, name, address, &ut->text))
			return str_text(&ut->text);
		return btf_of(file) ? kern_btf_function(file->btf, name) : NULL;
	}
	return NULL;
}
