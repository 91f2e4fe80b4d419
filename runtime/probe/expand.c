/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/probe/expand.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/glob.h"

/* Every probe there is. */
static const struct probe_desc any = { .provider = (char *)"",
				       .module = (char *)"",
				       .func = (char *)"",
				       .name = (char *)"",
				       .text = (char *)"" };

/* The provider that the description calls by its name; NULL: it may mean any. */
static const struct provider *find_named(const struct provider *const *providers,
					 const struct probe_desc *desc)
{
	for (; *providers; providers++)
		if (strcmp((*providers)->name, desc->provider) == 0)
			return *providers;
	return NULL;
}

/* A plain name that one provider has is not looked for by the next ones: nobody who writes BEGIN
 * wants the files of all processes searched for it. */
static int find(const struct provider *const *providers, const struct search *search,
		const struct probe_desc *desc, struct probe_list *all, struct diag *dg)
{
	const struct provider *named = find_named(providers, desc);
	int ret;

	for (; *providers; providers++) {
		if ((named && *providers != named) || !(*providers)->claims(desc))
			continue;
		ret = (*providers)->find(search, desc, all, dg);
		if (ret < 0)
			return ret;
		if (all->found.len && probe_desc_is_plain_name(desc))
			break;
	}
	return 0;
}

static int add_always(const struct provider *const *providers, const struct search *search,
		      struct probe_list *all, struct diag *dg)
{
	int ret = 0;

	if (all->probes.len)
		return 0;
	for (; *providers && ret >= 0; providers++)
		if ((*providers)->is_always)
			ret = (*providers)->find(search, &any, all, dg);
	return ret < 0 ? ret : 0;
}

/* A number means something only among all probes, in the order in which -l shows them. */
static int find_by_id(const struct provider *const *providers, const struct search *search,
		      uint32_t id, struct probe_list *all, struct diag *dg)
{
	int ret = 0;

	if (id > all->probes.len)
		ret = find(providers, search, &any, all, dg);
	all->found.len = 0;
	if (ret == 0 && id <= all->probes.len)
		vec_push(&all->found, all->probes.data[id - 1]);
	return ret;
}

int probe_expand(const struct provider *const *providers, const struct search *search,
		 const struct probe_desc *desc, struct probe_list *all, struct diag *dg,
		 struct probe ***out, uint32_t *n_out)
{
	int ret = add_always(providers, search, all, dg);

	if (ret < 0)
		return ret;
	probe_list_mark(all);
	ret = desc->id ? find_by_id(providers, search, desc->id, all, dg)
		       : find(providers, search, desc, all, dg);
	if (ret < 0)
		return ret;
	if (!all->found.len)
		return 0;
	*out = xreallocarray(*out, *n_out + all->found.len, sizeof(**out));
	memcpy(*out + *n_out, all->found.data, all->found.len * sizeof(**out));
	*n_out += (uint32_t)all->found.len;
	return (int)all->found.len;
}

/* Has a provider that is not of files a probe of this plain name? Then no other is looked at. */
static bool is_settled(const struct probe_desc *desc, const struct probe_list *all)
{
	if (!probe_desc_is_plain_name(desc))
		return false;
	vec_each(probe, &all->probes)
		if (!(*probe)->impl->comes_with_files && !strcmp((*probe)->name, desc->name))
			return true;
	return false;
}

bool probe_may_come(const struct provider *const *providers, const struct probe_desc *desc,
		    const struct probe_list *all)
{
	const struct provider *named = find_named(providers, desc);

	if (desc->id || is_settled(desc, all))
		return false;
	for (; *providers; providers++)
		if ((!named || *providers == named) && (*providers)->comes_with_files &&
		    (*providers)->claims(desc))
			return true;
	return false;
}
