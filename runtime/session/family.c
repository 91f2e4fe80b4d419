/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* -x follow: probes of a process fire in those too that it forks. What the kernel compares for one
 * process would have to be attached for each child, when it already runs; so the probes are
 * attached for all processes, and their routines look in a table whether this is one of the family.
 * The kernel enters a child there before it runs, and we take out who has ended. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/kern/caps.h"
#include "runtime/kern/follow.h"
#include "runtime/session/session_impl.h"

static int table_of(const struct session *s)
{
	uint32_t families = s->compiled ? s->compiled->families : UINT32_MAX;

	return families == UINT32_MAX ? -1 : s->loaded.maps[families];
}

static int enter_one(int map, int pid)
{
	uint64_t number = (uint64_t)pid;

	return kern_map_update(map, &number, &number);
}

static int enter(struct session *s, int map)
{
	int err = enter_one(map, KERN_FOLLOW_LOST);

	vec_each(pid, &s->pids)
		if (!err)
			err = enter_one(map, *pid);
	vec_each(probe, &s->compiled->probes)
		if ((*probe)->follows && !err)
			err = enter_one(map, (*probe)->pid);
	if (err)
		return diag_errno(s->dg, NULL, D_LOAD, -err, "cannot follow processes");
	return kern_follow_forks(map, s->btf, s->links, s->dg);
}

int session_family_begin(struct session *s)
{
	int map = table_of(s);

	if (map < 0)
		return 0;
	if (kern_is_first_pid_ns())
		return enter(s, map);
	return diag_error(s->dg, NULL, D_OPTION,
			  "-x follow needs the first pid namespace: here processes have numbers "
			  "that the kernel's programs do not know");
}

struct ended {
	VEC(uint64_t) pids;
	bool any_lives;
};

static int note_end(const void *key, const void *value, void *ctx)
{
	struct ended *ended = ctx;
	uint64_t pid;

	(void)value;
	memcpy(&pid, key, sizeof(pid));
	if (pid == KERN_FOLLOW_LOST)
		return 0;
	if (proc_is_running("/proc", (int)pid))
		ended->any_lives = true;
	else
		vec_push(&ended->pids, pid);
	return 0;
}

bool session_family_lives(struct session *s)
{
	struct ended ended = { 0 };
	int map = table_of(s);
	struct kern_map_def def;

	if (map < 0)
		return false;
	def = loaded_map_def(s->compiled, s->compiled->families);
	kern_map_each(map, &def, note_end, &ended);
	vec_each(pid, &ended.pids)
		kern_map_delete(map, pid);
	vec_fini(&ended.pids);
	return ended.any_lives;
}

/* What the kernel had no room for since the last time. */
void session_family_tell(struct session *s, struct str *out)
{
	const uint64_t key = KERN_FOLLOW_LOST;
	uint64_t lost, news;
	int map = table_of(s);

	if (map < 0 || kern_map_find(map, &key, &lost) || lost == s->n_not_followed)
		return;
	news = lost - s->n_not_followed;
	s->n_not_followed = lost;
	str_printf(out, "dtrace: %" PRIu64 " process%s %s not followed: "
		   "no more than %u are at once\n",
		   news, news == 1 ? "" : "es", news == 1 ? "was" : "were",
		   loaded_map_def(s->compiled, s->compiled->families).n_entries - 1);
}

struct each {
	struct session *session;
	void (*fn)(struct session *s, int pid, int ancestor);
};

static int hand_over(const void *key, const void *value, void *ctx)
{
	const struct each *each = ctx;
	uint64_t pid, ancestor;

	memcpy(&pid, key, sizeof(pid));
	memcpy(&ancestor, value, sizeof(ancestor));
	if (pid == KERN_FOLLOW_LOST)
		return 0;
	each->fn(each->session, (int)pid, (int)ancestor);
	return 0;
}

void session_family_each(struct session *s, void (*fn)(struct session *s, int pid, int ancestor))
{
	struct each each = { s, fn };
	int map = table_of(s);
	struct kern_map_def def;

	if (map < 0)
		return;
	def = loaded_map_def(s->compiled, s->compiled->families);
	kern_map_each(map, &def, hand_over, &each);
}

int session_ancestor(struct session *s, int pid)
{
	uint64_t key = (uint64_t)pid, ancestor;
	int map = table_of(s);

	if (map < 0 || kern_map_find(map, &key, &ancestor))
		return pid;
	return (int)ancestor;
}
