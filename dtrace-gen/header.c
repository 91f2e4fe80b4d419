/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/header.h"

#include <stdio.h>
#include <string.h>

#include "dtrace-gen/definition.h"
#include "dtrace-gen/m4.h"
#include "dtrace-gen/model.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/data.h"
#include "runtime/base/str.h"
#include "sdk/include/usdt_note.h"

static const char *const kind_names[] = {
	[ARG_INT] = "int", [ARG_POINTER] = "ptr",   [ARG_FLOAT] = "f32",
	[ARG_DOUBLE] = "f64", [ARG_RECORD] = "record", [ARG_ANY] = "any",
};

/* What the template is to do with it: C++ has another word for _Bool, and what is beyond the limit
 * nobody sees. */
static const char *kind_of(uint32_t i, const struct model_arg *arg)
{
	if (i >= USDT_MAX_ARGS)
		return "more";
	if (arg->kind == ARG_INT && !strcmp(arg->c_type, "_Bool"))
		return "bool";
	return kind_names[arg->kind];
}

static void put_arg(struct str *out, uint32_t i, const struct model_arg *arg)
{
	char number[16];

	snprintf(number, sizeof(number), "%u", i);
	m4_call(out, "gen_arg", 4, number, kind_of(i, arg), arg->c_type, arg->text);
}

static void put_probe(struct str *out, const struct model_provider *provider,
		      const struct model_probe *probe)
{
	const uint32_t n_seen = probe->n_args < USDT_MAX_ARGS ? probe->n_args : USDT_MAX_ARGS;
	auto_str struct str texts = { 0 };
	char number[16], seen[16];

	snprintf(number, sizeof(number), "%u", probe->n_args);
	snprintf(seen, sizeof(seen), "%u", n_seen);
	m4_call(out, "gen_probe", 5, provider->name, probe->name, probe->macro, probe->d_name,
		probe->semaphore);
	for (uint32_t i = 0; i < probe->n_args; i++) {
		put_arg(out, i, &probe->args[i]);
		str_printf(&texts, "%s%s", i ? ", " : "", probe->args[i].text);
	}
	m4_call(out, "gen_end_probe", 8, provider->name, probe->name, probe->macro, probe->d_name,
		probe->semaphore, number, seen, str_text(&texts));
}

/* The definition, each line as a call in C. */
static void put_definition(struct str *out, const struct model *model,
			   const struct model_provider *provider)
{
	auto_str struct str text = { 0 }, symbol = { 0 };
	char *end;

	definition_print(model, provider, &text);
	definition_symbol(provider, text.data, &symbol);
	m4_call(out, "gen_definition", 2, provider->name, symbol.data);
	for (char *line = text.data; *line; line = end + 1) {
		end = strchr(line, '\n');
		*end = '\0';
		m4_call(out, "gen_definition_line", 1, line);
	}
	m4_call(out, "gen_end_definition", 0);
}

void header_calls(const struct model *model, const struct header_opts *opts, struct str *out)
{
	m4_call(out, "gen_header", 2, opts->guard, opts->source);
	vec_each(provider, &model->providers) {
		m4_call(out, "gen_provider", 2, provider->name, provider->macro);
		vec_each(probe, &provider->probes)
			put_probe(out, provider, probe);
		if (provider->probes.len)
			put_definition(out, model, provider);
		m4_call(out, "gen_end_provider", 0);
	}
	m4_call(out, "gen_end_header", 0);
}

int header_render(const struct model *model, const struct header_opts *opts, struct diag *dg,
		  struct str *out)
{
	auto_free char *shipped = data_path(opts->is_call_style ? "templates/call.m4"
							   : "templates/header.m4");
	auto_str struct str calls = { 0 };

	header_calls(model, opts, &calls);
	return m4_render(opts->template ? opts->template : shipped, str_text(&calls), dg, out);
}
