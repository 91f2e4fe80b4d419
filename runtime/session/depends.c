/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* "#pragma D depends_on provider NAME" in a program: is there such a provider? It is one of our
 * own, or one that processes bring along, whose probes are searched for. A library that says so is
 * read in any case, since processes come at any time. */
#include <stdlib.h>
#include <string.h>

#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/probe/expand.h"
#include "runtime/session/session_impl.h"

static bool is_row(const struct session *s, const char *name)
{
	for (const struct provider *const *p = s->config.providers; *p; p++)
		if (!(*p)->comes_with_files && !strcmp((*p)->name, name))
			return true;
	return false;
}

/* A process's number may follow the name. The list is for this question alone. */
static bool has_probes(struct session *s, const char *name)
{
	auto_free char *text = xasprintf("%s*:::", name);
	struct diag *untold = diag_new();
	struct probe **found = NULL;
	struct probe_list list;
	struct probe_desc desc;
	uint32_t n = 0;

	probe_list_init(&list);
	if (!probe_desc_parse(text, DESC_NAME, NULL, untold, &desc)) {
		probe_expand(s->config.providers, &s->search, &desc, &list, untold, &found, &n);
		probe_desc_fini(&desc);
	}
	free(found);
	probe_list_fini(&list);
	diag_free(untold);
	return n;
}

int session_check_providers(struct session *s)
{
	int err = 0;

	if (s->opts.zdefs)
		return 0;
	vec_each(depends, &s->depends) {
		const char *name = (*depends)->words[3];

		if (!is_row(s, name) && !has_probes(s, name))
			err = diag_error(s->dg, &(*depends)->node.loc, D_PRAGMA_DEPEND,
					 "program requires provider %s", name);
	}
	s->depends.len = 0;
	return err;
}
