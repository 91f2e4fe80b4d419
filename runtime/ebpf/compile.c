/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The passes in order, for each routine with the bodies of its loops. */

#include <assert.h>
#include <errno.h>

#include "runtime/base/alloc.h"
#include "runtime/base/diag.h"
#include "runtime/ebpf/emit.h"
#include "runtime/ebpf/mapping.h"
#include "runtime/ebpf/limits.h"
#include "runtime/ebpf/maps.h"
#include "runtime/ebpf/part.h"
#include "runtime/ebpf/program.h"
#include "runtime/ebpf/select.h"
#include "runtime/ebpf/unit.h"

/* A function's stack counts in steps of this. */
#define STACK_STEP 32

/* What is left for a routine that does nothing but call chunks. */
#define CALLER_STACK 64

struct compile {
	const struct ir_module *m;
	const struct ebpf_opts *opts;
	struct diag *dg;
	struct ebpf_unit *units;	/* one for each of the module's routines */
	uint32_t *depths;		/* stack of each, with that of the deepest body below it */
	struct select_program shared;
	uint32_t scratch_size;		/* the largest of all routines */
};

static int check_insn(struct compile *c, const struct ir_routine *r, const struct ir_insn *insn)
{
	const struct ebpf_opts *opts = c->opts;

	if ((insn->op == IR_REG || insn->op == IR_USER_REG) &&
	    (insn->imm < 0 || insn->imm >= opts->n_reg_offsets ||
	     opts->reg_offsets[insn->imm] < 0))
		return diag_error(c->dg, NULL, D_INTERNAL, "%s: no register %lld", r->name,
				  (long long)insn->imm);
	if (insn->op == IR_MAPPING && !opts->vma)
		return diag_error(c->dg, NULL, D_INTERNAL, "%s: no mappings", r->name);
	if ((insn->op == IR_LOOP || insn->op == IR_CALL) && !opts->has_loop_helper) {
		diag_errno(c->dg, NULL, D_KERNEL, ENOTSUP, "%s needs loops", r->name);
		diag_hint(c->dg, "bpf_loop() is in Linux 5.17 and later");
		return -ENOTSUP;
	}
	if (insn->op == IR_COOKIE && r->context == CONTEXT_SITE && !opts->has_multi_cookie) {
		diag_errno(c->dg, NULL, D_KERNEL, ENOTSUP, "%s must tell its sites apart", r->name);
		diag_hint(c->dg, "bpf_get_attach_cookie() is in Linux 5.15 and later");
		return -ENOTSUP;
	}
	return 0;
}

static void init_unit(struct compile *c, const struct ir_routine *r, struct ebpf_unit *u,
		      bool is_near)
{
	ebpf_unit_init(u, c->m, r, c->opts, is_near);
	u->has_parts = r->is_chunk || (r->context != CONTEXT_BODY && part_are_needed(r));
}

/* As the kernel counts: what needs nothing takes a step, too. */
static uint32_t count_stack(uint32_t size)
{
	return ((size ? size : 1) + STACK_STEP - 1) / STACK_STEP * STACK_STEP;
}

/* As it stands, or with less alive at once. */
static int plan_unit(struct compile *c, const struct ir_routine *r, struct ebpf_unit *u,
		     uint32_t limit)
{
	if (!ebpf_unit_plan(u, limit))
		return 0;
	ebpf_unit_fini(u);
	init_unit(c, r, u, true);
	return ebpf_unit_plan(u, limit);
}

/* Plans the routine, bodies of its loops first: what they take of the stack it cannot have. */
static int plan(struct compile *c, uint32_t index)
{
	const struct ir_routine *r = c->m->routines.data[index];
	struct ebpf_unit *u = &c->units[index];
	uint32_t below = 0, above;
	int err = 0;

	if (u->insns)
		return 0;
	init_unit(c, r, u, false);
	for (size_t i = 0; i < u->n_insns && !err; i++) {
		const struct ir_insn *insn = &u->insns[i];

		err = check_insn(c, r, insn);
		if (err || (insn->op != IR_LOOP && insn->op != IR_CALL))
			continue;
		err = plan(c, insn->ref);
		if (c->depths[insn->ref] > below)
			below = c->depths[insn->ref];
	}
	if (err)
		return err;
	below += u->has_parts ? PART_STACK : 0;
	above = r->is_chunk ? CALLER_STACK : 0;
	if (below + above > EBPF_STACK_SIZE ||
	    plan_unit(c, r, u, EBPF_STACK_SIZE - below - above)) {
		diag_error(c->dg, NULL, D_TOO_BIG,
			   "%s needs more memory for one firing than there is", r->name);
		diag_hint(c->dg, "shorter strings (-x strsize=) or fewer clauses may help");
		return -E2BIG;
	}
	c->depths[index] = count_stack(u->stack_size) + below;
	return 0;
}

