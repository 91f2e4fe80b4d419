/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/compile/definitions.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/compile/stability.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"

/* The parts of a provider that a line of attributes may be about. */
static const char *const parts[] = { "provider", "module", "function", "name", "args" };

enum { N_PARTS = sizeof(parts) / sizeof(parts[0]) };

struct definitions {
	struct arena *arena;
	struct map *probes;	/* "provider:::probe" -> struct probe_decl */
	struct map *attributes;	/* provider -> N_PARTS of struct probe_attr */
};

/* query__start is what D calls query-start. */
static void put_name(struct str *out, const char *name)
{
	auto_free char *copy = xstrdup(name);

	str_puts(out, str_fold_underscores(copy, '-'));
}

/* Stands in the map for a probe that texts declare in different ways. */
static const struct probe_decl ambiguous;

static bool same_list(const struct type_param *a, uint32_t n_a, const struct type_param *b,
		      uint32_t n_b)
{
	if (n_a != n_b)
		return false;
	for (uint32_t i = 0; i < n_a; i++)
		if (!type_equal(a[i].type, b[i].type))
			return false;
	return true;
}

static bool same_decl(const struct probe_decl *a, const struct probe_decl *b)
{
	return a->has_mapping == b->has_mapping &&
	       same_list(a->args, a->n_args, b->args, b->n_args) &&
	       same_list(a->mapped, a->n_mapped, b->mapped, b->n_mapped);
}

static void add_decl(struct definitions *defs, const char *key, const struct probe_decl *decl)
{
	const struct probe_decl *known = map_find_str(defs->probes, key);

	if (!known)
		map_set_str(defs->probes, key, (void *)decl);
	else if (known != &ambiguous && !same_decl(known, decl))
		map_set_str(defs->probes, key, (void *)&ambiguous);
}

static void add_provider(struct definitions *defs, const struct node_provider *provider)
{
	for (const struct probe_decl *d = provider->probes; d; d = d->next) {
		auto_str struct str key = { 0 };

		str_printf(&key, "%s:::", provider->name);
		put_name(&key, d->name);
		add_decl(defs, key.data, d);
	}
}

static struct probe_attr *attributes_of(struct definitions *defs, const char *provider)
{
	struct probe_attr *attrs = map_find_str(defs->attributes, provider);

	if (attrs)
		return attrs;
	attrs = arena_make_n(defs->arena, struct probe_attr, N_PARTS);
	for (int i = 0; i < N_PARTS; i++)
		attrs[i] = stability_none;
	map_set_str(defs->attributes, provider, attrs);
	return attrs;
}

/* #pragma D attributes NAME/DATA/CLASS provider PROVIDER PART */
static void add_pragma(struct definitions *defs, const struct node_pragma *pragma)
{
	enum { KEYWORD = 1, WORDS, KIND, PROVIDER, PART, N };
	const char *const *words = pragma->words;
	struct probe_attr attr;

	if (pragma->n_words < N || strcmp(words[KEYWORD], "attributes") ||
	    strcmp(words[KIND], "provider") || !stability_parse(words[WORDS], &attr))
		return;
	for (int i = 0; i < N_PARTS; i++)
		if (!strcmp(words[PART], parts[i]))
			attributes_of(defs, words[PROVIDER])[i] = attr;
}

struct definitions *definitions_new(struct arena *arena)
{
	struct definitions *defs = xcalloc(1, sizeof(*defs));

	*defs = (struct definitions){ arena, map_new(), map_new() };
	return defs;
}

void definitions_add(struct definitions *defs, const struct node *nodes)
{
	for (const struct node *n = nodes; n; n = n->next) {
		if (n->kind == NODE_PROVIDER)
			add_provider(defs, node_provider(n));
		if (n->kind == NODE_PRAGMA)
			add_pragma(defs, node_pragma(n));
	}
}

void definitions_parse(struct definitions *defs, const struct source *src, const char *module,
		       const struct type_table *known, struct diag *dg)
{
	const struct loc loc = { .file = src->name };
	const struct parse_opts opts = { .mode = PARSE_PROVIDER, .module = module };
	struct type_table *types = type_table_new(defs->arena, (int)sizeof(void *) * 8);
	struct diag *quiet = diag_new();
	struct unit unit = { 0 };
	type_source_fn *fn;
	void *ctx;

	fn = type_table_source(known, &ctx);
	if (module)
		type_table_set_source(types, fn, ctx);
	parse_unit(defs->arena, types, src, &opts, quiet, &unit);
	if (diag_n_errors(quiet))
		diag_warn(dg, &loc, D_NOTE, "some types of the probes' arguments are not known, as "
			  "their definitions are malformed (%s)", diag_first_error(quiet));
	diag_free(quiet);
	definitions_add(defs, unit.nodes);
}

void definitions_free(struct definitions *defs)
{
	if (!defs)
		return;
	map_free(defs->probes);
	map_free(defs->attributes);
	free(defs);
}

const struct probe_decl *definitions_find(const struct definitions *defs, const char *provider,
					  const char *probe)
{
	auto_free char *key = NULL;
	const struct probe_decl *decl;

	if (!map_len(defs->probes))
		return NULL;
	key = xasprintf("%s:::%s", provider, probe);
	decl = map_find_str(defs->probes, key);
	return decl == &ambiguous ? NULL : decl;
}

const struct probe_attr *definitions_attributes(const struct definitions *defs,
						const char *provider)
{
	return map_find_str(defs->attributes, provider);
}
