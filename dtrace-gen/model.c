/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/model.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/lang/ast.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/type.h"
#include "sdk/include/usdt_note.h"

/* Names whose width is their meaning. What C spells them with differs between data models, so the
 * compiler's own names for them are used; they need no header. */
static const struct {
	const char *name, *c_type;
} exact_types[] = {
	{ "int64_t", "__INT64_TYPE__" },
	{ "uint64_t", "__UINT64_TYPE__" },
	{ "u_int64_t", "__UINT64_TYPE__" },
	{ "intmax_t", "__INTMAX_TYPE__" },
	{ "uintmax_t", "__UINTMAX_TYPE__" },
	{ "dev_t", "__UINT64_TYPE__" },
};

#define N_EXACT_TYPES (sizeof(exact_types) / sizeof(*exact_types))

static const char *int_name(const struct type *type)
{
	for (; type->kind == TYPE_TYPEDEF; type = type->ref)
		for (size_t i = 0; type->name && i < N_EXACT_TYPES; i++)
			if (!strcmp(type->name, exact_types[i].name))
				return exact_types[i].c_type;
	if (type->kind == TYPE_ENUM)
		return type->is_signed ? "int" : "unsigned int";
	return type->name;
}

enum arg_kind model_arg_kind(struct type *type, const char **c_type)
{
	struct type *bare = type_resolve(type);

	*c_type = "";
	switch (bare->kind) {
	case TYPE_ENUM:
		if (!bare->is_complete)
			return ARG_ANY;
		/* fall through */
	case TYPE_INT:
		*c_type = int_name(type);
		return ARG_INT;
	case TYPE_FLOAT:
		return bare->size == sizeof(float) ? ARG_FLOAT : ARG_DOUBLE;
	case TYPE_STRING:
	case TYPE_POINTER:
	case TYPE_ARRAY:
	case TYPE_FUNC:
		return ARG_POINTER;
	case TYPE_STRUCT:
	case TYPE_UNION:
		return ARG_RECORD;
	case TYPE_VOID:
	case TYPE_TYPEDEF:
	case TYPE_OPAQUE:
	case TYPE_AGG:
	case TYPE_STACK:
	case TYPE_SYM:
		return ARG_ANY;
	}
	return ARG_ANY;
}

/* The end of the comment or of the run of blanks that begins at text, or text if none does. */
static const char *skip_blank(const char *text)
{
	const char *end;

	if (text[0] == '/' && text[1] == '*') {
		end = strstr(text + 2, "*/");
		return end ? end + 2 : text + strlen(text);
	}
	if (text[0] == '/' && text[1] == '/')
		return text + strcspn(text, "\n");
	return text + strspn(text, " \t\n\r\v\f\\");
}

static int signed_size(struct type *type)
{
	struct type *bare = type_resolve(type);

	return bare->is_signed ? -(int)bare->size : (int)bare->size;
}

/* Comments and runs of blanks become one blank each. */
static const char *one_line(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text), *to = copy;

	while (*text) {
		const char *end = skip_blank(text);

		if (end == text) {
			*to++ = *text++;
			continue;
		}
		if (to != copy && to[-1] != ' ')
			*to++ = ' ';
		text = end;
	}
	while (to != copy && to[-1] == ' ')
		to--;
	*to = '\0';
	return copy;
}

static char *hyphenated(struct arena *arena, const char *name, char to)
{
	return str_fold_underscores(arena_strdup(arena, name), to);
}

static char *upper(char *text)
{
	for (char *c = text; *c; c++)
		*c = toupper((unsigned char)*c);
	return text;
}

static struct model_arg *make_args(struct arena *arena, const struct probe_decl *decl)
{
	struct model_arg *args = arena_make_n(arena, struct model_arg, decl->n_args);

	for (uint32_t i = 0; i < decl->n_args; i++) {
		const struct type_param *param = &decl->args[i];

		args[i].kind = model_arg_kind(param->type, &args[i].c_type);
		args[i].size = args[i].kind == ARG_INT ? signed_size(param->type) : 0;
		args[i].text = one_line(arena, param->text);
	}
	return args;
}

static void make_probe(struct arena *arena, const struct model_provider *provider,
		       const struct probe_decl *decl, struct model_probe *out)
{
	const char *upper_name = upper(hyphenated(arena, decl->name, '_'));

	*out = (struct model_probe) {
		.name = decl->name,
		.d_name = hyphenated(arena, decl->name, '-'),
		.macro = arena_printf(arena, "%s_%s", provider->macro, upper_name),
		.semaphore = arena_printf(arena, "%s_%s" USDT_SEMAPHORE_SUFFIX, provider->name,
					  decl->name),
		.args = make_args(arena, decl),
		.n_args = decl->n_args,
		.decl = decl,
		.loc = decl->loc,
	};
}

static bool same_args(const struct model_probe *a, const struct model_probe *b)
{
	bool same = a->n_args == b->n_args;

	for (uint32_t i = 0; same && i < a->n_args; i++)
		same = a->args[i].kind == b->args[i].kind &&
		       !strcmp(a->args[i].c_type, b->args[i].c_type);
	return same;
}

