/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/proc/symbols.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/elf/debuginfo.h"
#include "runtime/elf/elfobj.h"
#include "runtime/elf/functions.h"
#include "runtime/elf/symtab.h"
#include "runtime/proc/demangle.h"
#include "runtime/proc/names.h"
#include "runtime/proc/perfmap.h"
#include "runtime/proc/proc.h"

/* Addresses that no mapping holds make us look again, but not more often than this, ns. */
#define LEARN_PAUSE INT64_C(20000000)

/* A mapped file, opened when the first address in it is asked for. */
struct file {
	struct elfobj *elf;	/* NULL: cannot be read */
	struct symtab symtab;
	bool has_symtab;	/* it was read */
	struct debuginfo *debug;	/* NULL: nobody asked */
	struct map *inlined;		/* address as linked -> struct inlined */
};

struct inlined {
	uint32_t n;
	const char *names[PROC_MAX_INLINED];
};

struct process {
	struct proc_maps maps;
	struct addr_names *generated;	/* its perf map; NULL: none was found */
	int64_t learned;		/* when an address made us look, ns; 0: never */
};

struct file_id {
	uint32_t dev_major, dev_minor;
	uint64_t inode;
};

struct proc_symbols {
	char *root;
	struct map *processes;		/* pid -> struct process */
	struct map *files;		/* struct file_id -> struct file */
	struct arena *arena;		/* of the files' symbols */
	struct addr_names *kernel;	/* NULL: not read so far */
	struct map *plain;		/* mangled -> name of the source; NULL: names stay */
};

struct proc_symbols *proc_symbols_new(const char *proc_root)
{
	struct proc_symbols *symbols = xcalloc(1, sizeof(*symbols));

	symbols->root = xstrdup(proc_root);
	symbols->processes = map_new();
	symbols->files = map_new();
	symbols->plain = map_new();
	symbols->arena = arena_new();
	return symbols;
}

static void free_names(struct map *plain)
{
	for (size_t i = 0; plain && i < map_len(plain); i++)
		free(map_at(plain, i)->value);
	map_free(plain);
}

void proc_symbols_keep_mangled(struct proc_symbols *symbols)
{
	free_names(symbols->plain);
	symbols->plain = NULL;
}

void proc_symbols_free(struct proc_symbols *symbols)
{
	if (!symbols)
		return;
	for (size_t i = 0; i < map_len(symbols->processes); i++) {
		struct process *process = map_at(symbols->processes, i)->value;

		proc_maps_fini(&process->maps);
		addr_names_free(process->generated);
		free(process);
	}
	for (size_t i = 0; i < map_len(symbols->files); i++) {
		struct file *file = map_at(symbols->files, i)->value;

		elfobj_close(file->elf);
		debuginfo_free(file->debug);
		map_free(file->inlined);
		free(file);
	}
	addr_names_free(symbols->kernel);
	free_names(symbols->plain);
	map_free(symbols->processes);
	map_free(symbols->files);
	arena_free(symbols->arena);
	free(symbols->root);
	free(symbols);
}

static struct process *get_process(struct proc_symbols *symbols, int pid)
{
	struct process *process = map_find(symbols->processes, &pid, sizeof(pid));

	if (process)
		return process;
	process = xcalloc(1, sizeof(*process));
	map_set(symbols->processes, &pid, sizeof(pid), process);
	return process;
}

static int64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * INT64_C(1000000000) + ts.tv_nsec;
}

static void learn_generated(const struct proc_symbols *symbols, struct process *process, int pid)
{
	auto_fclose FILE *f = perfmap_open(symbols->root, pid);

	if (!f)
		return;
	addr_names_free(process->generated);
	process->generated = addr_names_read_perf_map(f);
}

static const struct proc_map *map_of(const struct process *process, uint64_t address)
{
	vec_each(map, &process->maps.maps)
		if (address >= map->start && address < map->end)
			return map;
	return NULL;
}

static bool has_file(const struct proc_map *map)
{
	return map->inode || proc_map_is_vdso(map);
}

static struct file *open_file(struct proc_symbols *symbols, int pid, const struct proc_map *map)
{
	const struct file_id id = { map->dev_major, map->dev_minor, map->inode };
	struct file *file = map_find(symbols->files, &id, sizeof(id));

	if (!file) {
		file = xcalloc(1, sizeof(*file));
		file->elf = proc_map_open(symbols->root, pid, map);
		map_set(symbols->files, &id, sizeof(id), file);
	}
	return file;
}

static const struct file *file_of(struct proc_symbols *symbols, int pid, const struct proc_map *map)
{
	struct file *file = open_file(symbols, pid, map);

	if (file->elf && !file->has_symtab)
		functions_read(symbols->arena, file->elf, SYMTAB_DEBUG_ROOT, &file->symtab);
	file->has_symtab = true;
	return file;
}

static bool is_ours_too(const struct proc_map *map)
{
	struct stat st;

	return !stat(map->path, &st) && st.st_ino == map->inode &&
	       major(st.st_dev) == map->dev_major && minor(st.st_dev) == map->dev_minor;
}

/* A file that can be reached through the process alone is gone with it. */
static void keep_files(struct proc_symbols *symbols, int pid, const struct proc_maps *maps)
{
	vec_each(map, &maps->maps)
		if (map->is_exec && map->inode && !is_ours_too(map))
			open_file(symbols, pid, map);
}

