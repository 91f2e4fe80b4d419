/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Probes that come while the session runs: with a library that is opened, or with a program that a
 * process executes. The kernel tells of every file that is mapped as code; a file that was not met
 * before is searched for what the programs name. If there is something new, the programs are read
 * and compiled once more, for the known probes and the new ones. The new code is loaded beside the
 * old, shares its maps, and is attached to the new points alone.
 *
 * The process goes on meanwhile, for some milliseconds: what its new probes do in that time is
 * missed. A command of -c is stopped for it: session/targets.c. */
#include <errno.h>
#include <string.h>

#include "runtime/base/cleanup.h"
#include "runtime/base/map.h"
#include "runtime/kern/watch.h"
#include "runtime/probe/expand.h"
#include "runtime/session/session_impl.h"

/* Does something with each description of the programs. */
static void each_desc(struct session *s, const struct compile_unit *unit,
		      const struct probe_spec *spec,
		      void (*fn)(struct session *s, const struct probe_desc *desc, void *ctx),
		      void *ctx)
{
	struct diag *untold = diag_new();
	size_t n = strstr(spec->text, "$target") ? s->pids.len : 1;

	for (size_t i = 0; i < n; i++) {
		auto_free char *text =
			s->pids.len ? probe_desc_with_target(spec->text, s->pids.data[i]) : NULL;
		struct probe_desc desc;

		if (probe_desc_parse(text ? text : spec->text, unit->field, NULL, untold, &desc))
			continue;
		fn(s, &desc, ctx);
		probe_desc_fini(&desc);
	}
	diag_free(untold);
}

static void each_desc_of_all(struct session *s,
			     void (*fn)(struct session *s, const struct probe_desc *desc,
					void *ctx),
			     void *ctx)
{
	vec_each(unit, &s->units)
		for (struct node *n = unit->unit.nodes; n; n = n->next)
			if (n->kind == NODE_CLAUSE)
				for (struct probe_spec *spec = node_clause(n)->probes; spec;
				     spec = spec->next)
					each_desc(s, unit, spec, fn, ctx);
}

static bool is_awaited(const struct session *s, int pid)
{
	vec_each(known, &s->later.pids)
		if (*known == pid)
			return true;
	return false;
}

static void await(struct session *s, int pid)
{
	if (!is_awaited(s, pid))
		vec_push(&s->later.pids, pid);
}

/* Whose files a description is about: as providers look for it. */
static void note_wish(struct session *s, const struct probe_desc *desc, void *ctx)
{
	int pid = probe_desc_pid(desc);

	(void)ctx;
	if (!probe_may_come(s->config.providers, desc, &s->probes))
		return;
	if (pid)
		await(s, pid);
	for (uint32_t i = 0; i < s->n_grabbed && !pid; i++)
		await(s, s->pids.data[i]);
	if (!pid && !s->n_grabbed)
		s->later.wants_all = true;
}

static void open_watch(struct session *s)
{
	if (s->later.watch || (!s->later.wants_all && !s->later.pids.len))
		return;
	s->later.watch = kern_watch_open(s->dg);
	s->later.seen = map_new();
}

static void note_field(struct session *s, const struct probe_desc *desc, void *ctx)
{
	if (!probe_desc_is_plain_name(desc))
		note_wish(s, desc, ctx);
}

void session_later_prepare(struct session *s)
{
	each_desc_of_all(s, note_field, NULL);
	open_watch(s);
}

void session_later_begin(struct session *s)
{
	each_desc_of_all(s, note_wish, NULL);
	open_watch(s);
}

void session_later_fini(struct session *s)
{
	kern_watch_close(s->later.watch);
	map_free(s->later.seen);
	vec_fini(&s->later.pids);
	vec_fini(&s->later.changed);
	vec_fini(&s->later.fresh);
}

static void note_changed(struct session *s, int pid, int as)
{
	vec_each(known, &s->later.changed)
		if (known->pid == pid)
			return;
	vec_push(&s->later.changed, ((struct proc_alias){ pid, as }));
}

/* A file is looked at once; for a description that names a process, once in that. */
static void note_mapped(const struct kern_mapped *mapped, void *ctx)
{
	struct session *s = ctx;
	struct kern_mapped key = *mapped;
	int as = session_ancestor(s, mapped->pid);

	key.pid = is_awaited(s, as) ? as : 0;
	s->later.has_moved |= key.pid > 0;
	if (!key.pid && !s->later.wants_all)
		return;
	if (map_find(s->later.seen, &key, sizeof(key)))
		return;
	vec_push(&s->later.fresh, ((struct fresh){ key, mapped->pid }));
	note_changed(s, mapped->pid, as);
}

