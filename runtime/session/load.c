/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/session/load.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/compile/compile.h"
#include "runtime/kern/caps.h"
#include "runtime/kern/load.h"
#include "runtime/kern/ring.h"

struct kern_map_def loaded_map_def(const struct compiled *c, uint32_t i)
{
	const struct ebpf_map *map = &c->program->maps[i];

	return (struct kern_map_def){
		.name = map->name,
		.type = map->type,
		.key_size = map->key_size,
		.value_size = map->value_size,
		.n_entries = map->n_entries,
		.flags = map->flags,
	};
}

static int make_map(struct loaded *l, const struct compiled *c, uint32_t i, struct diag *dg)
{
	const struct ebpf_map *map = &c->program->maps[i];
	struct kern_map_def def = loaded_map_def(c, i);
	uint32_t key = 0;
	int err;

	l->maps[i] = kern_map_create(&def, dg);
	if (l->maps[i] < 0)
		return l->maps[i];
	if (map->init) {
		err = kern_map_update(l->maps[i], &key, map->init);
		if (err)
			return diag_errno(dg, NULL, D_LOAD, -err, "cannot fill the map %s",
					  map->name);
	}
	if (!map->is_frozen)
		return 0;
	err = kern_map_freeze(l->maps[i]);
	if (err)
		return diag_errno(dg, NULL, D_LOAD, -err, "cannot freeze the map %s", map->name);
	return 0;
}

/* A store that nobody refers to, as the names of the probes mostly, is not made: its descriptor
 * stays -1. */
static bool is_needed(const struct compiled *c, uint32_t map)
{
	const struct ebpf_program *program = c->program;

	if (map == c->control || map == c->counters || map == c->ring ||
	    map == c->families)
		return true;
	for (uint32_t i = 0; i < program->n_routines; i++)
		for (uint32_t j = 0; j < program->routines[i].n_relocs; j++)
			if (program->routines[i].relocs[j].map == map)
				return true;
	return false;
}

static enum kern_prog_kind prog_kind(enum ir_context context, struct kern_caps *caps)
{
	if (context == CONTEXT_SAMPLE)
		return KERN_PROG_SAMPLE;
	if (context != CONTEXT_SITE)
		return KERN_PROG_RAW;
	return kern_has(caps, KERN_UPROBE_MULTI) ? KERN_PROG_UPROBE_MULTI : KERN_PROG_UPROBE;
}

/* References to maps become descriptors in a copy of the code. */
static struct bpf_insn *resolve_maps(const struct loaded *l, const struct ebpf_routine *routine)
{
	struct bpf_insn *insns =
		xmemdup(routine->insns, routine->n_insns * sizeof(*routine->insns));

	for (uint32_t i = 0; i < routine->n_relocs; i++) {
		const struct ebpf_reloc *reloc = &routine->relocs[i];
		struct bpf_insn *insn = &insns[reloc->insn];

		insn->src_reg = reloc->kind == EBPF_RELOC_VALUE ? BPF_PSEUDO_MAP_VALUE
								: BPF_PSEUDO_MAP_FD;
		insn->imm = l->maps[reloc->map];
	}
	return insns;
}

static int load_routine(struct loaded *l, const struct compiled *c, uint32_t i,
			struct kern_caps *caps, struct diag *dg)
{
	const struct ebpf_routine *routine = &c->program->routines[i];
	auto_free struct bpf_insn *insns = resolve_maps(l, routine);
	struct kern_prog_def def = {
		.name = routine->name,
		.kind = prog_kind(routine->context, caps),
		.is_sleepable = routine->is_sleepable,
		.insns = insns,
		.n_insns = routine->n_insns,
	};

	l->progs[i] = kern_prog_load(&def, dg);
	return l->progs[i] < 0 ? l->progs[i] : 0;
}

static int open_shared(struct loaded *l, const struct compiled *c, struct diag *dg)
{
	l->control = kern_map_mmap(l->maps[c->control], sizeof(*l->control));
	if (!l->control)
		return diag_error(dg, NULL, D_LOAD, "cannot map the control word");
	l->ring = kern_ring_open(l->maps[c->ring], c->program->maps[c->ring].n_entries, dg);
	return l->ring ? 0 : -ENOMEM;
}

static void loaded_alloc(struct loaded *l, const struct compiled *c)
{
	*l = (struct loaded){ .n_maps = c->program->n_maps, .n_progs = c->program->n_routines };
	l->maps = xmalloc((l->n_maps + 1) * sizeof(int));
	l->progs = xmalloc((l->n_progs + 1) * sizeof(int));
	memset(l->maps, -1, (l->n_maps + 1) * sizeof(int));
	memset(l->progs, -1, (l->n_progs + 1) * sizeof(int));
}

