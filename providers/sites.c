/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "providers/sites.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/kern/link.h"
#include "runtime/proc/proc.h"

/* The points that go into one link: same file, same process, all entries or all returns. */
struct group {
	const struct probe *probe; /* the first; path, label and pid are all the same */
	bool is_return;
	VEC(uint64_t) offsets;
	VEC(uint64_t) semaphores;
	VEC(uint64_t) cookies;
	int fd;
};

struct attacher {
	struct sites *sites;
	VEC(struct group) groups;
	struct map *by_file; /* "PID IS_RETURN PATH" -> index in groups plus 1 */
};

void sites_identity(const struct stat *st, struct str *out)
{
	str_printf(out, "%" PRIx64 " %" PRIx64 " %" PRIx64 " %" PRIx64 ".%lx", (uint64_t)st->st_dev,
		   (uint64_t)st->st_ino, (uint64_t)st->st_size, (uint64_t)st->st_mtim.tv_sec,
		   st->st_mtim.tv_nsec);
}

void sites_refuse(struct sites *sites, const struct attach_point *point, const char *why)
{
	const struct probe *probe = point->probe;

	diag_warn(sites->dg, NULL, D_ATTACH,
		  "%s:%s:%s:%s at offset 0x%" PRIx64 " of %s is left out: %s", probe->provider,
		  probe->module, probe->func, probe->name, probe->sites[point->site].offset,
		  probe->label, why);
}

static void refuse_file(struct sites *sites, const struct probe *probe, const char *why)
{
	diag_warn(sites->dg, NULL, D_ATTACH, "the probes of %s are left out: %s", probe->label,
		  why);
}

/* The file that was read when the probe was found. Its owner may have put another one, perhaps
 * somebody else's, under its path since then: so the kernel is given what is open here, and not the
 * path. -1: told. */
static int open_file(struct sites *sites, const struct probe *probe)
{
	auto_close int fd = open(probe->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	if (fd < 0 || fstat(fd, &st)) {
		refuse_file(sites, probe, strerror(errno));
		return -1;
	}
	if (st.st_dev != probe->device || st.st_ino != probe->inode) {
		refuse_file(sites, probe, "another file has taken its place");
		return -1;
	}
	return take_fd(fd);
}

/* The group of a point, made with the file open. A file that cannot be opened is told once,
 * whatever number of probes it has: most often its process has ended since it was looked at. */
static struct group *group_of(struct attacher *a, const struct attach_point *point)
{
	const struct probe *probe = point->probe;
	const bool is_return = probe->sites[point->site].is_return;
	auto_str struct str key = { 0 };
	struct group *group;
	size_t known;

	str_printf(&key, "%d %d %s", probe->pid, is_return, probe->path);
	known = (size_t)(uintptr_t)map_find_str(a->by_file, key.data);
	if (known)
		return &a->groups.data[known - 1];
	group = vec_add(&a->groups);
	group->probe = probe;
	group->is_return = is_return;
	group->fd = open_file(a->sites, probe);
	map_set_str(a->by_file, key.data, (void *)(uintptr_t)a->groups.len);
	return group;
}

static void add_point(struct attacher *a, const struct attach_point *point)
{
	const struct probe_site *site = &point->probe->sites[point->site];
	struct group *group = group_of(a, point);

	if (group->fd < 0 || (a->sites->check && !a->sites->check(a->sites, point, group->fd)))
		return;
	vec_push(&group->offsets, site->offset);
	vec_push(&group->semaphores, site->semaphore);
	vec_push(&group->cookies, point->cookie);
}

static bool counts_in(const struct proc_map *map, const struct probe *probe, uint64_t semaphore)
{
	return map->is_write && !map->is_shared && map->inode == probe->inode &&
	       semaphore >= map->offset && semaphore - map->offset < map->end - map->start;
}

/* lld and mold let two segments share a page where data ends that is protected once the program
 * has started. Until then it can be written to in both, and the kernel counts in the first, which
 * the program does not read. */
static bool has_copies(const struct proc_maps *maps, const struct group *group)
{
	for (size_t i = 0; i < group->semaphores.len; i++) {
		uint32_t n = 0;

		vec_each(map, &maps->maps)
			n += group->semaphores.data[i] &&
			     counts_in(map, group->probe, group->semaphores.data[i]);
		if (n > 1)
			return true;
	}
	return false;
}

static bool has_semaphores(const struct group *group)
{
	for (size_t i = 0; i < group->semaphores.len; i++)
		if (group->semaphores.data[i])
			return true;
	return false;
}

static void warn_copies(struct sites *sites, const struct group *group)
{
	const struct probe *probe = group->probe;
	auto_free char *path = xasprintf("/proc/%d/maps", probe->pid);
	auto_fclose FILE *f = probe->pid > 0 && has_semaphores(group) ? fopen(path, "re") : NULL;
	struct proc_maps maps = { 0 };

	if (!f || proc_maps_read(f, &maps))
		return;
	if (has_copies(&maps, group)) {
		diag_warn(sites->dg, NULL, D_ATTACH,
			  "process %d has semaphores of %s mapped twice: it may not see that "
			  "its probes are watched", probe->pid, probe->label);
		diag_hint(sites->dg, "look for probes later, with -x evaltime=main; or link with "
				 "-Wl,-z,norelro");
	}
	proc_maps_fini(&maps);
}

static int attach_group(struct sites *sites, struct group *group, int prog_fd,
			struct kern_links *links)
{
	auto_free char *path = xasprintf("/proc/self/fd/%d", group->fd);
	const struct kern_uprobes uprobes = {
		.path = path,
		.label = group->probe->label,
		.pid = group->probe->follows ? 0 : group->probe->pid,
		.offsets = group->offsets.data,
		.is_return = group->is_return,
		.semaphores = group->semaphores.data,
		.cookies = group->cookies.data,
		.n = (uint32_t)group->offsets.len,
	};

	warn_copies(sites, group);
	return uprobes.n ? kern_link_uprobes(sites->caps, links, prog_fd, &uprobes, sites->dg) : 0;
}

static void close_group(struct group *group)
{
	vec_fini(&group->offsets);
	vec_fini(&group->semaphores);
	vec_fini(&group->cookies);
	if (group->fd >= 0)
		close(group->fd);
}

int sites_attach(struct sites *sites, int prog_fd, const struct attach_point *points, uint32_t n,
		 struct kern_links *links)
{
	struct attacher a = { .sites = sites, .by_file = map_new() };
	int n_attached = 0, error = 0;

	for (uint32_t i = 0; i < n; i++)
		add_point(&a, &points[i]);
	vec_each(group, &a.groups) {
		int ret = attach_group(sites, group, prog_fd, links);

		if (ret < 0)
			error = ret;
		else
			n_attached += ret;
		close_group(group);
	}
	vec_fini(&a.groups);
	map_free(a.by_file);
	return n_attached || !error ? n_attached : error;
}
