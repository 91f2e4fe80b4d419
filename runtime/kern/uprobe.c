/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A uprobe_multi link is all or nothing: one site that the kernel refuses fails it, and which one
 * it was is not told. So a refused set is halved until what is refused is a single site; halves
 * that hold are kept as links of their own, since taking back costs as much as detaching. One bad
 * site among n makes about log2 n links, which are closed in parallel. */

#include "runtime/kern/link.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/kern/caps.h"
#include "runtime/kern/linkset.h"
#include "runtime/kern/sys.h"

/* Each refusal waits for the kernel's grace periods; a file of which so many sites are refused is
 * given up. */
#define MAX_REFUSED 64

/* The sites of one call, and what became of them. */
struct attach {
	struct kern_links *links;
	int prog_fd;
	const struct kern_uprobes *up;
	uint32_t perf_type; /* the kernel's number for uprobes as perf events */
	struct diag *dg;

	uint32_t n_attached, n_refused;
	int err; /* the last refusal */
};

/* One link for n sites from first on: a descriptor or a negative errno. */
typedef int link_fn(struct attach *at, uint32_t first, uint32_t n);

static const char *label(const struct kern_uprobes *up)
{
	return up->label ? up->label : up->path;
}

static uint64_t semaphore(const struct kern_uprobes *up, uint32_t i)
{
	return up->semaphores ? up->semaphores[i] : 0;
}

static int link_multi(struct attach *at, uint32_t first, uint32_t n)
{
	const struct kern_uprobes *up = at->up;
	struct kern_uprobe_multi_attr attr = {
		.prog_fd = (uint32_t)at->prog_fd,
		.attach_type = KERN_TRACE_UPROBE_MULTI,
		.path = kern_sys_ptr(up->path),
		.offsets = kern_sys_ptr(up->offsets + first),
		.cookies = up->cookies ? kern_sys_ptr(up->cookies + first) : 0,
		.cnt = n,
		.flags = up->is_return ? KERN_UPROBE_MULTI_RETURN : 0,
		.pid = (uint32_t)up->pid,
	};

	for (uint32_t i = first; i < first + n && !attr.ref_ctr_offsets; i++) {
		if (semaphore(up, i))
			attr.ref_ctr_offsets = kern_sys_ptr(up->semaphores + first);
	}
	return kern_sys_bpf(BPF_LINK_CREATE, &attr, sizeof(attr));
}

/* The program runs for every thread of the process, although the event names only the first: what
 * the kernel compares is the address space. */
static int link_perf(struct attach *at, uint32_t first, uint32_t n)
{
	const struct kern_uprobes *up = at->up;
	struct perf_event_attr attr = {
		.type = at->perf_type,
		.config = semaphore(up, first) << 32 | up->is_return,
		.uprobe_path = kern_sys_ptr(up->path),
		.probe_offset = up->offsets[first],
	};
	int fd;

	assert(n == 1);
	if (semaphore(up, first) > UINT32_MAX)
		return -EFBIG;
	fd = kern_sys_perf_open(&attr, up->pid ? up->pid : -1, up->pid ? -1 : 0);
	return fd < 0 ? fd : kern_perf_link(fd, at->prog_fd, up->cookies ? up->cookies[first] : 0);
}

static uint64_t file_size(const char *path)
{
	struct stat st;

	return stat(path, &st) ? UINT64_MAX : (uint64_t)st.st_size;
}

/* Why the kernel refuses one site, as far as its number tells. NULL: the number says it best. */
static const char *reason(const struct kern_uprobes *up, uint32_t i, int err)
{
	if (err == -KERN_ENOTSUPP || err == -ENOEXEC)
		return "the kernel can put no probe on its instruction";
	if (up->offsets[i] >= file_size(up->path))
		return "it lies beyond the end of the file";
	if (err == -EINVAL && semaphore(up, i))
		return "another tracer is attached to it without its semaphore";
	return NULL;
}