static void look_for(struct session *s, const struct probe_desc *desc, void *ctx)
{
	struct diag *untold = diag_new();
	struct probe **found = NULL;
	uint32_t n = 0;

	if (probe_may_come(s->config.providers, desc, &s->probes))
		probe_expand(s->config.providers, ctx, desc, &s->probes, untold, &found, &n);
	free(found);
	diag_free(untold);
}

/* The probes of the new program that the old one has not are enabled, and it becomes the session's:
 * as soon as it is loaded, whether all of it can be attached or not, since what is attached writes
 * records with its numbers. The aggregations' descriptions are the same, and are those that the
 * consumer has. */
static int replace(struct session *s, struct compiled *c, struct diag *dg)
{
	struct compiled before = *s->compiled;
	struct agg_desc *aggs = c->layout.aggs;
	int err = loaded_add(&s->loaded, c, s->compiled, &s->caps, dg), begun;

	if (err)
		return err;
	err = session_attach_more(s, c, dg);
	c->layout.aggs = before.layout.aggs;
	before.layout.aggs = aggs;
	*s->compiled = *c;
	*c = before;
	s->consumer.probes = s->compiled->probes.data;
	begun = s->unwinder ? 0 : session_unwind_begin(s);
	return err ? err : begun;
}

static void tell(struct session *s, struct diag *dg)
{
	const struct diag_style style = { .program = "dtrace", .show_tags = s->opts.errtags };

	session_flush(s);
	diag_print(dg, s->config.err, &style);
	fflush(s->config.err);
}

static void enable_more(struct session *s, const struct search *search)
{
	struct diag *dg = diag_new();
	struct compiled *c = session_compile_again(s, search, dg);
	int err = c ? replace(s, c, dg) : -EINVAL;

	if (err)
		diag_warn(dg, NULL, D_ATTACH, "probes that came later are left out");
	compiled_free(c);
	tell(s, dg);
	diag_free(dg);
}

static bool is_among(const struct proc_object *objects, int n, const struct kern_mapped *mapped)
{
	for (int i = 0; i < n; i++)
		if (objects[i].inode == mapped->inode &&
		    objects[i].dev_major == mapped->dev_major &&
		    objects[i].dev_minor == mapped->dev_minor)
			return true;
	return false;
}

/* One that has now had it when it was looked at, too. */
static bool has_code(int pid)
{
	struct proc_image image = { 0 };

	proc_image_read("/proc", pid, &image);
	return image.code_pages > 0;
}

/* A process may have ended, or begun to, before it was looked at: then its files were not seen, and
 * whoever maps one next has it looked at. */
static void remember_seen(struct session *s, struct proc_cache *procs)
{
	struct diag *untold = diag_new();
	const struct proc_object *objects = NULL;
	uint32_t n_hidden = 0;
	int n = s->later.fresh.len ? proc_objects(procs, NULL, 0, untold, &objects, &n_hidden) : 0;

	vec_each(fresh, &s->later.fresh)
		if (has_code(fresh->pid) || is_among(objects, n, &fresh->file))
			map_set(s->later.seen, &fresh->file, sizeof(fresh->file), s);
	s->later.fresh.len = 0;
	diag_free(untold);
}

static void review(struct session *s, const struct search *search)
{
	struct diag *dg = diag_new();

	for (const struct provider *const *p = s->config.providers; *p; p++)
		if ((*p)->review)
			(*p)->review(search, &s->probes, dg);
	if (diag_n_warnings(dg))
		tell(s, dg);
	diag_free(dg);
}

/* In the processes that have changed, or in all. */
static void look(struct session *s, bool in_all)
{
	struct search search = s->search;
	size_t n_before = s->probes.probes.len;

	if (in_all)
		search.procs = proc_cache_new("/proc");
	else
		search.procs = proc_cache_new_of("/proc", s->later.changed.data,
						 (uint32_t)s->later.changed.len);
	search.n_files = 0;
	each_desc_of_all(s, look_for, &search);
	if (s->probes.probes.len > n_before)
		enable_more(s, &search);
	review(s, &search);
	remember_seen(s, search.procs);
	proc_cache_free(search.procs);
	s->later.changed.len = 0;
}

/* After a loss, all that the programs may be about counts as changed. */
static void note_all(struct session *s)
{
	vec_each(pid, &s->later.pids)
		note_changed(s, *pid, *pid);
	session_family_each(s, note_changed);
}

/* Stacks and names, while the process is there. */
static void learn(struct session *s)
{
	s->later.has_moved = false;
	session_symbols_learn(s);
	session_unwind_learn(s);
}

void session_later_look(struct session *s)
{
	bool is_lost;

	if (!s->later.watch)
		return;
	is_lost = kern_watch_read(s->later.watch, note_mapped, s);
	if (is_lost)
		note_all(s);
	if (is_lost || s->later.changed.len)
		look(s, is_lost && s->later.wants_all);
	if (s->later.has_moved)
		learn(s);
}