void proc_symbols_learn(struct proc_symbols *symbols, int pid)
{
	struct process *process = get_process(symbols, pid);
	auto_free char *path = xasprintf("%s/%d/maps", symbols->root, pid);
	auto_fclose FILE *f = fopen(path, "re");
	struct proc_maps maps;

	if (!f || proc_maps_read(f, &maps))
		return;
	/* One that is ending has no mappings any more. */
	if (!maps.maps.len)
		return proc_maps_fini(&maps);
	proc_maps_fini(&process->maps);
	process->maps = maps;
	learn_generated(symbols, process, pid);
	keep_files(symbols, pid, &process->maps);
}

bool proc_symbols_knows(const struct proc_symbols *symbols, int pid)
{
	const struct process *process = map_find(symbols->processes, &pid, sizeof(pid));

	return process && process->maps.maps.len;
}

void proc_symbols_tell(struct proc_symbols *symbols, int pid, struct proc_maps *maps)
{
	struct process *process = get_process(symbols, pid);

	proc_maps_fini(&process->maps);
	process->maps = *maps;
	*maps = (struct proc_maps){ 0 };
}

/* What is shown for a symbol. */
static const char *name_of(struct proc_symbols *symbols, const char *symbol)
{
	char *plain;

	if (!symbols->plain || symbol[0] != '_')
		return symbol;
	plain = map_find_str(symbols->plain, symbol);
	if (plain)
		return plain;
	plain = demangle(symbol, DEMANGLE_FULL);
	if (!plain)
		return symbol;
	map_set_str(symbols->plain, symbol, plain);
	return plain;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void find_in_file(struct proc_symbols *symbols, int pid, const struct proc_map *map,
			 uint64_t address, struct proc_symbol *out)
{
	const struct file *file = file_of(symbols, pid, map);
	const struct symtab_function *function;
	uint64_t linked;

	*out = (struct proc_symbol){ base_name(map->path), NULL, map->start };
	if (!file->elf ||
	    !elfobj_address_of(file->elf, address - map->start + map->offset, &linked))
		return;
	function = symtab_find(&file->symtab, linked);
	if (!function)
		return;
	out->function = name_of(symbols, function->names[0]);
	out->start = address - (linked - function->address);
}

static void open_debug(struct file *file, const struct proc_map *map)
{
	if (file->debug)
		return;
	file->debug = debuginfo_new(is_ours_too(map) ? map->path : elfobj_path(file->elf),
				    SYMTAB_DEBUG_ROOT);
	file->inlined = map_new();
}

/* Searching takes long, and stacks are alike. */
static const struct inlined *inlined_at(struct proc_symbols *symbols, struct file *file,
					uint64_t linked)
{
	struct inlined *known = map_find(file->inlined, &linked, sizeof(linked));

	if (known)
		return known;
	known = arena_alloc(symbols->arena, sizeof(*known));
	known->n = debuginfo_inlined(file->debug, linked, known->names, PROC_MAX_INLINED);
	for (uint32_t i = 0; i < known->n; i++)
		known->names[i] = name_of(symbols, known->names[i]);
	map_set(file->inlined, &linked, sizeof(linked), known);
	return known;
}

uint32_t proc_symbols_inlined(struct proc_symbols *symbols, int pid, uint64_t address,
			      const char *const **names)
{
	const struct proc_map *map = map_of(get_process(symbols, pid), address);
	struct file *file = map && has_file(map) ? open_file(symbols, pid, map) : NULL;
	const struct inlined *inlined;
	uint64_t linked;

	if (!file || !file->elf ||
	    !elfobj_address_of(file->elf, address - map->start + map->offset, &linked))
		return 0;
	open_debug(file, map);
	inlined = inlined_at(symbols, file, linked);
	*names = inlined->names;
	return inlined->n;
}

static bool find_generated(const struct process *process, uint64_t address,
			   struct proc_symbol *out)
{
	struct addr_name name;

	if (!process->generated || !addr_names_find(process->generated, address, &name))
		return false;
	*out = (struct proc_symbol){ "", name.name, name.start };
	return true;
}

static bool find_user(struct proc_symbols *symbols, int pid, uint64_t address,
		      struct proc_symbol *out)
{
	struct process *process = get_process(symbols, pid);
	const struct proc_map *map = map_of(process, address);
	bool has_name = find_generated(process, address, out);

	if ((!map || (!has_file(map) && !has_name)) && now() - process->learned > LEARN_PAUSE) {
		process->learned = now();
		proc_symbols_learn(symbols, pid);
		map = map_of(process, address);
		has_name = find_generated(process, address, out);
	}
	if (!map || !has_file(map)) {
		if (map && !has_name)
			*out = (struct proc_symbol){ base_name(map->path), NULL, map->start };
		return has_name || map;
	}
	find_in_file(symbols, pid, map, address, out);
	return true;
}

static bool find_kernel(struct proc_symbols *symbols, uint64_t address, struct proc_symbol *out)
{
	struct addr_name name;

	if (!symbols->kernel) {
		auto_free char *path = xasprintf("%s/kallsyms", symbols->root);
		auto_fclose FILE *f = fopen(path, "re");

		if (!f)
			return false;
		symbols->kernel = addr_names_read_kallsyms(f);
	}
	if (!addr_names_find(symbols->kernel, address, &name))
		return false;
	*out = (struct proc_symbol){
		.module = name.module ? name.module : "vmlinux",
		.function = name_of(symbols, name.name),
		.start = name.start,
	};
	return true;
}

bool proc_symbols_find(struct proc_symbols *symbols, int pid, uint64_t address,
		       struct proc_symbol *out)
{
	return pid ? find_user(symbols, pid, address, out) : find_kernel(symbols, address, out);
}
