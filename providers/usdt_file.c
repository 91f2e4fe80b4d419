/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "providers/usdt_file.h"

#include <elf.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "providers/sites.h"
#include "runtime/base/arena.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/elf/elfobj.h"
#include "runtime/elf/functions.h"
#include "runtime/elf/note.h"
#include "runtime/elf/symtab.h"
#include "runtime/probe/arch.h"
#include "runtime/probe/argspec.h"
#include "sdk/include/usdt_note.h"

/* A note on its way to being a site of a probe. */
struct entry {
	const struct note_site *note;
	const char *name, *func;
	size_t order; /* in the file */
};

/* The name that the programmer gave: compilers split functions and mark the parts. */
static char *function_name(struct arena *arena, const char *symbol)
{
	static const char *const marks[] = { ".cold",	   ".part",	".isra",
					     ".constprop", ".lto_priv", ".llvm" };
	size_t len = strlen(symbol);

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		const char *mark = strstr(symbol, marks[i]);
		char next = mark ? mark[strlen(marks[i])] : 'x';

		if (mark && mark > symbol && (next == '\0' || next == '.') &&
		    (size_t)(mark - symbol) < len)
			len = (size_t)(mark - symbol);
	}
	return arena_strndup(arena, symbol, len);
}

static int find_symbol(void *ctx, const char *name, uint64_t *address)
{
	return elfobj_symbol_find(ctx, name, address);
}

static int compare_keys(const struct entry *a, const struct entry *b)
{
	int ret = strcmp(a->note->provider, b->note->provider);

	ret = ret ? ret : strcmp(a->name, b->name);
	return ret ? ret : strcmp(a->func, b->func);
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int ret = compare_keys(x, y);

	return ret ? ret : x->order < y->order ? -1 : x->order > y->order;
}

static struct entry *sort_notes(struct arena *arena, struct elfobj *obj,
				const struct note_sites *notes)
{
	struct entry *entries = arena_make_n(arena, struct entry, notes->sites.len);
	struct arena *own = arena_new();
	struct symtab symtab;

	functions_read(own, obj, SYMTAB_DEBUG_ROOT, &symtab);
	for (size_t i = 0; i < notes->sites.len; i++) {
		const struct note_site *note = &notes->sites.data[i];
		const struct symtab_function *function = symtab_find(&symtab, note->address);

		entries[i] = (struct entry){
			.note = note,
			.name = str_fold_underscores(arena_strdup(arena, note->name), '-'),
			.func = function_name(arena, function ? function->names[0] : ""),
			.order = i,
		};
	}
	qsort(entries, notes->sites.len, sizeof(*entries), compare_entries);
	arena_free(own);
	return entries;
}

static void fill_site(struct arena *arena, struct argspec_site *place, const struct note_site *note,
		      struct probe_site *out)
{
	struct argloc args[USDT_MAX_ARGS];

	place->address = note->address;
	*out = (struct probe_site){
		.offset = note->offset,
		.address = note->address,
		.semaphore = note->semaphore,
		.n_args = argspec_parse(note->args, place, args, USDT_MAX_ARGS),
	};
	out->args = arena_memdup(arena, args, out->n_args * sizeof(*args));
}

static const char *type_of(uint32_t size, bool is_signed)
{
	static const struct {
		uint32_t size;
		const char *types[2];
	} rows[] = {
		{ 1, { "uint8_t", "int8_t" } },
		{ 2, { "uint16_t", "int16_t" } },
		{ 4, { "uint32_t", "int32_t" } },
		{ 8, { "uint64_t", "int64_t" } },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].size == size)
			return rows[i].types[is_signed];
	return NULL;
}

/* Compilers write a constant by what is left of its type, so that sites differ: the widest size is
 * the type's, and one signed site tells that it is signed. */
static void fill_types(struct arena *arena, struct usdt_probe *probe)
{
	for (uint32_t i = 0; i < probe->n_sites; i++)
		if (probe->sites[i].n_args > probe->n_args)
			probe->n_args = probe->sites[i].n_args;
	probe->args = arena_make_n(arena, struct probe_arg, probe->n_args);
	for (uint32_t arg = 0; arg < probe->n_args; arg++) {
		uint32_t size = 0;
		bool is_signed = false;

		for (uint32_t i = 0; i < probe->n_sites; i++) {
			if (arg >= probe->sites[i].n_args)
				continue;
			if (probe->sites[i].args[arg].size > size)
				size = probe->sites[i].args[arg].size;
			is_signed |= probe->sites[i].args[arg].is_signed;
		}
		probe->args[arg].type = type_of(size, is_signed);
	}
}

