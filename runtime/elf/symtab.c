/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/elf/symtab.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/vec.h"
#include "runtime/elf/elfobj.h"

/* How far to look back for a function that encloses others, as hand-written assembler may. */
#define LOOK_BACK 32

struct entry {
	uint64_t address, size;
	const char *name;
	uint8_t rank; /* the lower, the better is the name */
	bool is_resolver;
};

typedef VEC(struct entry) entry_vec;

/* What others can see before what is private, as they call it that way; what is there only for
 * programs that were linked long ago (cfree) behind what it is now (free); then what has fewer
 * underscores before it: write, __write. */
static uint8_t rank_of(const struct elfobj_symbol *symbol, bool is_old)
{
	const size_t underscores = strspn(symbol->name, "_");
	const uint8_t local = symbol->binding == STB_LOCAL ? 0x80 : 0, old = is_old ? 0x40 : 0;

	return local | old | (underscores < 0x3f ? (uint8_t)underscores : 0x3f);
}

static bool is_function(const struct elfobj_symbol *symbol)
{
	return (symbol->type == STT_FUNC || symbol->type == STT_GNU_IFUNC) &&
	       symbol->section != SHN_UNDEF && *symbol->name && *symbol->name != '@';
}

static void add_entry(struct arena *arena, const struct elfobj_symbol *symbol, bool is_old,
		      entry_vec *out)
{
	vec_push(out, ((struct entry){
			.address = symbol->value,
			.size = symbol->size,
			.name = arena_strndup(arena, symbol->name, strcspn(symbol->name, "@")),
			.rank = rank_of(symbol, is_old),
			.is_resolver = symbol->type == STT_GNU_IFUNC,
		}));
}

static bool find_section(const struct elfobj *obj, uint32_t type, struct elfobj_section *out)
{
	for (uint32_t i = 1; elfobj_section_at(obj, i, out); i++)
		if (out->type == type)
			return true;
	return false;
}

/* The versions of the symbols of .dynsym, a number for each. */
struct versions {
	const uint8_t *data;
	size_t size;
};

static struct versions read_versions(struct elfobj *obj)
{
	struct versions versions = { 0 };
	struct elfobj_section section;

	if (find_section(obj, SHT_GNU_versym, &section))
		versions.data = elfobj_section_data(obj, section.index, &versions.size);
	return versions;
}

/* Is it hidden from who links today? The name tells in .symtab: "cfree@VERSION", where that of
 * today has two; in .dynsym the highest bit of its version. */
static bool is_old(const struct versions *versions, uint32_t index, const char *name)
{
	const char *at = strchr(name, '@');
	uint16_t version;

	if (at)
		return at[1] != '@';
	if ((size_t)index * 2 + 2 > versions->size)
		return false;
	memcpy(&version, versions->data + (size_t)index * 2, sizeof(version));
	return version & 0x8000;
}

static void read_table(struct arena *arena, struct elfobj *obj, uint32_t type, entry_vec *out)
{
	struct versions versions = { 0 };
	struct elfobj_section section;
	struct elfobj_symbol symbol;

	if (!find_section(obj, type, &section))
		return;
	if (type == SHT_DYNSYM)
		versions = read_versions(obj);
	for (uint32_t i = 1; elfobj_symbol_at(obj, section.index, i, &symbol); i++)
		if (is_function(&symbol))
			add_entry(arena, &symbol, is_old(&versions, i, symbol.name), out);
}

static void read_tables(struct arena *arena, struct elfobj *obj, entry_vec *out)
{
	read_table(arena, obj, SHT_SYMTAB, out);
	read_table(arena, obj, SHT_DYNSYM, out);
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank - y->rank;
	return strcmp(x->name, y->name);
}

/* n entries of one address; a name may be in several tables. */
static void fill_function(struct arena *arena, const struct entry *entries, size_t n,
			  struct symtab_function *out)
{
	const char **names = arena_make_n(arena, const char *, n);

	out->address = entries->address;
	out->names = names;
	for (size_t i = 0; i < n; i++) {
		if (!i || strcmp(entries[i].name, entries[i - 1].name) != 0)
			names[out->n_names++] = entries[i].name;
		if (!out->size)
			out->size = entries[i].size;
		out->is_resolver |= entries[i].is_resolver;
	}
}

static void fold_aliases(struct arena *arena, const entry_vec *entries, struct symtab *out)
{
	const struct entry *data = entries->data;

	out->functions = arena_make_n(arena, struct symtab_function, entries->len);
	for (size_t i = 0, next; i < entries->len; i = next) {
		for (next = i + 1; next < entries->len; next++)
			if (data[next].address != data[i].address)
				break;
		fill_function(arena, &data[i], next - i, &out->functions[out->n_functions++]);
	}
}

void symtab_read(struct arena *arena, struct elfobj *obj, struct elfobj *stripped,
		 struct symtab *out)
{
	entry_vec entries = { 0 };

	*out = (struct symtab){ 0 };
	read_tables(arena, obj, &entries);
	if (stripped)
		read_tables(arena, stripped, &entries);
	if (entries.len)
		qsort(entries.data, entries.len, sizeof(*entries.data), compare_entries);
	fold_aliases(arena, &entries, out);
	vec_fini(&entries);
}

/* The number of functions that begin at the address or before it. */
static size_t count_until(const struct symtab *symtab, uint64_t address)
{
	size_t low = 0, high = symtab->n_functions;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (symtab->functions[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct symtab_function *symtab_find(const struct symtab *symtab, uint64_t address)
{
	const size_t n = count_until(symtab, address);

	for (size_t back = 1; back <= n && back <= LOOK_BACK; back++) {
		const struct symtab_function *f = &symtab->functions[n - back];

		if (address - f->address < f->size || (address == f->address && !f->size))
			return f;
	}
	return NULL;
}
