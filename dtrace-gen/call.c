/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/call.h"

#include <elf.h>
#include <errno.h>
#include <string.h>

#include "dtrace-gen/model.h"
#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "sdk/include/usdt_note.h"

#define FIRE_PREFIX "__dtrace_"
#define TEST_PREFIX "__dtraceenabled_"
#define SEPARATOR "___"

static void add(struct calls *calls, const struct model_provider *provider,
		const struct model_probe *probe, const char *prefix)
{
	vec_push(&calls->list, (struct call) {
		.provider = provider,
		.probe = probe,
		.symbol = xasprintf("%s%s" SEPARATOR "%s", prefix, provider->name, probe->name),
		.is_test = !strcmp(prefix, TEST_PREFIX),
	});
}

void calls_init(struct calls *calls, const struct model *model)
{
	vec_each(provider, &model->providers) {
		vec_each(probe, &provider->probes) {
			add(calls, provider, probe, FIRE_PREFIX);
			add(calls, provider, probe, TEST_PREFIX);
		}
	}
	calls->by_symbol = map_new();
	vec_each(call, &calls->list)
		map_set_str(calls->by_symbol, call->symbol, call);
}

void calls_fini(struct calls *calls)
{
	vec_each(call, &calls->list)
		free(call->symbol);
	vec_fini(&calls->list);
	map_free(calls->by_symbol);
}

int calls_find(const struct calls *calls, const char *symbol, const char *path, struct diag *dg,
	       struct call **out)
{
	const char *name = NULL, *end;

	if (!strncmp(symbol, FIRE_PREFIX, strlen(FIRE_PREFIX)))
		name = symbol + strlen(FIRE_PREFIX);
	else if (!strncmp(symbol, TEST_PREFIX, strlen(TEST_PREFIX)))
		name = symbol + strlen(TEST_PREFIX);
	end = name ? strstr(name, SEPARATOR) : NULL;
	if (!end)
		return 0;
	*out = map_find_str(calls->by_symbol, symbol);
	if (*out)
		return 1;
	diag_error(dg, NULL, D_PROV_BADNAME, "%s calls %s, but no provider %.*s with a probe %s is "
		   "defined", path, symbol, (int)(end - name), name, end + strlen(SEPARATOR));
	diag_hint(dg, "give all definitions at once: -s ONE.d -s OTHER.d");
	return -EINVAL;
}

/* The calling conventions: registers for the first arguments, by the width that is read, then the
 * stack, a word for each argument. Readers know AArch64's registers by their full names only. */
static const struct convention {
	uint32_t machine;
	uint32_t n_regs;
	const char *regs[8][4];		/* of 1, 2, 4 and 8 bytes */
	const char *on_stack;		/* with the offset */
	uint32_t inside;		/* bytes below the arguments once inside */
} conventions[] = {
	{
		EM_X86_64, 6, {
			{ "%dil", "%di", "%edi", "%rdi" }, { "%sil", "%si", "%esi", "%rsi" },
			{ "%dl", "%dx", "%edx", "%rdx" }, { "%cl", "%cx", "%ecx", "%rcx" },
			{ "%r8b", "%r8w", "%r8d", "%r8" }, { "%r9b", "%r9w", "%r9d", "%r9" },
		}, "%u(%%rsp)", 8,
	}, {
		EM_AARCH64, 8, {
			{ "x0", "x0", "x0", "x0" }, { "x1", "x1", "x1", "x1" },
			{ "x2", "x2", "x2", "x2" }, { "x3", "x3", "x3", "x3" },
			{ "x4", "x4", "x4", "x4" }, { "x5", "x5", "x5", "x5" },
			{ "x6", "x6", "x6", "x6" }, { "x7", "x7", "x7", "x7" },
		}, "[sp, %u]", 0,
	},
};

static const struct convention *find_convention(uint32_t machine)
{
	for (size_t i = 0; i < sizeof(conventions) / sizeof(*conventions); i++)
		if (conventions[i].machine == machine)
			return &conventions[i];
	return NULL;
}

bool call_is_supported(uint32_t machine, uint32_t word_size)
{
	return word_size == 8 && find_convention(machine);
}

/* In bytes, negative if signed. What the definition does not know was widened by the caller. */
static int size_of(const struct model_arg *arg, uint32_t machine)
{
	switch (arg->kind) {
	case ARG_INT:
		return !strcmp(arg->c_type, "char") && machine == EM_AARCH64 ? 1 : arg->size;
	case ARG_FLOAT:
		return 4;
	case ARG_POINTER:
	case ARG_DOUBLE:
	case ARG_RECORD:
		return 8;
	case ARG_ANY:
		return -8;
	}
	return -8;
}

static int width_index(int size)
{
	int width = size < 0 ? -size : size;

	return width == 1 ? 0 : width == 2 ? 1 : width == 4 ? 2 : 3;
}

void call_put_args(struct str *out, uint32_t machine, const struct model_probe *probe,
		   bool is_inside)
{
	const struct convention *c = find_convention(machine);
	uint32_t at = is_inside ? c->inside : 0;

	for (uint32_t i = 0; i < probe->n_args && i < USDT_MAX_ARGS; i++) {
		int size = size_of(&probe->args[i], machine);

		str_printf(out, "%s%d@", i ? " " : "", size);
		if (i < c->n_regs) {
			str_puts(out, c->regs[i][width_index(size)]);
			continue;
		}
		str_printf(out, c->on_stack, at);
		at += sizeof(uint64_t);
	}
}
