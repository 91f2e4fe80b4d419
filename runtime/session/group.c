/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/session/group.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/probe/provider.h"

/* Which clauses a probe runs: the numbers of its enablings. */
struct uses {
	VEC(uint32_t) enablings;
};

static struct uses *find_uses(const struct enabling *enablings, uint32_t n_enablings,
			      uint32_t n_probes)
{
	struct uses *uses = xcalloc(n_probes, sizeof(*uses));

	for (uint32_t i = 0; i < n_enablings; i++)
		vec_each(probe, &enablings[i].probes)
			vec_push(&uses[*probe].enablings, i);
	return uses;
}

static void free_uses(struct uses *uses, uint32_t n_probes)
{
	for (uint32_t i = 0; i < n_probes; i++)
		vec_fini(&uses[i].enablings);
	free(uses);
}

/* What makes two probes one group, as bytes. */
static void group_key(struct str *key, const struct uses *uses, enum probe_trigger trigger)
{
	str_clear(key);
	str_append(key, (const char *)&trigger, sizeof(trigger));
	str_append(key, (const char *)uses->enablings.data,
		   uses->enablings.len * sizeof(*uses->enablings.data));
}

static void add_clauses(struct group *group, const struct enabling *enablings,
			const struct uses *uses)
{
	vec_each(i, &uses->enablings)
		vec_push(&group->clauses, enablings[*i].clause);
}

static bool same_args(const struct site_class *class, const struct argloc *args, uint32_t n)
{
	if (class->n_args != n)
		return false;
	for (uint32_t i = 0; i < n; i++)
		if (!argloc_equal(&class->args[i], &args[i]))
			return false;
	return true;
}

static uint32_t class_of(struct group *group, const struct argloc *args, uint32_t n)
{
	for (uint32_t i = 0; i < group->classes.len; i++)
		if (same_args(&group->classes.data[i], args, n))
			return i;
	vec_push(&group->classes, ((struct site_class){ .args = args, .n_args = n }));
	return (uint32_t)group->classes.len - 1;
}

static void add_point(struct group *group, const struct probe *probe, uint32_t index, uint32_t site,
		      const struct argloc *args, uint32_t n)
{
	struct attach_point point = { .probe = probe, .site = site };

	point.cookie = (uint64_t)index << 32 | class_of(group, args, n);
	vec_push(&group->points, point);
}

static void add_probe(struct group *group, const struct probe *probe, uint32_t index)
{
	vec_push(&group->probes, index);
	if (probe->trigger != TRIGGER_SITE) {
		add_point(group, probe, index, 0, probe->common_args, probe->n_common_args);
		return;
	}
	for (uint32_t i = 0; i < probe->n_sites; i++)
		add_point(group, probe, index, i, probe->sites[i].args, probe->sites[i].n_args);
}

void groups_make(struct groups *out, const struct enabling *enablings, uint32_t n_enablings,
		 const struct probe *const *probes, uint32_t n_probes)
{
	struct uses *uses = find_uses(enablings, n_enablings, n_probes);
	struct map *by_key = map_new();
	auto_str struct str key = { 0 };

	memset(out, 0, sizeof(*out));
	for (uint32_t i = 0; i < n_probes; i++) {
		uintptr_t known;

		if (probes[i]->trigger == TRIGGER_ERROR)
			continue;
		group_key(&key, &uses[i], probes[i]->trigger);
		known = (uintptr_t)map_find(by_key, key.data, key.len);
		if (!known) {
			struct group *group = vec_add(&out->groups);

			group->trigger = probes[i]->trigger;
			add_clauses(group, enablings, &uses[i]);
			known = out->groups.len;
			map_set(by_key, key.data, key.len, (void *)known);
		}
		add_probe(&out->groups.data[known - 1], probes[i], i);
	}
	map_free(by_key);
	free_uses(uses, n_probes);
}

void groups_fini(struct groups *groups)
{
	vec_each(group, &groups->groups) {
		vec_fini(&group->clauses);
		vec_fini(&group->probes);
		vec_fini(&group->classes);
		vec_fini(&group->points);
	}
	vec_fini(&groups->groups);
}
