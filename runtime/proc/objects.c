/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The same file can have several names and a name can mean several files: a process may live in a
 * mount namespace of its own, and a file that was replaced by an upgrade is mapped on under a name
 * that means its successor. So files are told apart by device and inode, and a name is used only if
 * what it leads to is the mapped file. The names, best first:
 *
 *	/usr/lib/libx.so				as the process sees it
 *	/proc/PID/root/usr/lib/libx.so			seen from its root
 *	/proc/PID/map_files/7f0000000000-7f0000001000	the mapping itself: deleted files, memfd
 *	/proc/PID/fd/3					the same, for those who may not do that
 *
 * On some file systems (btrfs, overlayfs) maps and stat() name different devices; there the mapping
 * itself, looked at by stat(), is what a name is compared with. */

#include "runtime/proc/proc.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"

struct proc_cache {
	const char *root;
	struct arena *arena;
	const struct proc_alias *only;	/* NULL: all processes are seen */
	uint32_t n_only;
	struct map *answers;		/* process, or 0 for all -> struct answer */
};

/* What was given once is given again. */
struct answer {
	const struct proc_object *objects;
	int n;
	uint32_t n_hidden;
};

/* A walk over processes. */
struct scan {
	struct proc_cache *procs;
	struct map *seen; /* struct file_id -> anything */
	VEC(struct proc_object) found;
	struct str text; /* the maps of one process */
	uint32_t n_hidden;
};

struct file_id {
	uint32_t dev_major, dev_minor;
	uint64_t inode;
};

struct proc_cache *proc_cache_new(const char *proc_root)
{
	struct proc_cache *procs = xcalloc(1, sizeof(*procs));

	procs->arena = arena_new();
	procs->root = arena_strdup(procs->arena, proc_root);
	procs->answers = map_new();
	return procs;
}

struct proc_cache *proc_cache_new_of(const char *proc_root, const struct proc_alias *aliases,
				     uint32_t n)
{
	struct proc_cache *procs = proc_cache_new(proc_root);

	procs->only = arena_memdup(procs->arena, aliases, n * sizeof(*aliases));
	procs->n_only = n;
	return procs;
}

void proc_cache_free(struct proc_cache *procs)
{
	if (!procs)
		return;
	map_free(procs->answers);
	arena_free(procs->arena);
	free(procs);
}

/* The kernel writes a newline in a name as \012, and nothing else. Also cuts " (deleted)". */
static char *plain_path(struct arena *arena, const char *written)
{
	static const char deleted[] = " (deleted)";
	char *path = arena_strdup(arena, written);
	size_t len = strlen(path);
	char *to = path;

	if (len >= sizeof(deleted) && !strcmp(path + len - (sizeof(deleted) - 1), deleted))
		path[len - (sizeof(deleted) - 1)] = '\0';
	for (const char *from = path; *from; to++) {
		bool is_newline = !strncmp(from, "\\012", 4);

		*to = is_newline ? '\n' : *from;
		from += is_newline ? 4 : 1;
	}
	*to = '\0';
	return path;
}

/* What a mapping's file is to stat(): through the mapping itself if we may, else what maps says. */
static struct stat mapped_file(const char *map_file, const struct proc_map *map)
{
	struct stat st;

	if (!stat(map_file, &st))
		return st;
	memset(&st, 0, sizeof(st));
	st.st_dev = makedev(map->dev_major, map->dev_minor);
	st.st_ino = map->inode;
	return st;
}

static bool leads_to(const char *path, dev_t dev, ino_t inode)
{
	struct stat st;

	return !stat(path, &st) && st.st_dev == dev && st.st_ino == inode;
}

/* A descriptor that the process holds of the file: a way to files in memory for those who may not
 * use map_files, which takes CAP_SYS_ADMIN or CAP_CHECKPOINT_RESTORE. NULL: none. */
