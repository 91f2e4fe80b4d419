/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From a clause's descriptions to its probes. A probe has its number from the first clause that
 * asks for it; where programs are compiled again because a process has more code than before, the
 * probes of the time before keep theirs. */
#include <stdlib.h>
#include <string.h>

#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/compile/argtypes.h"
#include "runtime/compile/compile_impl.h"
#include "runtime/probe/expand.h"

static uint32_t enable_probe(struct compile_job *job, const struct probe *probe)
{
	uintptr_t known = (uintptr_t)map_find(job->enabled, &probe, sizeof(probe));

	if (known)
		return (uint32_t)known - 1;
	vec_push(&job->out->probes, probe);
	vec_add(&job->uses);
	map_set(job->enabled, &probe, sizeof(probe), (void *)(uintptr_t)job->out->probes.len);
	return (uint32_t)job->out->probes.len - 1;
}

static void tell_no_match(struct compile_job *job, const struct probe_spec *spec)
{
	size_t provider = strcspn(spec->text, ":*");

	diag_error(job->dg, &spec->loc, D_PDESC_ZERO,
		   "probe description %s does not match any probes", spec->text);
	if (provider && spec->text[provider] != '*')
		diag_hint(job->dg,
			  "dtrace -l lists what there is; with -Z a description need not match");
}

/* A clause has each of its probes once, whatever number of its descriptions match it. */
static void add_to_clause(struct compile_job *job, struct enabling *e, uint32_t probe)
{
	struct uses *uses = &job->uses.data[probe];

	if (uses->last == e->clause->index + 1)
		return;
	uses->last = e->clause->index + 1;
	uses->n++;
	vec_push(&e->probes, probe);
}

/* How many probes there are; negative: told. */
static int expand_text(struct compile_job *job, const struct compile_unit *unit, const char *text,
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
static uint32_t expand_spec(struct compile_job *job, const struct compile_unit *unit,
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

static void enable_known(struct compile_job *job)
{
	vec_each(probe, &job->in->before->probes) {
		enable_probe(job, *probe);
		argtypes_apply(job->in->argtypes,
			       job->in->probes->probes.data[(*probe)->id - 1], job->dg);
	}
}

static void add_known(struct compile_job *job, struct enabling *e)
{
	vec_each(probe, &job->in->before->clauses.data[e->clause->index].probes)
		add_to_clause(job, e, *probe);
}

static void expand_clause(struct compile_job *job, struct compile_unit *unit,
			  struct node_clause *clause)
{
	struct enabling *e = vec_add(&job->enablings);

	e->clause = clause;
	clause->index = (uint32_t)job->enablings.len - 1;
	if (job->in->before)
		add_known(job, e);
	for (struct probe_spec *s = clause->probes; s; s = s->next)
		unit->n_matched += expand_spec(job, unit, s, e);
}

void compile_expand(struct compile_job *job)
{
	if (job->in->before)
		enable_known(job);
	for (uint32_t i = 0; i < job->in->n_units; i++) {
		struct compile_unit *unit = &job->in->units[i];

		for (struct node *n = unit->unit.nodes; n; n = n->next)
			if (n->kind == NODE_CLAUSE)
				expand_clause(job, unit, node_clause(n));
	}
}
