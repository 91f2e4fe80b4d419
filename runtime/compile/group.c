/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/compile/group.h"

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

/* Where the arguments lie, as bytes. */
static void class_key(struct str *key, const struct argloc *args, uint32_t n)
{
	str_clear(key);
	for (uint32_t i = 0; i < n; i++) {
		const struct argloc *arg = &args[i];
		const char bytes[] = { (char)arg->kind, (char)arg->size,  (char)arg->is_signed,
				       (char)arg->is_float, (char)arg->reg, (char)arg->index,
				       (char)arg->scale, (char)arg->shift };

		str_append(key, bytes, sizeof(bytes));
		str_append(key, (const char *)&arg->value, sizeof(arg->value));
	}
}

/* Neighbours often share one array. */
static uint32_t class_of(struct group *group, const struct argloc *args, uint32_t n)
{
	const size_t len = group->classes.len;
	auto_str struct str key = { 0 };
	uintptr_t known;

	if (len && group->classes.data[len - 1].args == args)
		return (uint32_t)len - 1;
	if (!group->by_args)
		group->by_args = map_new();
	class_key(&key, args, n);
	known = (uintptr_t)map_find(group->by_args, str_text(&key), key.len);
	if (known)
		return (uint32_t)known - 1;
	vec_push(&group->classes, ((struct site_class){ .args = args, .n_args = n }));
	map_set(group->by_args, str_text(&key), key.len, (void *)(uintptr_t)(len + 1));
	return (uint32_t)len;
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

size_t groups_longest(const struct groups *groups)
{
	size_t n = 0;

	vec_each(group, &groups->groups)
		if (group->clauses.len > n)
			n = group->clauses.len;
	return n;
}

void groups_fini(struct groups *groups)
{
	vec_each(group, &groups->groups) {
		vec_fini(&group->clauses);
		vec_fini(&group->probes);
		vec_fini(&group->classes);
		map_free(group->by_args);
		vec_fini(&group->points);
	}
	vec_fini(&groups->groups);
}
