/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/session/argtypes.h"

#include <ctype.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/data.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"

/* Stands in the map for a provider that nobody defines. */
static char nothing;

void argtypes_init(struct argtypes *at, struct arena *arena, struct type_table *types)
{
	*at = (struct argtypes){ .arena = arena, .types = types, .providers = map_new() };
}

void argtypes_fini(struct argtypes *at)
{
	map_free(at->providers);
	at->providers = NULL;
}

void argtypes_add(struct argtypes *at, const struct node *nodes)
{
	for (const struct node *n = nodes; n; n = n->next)
		if (n->kind == NODE_PROVIDER)
			map_set_str(at->providers, node_provider(n)->name, node_provider(n));
}

/* Installed definitions are looked for when their provider is first met. A mistake in one is not
 * the user's, whose probes then have the types that their sizes tell. */
static void load_installed(struct argtypes *at, const char *name)
{
	struct parse_opts opts = { .mode = PARSE_PROVIDER };
	auto_free char *file = xasprintf("d/%s.d", name);
	auto_free char *path = data_path(file);
	struct diag *dg = diag_new();
	struct unit unit = { 0 };
	struct source *src;

	map_set_str(at->providers, name, &nothing);
	if (!strchr(name, '/') && path && !access(path, R_OK)) {
		src = source_read(at->arena, path, dg);
		if (src && !parse_unit(at->arena, at->types, src, &opts, dg, &unit))
			argtypes_add(at, unit.nodes);
	}
	diag_free(dg);
}

static const struct node_provider *find_provider(struct argtypes *at, const char *name)
{
	void *known = map_find_str(at->providers, name);

	if (!known) {
		load_installed(at, name);
		known = map_find_str(at->providers, name);
	}
	return known == &nothing ? NULL : known;
}

/* query__start is what D calls query-start. */
static bool same_name(const char *decl, const char *probe)
{
	for (; *decl && *probe; decl++, probe++) {
		if (decl[0] == '_' && decl[1] == '_' && *probe == '-')
			decl++;
		else if (*decl != *probe)
			return false;
	}
	return !*decl && !*probe;
}

static const struct probe_decl *find_decl(const struct node_provider *p, const char *name)
{
	for (const struct probe_decl *d = p->probes; d; d = d->next)
		if (same_name(d->name, name))
			return d;
	return NULL;
}

static const char *type_text(struct argtypes *at, const struct type *type)
{
	auto_str struct str text = { 0 };

	type_print(&text, type, NULL);
	return arena_strdup(at->arena, str_text(&text));
}

static void set_types(struct argtypes *at, struct probe *probe, const struct probe_decl *decl)
{
	struct probe_arg *args = arena_make_n(at->arena, struct probe_arg, decl->n_args + 1);

	for (uint32_t i = 0; i < decl->n_args; i++) {
		args[i].type = type_text(at, decl->args[i].type);
		args[i].name = decl->args[i].name;
	}
	probe->args = args;
	probe->n_args = decl->n_args;
}

void argtypes_apply(struct argtypes *at, struct probe *probe)
{
	auto_free char *name = xstrdup(probe->provider);
	const struct node_provider *provider;
	const struct probe_decl *decl;
	size_t len = strlen(name);

	if (probe->trigger != TRIGGER_SITE)
		return;
	while (probe->pid && len && isdigit((unsigned char)name[len - 1]))
		name[--len] = '\0';
	provider = find_provider(at, name);
	decl = provider ? find_decl(provider, probe->name) : NULL;
	if (decl && decl->n_args >= probe->n_args)
		set_types(at, probe, decl);
}