int loaded_init(struct loaded *l, const struct compiled *c, struct kern_caps *caps, struct diag *dg)
{
	int err = 0;

	loaded_alloc(l, c);
	for (uint32_t i = 0; i < l->n_maps && !err; i++)
		if (is_needed(c, i))
			err = make_map(l, c, i, dg);
	for (uint32_t i = 0; i < l->n_progs && !err; i++)
		err = load_routine(l, c, i, caps, dg);
	return err ? err : open_shared(l, c, dg);
}

static void close_all(int *fds, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	free(fds);
}

void loaded_fini(struct loaded *l)
{
	if (l->ring)
		kern_ring_close(l->ring);
	if (l->control)
		munmap(l->control, sizeof(*l->control));
	if (l->progs)
		close_all(l->progs, l->n_progs);
	if (l->maps)
		close_all(l->maps, l->n_maps);
	*l = (struct loaded){ 0 };
}

static bool is_same_map(const struct ebpf_map *a, const struct ebpf_map *b)
{
	return !strcmp(a->name, b->name) && a->type == b->type && a->key_size == b->key_size &&
	       a->value_size == b->value_size;
}

/* Variables and aggregations are made before any routine is lowered, and so stand in the same
 * places; what a routine alone needs may have moved. from->n_maps: there was none. */
static uint32_t find_map(const struct loaded *from, const struct ebpf_map *map, uint32_t i,
			 const struct compiled *before)
{
	const struct ebpf_map *old = before->program->maps;

	if (i < from->n_maps && !strcmp(old[i].name, map->name))
		return i;
	for (i = 0; i < from->n_maps && !is_same_map(&old[i], map); i++)
		;
	return i;
}

static int tell_changed(const struct ebpf_map *map, struct diag *dg)
{
	return diag_error(dg, NULL, D_LOAD, "%s would have another size", map->name);
}

static int take_maps(struct loaded *l, const struct loaded *from, const struct compiled *c,
		     const struct compiled *before, struct diag *dg)
{
	int err = 0;

	for (uint32_t i = 0; i < l->n_maps && !err; i++) {
		const struct ebpf_map *map = &c->program->maps[i];
		bool has_state = !map->is_frozen && !map->is_scratch;
		uint32_t known = has_state ? find_map(from, map, i, before) : from->n_maps;
		bool is_kept = known < from->n_maps && from->maps[known] >= 0;

		if (is_kept && !is_same_map(map, &before->program->maps[known]))
			return tell_changed(map, dg);
		if (is_kept)
			l->maps[i] = from->maps[known];
		else if (is_needed(c, i))
			err = make_map(l, c, i, dg);
	}
	return err;
}

/* The routine of the old program that does the same for the same points; NULL: none. */
static const struct attach_plan *same_plan(const struct compiled *c, const struct compiled *before,
					   uint32_t routine)
{
	for (size_t i = 0; i < before->plans.len; i++)
		if (c->plans.data[i].routine == routine &&
		    c->plans.data[i].points.len == before->plans.data[i].points.len)
			return &before->plans.data[i];
	return NULL;
}

static int take_routines(struct loaded *l, const struct loaded *from, const struct compiled *c,
			 const struct compiled *before, struct kern_caps *caps, struct diag *dg)
{
	int err = 0;

	for (uint32_t i = 0; i < l->n_progs && !err; i++) {
		const struct attach_plan *plan = same_plan(c, before, i);

		if (plan)
			l->progs[i] = from->progs[plan->routine];
		else
			err = load_routine(l, c, i, caps, dg);
	}
	return err;
}

/* Closes what the others have not, and frees the list. */
static void close_but(int *fds, uint32_t n, const int *others, uint32_t n_others)
{
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < n_others && fds[i] >= 0; j++)
			if (fds[i] == others[j])
				fds[i] = -1;
	close_all(fds, n);
}

/* Links keep their programs, and programs their maps. */
int loaded_add(struct loaded *l, const struct compiled *c, const struct compiled *before,
	       struct kern_caps *caps, struct diag *dg)
{
	struct loaded more;
	int err = 0;

	loaded_alloc(&more, c);
	err = take_maps(&more, l, c, before, dg);
	if (!err)
		err = take_routines(&more, l, c, before, caps, dg);
	if (err) {
		close_but(more.maps, more.n_maps, l->maps, l->n_maps);
		close_but(more.progs, more.n_progs, l->progs, l->n_progs);
		return err;
	}
	close_but(l->maps, l->n_maps, more.maps, more.n_maps);
	close_but(l->progs, l->n_progs, more.progs, more.n_progs);
	l->maps = more.maps;
	l->n_maps = more.n_maps;
	l->progs = more.progs;
	l->n_progs = more.n_progs;
	return 0;
}
