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
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "providers/sites.h"
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

	sites_identity(st, &identity);
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

/* Functions of processes have their own provider, and no other may have its name. */
static bool usdt_claims(const struct probe_desc *desc)
{
	int pid;

	return !(probe_desc_wants_provider(desc, "pid", &pid) && pid);
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

/* May the kernel put a breakpoint there?
 *
 * Linux 6.18 replaces a nop of 5 bytes that is hit by a call, which writes its return address over
 * the stack below the stack pointer, where a leaf function keeps its variables; and in a process
 * forked afterwards the called page is missing. The 1-byte nop that all of <sys/sdt.h> has is never
 * replaced, whatever follows it. */
static bool check_site(struct sites *sites, const struct attach_point *point, int fd)
{
	uint8_t bytes[16];
	ssize_t n = pread(fd, bytes, sizeof(bytes), (off_t)point->probe->sites[point->site].offset);

	switch (arch_classify_site(arch_host(), bytes, n > 0 ? (size_t)n : 0)) {
	case ARCH_SITE_NOP:
		return true;
	case ARCH_SITE_NOP5:
		if (!kern_has(sites->caps, KERN_NOP5_BROKEN))
			return true;
		sites_refuse(sites, point, "its site is a nop of 5 bytes");
		diag_hint(sites->dg, "this kernel turns such a nop into a call that destroys the "
				 "program's data (Linux 6.18); another kernel, or a program built "
				 "with a 1-byte nop, can be traced");
		return false;
	case ARCH_SITE_REFUSED:
		sites_refuse(sites, point, "the kernel takes no nop with a segment prefix");
		return false;
	case ARCH_SITE_OTHER:
		sites_refuse(sites, point, "the file does not hold the nop that its note tells of");
		return false;
	}
	return false;
}

static int usdt_attach(struct kern_caps *caps, int prog_fd, const struct attach_point *points,
		       uint32_t n, struct kern_links *links, struct diag *dg)
{
	struct sites sites = { .caps = caps, .dg = dg, .check = check_site };

	return sites_attach(&sites, prog_fd, points, n, links);
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
