/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/proc/names.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/vec.h"

struct entry {
	uint64_t start, end;	/* end 0: where the next one begins */
	size_t order;
	const char *name, *module;
};

struct addr_names {
	struct arena *arena;
	VEC(struct entry) entries;	/* by start, then by order */
};

static void add(struct addr_names *names, uint64_t start, uint64_t end, const char *name,
		const char *module)
{
	struct entry entry = { start, end, names->entries.len, NULL, NULL };

	entry.name = arena_strdup(names->arena, name);
	entry.module = module ? arena_strdup(names->arena, module) : NULL;
	vec_push(&names->entries, entry);
}

/* "ffffffff81000000 T name [module]"; an address of zeros is a hidden one. */
static void take_kallsym(struct addr_names *names, char *line)
{
	char *rest, *end;
	uint64_t start = strtoull(line, &end, 16);
	const char *type, *name, *module;

	type = end == line || !start ? NULL : strtok_r(end, " \t\n", &rest);
	name = type ? strtok_r(NULL, " \t\n", &rest) : NULL;
	module = name ? strtok_r(NULL, " \t\n[]", &rest) : NULL;
	if (name && strchr("tTwW", *type))
		add(names, start, 0, name, module);
}

/* "7f0000001000 20 name of anything", numbers in hexadecimal. */
static void take_perf_line(struct addr_names *names, char *line)
{
	char *end, *name;
	uint64_t start = strtoull(line, &end, 16), size;

	if (end == line)
		return;
	size = strtoull(end, &name, 16);
	if (name == end || !size || start > UINT64_MAX - size)
		return;
	name += strspn(name, " \t");
	name[strcspn(name, "\n")] = '\0';
	if (*name)
		add(names, start, start + size, name, NULL);
}

static int compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static struct addr_names *read_lines(FILE *f, void (*take_line)(struct addr_names *, char *))
{
	struct addr_names *names = xcalloc(1, sizeof(*names));
	auto_free char *line = NULL;
	size_t cap = 0;

	names->arena = arena_new();
	while (getline(&line, &cap, f) > 0)
		take_line(names, line);
	if (names->entries.len)
		qsort(names->entries.data, names->entries.len, sizeof(struct entry), compare);
	return names;
}

struct addr_names *addr_names_read_kallsyms(FILE *f)
{
	return read_lines(f, take_kallsym);
}

struct addr_names *addr_names_read_perf_map(FILE *f)
{
	return read_lines(f, take_perf_line);
}

void addr_names_free(struct addr_names *names)
{
	if (!names)
		return;
	vec_fini(&names->entries);
	arena_free(names->arena);
	free(names);
}

bool addr_names_find(const struct addr_names *names, uint64_t address, struct addr_name *out)
{
	size_t low = 0, high = names->entries.len;
	const struct entry *entry;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (names->entries.data[middle].start <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return false;
	entry = &names->entries.data[low - 1];
	if (entry->end && address >= entry->end)
		return false;
	*out = (struct addr_name){ entry->name, entry->module, entry->start };
	return true;
}
