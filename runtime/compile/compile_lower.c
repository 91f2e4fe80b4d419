/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From checked clauses to routines: what lowering must know of the machine, of the options and of
 * the kernel is told to it here, and how large its stores may be. */
#include "runtime/base/alloc.h"
#include "runtime/compile/compile_impl.h"
#include "runtime/ir/lower.h"
#include "runtime/kern/caps.h"
#include "runtime/lang/scope.h"
#include "runtime/probe/arch.h"

static enum ir_context context_of(enum probe_trigger trigger)
{
	if (trigger == TRIGGER_SITE)
		return CONTEXT_SITE;
	return trigger == TRIGGER_SAMPLE ? CONTEXT_SAMPLE : CONTEXT_CALL;
}

static int lower_groups(struct compile_job *job, struct lower_session *s)
{
	int err = lower_session_begin(s);

	vec_each(group, &job->groups.groups) {
		const struct probe *first = job->out->probes.data[group->probes.data[0]];
		struct lower_routine def = {
			.name = first->name[0] ? first->name : first->provider,
			.context = context_of(group->trigger),
			.clauses = group->clauses.data,
			.n_clauses = (uint32_t)group->clauses.len,
			.probes = group->probes.data,
			.n_probes = (uint32_t)group->probes.len,
			.classes = group->classes.data,
			.n_classes = (uint32_t)group->classes.len,
		};
		struct attach_plan *plan = vec_add(&job->out->plans);
		int index = lower_routine(s, &def);

		if (index < 0)
			err = index;
		plan->routine = (uint32_t)index;
		vec_each(point, &group->points)
			vec_push(&plan->points, *point);
	}
	lower_session_end(s);
	return err;
}

/* One consumer reads the ring, however many CPUs write to it; past these it would only take memory,
 * and time to make. */
enum { RING_CPUS = 8 };

static uint64_t ring_bytes(const struct compile_input *in)
{
	return (uint64_t)in->opts->bufsize * (in->n_cpus < RING_CPUS ? in->n_cpus : RING_CPUS);
}

static bool has_keyed_aggs(const struct compile_job *job)
{
	const struct symbol *symbol;

	for (uint32_t i = 0; (symbol = scope_at(job->check.scope, SYMBOL_AGG, i)); i++)
		if (symbol->n_keys)
			return true;
	return false;
}

bool compile_has_growing_maps(const struct compile_job *job)
{
	return has_keyed_aggs(job) && kern_has(job->in->caps, KERN_GROWING_MAPS);
}

/* For each CPU; but a table that does not grow takes all its memory at once. */
static uint64_t agg_budget(const struct compile_job *job)
{
	uint64_t size = (uint64_t)job->in->opts->aggsize;

	return compile_has_growing_maps(job) ? size : size / job->in->n_cpus;
}

static bool can_write(void *caps)
{
	return kern_has(caps, KERN_WRITE_USER);
}

static int check_option(const char *text, const struct loc *loc, struct diag *dg)
{
	struct options unused;

	options_init(&unused);
	return options_set(&unused, text, OPTION_RUNNING, loc, dg);
}

int compile_lower(struct compile_job *job)
{
	const struct options *opts = job->in->opts;
	struct compiled *out = job->out;
	struct lower_session s = {
		.arena = job->in->arena,
		.module = out->module,
		.layout = &out->layout,
		.scope = job->check.scope,
		.dg = job->dg,
		.strsize = (uint32_t)opts->strsize,
		.dynvarsize = (uint64_t)opts->dynvarsize,
		.aggsize = agg_budget(job),
		.bufsize = ring_bytes(job->in),
		.nspec = (uint32_t)opts->nspec,
		.follows = opts->follow,
		.only_own = job->in->only_own,
		.owner = job->in->owner,
		.has_pid_ns = job->in->pid_ns.inode,
		.n_cpus = job->in->n_cpus,
		.pc_reg = job->in->arch->pc_reg,
		.sp_reg = job->in->arch->stack_reg,
		.n_regs = job->in->arch->n_reg_offsets,
		.fp_reg = job->in->arch->frame_reg,
		.can_walk = walk_is_supported,
		.can_walk_ctx = &job->walk,
		.probes = out->probes.data,
		.n_probes = (uint32_t)out->probes.len,
		.epids = job->epids.data,
		.error_clauses = job->error_clauses.data,
		.n_error_clauses = (uint32_t)job->error_clauses.len,
		.error_probe = job->error_probe,
		.kernel_member = job->in->kernel_member,
		.kernel_ctx = job->in->kernel_ctx,
		.can_call = groups_longest(&job->groups) > LOWER_CHUNKS_FROM &&
			    kern_has(job->in->caps, KERN_LOOP_HELPER),
		.can_write = can_write,
		.can_write_ctx = job->in->caps,
		.check_option = check_option,
	};
	int err;

	out->layout.strsize = s.strsize;
	out->layout.n_clauses = (uint32_t)job->enablings.len;
	out->layout.clauses = xcalloc(job->enablings.len + 1, sizeof(*out->layout.clauses));
	err = lower_groups(job, &s);
	out->control = s.stores.control;
	out->counters = s.stores.counters;
	out->ring = s.stores.ring;
	out->unwind_rows = s.stores.unwind_rows;
	out->unwind_index = s.stores.unwind_index;
	out->unwind_rules = s.stores.unwind_rules;
	out->unwind_files = s.stores.unwind_files;
	out->families = s.stores.families;
	out->unwind_maps = s.stores.unwind_maps;
	lower_session_fini(&s);
	return err;
}