static const char *find_descriptor(struct proc_cache *procs, int pid, const struct stat *st)
{
	auto_free char *folder = xasprintf("%s/%d/fd", procs->root, pid);
	const char *found = NULL;
	DIR *dir = opendir(folder);

	for (struct dirent *entry; dir && !found && (entry = readdir(dir));) {
		auto_free char *path = xasprintf("%s/%s", folder, entry->d_name);

		if (leads_to(path, st->st_dev, st->st_ino))
			found = arena_strdup(procs->arena, path);
	}
	if (dir)
		closedir(dir);
	return found;
}

static const char *find_open_path(struct proc_cache *procs, int pid, const struct proc_map *map,
				  const char *path)
{
	const char *map_file, *from_root, *descriptor;
	struct stat st;

	if (leads_to(path, makedev(map->dev_major, map->dev_minor), map->inode))
		return path;
	map_file = arena_printf(procs->arena, "%s/%d/map_files/%" PRIx64 "-%" PRIx64, procs->root,
				pid, map->start, map->end);
	st = mapped_file(map_file, map);
	if (leads_to(path, st.st_dev, st.st_ino))
		return path;
	from_root = arena_printf(procs->arena, "%s/%d/root%s", procs->root, pid, path);
	if (leads_to(from_root, st.st_dev, st.st_ino))
		return from_root;
	descriptor = access(map_file, F_OK) ? find_descriptor(procs, pid, &st) : NULL;
	return descriptor ? descriptor : map_file;
}

/* Is it the process's executable? Both names are the kernel's view of one file, written alike, but
 * for a newline. */
static bool is_main(struct proc_cache *procs, int pid, const char *path)
{
	auto_free char *link = xasprintf("%s/%d/exe", procs->root, pid);
	char exe[PATH_MAX + 1];
	size_t path_len = strlen(path);
	ssize_t len = readlink(link, exe, sizeof(exe) - 1);

	if (len < 0)
		return false;
	exe[len] = '\0';
	return !strncmp(exe, path, path_len) &&
	       (!exe[path_len] || !strcmp(exe + path_len, " (deleted)"));
}

static void add_object(struct scan *scan, int pid, const struct proc_map *map)
{
	const struct file_id id = { map->dev_major, map->dev_minor, map->inode };
	struct proc_object *object;

	if (map_find(scan->seen, &id, sizeof(id)))
		return;
	map_set(scan->seen, &id, sizeof(id), scan);
	object = vec_add(&scan->found);
	object->dev_major = map->dev_major;
	object->dev_minor = map->dev_minor;
	object->inode = map->inode;
	object->pid = pid;
	object->path = plain_path(scan->procs->arena, map->path);
	object->open_path = find_open_path(scan->procs, pid, map, object->path);
	object->is_main = is_main(scan->procs, pid, object->path);
}

/* The text of a process's maps, in one piece: the lines then need no copying. */
static int read_maps(struct scan *scan, int pid)
{
	auto_free char *path = xasprintf("%s/%d/maps", scan->procs->root, pid);
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -errno;
	str_clear(&scan->text);
	while ((n = read(fd, str_reserve(&scan->text, 1 << 16), 1 << 16)) > 0)
		scan->text.len += (size_t)n;
	if (n < 0)
		return -errno;
	*str_reserve(&scan->text, 0) = '\0';
	return 0;
}

bool proc_may_trace(const char *proc_root, int pid)
{
	auto_free char *link = xasprintf("%s/%d/exe", proc_root, pid);
	char exe[1];

	return readlink(link, exe, sizeof(exe)) >= 0 || (errno != EACCES && errno != EPERM);
}

static int scan_process(struct scan *scan, int pid)
{
	struct proc_map map;
	int rc = proc_may_trace(scan->procs->root, pid) ? read_maps(scan, pid) : -EACCES;
	char *rest = scan->text.data;

	for (char *line; !rc && (line = strsep(&rest, "\n"));) {
		if (!proc_map_parse(line, &map) && map.is_exec && map.inode && *map.path == '/')
			add_object(scan, pid, &map);
	}
	return rc;
}

