/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* DWARF has no index of names that every compiler writes, and large programs have hundreds of
 * megabytes of it. So units are walked one after another, each once, and what has a name there is
 * kept in an index; a walk ends when what was asked for is found, and the next question goes on
 * where it ended. A name that is nowhere would cost the whole walk, so the strings are searched for
 * it before: that is a hundred times faster.
 *
 * dwz moves what several files share into another file, with strings of its own: both are walked.
 */
#include "runtime/elf/debuginfo.h"

#include <dwarf.h>
#include <errno.h>
#include <fcntl.h>
#include <libelf.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/base/vec.h"
#include "runtime/elf/debugfile.h"
#include "runtime/elf/debuginfo_impl.h"
#include "runtime/elf/elfobj.h"

/* The file, and what dwz took out of it. */
enum { MAX_PARTS = 2 };

struct part {
	Dwarf *dwarf;
	Dwarf_CU *unit;		/* the last one that was walked */
	bool is_walked;		/* to its end */
};

/* The bytes of a section that names may stand in. */
struct range {
	const char *start, *end;
};

struct debuginfo {
	char *path;
	char *debug_root;
	bool is_open;		/* it was tried */
	int fd;
	Elf *elf;
	struct part parts[MAX_PARTS];
	uint32_t n_parts;
	bool has_strings_elsewhere;
	struct map *seen;	/* Dwarf whose ranges are here: */
	VEC(struct range) ranges;
	struct arena *arena;
	struct map *index[DEBUGINFO_NONE];	/* name -> Dwarf_Die */
};

struct debuginfo *debuginfo_new(const char *path, const char *debug_root)
{
	struct debuginfo *di = xcalloc(1, sizeof(*di));

	di->path = xstrdup(path);
	di->debug_root = xstrdup(debug_root);
	di->fd = -1;
	di->arena = arena_new();
	di->seen = map_new();
	for (int i = 0; i < DEBUGINFO_NONE; i++)
		di->index[i] = map_new();
	return di;
}

void debuginfo_free(struct debuginfo *di)
{
	if (!di)
		return;
	if (di->n_parts)
		dwarf_end(di->parts[0].dwarf);
	elf_end(di->elf);
	if (di->fd >= 0)
		close(di->fd);
	for (int i = 0; i < DEBUGINFO_NONE; i++)
		map_free(di->index[i]);
	arena_free(di->arena);
	map_free(di->seen);
	vec_fini(&di->ranges);
	free(di->path);
	free(di->debug_root);
	free(di);
}

/* Opening */

static bool has_section(const struct elfobj *obj, const char *name)
{
	struct elfobj_section section;

	return elfobj_section_find(obj, name, &section) && section.type != SHT_NOBITS;
}

static bool has_types(const struct elfobj *obj)
{
	return has_section(obj, ".debug_info") || has_section(obj, ".zdebug_info");
}

/* The path of the file that has it: the object's own, or that of what was stripped. */
static char *find_file(const struct debuginfo *di)
{
	struct diag *untold = diag_new();
	struct elfobj *obj = NULL, *debug = NULL;
	char *path = NULL;

	if (elfobj_open(di->path, untold, &obj) == 0 && has_types(obj))
		path = xstrdup(di->path);
	else if (obj)
		debug = debugfile_open(obj, di->debug_root);
	if (debug && has_types(debug))
		path = xstrdup(elfobj_path(debug));
	elfobj_close(debug);
	elfobj_close(obj);
	diag_free(untold);
	return path;
}

/* Names */

static bool is_of_names(const char *section)
{
	static const char *const names[] = { "str", "info", "types", "line_str" };

	if (!section || *section++ != '.')
		return false;
	section += *section == 'z';
	if (strncmp(section, "debug_", 6))
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t len = strlen(names[i]);

		if (!strncmp(section + 6, names[i], len) &&
		    (!section[6 + len] || !strcmp(section + 6 + len, ".dwo")))
			return true;
	}
	return false;
}