/* What was added under a name of that kind, "probe" or "macro", of a provider: its index, or -1. */
static long find(const struct model *model, const char *kind, const char *provider,
		 const char *name)
{
	auto_free char *key = xasprintf("%s %s %s", kind, provider, name);

	return (long)(intptr_t)map_find_str(model->known, key) - 1;
}

static void remember(struct model *model, const char *kind, const char *provider,
		     const char *name, size_t index)
{
	auto_free char *key = xasprintf("%s %s %s", kind, provider, name);

	map_set_str(model->known, key, (void *)(intptr_t)(index + 1));
}

static int clash(const struct model_probe *old, const struct model_probe *probe, struct diag *dg)
{
	diag_error(dg, &probe->loc, D_PROV_PRDUP, "probes %s and %s are both the macro %s in C",
		   old->name, probe->name, probe->macro);
	diag_hint(dg, "%s stands in line %u of %s", old->name, old->loc.line, old->loc.file);
	return -EINVAL;
}

/* The probe whose macro is the new one's, or is that of its test, or whose test has it. */
static const struct model_probe *find_clash(const struct model *model,
					    const struct model_provider *provider,
					    const struct model_probe *probe)
{
	static const char test[] = "_ENABLED";
	const size_t len = strlen(probe->macro), test_len = sizeof(test) - 1;
	auto_free char *tested = xasprintf("%s%s", probe->macro, test);
	long index = find(model, "macro", provider->name, probe->macro);

	if (index < 0)
		index = find(model, "macro", provider->name, tested);
	if (index < 0 && len > test_len && !strcmp(probe->macro + len - test_len, test)) {
		tested[len - test_len] = '\0';
		index = find(model, "macro", provider->name, tested);
	}
	return index < 0 ? NULL : &provider->probes.data[index];
}

/* What a tracer is not told of, though the definition declares it. */
static void warn_of_hole(struct type *type, struct diag *dg)
{
	struct type *sou = type_resolve(type);

	while (sou->kind == TYPE_POINTER || sou->kind == TYPE_ARRAY)
		sou = type_resolve(sou->ref);
	if (!sou->hole)
		return;
	diag_warn(dg, &sou->hole_loc, D_TYPE_INCOMPLETE,
		  "tracers are not told the members of %s%s: the size of this one is not known",
		  sou->kind == TYPE_UNION ? "union " : "struct ",
		  sou->name ? sou->name : "(anonymous)");
	sou->hole = NULL;
}

static int add_probe(struct model *model, struct model_provider *provider,
		     const struct model_probe *probe, struct diag *dg)
{
	const long known = find(model, "probe", provider->name, probe->name);
	const struct model_probe *other;

	if (known >= 0) {
		if (same_args(&provider->probes.data[known], probe))
			return 0;
		return diag_error(dg, &probe->loc, D_PROV_PRDUP,
				  "probe redeclared with other arguments: %s:::%s", provider->name,
				  probe->name);
	}
	other = find_clash(model, provider, probe);
	if (other)
		return clash(other, probe, dg);
	if (probe->n_args > USDT_MAX_ARGS)
		diag_warn(dg, &probe->loc, D_PROV_PRARGS,
			  "probe %s has %u arguments; tracers see the first %d", probe->name,
			  probe->n_args, USDT_MAX_ARGS);
	for (uint32_t i = 0; i < probe->n_args; i++)
		warn_of_hole(probe->decl->args[i].type, dg);
	remember(model, "probe", provider->name, probe->name, provider->probes.len);
	remember(model, "macro", provider->name, probe->macro, provider->probes.len);
	vec_push(&provider->probes, *probe);
	return 0;
}

static struct model_provider *open_provider(struct model *model, struct arena *arena,
					    const char *name)
{
	const long known = find(model, "provider", name, "");
	struct model_provider *provider;

	if (known >= 0)
		return &model->providers.data[known];
	remember(model, "provider", name, "", model->providers.len);
	provider = vec_add(&model->providers);
	provider->name = name;
	provider->macro = upper(arena_strdup(arena, name));
	return provider;
}

void model_init(struct model *model, struct type_table *builtin_types)
{
	*model = (struct model){ .builtin_types = builtin_types, .known = map_new() };
}

int model_add(struct model *model, struct arena *arena, const struct unit *unit, struct diag *dg)
{
	int result = 0;

	for (const struct node *node = unit->nodes; node; node = node->next) {
		struct model_provider *provider;

		if (node->kind == NODE_PRAGMA)
			vec_push(&model->pragmas, node_pragma(node));
		if (node->kind != NODE_PROVIDER)
			continue;
		provider = open_provider(model, arena, node_provider(node)->name);
		for (const struct probe_decl *decl = node_provider(node)->probes; decl;
		     decl = decl->next) {
			struct model_probe probe;

			make_probe(arena, provider, decl, &probe);
			if (add_probe(model, provider, &probe, dg))
				result = -EINVAL;
		}
	}
	return result;
}

void model_fini(struct model *model)
{
	vec_each(provider, &model->providers)
		vec_fini(&provider->probes);
	vec_fini(&model->providers);
	vec_fini(&model->pragmas);
	map_free(model->known);
}
