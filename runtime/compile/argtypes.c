/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/compile/argtypes.h"

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
#include "runtime/compile/definitions.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"

void argtypes_init(struct argtypes *at, struct arena *arena, struct type_table *types)
{
	*at = (struct argtypes){
		.arena = arena,
		.types = types,
		.own = definitions_new(arena),
		.of_files = map_new(),
		.installed = map_new(),
		.known = map_new(),
		.asked = map_new(),
	};
}

static void free_all(struct map *map)
{
	for (size_t i = 0; map && i < map_len(map); i++)
		definitions_free(map_at(map, i)->value);
	map_free(map);
}

void argtypes_fini(struct argtypes *at)
{
	definitions_free(at->own);
	free_all(at->of_files);
	free_all(at->installed);
	map_free(at->known);
	map_free(at->asked);
	*at = (struct argtypes){ 0 };
}

void argtypes_add(struct argtypes *at, const struct node *nodes)
{
	definitions_add(at->own, nodes);
}

/* Those of a file, read once. */
static struct definitions *of_file(struct argtypes *at, const struct probe *probe, struct diag *dg)
{
	const char *const *texts = probe->definitions;
	struct definitions *defs = map_find(at->of_files, &texts, sizeof(texts));

	if (defs)
		return defs;
	defs = definitions_new(at->arena);
	for (; *texts; texts++)
		definitions_parse(defs, source_from_text(at->arena, probe->label, *texts,
							 strlen(*texts)),
				  probe->path, at->types, dg);
	map_set(at->of_files, &probe->definitions, sizeof(probe->definitions), defs);
	return defs;
}

/* What is installed; NULL: nothing. A mistake in it is not the user's. */
static struct source *read_installed(struct argtypes *at, const char *provider, struct diag *quiet)
{
	auto_free char *file = xasprintf("d/%s.d", provider);
	auto_free char *path = strchr(provider, '/') ? NULL : data_path(file);

	return path && !access(path, R_OK) ? source_read(at->arena, path, quiet) : NULL;
}

/* Looked for when the provider is first met. */
static struct definitions *of_installed(struct argtypes *at, const char *provider)
{
	struct definitions *defs = map_find_str(at->installed, provider);
	struct source *src;
	struct diag *quiet;

	if (defs)
		return defs;
	quiet = diag_new();
	src = read_installed(at, provider, quiet);
	defs = definitions_new(at->arena);
	if (src)
		definitions_parse(defs, src, NULL, at->types, quiet);
	diag_free(quiet);
	map_set_str(at->installed, provider, defs);
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
	if (!probe->as_told)
		probe->as_told = arena_memdup(at->arena, probe, sizeof(*probe));
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
	out->native = arena_make_n(at->arena, struct type *, out->n);
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

static const struct arg_types *types_of(const struct argtypes *at, const struct probe *probe)
{
	return map_find(at->known, &probe, sizeof(probe));
}

/* What was made of it by definitions that were read before. */
static void take_back(struct probe *probe)
{
	probe->sites = probe->as_told->sites;
	probe->args = probe->as_told->args;
	probe->n_args = probe->as_told->n_args;
}

void argtypes_apply(struct argtypes *at, struct probe *probe, struct diag *dg)
{
	struct finding finding = { 0 };
	struct arg_types *types;

	if (types_of(at, probe))
		return;
	if (probe->as_told)
		take_back(probe);
	types = arena_make(at->arena, struct arg_types);
	if (probe->trigger == TRIGGER_SITE && find(at, probe, dg, &finding))
		set_declared(at, probe, finding.decl, types);
	else
		set_told(at, probe, types);
	if (finding.attrs)
		probe->attrs = finding.attrs;
	map_set(at->known, &probe, sizeof(probe), types);
}

/* "struct conn *\tconn": the line of one parameter, in place. */
static void set_param(struct argtypes *at, const struct probe *probe, char *line,
		      struct probe_arg *arg, struct type **type)
{
	struct diag *quiet = diag_new();
	char *tab = strchr(line, '\t');

	*tab = '\0';
	arg->name = tab[1] ? tab + 1 : NULL;
	arg->type = line;
	*type = parse_type_in(at->arena, at->types, probe->path,
			      source_from_text(at->arena, "argument", line, strlen(line)), quiet);
	if (*type && type_resolve(*type)->kind == TYPE_ENUM)	/* for its enumerators */
		parse_complete_type(at->arena, at->types, *type);
	if (*type && !is_usable(*type))
		*type = NULL;
	diag_free(quiet);
}

static uint32_t count_lines(const char *text)
{
	uint32_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static bool is_function(const struct probe *probe)
{
	return probe->trigger == TRIGGER_SITE && !probe->n_args && probe->n_sites &&
	       *probe->func && !strcmp(probe->name, "entry");
}

void argtypes_ask_function(struct argtypes *at, struct probe *probe)
{
	struct arg_types *types = map_find(at->known, &probe, sizeof(probe));
	const char *text = NULL;
	struct probe_arg *args;
	char *rest;

	if (!types || !at->functions || !is_function(probe) ||
	    map_find(at->asked, &probe, sizeof(probe)))
		return;
	map_set(at->asked, &probe, sizeof(probe), probe);
	text = at->functions(at->functions_ctx, probe);
	if (!text)
		return;
	rest = arena_strdup(at->arena, text);
	types->n = count_lines(text);
	types->types = arena_make_n(at->arena, struct type *, types->n);
	types->native = arena_make_n(at->arena, struct type *, types->n);
	args = arena_make_n(at->arena, struct probe_arg, types->n);
	for (uint32_t i = 0; i < types->n; i++)
		set_param(at, probe, strsep(&rest, "\n"), &args[i], &types->types[i]);
	probe->args = args;
	probe->n_args = types->n;
}

static bool same_type(struct type *a, struct type *b)
{
	return a == b || (a && b && type_equal(a, b));
}

/* What is known only by its size is an integer too. */
static bool is_integer(struct type *type)
{
	return !type || type_is_int(type);
}

/* What the i-th is for those that were looked at so far, and for another one. */
static void join(struct arg_types *all, const struct arg_types *more, uint32_t i)
{
	if (same_type(all->types[i], more->types[i]) &&
	    same_type(all->native[i], more->native[i]))
		return;
	if (is_integer(all->types[i]) && is_integer(more->types[i]))
		all->types[i] = NULL;
	else
		all->unlike[i] = true;
}

static struct arg_types *copy_types(const struct argtypes *at, const struct arg_types *from)
{
	struct arg_types *copy = arena_make(at->arena, struct arg_types);

	copy->n = from->n;
	copy->types = arena_memdup(at->arena, from->types, from->n * sizeof(*from->types));
	copy->native = arena_memdup(at->arena, from->native, from->n * sizeof(*from->native));
	copy->unlike = arena_make_n(at->arena, bool, from->n);
	return copy;
}

const struct arg_types *argtypes_common(const struct argtypes *at,
					const struct probe *const *probes, const uint32_t *indexes,
					uint32_t n)
{
	struct arg_types *all = NULL;
	bool has_sites = false;

	for (uint32_t i = 0; i < n; i++) {
		const struct arg_types *more = types_of(at, probes[indexes[i]]);

		has_sites |= probes[indexes[i]]->trigger == TRIGGER_SITE;
		if (!more)
			continue;
		if (!all)
			all = copy_types(at, more);
		if (more->n < all->n)
			all->n = more->n;
		for (uint32_t j = 0; j < all->n; j++)
			join(all, more, j);
	}
	return all && (all->n || has_sites) ? all : NULL;
}
