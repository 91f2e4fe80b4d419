/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/compile/compile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/map.h"
#include "runtime/builtins/table.h"
#include "runtime/compile/argtypes.h"
#include "runtime/compile/compile_impl.h"
#include "runtime/compile/exact.h"
#include "runtime/compile/identifiers.h"
#include "runtime/compile/stability.h"
#include "runtime/lang/scope.h"

/* Declarations, before any clause. */
static void check_declarations(struct compile_job *job)
{
	for (uint32_t i = 0; i < job->in->n_units; i++) {
		identifiers_add(job->identifiers, job->in->units[i].unit.nodes, job->dg);
		argtypes_add(job->in->argtypes, job->in->units[i].unit.nodes);
		job->check.trusts = job->in->units[i].is_shipped;
		for (struct node *n = job->in->units[i].unit.nodes; n; n = n->next)
			if (n->kind != NODE_CLAUSE)
				check_decl(&job->check, n);
	}
}

/* Does it name args[]? */
static int find_args(struct node *n, void *ctx)
{
	bool *found = ctx;

	if (n->kind == NODE_VAR && !strcmp(node_var(n)->name, "args"))
		*found = true;
	return node_each_child(n, find_args, ctx);
}

static void ask_functions(struct compile_job *job, const struct enabling *e)
{
	bool has_args = false;

	find_args(&e->clause->node, &has_args);
	vec_each(index, &e->probes) {
		const struct probe *probe = job->out->probes.data[*index];

		if (has_args)
			argtypes_ask_function(job->in->argtypes,
					      job->in->probes->probes.data[probe->id - 1]);
	}
}

/* Each clause is checked with the types of its probes' arguments. */
static void set_arg_types(struct compile_job *job, const struct enabling *e)
{
	const struct arg_types *args;

	ask_functions(job, e);
	args = argtypes_common(job->in->argtypes, job->out->probes.data,
						       e->probes.data, (uint32_t)e->probes.len);
	job->check.n_args = args ? (int32_t)args->n : -1;
	job->check.args = args ? args->types : NULL;
	job->check.native_args = args ? args->native : NULL;
	job->check.unlike_args = args ? args->unlike : NULL;
}

static int find_destructive(struct node *n, void *ctx)
{
	bool *found = ctx;

	if (n->kind == NODE_CALL && node_call(n)->builtin &&
	    node_call(n)->builtin->flags & BUILTIN_DESTRUCTIVE)
		*found = true;
	return node_each_child(n, find_destructive, ctx);
}

/* Of a clause that is not checked yet. */
static void check_stability(struct compile_job *job, const struct enabling *e)
{
	const struct probe_attr amin = stability_unpack(job->in->opts->amin);

	identifiers_use(job->identifiers, &e->clause->node, job->check.scope, job->dg);
	vec_each(index, &e->probes) {
		const struct probe *probe = job->out->probes.data[*index];
		struct probe_attr attr = stability_minimum(&probe, 1);

		if (!stability_is_below(&attr, &amin))
			continue;
		diag_error(job->dg, &e->clause->probes->loc, D_ATTR_MIN,
			   "attributes for probe description %s (%s/%s/%s) are less than "
			   "predefined minimum", e->clause->probes->text, attr.name, attr.data,
			   attr.class);
		break;
	}
}

static void check_clauses(struct compile_job *job)
{
	vec_each(e, &job->enablings) {
		set_arg_types(job, e);
		check_stability(job, e);
		job->check.clause_has_output = false;
		check_clause(&job->check, e->clause);
		find_destructive(&e->clause->node, &job->out->is_destructive);
	}
	check_finish(&job->check);
	identifiers_finish(job->identifiers, job->check.scope, job->dg);
	job->out->statements = identifiers_minimum(job->identifiers);
}

/* What a probe costs may depend on what is asked of it. */
static void choose_ways(struct compile_job *job)
{
	struct probe **all = job->in->probes->probes.data;

	vec_each(e, &job->enablings) {
		if (!exact_is_wanted(e->clause))
			continue;
		vec_each(probe, &e->probes)
			exact_take(all[job->out->probes.data[*probe]->id - 1]);
	}
}

static void find_error_clauses(struct compile_job *job, uint32_t error_probe)
{
	job->error_probe = error_probe;
	vec_each(e, &job->enablings)
		vec_each(probe, &e->probes)
			if (*probe == error_probe)
				vec_push(&job->error_clauses, e->clause);
}

static void number_enablings(struct compile_job *job)
{
	uint32_t next = 1;

	for (uint32_t i = 0; i < job->out->probes.len; i++) {
		vec_push(&job->epids, next);
		next += job->uses.data[i].n;
		if (job->out->probes.data[i]->trigger == TRIGGER_ERROR)
			find_error_clauses(job, i);
	}
}

/* The whole pipeline. Mistakes in the program are all told before it stops. */
static int run(struct compile_job *job)
{
	int err;

	check_declarations(job);
	compile_expand(job);
	check_clauses(job);
	if (diag_n_errors(job->dg))
		return -EINVAL;
	choose_ways(job);
	number_enablings(job);
	groups_make(&job->groups, job->enablings.data, (uint32_t)job->enablings.len,
		    job->out->probes.data, (uint32_t)job->out->probes.len);
	err = compile_lower(job);
	return err ? err : compile_emit(job);
}

struct compiled *compile(const struct compile_input *in, struct diag *dg)
{
	struct compile_job job = {
		.in = in,
		.dg = dg,
		.enabled = map_new(),
		.walk = { .in = in, .dg = dg },
	};
	struct probe_attr amin;
	int err;

	job.out = xcalloc(1, sizeof(*job.out));
	job.out->module = ir_module_new();
	amin = stability_unpack(in->opts->amin);
	job.identifiers = identifiers_new(&amin);
	job.check = (struct check){
		.arena = in->arena,
		.types = in->types,
		.scope = scope_new(in->arena),
		.builtins = &builtins,
		.dg = dg,
		.symbols = in->symbols,
		.symbols_ctx = in->symbols_ctx,
		.strsize = (uint32_t)in->opts->strsize,
		.stackframes = (uint32_t)in->opts->stackframes,
		.ustackframes = (uint32_t)in->opts->ustackframes,
		.jstackframes = (uint32_t)in->opts->jstackframes,
	};
	err = run(&job);
	identifiers_free(job.identifiers);
	groups_fini(&job.groups);
	vec_each(e, &job.enablings) {
		struct clause_probes *probes = vec_add(&job.out->clauses);

		probes->probes.data = e->probes.data;
		probes->probes.len = e->probes.len;
	}
	vec_fini(&job.enablings);
	vec_fini(&job.uses);
	vec_fini(&job.epids);
	vec_fini(&job.error_clauses);
	map_free(job.enabled);
	if (!err)
		return job.out;
	compiled_free(job.out);
	return NULL;
}

void compiled_free(struct compiled *c)
{
	if (!c)
		return;
	vec_each(plan, &c->plans)
		vec_fini(&plan->points);
	vec_fini(&c->plans);
	vec_each(clause, &c->clauses)
		vec_fini(&clause->probes);
	vec_fini(&c->clauses);
	vec_fini(&c->probes);
	ebpf_program_free(c->program);
	ir_module_free(c->module);
	layout_fini(&c->layout);
	free(c);
}
