/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/lib/probes.h"

#include "runtime/base/arena.h"
#include "tests/lib/traced.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

struct test_probe {
	const char *name;
	enum probe_trigger trigger;
	const struct probe_site *sites;
	uint32_t n_sites;
	const struct probe_arg *args;
	uint32_t n_args;
};

#define REG(number, bytes, is_signed_)                                                             \
	{ .kind = ARGLOC_REG, .reg = TRACED_REG_##number, .size = bytes, .is_signed = is_signed_ }
#define MEM(bytes, is_signed_, offset)                                                             \
	{                                                                                          \
		.kind = ARGLOC_MEM, .reg = TRACED_REG_MEMORY, .size = bytes,                       \
		.is_signed = is_signed_, .value = offset                                           \
	}
#define CONST(bytes, is_signed_, value_)                                                           \
	{ .kind = ARGLOC_CONST, .size = bytes, .is_signed = is_signed_, .value = value_ }
#define SITES(list) list, ARRAY_SIZE(list)
#define ARGS(list) list, ARRAY_SIZE(list)

static struct argloc registers[] = {
	REG(BYTES, 8, false),
	REG(BYTES, 8, true),
	REG(BYTES, 4, false),
	REG(BYTES, 4, true),
	REG(BYTES, 2, false),
	REG(BYTES, 2, true),
	REG(BYTES, 1, false),
	REG(BYTES, 1, true),
	{ .kind = ARGLOC_REG, .reg = TRACED_REG_BYTES, .size = 1, .shift = 8 },
	REG(NEGATIVE, 4, false),
};

static struct argloc memory[] = {
	MEM(8, false, 0x20),
	MEM(4, true, 0x24),
	MEM(2, true, 0x26),
	MEM(1, false, 0x27),
	{ .kind = ARGLOC_INDEX, .reg = TRACED_REG_MEMORY, .index = TRACED_REG_INDEX, .scale = 8,
	  .size = 4 },
	{ .kind = ARGLOC_PCREL, .size = 8, .value = 0x28 },
	CONST(4, true, -5),
	CONST(4, false, -5),
	{ .kind = ARGLOC_MEM, .reg = TRACED_REG_BAD, .size = 8, .value = 16 },
	{ .kind = ARGLOC_NONE },
};

/* What typed_args say of these. */
static struct argloc typed[] = {
	REG(MEMORY, 8, false),	/* the text */
	MEM(8, false, 0x28),	/* its address, from memory */
	REG(NEGATIVE, 8, false),
	REG(BYTES, 8, false),
	CONST(8, false, TRACED_POINT),
	REG(MEMORY, 8, false),
};

static const struct probe_arg typed_args[] = {
	{ .type = "const char *" }, { .type = "string" },	  { .type = "int" },
	{ .type = "unsigned char" }, { .type = "unsigned int *" }, { .type = "void *" },
};

/* Each site has its own ways, but the first and the fourth. */
static struct argloc many_const[] = { CONST(4, true, 10), REG(SMALL, 8, false) };
static struct argloc many_reg[] = { REG(BYTES, 1, false), REG(SMALL, 8, false) };
static struct argloc many_mem[] = { MEM(8, false, 0x20), REG(SMALL, 8, false) };
static struct argloc many_short[] = { CONST(1, false, 99) };

static const struct probe_site register_sites[] = { { .args = ARGS(registers) } };
static const struct probe_site memory_sites[] = { { .args = ARGS(memory) } };
static const struct probe_site typed_sites[] = { { .args = ARGS(typed) } };
static const struct probe_site many_sites[] = {
	{ .offset = 0x1010, .args = ARGS(many_const) },
	{ .offset = 0x1020, .args = ARGS(many_reg) },
	{ .offset = 0x2010, .args = ARGS(many_mem) },
	{ .offset = 0x2030, .args = ARGS(many_const) },
	{ .offset = 0x2040, .args = ARGS(many_short) },
};
static const struct probe_site plain_sites[] = { { .offset = 1 } };

static const struct test_probe test_probes[] = {
	{ "registers", TRIGGER_SITE, SITES(register_sites), NULL, 0 },
	{ "memory", TRIGGER_SITE, SITES(memory_sites), NULL, 0 },
	{ "typed", TRIGGER_SITE, SITES(typed_sites), ARGS(typed_args) },
	{ "many", TRIGGER_SITE, SITES(many_sites), NULL, 0 },
	{ "first", TRIGGER_SITE, SITES(plain_sites), NULL, 0 },
	{ "second", TRIGGER_SITE, SITES(plain_sites), NULL, 0 },
	{ "third", TRIGGER_SITE, SITES(plain_sites), NULL, 0 },
};

static const struct test_probe own_probes[] = {
	{ .name = "BEGIN", .trigger = TRIGGER_BEGIN },
	{ .name = "END", .trigger = TRIGGER_END },
	{ .name = "ERROR", .trigger = TRIGGER_ERROR },
};

extern const struct provider test_provider, own_provider;

/* Of provider, module, function, name and arguments. */
static const struct probe_attr own_attrs[] = {
	{ "Stable", "Stable", "Common" }, { "Private", "Private", "Unknown" },
	{ "Private", "Private", "Unknown" }, { "Stable", "Stable", "Common" },
	{ "Stable", "Stable", "Common" },
};

static void add(struct probe_list *out, const struct provider *impl, const char *module,
		const char *func, const struct test_probe *def)
{
	bool is_new;
	struct probe *p = probe_list_add(out, impl, impl->name, 0, "", module, func, def->name,
					 &is_new);

	p->trigger = def->trigger;
	p->attrs = impl == &own_provider ? own_attrs : NULL;
	p->sites = (struct probe_site *)def->sites;
	p->n_sites = def->n_sites;
	p->args = (struct probe_arg *)def->args;
	p->n_args = def->n_args;
}

static bool claims_test(const struct probe_desc *desc)
{
	int pid;

	return probe_desc_wants_provider(desc, "test", &pid);
}

static int find_test(const struct search *search, const struct probe_desc *desc,
		     struct probe_list *out, struct diag *dg)
{
	(void)search;
	(void)dg;
	for (size_t i = 0; i < ARRAY_SIZE(test_probes); i++)
		if (probe_desc_matches(desc, "prog", "main", test_probes[i].name))
			add(out, &test_provider, "prog", "main", &test_probes[i]);
	return 0;
}

static bool claims_own(const struct probe_desc *desc)
{
	int pid;

	return probe_desc_wants_provider(desc, "dtrace", &pid);
}

static int find_own(const struct search *search, const struct probe_desc *desc,
		    struct probe_list *out, struct diag *dg)
{
	(void)search;
	(void)dg;
	for (size_t i = 0; i < ARRAY_SIZE(own_probes); i++)
		if (probe_desc_matches(desc, "", "", own_probes[i].name))
			add(out, &own_provider, "", "", &own_probes[i]);
	return 0;
}

const struct provider own_provider = {
	.name = "dtrace", .is_always = true, .claims = claims_own, .find = find_own
};

const struct provider test_provider = {
	.name = "test", .claims = claims_test, .find = find_test
};

const struct provider *const test_providers[] = { &own_provider, &test_provider, NULL };
