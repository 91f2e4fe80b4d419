/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Probes that programs bring along, as notes in their ELF files: those of our SDK and of -G, and
 * those of <sys/sdt.h>, which are the same.
 *
 * A description tells where to look:
 *
 *	postgresql1234:::	in process 1234, and the probes fire for it alone
 *	postgresql*:::		in all processes; with -p in those
 *	postgresql:::		likewise
 *
 * and files named on the command line are searched besides. A file is where a probe lives: what
 * many processes map is found once, and one attachment serves them all, those included that start
 * later. A probe of one process is another probe, called by the provider's name and its number.
 *
 * A site must be a nop, as the kernel puts a breakpoint over it and emulates what was there; what
 * is none shows that the note is stale or wrong, and a breakpoint in the middle of some other
 * instruction would destroy the program. And one kind of nop must be left alone on one kind of
 * kernel: see check_site(). */

#include "providers/providers.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "providers/usdt_file.h"
#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/kern/caps.h"
#include "runtime/kern/link.h"
#include "runtime/probe/arch.h"
#include "runtime/proc/proc.h"

/* One search. */
struct finder {
	const struct search *search;
	const struct probe_desc *desc;
	struct probe_list *list;
	struct diag *dg;
	int pid;	     /* whose probes are looked for; 0: everybody's */
	int digits;	     /* what stands behind the provider's name: pid, or 0 */
	struct map *visited; /* files, by device and inode */
	uint32_t n_found;
	uint32_t n_hidden;   /* processes that may not be looked at */
};

/* The last part of a path; of a file in memory, "/memfd:NAME", its own name, as a colon has no
 * place in a description. */
static const char *base_name(const char *path)
{
	static const char memfd[] = "/memfd:";
	const char *slash = strrchr(path, '/');

	if (!strncmp(path, memfd, sizeof(memfd) - 1))
		path += sizeof(memfd) - 1;
	return slash && slash >= path ? slash + 1 : path;
}

static void add_probe(struct finder *f, const struct usdt_file *file,
		      const struct usdt_probe *from, const struct stat *st, const char *path,
		      const char *label)
{
	auto_str struct str provider = { 0 }, identity = { 0 };
	struct probe *probe;
	bool is_new;

	usdt_file_identity(st, &identity);
	str_puts(&provider, from->provider);

	if (f->pid)
		str_printf(&provider, "%d", f->pid);
	probe = probe_list_add(f->list, &usdt_provider, provider.data, f->pid,
			       identity.data, base_name(label), from->func, from->name, &is_new);
	f->n_found++;
	if (!is_new)
		return;
	probe->trigger = TRIGGER_SITE;
	probe->path = arena_strdup(f->list->arena, path);
	probe->label = label;
	probe->device = st->st_dev;
	probe->inode = st->st_ino;
	probe->sites = from->sites;
	probe->n_sites = from->n_sites;
	probe->args = from->args;
	probe->n_args = from->n_args;
	probe->definitions = file->definitions;
}

/* Was the file met already in this search, by whatever path? */
static bool is_visited(struct finder *f, const struct stat *st)
{
	const uint64_t key[] = { st->st_dev, st->st_ino };

	if (map_find(f->visited, key, sizeof(key)))
		return true;
	map_set(f->visited, key, sizeof(key), f);
	return false;
}

static bool wants_provider(void *ctx, const char *provider)
{
	const struct finder *f = ctx;
	int digits;

	return probe_desc_wants_provider(f->desc, provider, &digits) && digits == f->digits;
}

