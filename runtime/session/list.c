/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* dtrace -l: a line for each probe; with -v its attributes and arguments, and where it stands. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/compile/stability.h"
#include "runtime/probe/expand.h"
#include "runtime/session/session_impl.h"

static void list_attributes(FILE *f, const struct probe *p)
{
	enum { NAME_PART = 3, ARGS_PART };
	auto_str struct str text = { 0 };

	stability_print(&text, "Probe Description Attributes",
			p->attrs ? &p->attrs[NAME_PART] : &stability_none);
	stability_print(&text, "Argument Attributes",
			p->attrs ? &p->attrs[ARGS_PART] : &stability_none);
	fputs(text.data, f);
}

static void list_arguments(FILE *f, const struct probe *p)
{
	fputs("\n\tArgument Types\n", f);
	if (!p->n_args)
		fputs("\t\tNone\n", f);
	for (uint32_t i = 0; i < p->n_args; i++)
		fprintf(f, "\t\targs[%u]: %s%s%s\n", i,
			p->args[i].type ? p->args[i].type : "(unknown)", p->args[i].name ? " " : "",
			p->args[i].name ? p->args[i].name : "");
}

static void list_sites(struct session *s, const struct probe *p)
{
	FILE *f = s->config.out;

	if (p->trigger != TRIGGER_SITE)
		return;
	fprintf(f, "\n\tSites: %u in %s\n", p->n_sites, p->label ? p->label : p->path);
	for (uint32_t i = 0; i < p->n_sites; i++) {
		const struct probe_site *site = &p->sites[i];

		fprintf(f, "\t\t0x%" PRIx64 "%s%s", site->address,
			site->is_return ? " return" : "", session_cost_text(s, p, site));
		if (site->semaphore)
			fprintf(f, " semaphore 0x%" PRIx64, site->semaphore);
		for (uint32_t j = 0; j < site->n_args; j++)
			fprintf(f, "%s%s%u", j ? " " : " arguments ",
				site->args[j].is_signed ? "-" : "", site->args[j].size);
		fputc('\n', f);
	}
}

static void list_probe(struct session *s, const struct probe *p, bool verbose)
{
	FILE *f = s->config.out;

	fprintf(f, "%5u %10s %17s %33s %s\n", p->id, p->provider, p->module, p->func, p->name);
	if (!verbose)
		return;
	list_attributes(f, p);
	list_arguments(f, p);
	list_sites(s, p);
	fputc('\n', f);
}

/* dtrace -l FILE and dtrace -l -p PID ask for what is there, and BEGIN is not. */
static bool is_elsewhere(const struct session *s, const struct probe *p)
{
	return !s->units.len && (s->config.n_files || s->pids.len) && p->trigger != TRIGGER_SITE;
}

/* What matched is a list; each probe is shown once, whatever number of descriptions it matches. */
static int list_desc(struct session *s, const struct probe_desc *desc, bool verbose, bool *shown)
{
	struct probe **found = NULL;
	uint32_t n = 0;
	int err =
		probe_expand(s->config.providers, &s->search, desc, &s->probes, s->dg, &found, &n);

	for (uint32_t i = 0; i < n; i++) {
		if (is_elsewhere(s, found[i]))
			continue;
		argtypes_apply(&s->argtypes, found[i], s->dg);
		if (verbose)
			argtypes_ask_function(&s->argtypes, found[i]);
		list_probe(s, found[i], verbose);
	}
	*shown = n > 0;
	free(found);
	return err < 0 ? err : 0;
}

static int list_text(struct session *s, const struct compile_unit *unit, const char *text,
		     const struct loc *loc, bool verbose)
{
	struct probe_desc desc;
	bool shown;
	int err = probe_desc_parse(text, unit->field, loc, s->dg, &desc);

	if (err)
		return err;
	err = list_desc(s, &desc, verbose, &shown);
	if (!err && !shown) {
		fflush(s->config.out);
		fprintf(s->config.err, "dtrace: failed to match %s: No probe matches description\n",
			text);
	}
	probe_desc_fini(&desc);
	return err;
}

static int list_spec(struct session *s, const struct compile_unit *unit,
		     const struct probe_spec *spec, bool verbose)
{
	int err = 0;

	if (!strstr(spec->text, "$target"))
		return list_text(s, unit, spec->text, &spec->loc, verbose);
	vec_each(pid, &s->pids) {
		auto_free char *text = probe_desc_with_target(spec->text, *pid);

		if (!err)
			err = list_text(s, unit, text, &spec->loc, verbose);
	}
	return err;
}

int session_list(struct session *s, bool verbose)
{
	struct probe_desc all = { .provider = (char *)"",
				  .module = (char *)"",
				  .func = (char *)"",
				  .name = (char *)"",
				  .text = (char *)"" };
	bool shown;
	int err = 0;

	if (diag_n_errors(s->dg))
		return -EINVAL;
	session_set_search(s);
	fprintf(s->config.out, "%5s %10s %17s %33s %s\n", "ID", "PROVIDER", "MODULE", "FUNCTION",
		"NAME");
	if (!s->units.len)
		return list_desc(s, &all, verbose, &shown);
	vec_each(unit, &s->units)
		for (struct node *n = unit->unit.nodes; n && !err; n = n->next)
			if (n->kind == NODE_CLAUSE)
				for (struct probe_spec *spec = node_clause(n)->probes;
				     spec && !err; spec = spec->next)
					err = list_spec(s, unit, spec, verbose);
	return err;
}
