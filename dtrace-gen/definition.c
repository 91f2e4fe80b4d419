/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/definition.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "dtrace-gen/model.h"
#include "runtime/base/str.h"
#include "runtime/lang/ast.h"
#include "runtime/lang/type.h"
#include "runtime/lang/type_declare.h"

enum { MAX_REST = 16 * 1024 };

/* A type that nobody declared has its text as its name. A plain one is told: it is an integer to
 * those who read it. */
static bool is_plain(const char *text)
{
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && !strchr("_ *", *text))
			return false;
	return true;
}

static void put_param(struct str *out, const struct type_param *param)
{
	const struct type *type = param->type;

	if (type->kind == TYPE_OPAQUE && !is_plain(type->name))
		str_printf(out, "int64_t %s", param->name ? param->name : "");
	else
		type_print_whole(out, type, param->name);
}

static void put_params(struct str *out, const struct type_param *params, uint32_t n)
{
	str_putc(out, '(');
	for (uint32_t i = 0; i < n; i++) {
		str_puts(out, i ? ", " : "");
		put_param(out, &params[i]);
	}
	str_putc(out, ')');
}

static void put_probe(struct str *out, const struct probe_decl *decl)
{
	str_printf(out, "probe %s", decl->name);
	put_params(out, decl->args, decl->n_args);
	if (decl->has_mapping) {
		str_puts(out, " : ");
		put_params(out, decl->mapped, decl->n_mapped);
	}
	str_puts(out, ";\n");
}

static void put_types(struct str *out, const struct model *model,
		      const struct model_provider *provider)
{
	struct type_declarer td;

	type_declarer_init(&td, out, model->builtin_types);
	vec_each(probe, &provider->probes) {
		for (uint32_t i = 0; i < probe->decl->n_args; i++)
			type_declare(&td, probe->decl->args[i].type);
		for (uint32_t i = 0; i < probe->decl->n_mapped; i++)
			type_declare(&td, probe->decl->mapped[i].type);
	}
	type_declare_rest(&td, out->len + MAX_REST);
	type_declarer_fini(&td);
}

static void put_attributes(struct str *out, const struct model *model,
			   const struct model_provider *provider)
{
	enum { KEYWORD = 1, PROVIDER = 4, N = 6 };

	vec_each(item, &model->pragmas) {
		const struct node_pragma *pragma = *item;

		if (pragma->n_words != N || strcmp(pragma->words[KEYWORD], "attributes") ||
		    strcmp(pragma->words[PROVIDER], provider->name))
			continue;
		str_puts(out, "#pragma");
		for (uint32_t i = 0; i < N; i++)
			str_printf(out, " %s", pragma->words[i]);
		str_putc(out, '\n');
	}
}

/* As what edits the header and what assembles it can take it: without a blank before '*', which
 * seds look for, and without what ends a string of C. */
static void append_plain(struct str *out, const char *text)
{
	for (; *text; text++)
		if (!(text[0] == ' ' && text[1] == '*') && *text != '"' && *text != '\\')
			str_putc(out, *text);
}

void definition_print(const struct model *model, const struct model_provider *provider,
		      struct str *out)
{
	auto_str struct str text = { 0 };

	put_types(&text, model, provider);
	put_attributes(&text, model, provider);
	str_printf(&text, "provider %s {\n", provider->name);
	vec_each(probe, &provider->probes)
		put_probe(&text, probe->decl);
	str_puts(&text, "};\n");
	append_plain(out, text.data);
}

/* FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv */
static uint64_t hash(const char *text)
{
	uint64_t h = 0xcbf29ce484222325;

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 0x100000001b3;
	return h;
}

void definition_symbol(const struct model_provider *provider, const char *text, struct str *out)
{
	str_printf(out, "_.fasttrap.%s.%016" PRIx64, provider->name, hash(text));
}
