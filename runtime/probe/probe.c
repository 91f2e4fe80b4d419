/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/probe/probe.h"

#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"

void probe_list_init(struct probe_list *list)
{
	*list = (struct probe_list){
		.arena = arena_new(),
		.by_name = map_new(),
		.cache = map_new(),
		.round = 1,
	};
}

void probe_list_fini(struct probe_list *list)
{
	vec_fini(&list->probes);
	vec_fini(&list->found);
	vec_fini(&list->found_in);
	map_free(list->by_name);
	map_free(list->cache);
	arena_free(list->arena);
	*list = (struct probe_list){ 0 };
}

void probe_list_mark(struct probe_list *list)
{
	list->found.len = 0;
	list->round++;
}

static void note_found(struct probe_list *list, struct probe *probe)
{
	if (list->found_in.data[probe->id - 1] == list->round)
		return;
	list->found_in.data[probe->id - 1] = list->round;
	vec_push(&list->found, probe);
}

/* Names come from files and are shown as they are: so nothing in them may be for the terminal. */
static const char *copy_name(struct probe_list *list, const char *name)
{
	return str_make_plain(arena_strdup(list->arena, name));
}

static struct probe *new_probe(struct probe_list *list)
{
	struct probe *probe = arena_make(list->arena, struct probe);

	vec_push(&list->probes, probe);
	vec_push(&list->found_in, 0);
	probe->id = (uint32_t)list->probes.len;
	return probe;
}

/* There are many probes: so the key is made without formatting. */
static void put_key(struct str *key, const struct provider *impl, int pid,
		    const char *const *names, size_t n)
{
	str_append(key, (const char *)&impl, sizeof(impl));
	str_append(key, (const char *)&pid, sizeof(pid));
	for (size_t i = 0; i < n; i++)
		str_append(key, names[i], strlen(names[i]) + 1);
}

struct probe *probe_list_add(struct probe_list *list, const struct provider *impl,
			     const char *provider, int pid, const char *file, const char *module,
			     const char *func, const char *name, bool *is_new)
{
	const char *const names[] = { file ? file : "", provider, module, func, name };
	auto_str struct str key = { 0 };
	struct probe *probe;

	put_key(&key, impl, pid, names, sizeof(names) / sizeof(names[0]));
	probe = map_find(list->by_name, key.data, key.len);
	*is_new = !probe;
	if (!probe) {
		probe = new_probe(list);
		probe->impl = impl;
		probe->provider = copy_name(list, provider);
		probe->pid = pid;
		probe->path = file ? arena_strdup(list->arena, file) : NULL;
		probe->module = copy_name(list, module);
		probe->func = copy_name(list, func);
		probe->name = copy_name(list, name);
		map_set(list->by_name, key.data, key.len, probe);
	}
	note_found(list, probe);
	return probe;
}
