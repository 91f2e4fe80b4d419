/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/proc/variables.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/elf/elfobj.h"
#include "runtime/proc/proc.h"

int proc_variable_find(struct elfobj *obj, struct elfobj *debug, const char *name,
		       struct elfobj_symbol *out)
{
	int err = elfobj_symbol_get(obj, name, out);

	return err == -ENOENT && debug ? elfobj_symbol_get(debug, name, out) : err;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Is it a mapping of the file? On some file systems maps and stat() name different devices. */
static bool is_of(const struct proc_map *map, const struct elfobj *obj)
{
	struct stat st;

	if (!map->inode || elfobj_stat(obj, &st) || st.st_ino != map->inode)
		return false;
	return st.st_dev == makedev(map->dev_major, map->dev_minor) ||
	       !strcmp(base_name(map->path), base_name(elfobj_path(obj)));
}

bool proc_load_bias(const char *proc_root, int pid, struct elfobj *obj, uint64_t *bias)
{
	auto_free char *path = xasprintf("%s/%d/maps", proc_root, pid);
	auto_fclose FILE *f = fopen(path, "re");
	struct proc_maps maps;
	bool is_found = false;

	if (!f || proc_maps_read(f, &maps))
		return false;
	vec_each(map, &maps.maps) {
		uint64_t linked;

		if (is_found || !is_of(map, obj) ||
		    !elfobj_address_of(obj, map->offset, &linked))
			continue;
		*bias = map->start - linked;
		is_found = true;
	}
	proc_maps_fini(&maps);
	return is_found;
}

/* "ffffffff81000000 T _text\t[module]": the words, in place. */
struct kallsym {
	const char *address, *type, *name, *module;
};

static bool split(char *line, struct kallsym *out)
{
	char *rest = line;

	*out = (struct kallsym){ .address = strsep(&rest, " ") };
	out->type = strsep(&rest, " ");
	out->name = strsep(&rest, "\t\n");
	out->module = "vmlinux";
	if (rest && *rest == '[') {
		out->module = rest + 1;
		rest[strcspn(rest, "]")] = '\0';
	}
	return out->name;
}

int proc_kernel_variable_find(FILE *kallsyms, const char *module, const char *name,
			      struct proc_kernel_variable *out)
{
	auto_free char *line = NULL;
	struct kallsym sym;
	size_t cap = 0;
	int n = 0;

	while (getline(&line, &cap, kallsyms) > 0) {
		uint64_t address;

		if (!strstr(line, name) || !split(line, &sym) || strcmp(sym.name, name) ||
		    (module && strcmp(sym.module, module)))
			continue;
		address = strtoull(sym.address, NULL, 16);
		if (n && address == out->address)
			continue;
		out->address = address;
		out->is_function = *sym.type && strchr("tTwW", *sym.type);
		n++;
	}
	if (!n)
		return -ENOENT;
	return n > 1 ? -EEXIST : out->address ? 0 : -EACCES;
}
