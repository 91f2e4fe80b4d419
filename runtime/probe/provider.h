/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What a provider is: one file and one row in providers/registry.c. It finds probes and attaches to
 * them; it says where arguments lie and emits no code. Detaching is kern_links_close(), the same
 * for all. */
#ifndef RUNTIME_PROBE_PROVIDER_H
#define RUNTIME_PROBE_PROVIDER_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/probe/desc.h"
#include "runtime/probe/probe.h"

struct diag;
struct kern_caps;
struct kern_links;
struct proc_cache;

/* Where a search looks. */
struct search {
	struct proc_cache *procs;	/* processes, their mapped files, ELF files already read */
	/* of -p: where provider names without a process are looked for */
	const int *pids;
	uint32_t n_pids;		/* 0: in all processes */
	uint32_t n_begun;		/* of -c, behind those of -p: they have just begun */
	/* ELF files named on the command line or found otherwise, looked at besides */
	const char *const *files;
	uint32_t n_files;
	bool is_listing;		/* -l: nothing will be attached */
	bool is_verbose;		/* -v: what is left out is told in any case */
};

/* One point that a loaded program is attached to. */
struct attach_point {
	const struct probe *probe;
	uint32_t site;
	uint64_t cookie;
};

struct provider {
	const char *name;	/* "usdt", "profile", "dtrace" */
	const char *doc;	/* a paragraph, for the manual */
	/* Its probes are in every list, and first: BEGIN is number 1 everywhere. */
	bool is_always;
	/* Its probes come with the files that processes map, and so may come at any time. */
	bool comes_with_files;

	/* May this provider have probes for the description? Cheap; touches nothing. */
	bool (*claims)(const struct probe_desc *desc);

	/* Adds each probe that matches to the list, with argument types and locations. None found
	 * is no error. What cannot be read is a warning, and the search goes on. */
	int (*find)(const struct search *search, const struct probe_desc *desc,
		    struct probe_list *out, struct diag *dg);

	/* Processes have mapped more files: warns if something that was found is no longer right.
	 * NULL: that cannot be. */
	void (*review)(const struct search *search, struct probe_list *list, struct diag *dg);

	/* Attaches a loaded program to n points, all of this provider. NULL: its probes are fired
	 * by the consumer (TIMER, BEGIN, END, ERROR). The links own what was opened. Returns how
	 * many points are attached; what failed is told. */
	int (*attach)(struct kern_caps *caps, int prog_fd, const struct attach_point *points,
		      uint32_t n, struct kern_links *links, struct diag *dg);
};

#endif
