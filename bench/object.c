/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "bench/object.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/diag.h"
#include "runtime/base/vec.h"
#include "runtime/ebpf/insn.h"
#include "runtime/ebpf/program.h"
#include "runtime/elf/elfobj.h"

#define PREFIX "clause/"

/* As clauses.bpf.c declares them. */
struct declared {
	uint32_t type, key_size, value_size, n_entries;
};

/* A section whose bytes are a map's one value. */
struct data {
	uint32_t section, map;
};

struct object {
	struct elfobj *elf;
	struct diag *dg;
	struct ebpf_program *program;
	uint32_t declared_section;	/* its n-th declaration is map n */
	uint32_t symbols;		/* the section of the symbol table */
	VEC(struct data) data;
};

static struct ebpf_map *add_map(struct object *o)
{
	struct ebpf_program *p = o->program;

	p->maps = xreallocarray(p->maps, p->n_maps + 1, sizeof(*p->maps));
	memset(&p->maps[p->n_maps], 0, sizeof(*p->maps));
	return &p->maps[p->n_maps++];
}

static void add_declared(struct object *o, uint32_t section)
{
	size_t size = 0;
	const struct declared *maps = elfobj_section_data(o->elf, section, &size);

	o->declared_section = section;
	for (size_t i = 0; i < size / sizeof(*maps); i++) {
		*add_map(o) = (struct ebpf_map){ .name = "declared",
						 .type = maps[i].type,
						 .key_size = maps[i].key_size,
						 .value_size = maps[i].value_size,
						 .n_entries = maps[i].n_entries };
	}
}

static void add_data(struct object *o, const struct elfobj_section *section)
{
	size_t size = 0;
	const void *bytes = elfobj_section_data(o->elf, section->index, &size);
	struct ebpf_map *map = add_map(o);

	vec_push(&o->data, ((struct data){ section->index, o->program->n_maps - 1 }));
	*map = (struct ebpf_map){ .name = "data",
				  .type = BPF_MAP_TYPE_ARRAY,
				  .key_size = 4,
				  .value_size = (uint32_t)section->size,
				  .n_entries = 1 };
	map->is_frozen = !(section->flags & SHF_WRITE);
	map->flags = map->is_frozen ? BPF_F_RDONLY_PROG : 0;
	if (bytes)
		map->init = xmemdup(bytes, size);
}

/* Declarations first, for their numbers are those of the maps. */
static void add_maps(struct object *o)
{
	struct elfobj_section section;

	if (elfobj_section_find(o->elf, "maps", &section))
		add_declared(o, section.index);
	for (uint32_t i = 1; i < elfobj_n_sections(o->elf); i++) {
		if (!elfobj_section_at(o->elf, i, &section))
			continue;
		if (section.type == SHT_SYMTAB)
			o->symbols = i;
		if (section.size && (section.flags & SHF_ALLOC) && i != o->declared_section &&
		    !(section.flags & SHF_EXECINSTR) && strcmp(section.name, "license"))
			add_data(o, &section);
	}
}

/* What the instruction names: a declaration, or a place among data. */
static int relocate(struct object *o, struct ebpf_routine *r, uint32_t at, uint32_t symbol)
{
	struct bpf_insn *insn = &r->insns[at];
	struct ebpf_reloc reloc = { .insn = at };
	struct elfobj_symbol sym;
	bool is_known = elfobj_symbol_at(o->elf, o->symbols, symbol, &sym);

	if (is_known && sym.section == o->declared_section) {
		reloc.map = (uint32_t)(sym.value / sizeof(struct declared));
		insn->src_reg = BPF_PSEUDO_MAP_FD;
	} else {
		const struct data *found = NULL;

		vec_each(data, &o->data)
			if (is_known && data->section == sym.section)
				found = data;
		if (!found)
			return diag_error(o->dg, NULL, D_ELF, "%s refers to what is not there",
					  r->name);
		reloc.kind = EBPF_RELOC_VALUE;
		reloc.map = found->map;
		insn[1].imm = insn->imm + (int32_t)sym.value;
		insn->src_reg = BPF_PSEUDO_MAP_VALUE;
	}
	insn->imm = (int32_t)reloc.map;
	r->relocs[r->n_relocs++] = reloc;
	return 0;
}

/* The relocations of section that fall into the routine, which begins at start in it. */
static int relocate_all(struct object *o, struct ebpf_routine *r, uint32_t section, uint64_t start)
{
	struct elfobj_section table;
	struct elfobj_reloc reloc;
	int err = 0;

	r->relocs = xcalloc(r->n_insns, sizeof(*r->relocs));
	for (uint32_t i = 1; i < elfobj_n_sections(o->elf); i++) {
		if (!elfobj_section_at(o->elf, i, &table) || table.type != SHT_REL ||
		    table.info != section)
			continue;
		for (uint32_t j = 0; !err && elfobj_reloc_at(o->elf, i, j, &reloc); j++)
			if (reloc.offset - start < 8 * (uint64_t)r->n_insns)
				err = relocate(o, r, (uint32_t)(reloc.offset - start) / 8,
					       reloc.symbol);
	}
	return err;
}

static int add_routine(struct object *o, const struct elfobj_symbol *sym, const char *name)
{
	struct ebpf_program *p = o->program;
	struct ebpf_routine *r;
	size_t size = 0;
	const char *code = elfobj_section_data(o->elf, sym->section, &size);

	if (!code || sym->value > size || sym->size > size - sym->value)
		return diag_error(o->dg, NULL, D_ELF, "%s has no code", name);
	p->routines = xreallocarray(p->routines, p->n_routines + 1, sizeof(*p->routines));
	r = &p->routines[p->n_routines++];
	*r = (struct ebpf_routine){ .name = xstrdup(name),
				    .context = CONTEXT_SITE,
				    .is_sleepable = true,
				    .n_insns = (uint32_t)(sym->size / 8) };
	r->insns = xmemdup(code + sym->value, sym->size);
	return relocate_all(o, r, sym->section, sym->value);
}

/* The symbol table has them in the order of the code. */
static int add_routines(struct object *o)
{
	struct elfobj_section section;
	struct elfobj_symbol sym;
	int err = 0;

	for (uint32_t i = 0; !err && elfobj_symbol_at(o->elf, o->symbols, i, &sym); i++) {
		if (sym.type != STT_FUNC || !elfobj_section_at(o->elf, sym.section, &section) ||
		    strncmp(section.name, PREFIX, strlen(PREFIX)))
			continue;
		err = add_routine(o, &sym, section.name + strlen(PREFIX));
	}
	return err;
}

int object_load(const char *path, struct diag *dg, struct ebpf_program **out)
{
	struct object o = { .dg = dg };
	int err = elfobj_open(path, dg, &o.elf);

	if (err)
		return err;
	o.program = xcalloc(1, sizeof(*o.program));
	add_maps(&o);
	err = add_routines(&o);
	vec_fini(&o.data);
	elfobj_close(o.elf);
	if (err)
		ebpf_program_free(o.program);
	else
		*out = o.program;
	return err;
}

/* What can be written and has contents. */
uint32_t object_data_map(const struct ebpf_program *program)
{
	uint32_t i = 0;

	while (i < program->n_maps && (program->maps[i].is_frozen || !program->maps[i].init))
		i++;
	return i;
}