/* A process that ends while we look is no failure. */
static void scan_any(struct scan *scan, int pid)
{
	int rc = scan_process(scan, pid);

	if (rc == -EACCES || rc == -EPERM)
		scan->n_hidden++;
}

static int scan_only(struct scan *scan)
{
	for (uint32_t i = 0; i < scan->procs->n_only; i++)
		scan_any(scan, scan->procs->only[i].pid);
	return 0;
}

static int scan_all(struct scan *scan, struct diag *dg)
{
	DIR *dir = opendir(scan->procs->root);

	if (!dir)
		return diag_errno(dg, NULL, D_PROC, errno, "cannot read %s", scan->procs->root);
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (isdigit((unsigned char)entry->d_name[0]))
			scan_any(scan, atoi(entry->d_name));
	}
	closedir(dir);
	return 0;
}

static int scan_one(struct scan *scan, int pid)
{
	const struct proc_cache *procs = scan->procs;

	for (uint32_t i = 0; i < procs->n_only; i++)
		if (procs->only[i].as == pid)
			scan_any(scan, procs->only[i].pid);
	return procs->only ? 0 : scan_process(scan, pid);
}

static int scan_named(struct scan *scan, const int *pids, uint32_t n, struct diag *dg)
{
	for (uint32_t i = 0; i < n; i++) {
		int rc = scan_one(scan, pids[i]);

		if (rc == -EACCES || rc == -EPERM)
			scan->n_hidden++;
		else if (rc == -ENOENT || rc == -ESRCH) {
			diag_error(dg, NULL, D_PROC, "there is no process %d", pids[i]);
			return -ESRCH;
		} else if (rc)
			return diag_errno(dg, NULL, D_PROC, -rc,
					  "cannot read the mappings of process %d", pids[i]);
	}
	return 0;
}

/* Moves what was found to the cache; returns the number. */
static int keep(struct scan *scan, const struct proc_object **out)
{
	*out = arena_memdup(scan->procs->arena, scan->found.data,
			    scan->found.len * sizeof(*scan->found.data));
	return (int)scan->found.len;
}

static void scan_fini(struct scan *scan)
{
	map_free(scan->seen);
	vec_fini(&scan->found);
	str_fini(&scan->text);
}

static int ask(struct proc_cache *procs, const int *pids, uint32_t n, struct diag *dg,
	       struct answer *out)
{
	struct scan scan = { .procs = procs, .seen = map_new() };
	int rc;

	if (n)
		rc = scan_named(&scan, pids, n, dg);
	else
		rc = procs->only ? scan_only(&scan) : scan_all(&scan, dg);
	if (!rc)
		rc = keep(&scan, &out->objects);
	out->n = rc;
	out->n_hidden = scan.n_hidden;
	scan_fini(&scan);
	return rc;
}

/* Of processes that may end at any moment all searches must see the same. */
static bool is_kept(const struct proc_cache *procs, uint32_t n)
{
	return n == 0 || (n == 1 && procs->only);
}

int proc_objects(struct proc_cache *procs, const int *pids, uint32_t n, struct diag *dg,
		 const struct proc_object **out, uint32_t *n_hidden)
{
	const int key = n ? pids[0] : 0;
	struct answer *known = is_kept(procs, n) ? map_find(procs->answers, &key, sizeof(key))
						 : NULL;
	struct answer answer = { 0 };

	if (known)
		answer = *known;
	else if (ask(procs, pids, n, dg, &answer) >= 0 && is_kept(procs, n))
		map_set(procs->answers, &key, sizeof(key),
			arena_memdup(procs->arena, &answer, sizeof(answer)));
	*out = answer.objects;
	*n_hidden = answer.n_hidden;
	return answer.n;
}
