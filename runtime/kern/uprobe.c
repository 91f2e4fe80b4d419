/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A uprobe_multi link is all or nothing: one site that the kernel refuses fails it, and which one
 * it was is not told. So a refused set is halved until what is refused is a single site; halves
 * that hold are kept as links of their own, since taking back costs as much as detaching. One bad
 * site among n makes about log2 n links, which are closed in parallel.
 *
 * Kernels before 6.6 have no such links, and take a tenth of a second to close a perf event, one
 * after another. There the sites of one cookie are one event of tracefs, to which all of the above
 * applies as well; and a site that is alone in that, or all where there is no tracefs, is a perf
 * event. */

#include "runtime/kern/link.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/kern/caps.h"
#include "runtime/kern/event.h"
#include "runtime/kern/linkset.h"
#include "runtime/kern/sys.h"
#include "runtime/kern/tie.h"

/* Each refusal waits for the kernel's grace periods; a file of which so many sites are refused is
 * given up. */
#define MAX_REFUSED 64

/* The sites of one call, and what became of them. */
struct attach {
	struct kern_links *links;
	struct kern_tie tie; /* but for its sites */
	const struct kern_uprobes *up;
	struct diag *dg;

	uint32_t n_attached, n_refused;
	int err; /* the last refusal */
};

static const char *label(const struct kern_uprobes *up)
{
	return up->label ? up->label : up->path;
}

static uint64_t semaphore(const struct kern_uprobes *up, uint32_t i)
{
	return up->semaphores ? up->semaphores[i] : 0;
}

/* One link for n sites from first on: a descriptor or a negative errno. */
static int link_range(struct attach *at, uint32_t first, uint32_t n)
{
	const struct kern_uprobes *up = at->up;
	struct kern_tie tie = at->tie;

	tie.up = *up;
	tie.up.n = n;
	tie.up.offsets += first;
	tie.up.semaphores += up->semaphores ? first : 0;
	tie.up.cookies += up->cookies ? first : 0;
	return kern_guard_make(at->links, &tie);
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
static int attach_range(struct attach *at, uint32_t first, uint32_t n)
{
	int rc, fd = link_range(at, first, n);

	if (fd >= 0) {
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
	rc = attach_range(at, first, n / 2);
	return rc ? rc : attach_range(at, first + n / 2, n - n / 2);
}

static int read_perf_type(struct attach *at)
{
	const char *path = "/sys/bus/event_source/devices/uprobe/type";
	auto_fclose FILE *f = fopen(path, "re");

	if (f && fscanf(f, "%u", &at->tie.perf_type) == 1)
		return 0;
	diag_error(at->dg, NULL, D_KERNEL, "this kernel has no uprobes: %s: %s", path,
		   f ? "no number" : strerror(errno));
	diag_hint(at->dg, "it must be built with CONFIG_UPROBE_EVENTS");
	return -ENOENT;
}

/* A site, to be sorted. */
struct site {
	uint64_t cookie, offset, semaphore;
};

static int by_cookie(const void *a, const void *b)
{
	const struct site *one = a, *other = b;

	if (one->cookie != other->cookie)
		return one->cookie < other->cookie ? -1 : 1;
	return one->offset < other->offset ? -1 : one->offset > other->offset;
}

/* Three arrays of one piece of memory, the caller's to free. */
static uint64_t *sort(const struct kern_uprobes *up)
{
	struct site *sites = xcalloc(up->n, sizeof(*sites));
	uint64_t *sorted = xcalloc(up->n, sizeof(*sites));

	for (uint32_t i = 0; i < up->n; i++)
		sites[i] = (struct site){ up->cookies ? up->cookies[i] : 0, up->offsets[i],
					  semaphore(up, i) };
	qsort(sites, up->n, sizeof(*sites), by_cookie);
	for (uint32_t i = 0; i < up->n; i++) {
		sorted[i] = sites[i].cookie;
		sorted[up->n + i] = sites[i].offset;
		sorted[2 * up->n + i] = sites[i].semaphore;
	}
	free(sites);
	return sorted;
}

static int attach_events(struct attach *at)
{
	bool can_share = at->up->n > 1 && kern_event_can();
	int rc = read_perf_type(at);
	uint32_t n;

	if (can_share)
		kern_event_sweep();
	for (uint32_t i = 0; i < at->up->n && !rc; i += n) {
		n = 1;
		while (can_share && i + n < at->up->n &&
		       at->up->cookies[i + n] == at->up->cookies[i])
			n++;
		rc = attach_range(at, i, n);
	}
	return rc;
}

static int attach_sorted(struct attach *at)
{
	const struct kern_uprobes *up = at->up;
	auto_free uint64_t *sorted = sort(up);
	struct kern_uprobes copy = *up;
	int rc;

	copy.cookies = sorted;
	copy.offsets = sorted + up->n;
	copy.semaphores = sorted + 2 * up->n;
	at->up = &copy;
	rc = attach_events(at);
	at->up = up;
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
	struct attach at = { .links = links, .up = up, .dg = dg };
	int rc;

	if (up->n == 0)
		return 0;
	at.tie.kind = kern_has(caps, KERN_UPROBE_MULTI) ? KERN_TIE_MULTI : KERN_TIE_EVENT;
	at.tie.prog_fd = prog_fd;
	if (at.tie.kind == KERN_TIE_MULTI)
		rc = attach_range(&at, 0, up->n);
	else
		rc = attach_sorted(&at);
	return rc ? rc : settle(&at);
}