/* libdw has decompressed what was. */
static void add_ranges(struct debuginfo *di, Elf *elf)
{
	Elf_Scn *section = NULL;
	size_t names;

	if (elf_getshdrstrndx(elf, &names))
		return;
	while ((section = elf_nextscn(elf, section))) {
		GElf_Shdr header;
		Elf_Data *data;

		if (!gelf_getshdr(section, &header) ||
		    !is_of_names(elf_strptr(elf, names, header.sh_name)))
			continue;
		data = elf_rawdata(section, NULL);
		if (data && data->d_buf)
			vec_push(&di->ranges, (struct range){
				data->d_buf, (const char *)data->d_buf + data->d_size });
	}
}

static void learn_ranges(struct debuginfo *di, Dwarf *dwarf)
{
	if (!dwarf || map_find(di->seen, &dwarf, sizeof(dwarf)))
		return;
	map_set(di->seen, &dwarf, sizeof(dwarf), dwarf);
	add_ranges(di, dwarf_getelf(dwarf));
}

/* Does the text end within the section that it begins in? */
static bool is_text(const struct debuginfo *di, const char *text)
{
	vec_each(r, &di->ranges)
		if (text >= r->start && text < r->end)
			return memchr(text, 0, (size_t)(r->end - text));
	return false;
}

const char *debuginfo_string(struct debuginfo *di, Dwarf_Die *die, unsigned int attribute)
{
	Dwarf_Attribute attr;
	const char *text;

	if (!dwarf_attr_integrate(die, attribute, &attr))
		return NULL;
	text = dwarf_formstring(&attr);
	learn_ranges(di, dwarf_cu_getdwarf(attr.cu));
	return text && is_text(di, text) ? text : NULL;
}

const char *debuginfo_name(struct debuginfo *di, Dwarf_Die *die)
{
	return debuginfo_string(di, die, DW_AT_name);
}

/* Of a split program the strings are in its .dwo files. */
static bool is_split(Dwarf *dwarf)
{
	Dwarf_CU *unit = NULL;
	Dwarf_Die die;
	uint8_t kind;

	return dwarf_get_units(dwarf, NULL, &unit, NULL, &kind, &die, NULL) == 0 &&
	       (kind == DW_UT_skeleton || dwarf_hasattr(&die, DW_AT_GNU_dwo_name));
}

static void open_parts(struct debuginfo *di)
{
	Dwarf *alt;

	di->parts[0].dwarf = dwarf_begin_elf(di->elf, DWARF_C_READ, NULL);
	if (!di->parts[0].dwarf)
		return;
	di->n_parts = 1;
	di->has_strings_elsewhere = is_split(di->parts[0].dwarf);
	alt = dwarf_getalt(di->parts[0].dwarf);
	if (alt)
		di->parts[di->n_parts++].dwarf = alt;
	for (uint32_t i = 0; i < di->n_parts; i++)
		learn_ranges(di, di->parts[i].dwarf);
}

/* Read, not mapped: a file that shrinks meanwhile ends in an error. */
static bool open_once(struct debuginfo *di)
{
	auto_free char *path = di->is_open ? NULL : find_file(di);

	di->is_open = true;
	if (!path)
		return di->n_parts;
	di->fd = open(path, O_RDONLY | O_CLOEXEC);
	elf_version(EV_CURRENT);
	di->elf = di->fd < 0 ? NULL : elf_begin(di->fd, ELF_C_READ, NULL);
	if (di->elf)
		open_parts(di);
	return di->n_parts;
}

Dwarf *debuginfo_dwarf(struct debuginfo *di)
{
	return open_once(di) ? di->parts[0].dwarf : NULL;
}

bool debuginfo_exists(struct debuginfo *di)
{
	return open_once(di);
}

/* With its NUL: short names stand in .debug_info itself. */
static bool may_have(const struct debuginfo *di, const char *name)
{
	if (di->has_strings_elsewhere)
		return true;
	vec_each(r, &di->ranges)
		if (memmem(r->start, (size_t)(r->end - r->start), name, strlen(name) + 1))
			return true;
	return false;
}

/* Walking */

enum debuginfo_kind debuginfo_kind_of(Dwarf_Die *die)
{
	switch (dwarf_tag(die)) {
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
		return DEBUGINFO_STRUCT;
	case DW_TAG_union_type:
		return DEBUGINFO_UNION;
	case DW_TAG_enumeration_type:
		return DEBUGINFO_ENUM;
	case DW_TAG_typedef:
		return DEBUGINFO_TYPEDEF;
	case DW_TAG_variable:
		return DEBUGINFO_VARIABLE;
	case DW_TAG_subprogram:
		return DEBUGINFO_FUNCTION;
	default:
		return DEBUGINFO_NONE;
	}
}

