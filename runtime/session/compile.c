/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/session/compile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/map.h"
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/kern/caps.h"
#include "runtime/lang/scope.h"
#include "runtime/probe/arch.h"
#include "runtime/probe/expand.h"
#include "runtime/session/argtypes.h"
#include "runtime/session/exact.h"
#include "runtime/session/group.h"
#include "runtime/session/identifiers.h"
#include "runtime/session/stability.h"
#include "runtime/session/walk.h"
#include "runtime/session/sites.h"

/* The clauses that a probe enables. */
struct uses {
	uint32_t n;
	uint32_t last;	/* 1 + its number; 0: none so far */
};

/* A compilation under way. */
struct job {
	const struct compile_input *in;
	struct walk_support walk;
	struct diag *dg;
	struct compiled *out;
	struct check check;
	VEC(struct enabling) enablings;
	struct map *enabled;		/* probe -> 1 + its index in out->probes */
	VEC(struct uses) uses;		/* by that index */
	VEC(uint32_t) epids;
	VEC(struct node_clause *) error_clauses;
	uint32_t error_probe;
	struct identifiers *identifiers;
	struct groups groups;
};

/* Step 1: declarations, before any clause. */
static void check_declarations(struct job *job)
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

/* Step 2: the probes of each clause. */
static uint32_t enable_probe(struct job *job, const struct probe *probe)
{
	uintptr_t known = (uintptr_t)map_find(job->enabled, &probe, sizeof(probe));

	if (known)
		return (uint32_t)known - 1;
	vec_push(&job->out->probes, probe);
	vec_add(&job->uses);
	map_set(job->enabled, &probe, sizeof(probe), (void *)(uintptr_t)job->out->probes.len);
	return (uint32_t)job->out->probes.len - 1;
}

static void tell_no_match(struct job *job, const struct probe_spec *spec)
{
	size_t provider = strcspn(spec->text, ":*");

	diag_error(job->dg, &spec->loc, D_PDESC_ZERO,
		   "probe description %s does not match any probes", spec->text);
	if (provider && spec->text[provider] != '*')
		diag_hint(job->dg,
			  "dtrace -l lists what there is; with -Z a description need not match");
}

/* A clause has each of its probes once, whatever number of its descriptions match it. */
static void add_to_clause(struct job *job, struct enabling *e, uint32_t probe)
{
	struct uses *uses = &job->uses.data[probe];

	if (uses->last == e->clause->index + 1)
		return;
	uses->last = e->clause->index + 1;
	uses->n++;
	vec_push(&e->probes, probe);
}

/* How many probes there are; negative: told. */
static int expand_text(struct job *job, const struct compile_unit *unit, const char *text,
			    const struct loc *loc, struct enabling *e)
{
	const struct compile_input *in = job->in;
	struct probe_desc desc;
	struct probe **found = NULL;
	uint32_t n = 0;
	int ret = probe_desc_parse(text, unit->field, loc, job->dg, &desc);

	if (ret)
		return ret;
	ret = probe_expand(in->providers, in->search, &desc, in->probes, job->dg, &found, &n);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t index = enable_probe(job, found[i]);

		found[i]->follows = in->opts->follow && found[i]->pid;
		argtypes_apply(in->argtypes, found[i], job->dg);
		add_to_clause(job, e, index);
	}
	free(found);
	probe_desc_fini(&desc);
	return ret;
}

/* Where there are several processes, one with $target stands for as many. */
static uint32_t expand_spec(struct job *job, const struct compile_unit *unit,
			    const struct probe_spec *spec, struct enabling *e)
{
	bool has_target = strstr(spec->text, "$target");
	int n = has_target ? 0 : expand_text(job, unit, spec->text, &spec->loc, e);

	for (uint32_t i = 0; has_target && i < job->in->n_targets && n >= 0; i++) {
		auto_free char *text = probe_desc_with_target(spec->text, job->in->targets[i]);
		int ret = expand_text(job, unit, text, &spec->loc, e);

		n = ret < 0 ? ret : n + ret;
	}
	if (n == 0 && !job->in->opts->zdefs && !job->in->before)
		tell_no_match(job, spec);
	return n > 0 ? (uint32_t)n : 0;
}

