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
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"
#include "runtime/session/definitions.h"

void argtypes_init(struct argtypes *at, struct arena *arena, struct type_table *types)
{
	*at = (struct argtypes){
		.arena = arena,
		.types = types,
		.own = definitions_new(arena),
		.read = map_new(),
		.known = map_new(),
	};
}

void argtypes_fini(struct argtypes *at)
{
	definitions_free(at->own);
	for (size_t i = 0; at->read && i < map_len(at->read); i++)
		definitions_free(map_at(at->read, i)->value);
	map_free(at->read);
	map_free(at->known);
	*at = (struct argtypes){ 0 };
}

void argtypes_add(struct argtypes *at, const struct node *nodes)
{
	definitions_add(at->own, nodes);
}

/* Those of a file; a text is read once. */
static struct definitions *of_file(struct argtypes *at, const struct probe *probe, struct diag *dg)
{
	const char *text = probe->definitions;
	struct definitions *defs = map_find(at->read, &text, sizeof(text));

	if (defs)
		return defs;
	defs = definitions_parse(at->arena,
				 source_from_text(at->arena, probe->label, text, strlen(text)), dg);
	map_set(at->read, &text, sizeof(text), defs);
	return defs;
}

/* Looked for when the provider is first met. A mistake in what is installed is not the user's. */
static struct definitions *of_installed(struct argtypes *at, const char *provider)
{
	auto_free char *file = xasprintf("d/%s.d", provider);
	auto_free char *path = data_path(file);
	struct definitions *defs = map_find_str(at->read, file);
	struct source *src = NULL;
	struct diag *quiet;

	if (defs)
		return defs;
	quiet = diag_new();
	if (!strchr(provider, '/') && path && !access(path, R_OK))
		src = source_read(at->arena, path, quiet);
	defs = src ? definitions_parse(at->arena, src, quiet) : definitions_new(at->arena);
	diag_free(quiet);
	map_set_str(at->read, file, defs);
	return defs;
}

/* Where the probe is declared, if it is with all the arguments that it has. */
struct finding {
	const struct probe_decl *decl;
	const struct probe_attr *attrs;
};

static bool find_in(const struct definitions *defs, const char *provider,
		    const struct probe *probe, struct finding *out)
{
	out->decl = definitions_find(defs, provider, probe->name);
	out->attrs = definitions_attributes(defs, provider);
	return out->decl && out->decl->n_args >= probe->n_args;
}

static bool find(struct argtypes *at, const struct probe *probe, struct diag *dg,
		 struct finding *out)
{
	auto_free char *provider = xstrdup(probe->provider);
	size_t len = strlen(provider);

	while (probe->pid && len && isdigit((unsigned char)provider[len - 1]))
		provider[--len] = '\0';
	if (find_in(at->own, provider, probe, out))
		return true;
	if (probe->definitions && find_in(of_file(at, probe, dg), provider, probe, out))
		return true;
	return find_in(of_installed(at, provider), provider, probe, out);
}

static const char *type_text(struct argtypes *at, const struct type *type)
{
	auto_str struct str text = { 0 };

	type_print(&text, type, NULL);
	return arena_strdup(at->arena, str_text(&text));
}

/* What nobody knows here is an integer; what D cannot compute with is one of the same bits. */
static bool is_usable(struct type *type)
{
	enum type_kind kind = type_resolve(type)->kind;

	return kind != TYPE_OPAQUE && kind != TYPE_FLOAT;
}

/* Only what has members is translated; all else is converted as an assignment would. */
static bool is_translated(const struct type *to, const struct type *from)
{
	const struct type *bare = type_resolve((struct type *)to);

	if (bare->kind == TYPE_POINTER)
		bare = type_resolve(bare->ref);
	return type_is_sou(bare) && !type_equal(to, from);
}

/* The number of the argument that is the i-th in the second list of a definition. */
static uint32_t source_of(const struct probe_decl *decl, uint32_t i)
{
	const char *name = decl->mapped[i].name;

	for (uint32_t j = 0; decl->has_mapping && j < decl->n_args; j++)
		if (decl->args[j].name && !strcmp(decl->args[j].name, name))
			return j;
	return i;
}

/* The sites are the file's, and other probes may have them too. */
static void reorder_sites(struct argtypes *at, struct probe *probe, const struct probe_decl *decl)
{
	static const struct argloc none = { .kind = ARGLOC_NONE };
	struct probe_site *sites =
		arena_memdup(at->arena, probe->sites, probe->n_sites * sizeof(*sites));

	for (uint32_t i = 0; i < probe->n_sites; i++) {
		const struct probe_site *from = &probe->sites[i];
		struct argloc *args = arena_make_n(at->arena, struct argloc, decl->n_mapped);

		for (uint32_t j = 0; j < decl->n_mapped; j++) {
			uint32_t source = source_of(decl, j);

			args[j] = source < from->n_args ? from->args[source] : none;
		}
		sites[i].args = args;
		sites[i].n_args = decl->n_mapped;
	}
	probe->sites = sites;
}

static void set_declared(struct argtypes *at, struct probe *probe, const struct probe_decl *decl,
			 struct arg_types *out)
{
	struct probe_arg *args = arena_make_n(at->arena, struct probe_arg, decl->n_mapped);

	out->n = decl->n_mapped;
	out->types = arena_make_n(at->arena, struct type *, out->n);
	out->native = arena_make_n(at->arena, struct type *, out->n);
	for (uint32_t i = 0; i < out->n; i++) {
		struct type *type = decl->mapped[i].type;
		struct type *native = decl->args[source_of(decl, i)].type;

		args[i].type = type_text(at, type);
		args[i].name = decl->mapped[i].name;
		out->types[i] = is_usable(type) ? type : NULL;
		if (decl->has_mapping && is_translated(type, native))
			out->native[i] = native;
	}
	if (decl->has_mapping)
		reorder_sites(at, probe, decl);
	probe->args = args;
	probe->n_args = out->n;
}

/* From the sizes in the notes, or what the system's providers say. */
static void set_told(struct argtypes *at, const struct probe *probe, struct arg_types *out)
{
	out->n = probe->n_args;
	out->types = arena_make_n(at->arena, struct type *, out->n);
	for (uint32_t i = 0; i < out->n; i++) {
		const char *text = probe->args[i].type;
		struct diag *quiet = diag_new();

		if (text)
			out->types[i] = parse_type(at->arena, at->types,
						   source_from_text(at->arena, "argument", text,
								    strlen(text)), quiet);
		diag_free(quiet);
	}
}

const struct arg_types *argtypes_of(const struct argtypes *at, const struct probe *probe)
{
	return map_find(at->known, &probe, sizeof(probe));
}

void argtypes_apply(struct argtypes *at, struct probe *probe, struct diag *dg)
{
	struct finding finding = { 0 };
	struct arg_types *types;

	if (argtypes_of(at, probe))
		return;
	types = arena_make(at->arena, struct arg_types);
	if (probe->trigger == TRIGGER_SITE && find(at, probe, dg, &finding))
		set_declared(at, probe, finding.decl, types);
	else
		set_told(at, probe, types);
	if (finding.attrs)
		probe->attrs = finding.attrs;
	map_set(at->known, &probe, sizeof(probe), types);
}