static void keep_as(struct debuginfo *di, Dwarf_Die *die, enum debuginfo_kind kind,
		    const char *name)
{
	if (name && !map_find_str(di->index[kind], name))
		map_set_str(di->index[kind], name, arena_memdup(di->arena, die, sizeof(*die)));
}

static bool has_code(Dwarf_Die *die)
{
	return dwarf_hasattr(die, DW_AT_low_pc) || dwarf_hasattr(die, DW_AT_ranges);
}

/* The first of a name stays. */
static void keep(struct debuginfo *di, Dwarf_Die *die)
{
	enum debuginfo_kind kind = debuginfo_kind_of(die);

	if (kind == DEBUGINFO_NONE || dwarf_hasattr(die, DW_AT_declaration) ||
	    (kind == DEBUGINFO_FUNCTION && !has_code(die)))
		return;
	keep_as(di, die, kind, debuginfo_name(di, die));
	if (kind == DEBUGINFO_FUNCTION)
		keep_as(di, die, kind, debuginfo_string(di, die, DW_AT_linkage_name));
}

static void walk_children(struct debuginfo *di, Dwarf_Die *parent, int depth)
{
	Dwarf_Die die;

	if (depth == DEBUGINFO_MAX_DEPTH || dwarf_child(parent, &die))
		return;
	do {
		if (dwarf_tag(&die) == DW_TAG_namespace)
			walk_children(di, &die, depth + 1);
		else
			keep(di, &die);
	} while (!dwarf_siblingof(&die, &die));
}

/* False: there was none left. */
static bool walk_unit(struct debuginfo *di, struct part *part)
{
	Dwarf_Die die, split;
	uint8_t kind;

	if (part->is_walked || dwarf_get_units(part->dwarf, part->unit, &part->unit, NULL, &kind,
					       &die, &split)) {
		part->is_walked = true;
		return false;
	}
	walk_children(di, kind == DW_UT_skeleton && split.addr ? &split : &die, 0);
	return true;
}

bool debuginfo_find(struct debuginfo *di, enum debuginfo_kind kind, const char *name,
		    Dwarf_Die *out)
{
	const Dwarf_Die *die = map_find_str(di->index[kind], name);
	bool is_searched = !die && open_once(di) && may_have(di, name);

	for (uint32_t i = 0; is_searched && !die && i < di->n_parts; i++)
		while (!die && walk_unit(di, &di->parts[i]))
			die = map_find_str(di->index[kind], name);
	if (die)
		*out = *die;
	return die;
}

/* Questions */

static enum debuginfo_kind split_name(const char **name)
{
	static const char *const words[] = {
		[DEBUGINFO_STRUCT] = "struct ",
		[DEBUGINFO_UNION] = "union ",
		[DEBUGINFO_ENUM] = "enum ",
	};

	for (int kind = 0; kind < DEBUGINFO_TYPEDEF; kind++) {
		size_t len = strlen(words[kind]);

		if (strncmp(*name, words[kind], len))
			continue;
		*name += len;
		return (enum debuginfo_kind)kind;
	}
	return DEBUGINFO_TYPEDEF;
}

bool debuginfo_declare(struct debuginfo *di, const char *name, struct str *out)
{
	enum debuginfo_kind kind = split_name(&name);
	Dwarf_Die die;

	return debuginfo_find(di, kind, name, &die) && debuginfo_write_type(di, &die, out);
}

bool debuginfo_variable(struct debuginfo *di, const char *name, struct str *out)
{
	Dwarf_Die die;

	return debuginfo_find(di, DEBUGINFO_VARIABLE, name, &die) &&
	       debuginfo_write_variable(di, &die, out);
}

bool debuginfo_function(struct debuginfo *di, const char *name, uint64_t address, struct str *out)
{
	Dwarf_Die die;

	return debuginfo_find(di, DEBUGINFO_FUNCTION, name, &die) &&
	       dwarf_haspc(&die, address) == 1 && debuginfo_write_params(di, &die, out);
}