static void enable_known(struct job *job)
{
	vec_each(probe, &job->in->before->probes) {
		enable_probe(job, *probe);
		argtypes_apply(job->in->argtypes,
			       job->in->probes->probes.data[(*probe)->id - 1], job->dg);
	}
}

static void add_known(struct job *job, struct enabling *e)
{
	vec_each(probe, &job->in->before->clauses.data[e->clause->index].probes)
		add_to_clause(job, e, *probe);
}

static void expand_clauses(struct job *job)
{
	uint32_t index = 0;

	if (job->in->before)
		enable_known(job);

	for (uint32_t i = 0; i < job->in->n_units; i++) {
		struct compile_unit *unit = &job->in->units[i];

		for (struct node *n = unit->unit.nodes; n; n = n->next) {
			struct enabling *e;

			if (n->kind != NODE_CLAUSE)
				continue;
			e = vec_add(&job->enablings);
			e->clause = node_clause(n);
			e->clause->index = index++;
			if (job->in->before)
				add_known(job, e);
			for (struct probe_spec *s = e->clause->probes; s; s = s->next)
				unit->n_matched += expand_spec(job, unit, s, e);
		}
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

static void ask_functions(struct job *job, const struct enabling *e)
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

/* Step 3: each clause, with the types of its probes' arguments. */
static void set_arg_types(struct job *job, const struct enabling *e)
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
static void check_stability(struct job *job, const struct enabling *e)
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

static void check_clauses(struct job *job)
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
static void choose_ways(struct job *job)
{
	struct probe **all = job->in->probes->probes.data;

	vec_each(e, &job->enablings) {
		if (!exact_is_wanted(e->clause))
			continue;
		vec_each(probe, &e->probes)
			exact_take(all[job->out->probes.data[*probe]->id - 1]);
	}
}

/* Step 4: numbers and groups. */
static void find_error_clauses(struct job *job, uint32_t error_probe)
{
	job->error_probe = error_probe;
	vec_each(e, &job->enablings)
		vec_each(probe, &e->probes)
			if (*probe == error_probe)
				vec_push(&job->error_clauses, e->clause);
}

static void number_enablings(struct job *job)
{
	uint32_t next = 1;

	for (uint32_t i = 0; i < job->out->probes.len; i++) {
		vec_push(&job->epids, next);
		next += job->uses.data[i].n;
		if (job->out->probes.data[i]->trigger == TRIGGER_ERROR)
			find_error_clauses(job, i);
	}
}

/* Step 5: lowering. */
static enum ir_context context_of(enum probe_trigger trigger)
{
	if (trigger == TRIGGER_SITE)
		return CONTEXT_SITE;
	return trigger == TRIGGER_SAMPLE ? CONTEXT_SAMPLE : CONTEXT_CALL;
}

static int lower_groups(struct job *job, struct lower_session *s)
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

static bool has_keyed_aggs(const struct job *job)
{
	const struct symbol *symbol;

	for (uint32_t i = 0; (symbol = scope_at(job->check.scope, SYMBOL_AGG, i)); i++)
		if (symbol->n_keys)
			return true;
	return false;
}

/* Does it matter, and can the kernel do it? */
static bool has_growing_maps(const struct job *job)
{
	return has_keyed_aggs(job) && kern_has(job->in->caps, KERN_GROWING_MAPS);
}

/* For each CPU; but a table that does not grow takes all its memory at once. */
static uint64_t agg_budget(const struct job *job)
{
	uint64_t size = (uint64_t)job->in->opts->aggsize;

	return has_growing_maps(job) ? size : size / job->in->n_cpus;
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

static int lower_all(struct job *job)
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

/* Step 6: instructions. Routines keep their order, but bodies of loops are not routines any more.
 */
static void renumber_plans(struct compiled *out)
{
	uint32_t bodies = 0, i = 0;

	vec_each(plan, &out->plans) {
		for (; i < plan->routine; i++)
			bodies += ir_is_part(out->module->routines.data[i]);
		plan->routine -= bodies;
	}
}

static bool has_sites(const struct compiled *out)
{
	vec_each(plan, &out->plans)
		if (plan->points.len && plan->points.data[0].probe->trigger == TRIGGER_SITE)
			return true;
	return false;
}

static bool has_loops(const struct compiled *out)
{
	vec_each(routine, &out->module->routines)
		if (ir_is_part(*routine))
			return true;
	return false;
}

static bool is_of_kernel(const struct ir_insn *insn)
{
	switch ((int)insn->op) {
	case IR_READ_KERN:
		return !insn->is_own;
	case IR_READ_KERN_STR: case IR_STACK_KERN:
		return true;
	default:
		return false;
	}
}

/* What a program finds in the kernel belongs to everybody. */
static int check_reads(struct job *job)
{
	vec_each(routine, &job->out->module->routines)
		vec_each(insn, &(*routine)->insns)
			if (is_of_kernel(insn)) {
				diag_error(job->dg, NULL, D_PERMISSION,
					   "the clauses of %s read the kernel's memory, which "
					   "takes a privilege of one's own", (*routine)->name);
				diag_hint(job->dg, "the capabilities of dtrace's file let a user "
						   "trace their own processes; run it as root");
				return -EPERM;
			}
	return 0;
}

/* Without uprobe_multi links. */
static uint64_t *share_events(struct job *job, struct ebpf_sites *sites)
{
	struct kern_caps *caps = job->in->caps;

	if (!has_sites(job->out) || kern_has(caps, KERN_UPROBE_MULTI) ||
	    !kern_has(caps, KERN_COOKIE))
		return NULL;
	sites->pc_reg = job->in->arch->pc_reg;
	return sites_share(job->out, &sites->n_cookies);
}

static int emit_all(struct job *job)
{
	struct compiled *out = job->out;
	const struct arch *arch = job->in->arch;
	struct kern_caps *caps = job->in->caps;
	struct ebpf_opts opts = {
		.pid_ns = job->in->pid_ns,
		.reg_offsets = arch->reg_offsets,
		.n_reg_offsets = arch->n_reg_offsets,
		.can_sleep = has_sites(out) && kern_has(caps, KERN_SLEEPABLE_UPROBE),
		.has_loop_helper = has_loops(out) && kern_has(caps, KERN_LOOP_HELPER),
		.has_multi_cookie = has_sites(out) && kern_has(caps, KERN_COOKIE),
		.has_growing_maps = has_growing_maps(job),
		.vma = job->walk.known > 0 ? &job->walk.vma : NULL,
	};
	auto_free uint64_t *cookies = NULL;
	int err = ir_verify(out->module, job->dg);

	if (!err && job->in->only_own)
		err = check_reads(job);

	if (err)
		return err;
	ir_fold(out->module);
	cookies = share_events(job, &opts.sites);
	opts.sites.cookies = cookies;
	err = ebpf_compile(out->module, &opts, job->dg, &out->program);
	if (!err)
		renumber_plans(out);
	return err;
}

/* The whole pipeline. Mistakes in the program are all told before it stops. */
static int run(struct job *job)
{
	int err;

	check_declarations(job);
	expand_clauses(job);
	check_clauses(job);
	if (diag_n_errors(job->dg))
		return -EINVAL;
	choose_ways(job);
	number_enablings(job);
	groups_make(&job->groups, job->enablings.data, (uint32_t)job->enablings.len,
		    job->out->probes.data, (uint32_t)job->out->probes.len);
	err = lower_all(job);
	return err ? err : emit_all(job);
}

struct compiled *compile(const struct compile_input *in, struct diag *dg)
{
	struct job job = {
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