/* The matching probes of one file: 0, or a negative errno, not told. */
static int find_in_file(struct finder *f, const char *path, const char *name)
{
	const struct usdt_file *file;
	const char *label;
	struct stat st;
	int ret;

	if (stat(path, &st) != 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -ENOEXEC;
	if (is_visited(f, &st))
		return 0;
	ret = usdt_file_read(f->list, path, &st, wants_provider, f, f->dg, &file);
	if (ret < 0 || file->n_probes == 0)
		return ret;
	label = str_make_plain(arena_strdup(f->list->arena, name));
	for (uint32_t i = 0; i < file->n_probes; i++) {
		const struct usdt_probe *probe = &file->probes[i];

		if (wants_provider(f, probe->provider) &&
		    probe_desc_matches(f->desc, base_name(label), probe->func, probe->name))
			add_probe(f, file, probe, &st, path, label);
	}
	return 0;
}

/* Only where nothing at all was found, which this may explain; and once, not for every
 * description. */
static void tell_hidden(struct finder *f)
{
	static const char key[] = "usdt hidden";

	if (!f->n_hidden || f->list->found.len || map_find_str(f->list->cache, key))
		return;
	map_set_str(f->list->cache, key, f->list);
	diag_warn(f->dg, NULL, D_PERMISSION, "%u process%s may not be looked at for probes",
		  f->n_hidden, f->n_hidden == 1 ? "" : "es");
	diag_hint(f->dg, "looking at all of them takes CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH");
}

/* What is mapped may be gone, or no ELF file: that is nobody's fault and not told. */
static int find_in_objects(struct finder *f, struct diag *dg)
{
	const struct proc_object *objects;
	uint32_t n_hidden = 0;
	int n = 0;

	if (f->search->procs)
		n = proc_objects(f->search->procs, f->pid ? &f->pid : NULL, f->pid ? 1 : 0, dg,
				 &objects, &n_hidden);
	for (int i = 0; i < n; i++)
		find_in_file(f, objects[i].open_path, objects[i].path);
	if (n_hidden > f->n_hidden)
		f->n_hidden = n_hidden;
	return n < 0 ? n : 0;
}

static void find_in_named_files(struct finder *f)
{
	for (uint32_t i = 0; i < f->search->n_files; i++) {
		const struct loc loc = { .file = f->search->files[i] };
		int ret = find_in_file(f, f->search->files[i], f->search->files[i]);

		if (ret == -ENOEXEC)
			diag_warn(f->dg, &loc, D_ELF, "is not a program of this machine");
		else if (ret < 0)
			diag_warn(f->dg, &loc, D_FILE, "cannot be read: %s", strerror(-ret));
	}
}

/* pid: the process, or 0 for all; digits: whether the provider field says so itself. */
static int find_for(struct finder *f, int pid, int digits, struct diag *dg)
{
	int ret;

	f->pid = pid;
	f->digits = digits;
	f->visited = map_new();
	ret = find_in_objects(f, dg);
	if (ret == 0)
		find_in_named_files(f);
	map_free(f->visited);
	return ret;
}

static bool usdt_claims(const struct probe_desc *desc)
{
	(void)desc;
	return true;
}

/* What the digits behind a provider's name say. No such process is no error: nothing matches. */
static void find_in_pid(struct finder *f, int pid)
{
	struct diag *untold = diag_new();

	find_for(f, pid, pid, untold);
	diag_free(untold);
}

/* In the processes of -p, or in all. */
static int find_by_name(struct finder *f, struct diag *dg)
{
	int ret = 0;

	if (!f->search->n_pids)
		return find_for(f, 0, 0, dg);
	for (uint32_t i = 0; i < f->search->n_pids && ret == 0; i++)
		ret = find_for(f, f->search->pids[i], 0, dg);
	return ret;
}

static int usdt_find(const struct search *search, const struct probe_desc *desc,
		     struct probe_list *out, struct diag *dg)
{
	struct finder f = { .search = search, .desc = desc, .list = out, .dg = dg };
	const int pid = probe_desc_pid(desc);
	int ret = 0;

	if (pid)
		find_in_pid(&f, pid);
	/* A name that ends in digits may just be a name. */
	if (!f.n_found)
		ret = find_by_name(&f, dg);
	if (ret == 0)
		tell_hidden(&f);
	return ret;
}

/* The points that go into one link: same file, same process. */
struct group {
	const struct probe *probe; /* the first; path, label and pid are all the same */
	VEC(uint64_t) offsets;
	VEC(uint64_t) semaphores;
	VEC(uint64_t) cookies;
	int fd;
};

struct attacher {
	struct kern_caps *caps;
	const struct arch *arch;
	struct diag *dg;
	VEC(struct group) groups;
	struct map *by_file; /* "PID PATH" -> index in groups plus 1 */
};

static void refuse(struct attacher *a, const struct attach_point *point, const char *why)
{
	const struct probe *probe = point->probe;

	diag_warn(a->dg, NULL, D_ATTACH,
		  "%s:%s:%s:%s at offset 0x%" PRIx64 " of %s is left out: %s", probe->provider,
		  probe->module, probe->func, probe->name, probe->sites[point->site].offset,
		  probe->label, why);
}

static void refuse_file(struct attacher *a, const struct probe *probe, const char *why)
{
	diag_warn(a->dg, NULL, D_ATTACH, "the probes of %s are left out: %s", probe->label, why);
}

/* May the kernel put a breakpoint there?
 *
 * Linux 6.18 replaces a nop of 5 bytes that is hit by a call, which writes its return address over
 * the stack below the stack pointer, where a leaf function keeps its variables; and in a process
 * forked afterwards the called page is missing. The 1-byte nop that all of <sys/sdt.h> has is never
 * replaced, whatever follows it. */
static bool check_site(struct attacher *a, const struct attach_point *point, int fd)
{
	uint8_t bytes[16];
	ssize_t n = pread(fd, bytes, sizeof(bytes), (off_t)point->probe->sites[point->site].offset);

	switch (a->arch->classify_site(bytes, n > 0 ? (size_t)n : 0)) {
	case ARCH_SITE_NOP:
		return true;
	case ARCH_SITE_NOP5:
		if (!kern_has(a->caps, KERN_NOP5_BROKEN))
			return true;
		refuse(a, point, "its site is a nop of 5 bytes");
		diag_hint(a->dg, "this kernel turns such a nop into a call that destroys the "
				 "program's data (Linux 6.18); another kernel, or a program built "
				 "with a 1-byte nop, can be traced");
		return false;
	case ARCH_SITE_REFUSED:
		refuse(a, point, "the kernel takes no nop with a segment prefix");
		return false;
	case ARCH_SITE_OTHER:
		refuse(a, point, "the file does not hold the nop that its note tells of");
		return false;
	}
	return false;
}

/* The file that was read when the probe was found. Its owner may have put another one, perhaps
 * somebody else's, under its path since then: so the kernel is given what is open here, and not the
 * path. -1: told. */
static int open_file(struct attacher *a, const struct probe *probe)
{
	auto_close int fd = open(probe->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	if (fd < 0 || fstat(fd, &st)) {
		refuse_file(a, probe, strerror(errno));
		return -1;
	}
	if (st.st_dev != probe->device || st.st_ino != probe->inode) {
		refuse_file(a, probe, "another file has taken its place");
		return -1;
	}
	return take_fd(fd);
}

/* The group of a point, made with the file open. A file that cannot be opened is told once,
 * whatever number of probes it has: most often its process has ended since it was looked at. */
static struct group *group_of(struct attacher *a, const struct attach_point *point)
{
	const struct probe *probe = point->probe;
	auto_str struct str key = { 0 };
	struct group *group;
	size_t known;

	str_printf(&key, "%d %s", probe->pid, probe->path);
	known = (size_t)(uintptr_t)map_find_str(a->by_file, key.data);
	if (known)
		return &a->groups.data[known - 1];
	group = vec_add(&a->groups);
	group->probe = probe;
	group->fd = open_file(a, probe);
	map_set_str(a->by_file, key.data, (void *)(uintptr_t)a->groups.len);
	return group;
}

static void add_point(struct attacher *a, const struct attach_point *point)
{
	const struct probe_site *site = &point->probe->sites[point->site];
	struct group *group = group_of(a, point);

	if (group->fd < 0 || !check_site(a, point, group->fd))
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

static void warn_copies(struct attacher *a, const struct group *group)
{
	const struct probe *probe = group->probe;
	auto_free char *path = xasprintf("/proc/%d/maps", probe->pid);
	auto_fclose FILE *f = probe->pid > 0 ? fopen(path, "re") : NULL;
	struct proc_maps maps = { 0 };

	if (!f || proc_maps_read(f, &maps))
		return;
	if (has_copies(&maps, group)) {
		diag_warn(a->dg, NULL, D_ATTACH,
			  "process %d has semaphores of %s mapped twice: it may not see that "
			  "its probes are watched", probe->pid, probe->label);
		diag_hint(a->dg, "look for probes later, with -x evaltime=main; or link with "
				 "-Wl,-z,norelro");
	}
	proc_maps_fini(&maps);
}

static int attach_group(struct attacher *a, struct group *group, int prog_fd,
			struct kern_links *links)
{
	auto_free char *path = xasprintf("/proc/self/fd/%d", group->fd);
	const struct kern_uprobes uprobes = {
		.path = path,
		.label = group->probe->label,
		.pid = group->probe->follows ? 0 : group->probe->pid,
		.offsets = group->offsets.data,
		.semaphores = group->semaphores.data,
		.cookies = group->cookies.data,
		.n = (uint32_t)group->offsets.len,
	};

	warn_copies(a, group);
	return uprobes.n ? kern_link_uprobes(a->caps, links, prog_fd, &uprobes, a->dg) : 0;
}

static void close_group(struct group *group)
{
	vec_fini(&group->offsets);
	vec_fini(&group->semaphores);
	vec_fini(&group->cookies);
	if (group->fd >= 0)
		close(group->fd);
}

static int usdt_attach(struct kern_caps *caps, int prog_fd, const struct attach_point *points,
		       uint32_t n, struct kern_links *links, struct diag *dg)
{
	struct attacher a = { .caps = caps, .arch = arch_host(), .dg = dg, .by_file = map_new() };
	int n_attached = 0, error = 0;

	for (uint32_t i = 0; i < n; i++)
		add_point(&a, &points[i]);
	vec_each(group, &a.groups) {
		int ret = attach_group(&a, group, prog_fd, links);

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

const struct provider usdt_provider = {
	.name = "usdt",
	.doc = "Probes that programs and libraries bring along: PROVIDER*:MODULE:FUNCTION:NAME in "
	       "all processes, PROVIDERpid in one. The module is the name of the file, and \"__\" "
	       "in the name of a probe is written \"-\".",
	.comes_with_files = true,
	.claims = usdt_claims,
	.find = usdt_find,
	.attach = usdt_attach,
};
