/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/elf/symtab.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/vec.h"
#include "runtime/elf/debugfile.h"
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

/* What others can see before what is private, as they call it that way; then what has fewer
 * underscores before it: write, __write. */
static uint8_t rank_of(const struct elfobj_symbol *symbol)
{
	const size_t underscores = strspn(symbol->name, "_");
	const uint8_t local = symbol->binding == STB_LOCAL ? 0x80 : 0;

	return local | (underscores < 0x7f ? (uint8_t)underscores : 0x7f);
}

static void add_entry(struct arena *arena, const struct elfobj_symbol *symbol, entry_vec *out)
{
	const bool is_resolver = symbol->type == STT_GNU_IFUNC;
	const size_t len = strcspn(symbol->name, "@");

	if ((symbol->type != STT_FUNC && !is_resolver) || symbol->section == SHN_UNDEF || !len)
		return;
	vec_push(out, ((struct entry){
			      .address = symbol->value,
			      .size = symbol->size,
			      .name = arena_strndup(arena, symbol->name, len),
			      .rank = rank_of(symbol),
			      .is_resolver = is_resolver,
		      }));
}

static void read_table(struct arena *arena, struct elfobj *obj, uint32_t type, entry_vec *out)
{
	struct elfobj_section section;
	struct elfobj_symbol symbol;
	uint32_t i = 1;

	while (elfobj_section_at(obj, i, &section) && section.type != type)
		i++;
	for (uint32_t j = 1; elfobj_symbol_at(obj, i, j, &symbol); j++)
		add_entry(arena, &symbol, out);
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

void symtab_read(struct arena *arena, struct elfobj *obj, const char *debug_root,
		 struct symtab *out)
{
	struct elfobj *debug = debug_root ? debugfile_open(obj, debug_root) : NULL;
	entry_vec entries = { 0 };

	*out = (struct symtab){ 0 };
	read_tables(arena, obj, &entries);
	if (debug)
		read_tables(arena, debug, &entries);
	elfobj_close(debug);
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