static int plan_all(struct compile *c)
{
	int err = 0;

	for (uint32_t i = 0; i < c->m->routines.len && !err; i++) {
		err = plan(c, i);
		if (c->units[i].scratch_size > c->scratch_size)
			c->scratch_size = c->units[i].scratch_size;
	}
	return err;
}

static void make_maps(struct compile *c, struct ebpf_program *program)
{
	uint32_t n = c->m->stores.len;

	program->maps = xcalloc(n + 3, sizeof(*program->maps));
	for (uint32_t i = 0; i < n; i++)
		ebpf_map_store(&c->m->stores.data[i], c->opts, &program->maps[i]);
	c->shared.rodata_map = n;
	ebpf_map_rodata(c->m, &program->maps[n], &c->shared.cell_keys);
	program->n_maps = n + 1;
	if (c->scratch_size) {
		c->shared.scratch_map = program->n_maps++;
		ebpf_map_scratch(c->scratch_size, &program->maps[c->shared.scratch_map]);
	}
	if (c->opts->sites.n_cookies) {
		c->shared.sites_map = program->n_maps++;
		ebpf_map_sites(&c->opts->sites, &program->maps[c->shared.sites_map]);
	}
}

/* Bodies of loops and chunks follow the routine; one may add others. */
static void select_bodies(struct compile *c, struct ebpf_emit *e)
{
	for (size_t i = 0; i < c->shared.bodies.len; i++) {
		ebpf_emit_place(e, c->shared.bodies.data[i].label);
		ebpf_select(&c->shared, &c->units[c->shared.bodies.data[i].routine], e);
	}
	if (c->shared.has_mapping) {
		ebpf_emit_place(e, c->shared.mapping_label);
		ebpf_mapping_write(e, c->opts->vma);
	}
}

static int write_routine(struct compile *c, uint32_t index, struct ebpf_routine *out)
{
	const struct ir_routine *r = c->m->routines.data[index];
	struct ebpf_emit e = { 0 };
	int err;

	c->shared.has_slept = false;
	c->shared.has_mapping = false;
	c->shared.bodies.len = c->shared.parts.len = 0;
	ebpf_select(&c->shared, &c->units[index], &e);
	select_bodies(c, &e);
	part_write_all(&c->shared, c->m, &e);
	err = ebpf_emit_finish(&e);
	if (err) {
		ebpf_emit_fini(&e);
		diag_error(c->dg, NULL, D_TOO_BIG, "%s has too much code", r->name);
		return err;
	}
	*out = (struct ebpf_routine){
		.name = xstrdup(r->name),
		.context = r->context,
		.source = index,
		.is_sleepable = c->shared.has_slept,
		.stack_size = c->depths[index],
		.scratch_size = c->units[index].scratch_size,
		.n_insns = e.insns.len,
		.n_relocs = e.relocs.len,
	};
	out->insns = e.insns.data;
	out->relocs = e.relocs.data;
	e.insns.data = NULL;
	e.relocs.data = NULL;
	ebpf_emit_fini(&e);
	return 0;
}

static int write_all(struct compile *c, struct ebpf_program *program)
{
	struct ebpf_routine *routine;
	int err = 0;

	make_maps(c, program);
	program->routines = xcalloc(c->m->routines.len, sizeof(*program->routines));
	for (uint32_t i = 0; i < c->m->routines.len && !err; i++) {
		if (ir_is_part(c->m->routines.data[i]))
			continue;
		routine = &program->routines[program->n_routines];
		err = write_routine(c, i, routine);
		if (err)
			return err;
		program->n_routines++;
		err = ebpf_check_limits(routine, c->dg);
	}
	return err;
}

int ebpf_compile(const struct ir_module *m, const struct ebpf_opts *opts, struct diag *dg,
		 struct ebpf_program **out)
{
	struct compile c = { .m = m, .opts = opts, .dg = dg };
	struct ebpf_program *program = xcalloc(1, sizeof(*program));
	int err;

	c.units = xcalloc(m->routines.len, sizeof(*c.units));
	c.depths = xcalloc(m->routines.len, sizeof(*c.depths));
	err = plan_all(&c);
	if (!err)
		err = write_all(&c, program);
	for (uint32_t i = 0; i < m->routines.len; i++)
		ebpf_unit_fini(&c.units[i]);
	vec_fini(&c.shared.bodies);
	vec_fini(&c.shared.parts);
	free(c.depths);
	free(c.units);
	if (err)
		ebpf_program_free(program);
	else
		*out = program;
	return err;
}