/* n entries of the same key. */
static void fill_probe(struct arena *arena, struct argspec_site *place, const struct entry *entries,
		       uint32_t n, struct usdt_probe *out)
{
	*out = (struct usdt_probe){
		.provider = arena_strdup(arena, entries->note->provider),
		.name = entries->name,
		.func = entries->func,
		.sites = arena_make_n(arena, struct probe_site, n),
		.n_sites = n,
	};
	for (uint32_t i = 0; i < n; i++)
		fill_site(arena, place, entries[i].note, &out->sites[i]);
	fill_types(arena, out);
}

static void fill_file(struct arena *arena, struct elfobj *obj, const struct note_sites *notes,
		      struct usdt_file *out)
{
	struct argspec_site place = {
		.arch = arch_by_elf_machine((int)elfobj_machine(obj)),
		.is_fixed = elfobj_type(obj) == ET_EXEC,
		.find_symbol = find_symbol,
		.ctx = obj,
	};
	const struct entry *entries = sort_notes(arena, obj, notes);
	const size_t len = notes->sites.len;

	out->probes = arena_make_n(arena, struct usdt_probe, len);
	for (size_t i = 0, next; i < len; i = next) {
		for (next = i + 1; next < len; next++)
			if (compare_keys(&entries[i], &entries[next]) != 0)
				break;
		fill_probe(arena, &place, &entries[i], (uint32_t)(next - i),
			   &out->probes[out->n_probes++]);
	}
}

/* An executable or shared object that this machine runs? */
static bool can_trace(const struct elfobj *obj)
{
	return (elfobj_type(obj) == ET_EXEC || elfobj_type(obj) == ET_DYN) &&
	       !elfobj_is_foreign_order(obj) &&
	       arch_can_trace(arch_host(), arch_by_elf_machine((int)elfobj_machine(obj)));
}

static void fill_providers(struct arena *arena, const struct note_sites *notes,
			   struct usdt_file *out)
{
	struct map *seen = map_new();

	out->providers = arena_make_n(arena, const char *, notes->sites.len);
	vec_each(note, &notes->sites) {
		if (map_find_str(seen, note->provider))
			continue;
		map_set_str(seen, note->provider, out);
		out->providers[out->n_providers++] = arena_strdup(arena, note->provider);
	}
	map_free(seen);
}

/* One reading of a file, for somebody who wants some of the providers. */
struct reading {
	struct arena *arena;
	const char *path;
	const struct stat *st;
	usdt_wants_fn *wants;
	void *ctx;
};

static bool is_wanted(const struct reading *r, const struct usdt_file *file)
{
	for (uint32_t i = 0; i < file->n_providers; i++)
		if (r->wants(r->ctx, file->providers[i]))
			return true;
	return false;
}

static int read_notes(const struct reading *r, struct elfobj *obj, struct diag *dg,
		      struct usdt_file *out)
{
	struct note_sites notes;
	int ret = note_sites_read(obj, dg, &notes);

	if (ret < 0)
		return ret;
	if (ret > 0 && !out->providers)
		fill_providers(r->arena, &notes, out);
	if (ret > 0 && is_wanted(r, out)) {
		fill_file(r->arena, obj, &notes, out);
		out->definitions = note_definitions_read(obj, r->arena, dg);
	}
	note_sites_fini(&notes);
	return 0;
}

static int read_elf(const struct reading *r, struct diag *dg, struct usdt_file *out)
{
	struct diag *untold = diag_new();
	struct elfobj *obj;
	int ret = elfobj_open(r->path, untold, &obj);

	diag_free(untold);
	if (ret < 0)
		return ret;
	if (!elfobj_is_file(obj, r->st))
		ret = -ESTALE;
	else
		ret = can_trace(obj) ? read_notes(r, obj, dg, out) : -ENOEXEC;
	elfobj_close(obj);
	return ret;
}

/* What was wrong with the notes has been told the first time. */
static int read_again(const struct reading *r, struct usdt_file *file)
{
	struct diag *untold = diag_new();
	int ret = read_elf(r, untold, file);

	diag_free(untold);
	return ret;
}

int usdt_file_read(struct probe_list *list, const char *path, const struct stat *st,
		   usdt_wants_fn *wants, void *ctx, struct diag *dg,
		   const struct usdt_file **out)
{
	const struct reading r = { list->arena, path, st, wants, ctx };
	auto_str struct str key = { 0 };
	struct usdt_file *file;

	str_puts(&key, "usdt file ");
	sites_identity(st, &key);
	file = map_find_str(list->cache, key.data);
	if (!file) {
		file = arena_make(list->arena, struct usdt_file);
		file->error = read_elf(&r, dg, file);
		map_set_str(list->cache, key.data, file);
	} else if (!file->probes && is_wanted(&r, file)) {
		file->error = read_again(&r, file);
	}
	*out = file;
	return file->error;
}
