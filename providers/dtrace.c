/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* BEGIN, END and ERROR: what happens to the tracing itself. The consumer fires them, so nothing is
 * attached. They are the first three probes of every list. */

#include "providers/providers.h"

#include <stddef.h>

#define FAULT(n)                                                                                   \
	{                                                                                          \
		.kind = ARGLOC_FAULT, .size = 8, .value = (n)                                      \
	}

/* arg1 the number of the probe whose clause faulted, arg2 the action, arg3 the offset, arg4 the
 * kind of fault, arg5 the address or value; arg0 means nothing. */
static const struct argloc error_args[] = {
	{ .kind = ARGLOC_CONST, .size = 8 }, FAULT(1), FAULT(2), FAULT(3), FAULT(4), FAULT(5),
};

static const struct probe_attr attrs[] = {
	{ "Stable", "Stable", "Common" },    /* provider */
	{ "Private", "Private", "Unknown" }, /* module */
	{ "Private", "Private", "Unknown" }, /* function */
	{ "Stable", "Stable", "Common" },    /* name */
	{ "Stable", "Stable", "Common" },    /* arguments */
};

static const struct row {
	const char *name;
	enum probe_trigger trigger;
	const struct argloc *args;
	uint32_t n_args;
} rows[] = {
	{ "BEGIN", TRIGGER_BEGIN, NULL, 0 },
	{ "END", TRIGGER_END, NULL, 0 },
	{ "ERROR", TRIGGER_ERROR, error_args, sizeof(error_args) / sizeof(error_args[0]) },
};

static bool dtrace_claims(const struct probe_desc *desc)
{
	int pid;

	return probe_desc_wants_provider(desc, dtrace_provider.name, &pid) && pid == 0;
}

static int dtrace_find(const struct search *search, const struct probe_desc *desc,
		       struct probe_list *out, struct diag *dg)
{
	(void)search;
	(void)dg;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct probe *probe;
		bool is_new;

		if (!probe_desc_matches(desc, "", "", rows[i].name))
			continue;
		probe = probe_list_add(out, &dtrace_provider, "dtrace", 0, NULL, "", "",
				       rows[i].name, &is_new);
		probe->trigger = rows[i].trigger;
		probe->common_args = rows[i].args;
		probe->n_common_args = rows[i].n_args;
		probe->attrs = attrs;
	}
	return 0;
}

const struct provider dtrace_provider = {
	.name = "dtrace",
	.doc = "Probes of the tracing itself: BEGIN fires before all others, END after all others, "
	       "and ERROR when a clause reads a bad address or divides by zero.",
	.is_always = true,
	.claims = dtrace_claims,
	.find = dtrace_find,
};