/* A single site that is refused is an error if nothing else is to be attached, else a warning. */
static void tell_site(struct attach *at, uint32_t i, int err)
{
	const struct kern_uprobes *up = at->up;
	const char *why = reason(up, i, err);

	if (!why)
		why = strerror(-err);
	if (up->n == 1)
		diag_error(at->dg, NULL, D_ATTACH, "cannot probe %s at 0x%" PRIx64 ": %s",
			   label(up), up->offsets[i], why);
	else
		diag_warn(at->dg, NULL, D_ATTACH, "%s: the site at 0x%" PRIx64 " is left out: %s",
			  label(up), up->offsets[i], why);
	if (err == -EINVAL && semaphore(up, i))
		diag_hint(at->dg, "end the other tracer (bpftrace, perf, ...), or let both use "
				  "the probe's semaphore");
}

/* Does the refusal lie in one of the sites? Else it is the file, the process or the privilege. */
static bool is_of_a_site(int err)
{
	switch (-err) {
	case KERN_ENOTSUPP:
	case ENOEXEC:
	case EINVAL:
	case EIO:
	case EFAULT:
	case E2BIG:
	case EFBIG:
		return true;
	default:
		return false;
	}
}

static int tell_whole(struct attach *at, int err)
{
	if ((err == -EPERM || err == -EACCES) && kern_check_privileges(at->dg))
		return err;
	if (err == -ESRCH)
		return diag_errno(at->dg, NULL, D_PROC, -err, "cannot probe %s in process %d",
				  label(at->up), at->up->pid);
	return diag_errno(at->dg, NULL, D_ATTACH, -err, "cannot probe %s", label(at->up));
}

/* 0, or a negative errno, told, that ends the whole. */
static int attach_range(struct attach *at, link_fn *link, uint32_t first, uint32_t n)
{
	int rc, fd = link(at, first, n);

	if (fd >= 0) {
		vec_push(&at->links->fds, fd);
		at->n_attached += n;
		return 0;
	}
	if (!is_of_a_site(fd))
		return tell_whole(at, fd);
	if (n == 1) {
		tell_site(at, first, fd);
		at->err = fd;
		at->n_refused++;
		return 0;
	}
	if (at->n_refused >= MAX_REFUSED) {
		at->n_refused += n;
		return 0;
	}
	rc = attach_range(at, link, first, n / 2);
	return rc ? rc : attach_range(at, link, first + n / 2, n - n / 2);
}

static int read_perf_type(struct attach *at)
{
	const char *path = "/sys/bus/event_source/devices/uprobe/type";
	auto_fclose FILE *f = fopen(path, "re");

	if (f && fscanf(f, "%u", &at->perf_type) == 1)
		return 0;
	diag_error(at->dg, NULL, D_KERNEL, "this kernel has no uprobes: %s: %s", path,
		   f ? "no number" : strerror(errno));
	diag_hint(at->dg, "it must be built with CONFIG_UPROBE_EVENTS");
	return -ENOENT;
}

/* The kernel takes the offset of a semaphore in 32 bits of an event's configuration. Nothing else
 * of a perf event can be halved, so each site is its own. */
static int attach_each(struct attach *at)
{
	int rc = read_perf_type(at);

	for (uint32_t i = 0; i < at->up->n && !rc; i++)
		rc = attach_range(at, link_perf, i, 1);
	return rc;
}

/* Nothing attached is a failure; what was left out is told once more as a number if it is much. */
static int settle(struct attach *at)
{
	const struct kern_uprobes *up = at->up;

	if (at->n_attached == 0 && up->n > 1)
		diag_error(at->dg, NULL, D_ATTACH, "none of the %u sites in %s can be probed",
			   up->n, label(up));
	else if (at->n_refused > MAX_REFUSED)
		diag_warn(at->dg, NULL, D_ATTACH, "%s: %u of %u sites are left out", label(up),
			  at->n_refused, up->n);
	return at->n_attached ? (int)at->n_attached : at->err;
}

int kern_link_uprobes(struct kern_caps *caps, struct kern_links *links, int prog_fd,
		      const struct kern_uprobes *up, struct diag *dg)
{
	struct attach at = { .links = links, .prog_fd = prog_fd, .up = up, .dg = dg };
	int rc;

	if (up->n == 0)
		return 0;
	if (kern_has(caps, KERN_UPROBE_MULTI))
		rc = attach_range(&at, link_multi, 0, up->n);
	else
		rc = attach_each(&at);
	return rc ? rc : settle(&at);
}
