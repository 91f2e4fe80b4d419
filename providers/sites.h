/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Attaching to sites in files, for the providers whose probes stand there. All that lies in one
 * file and is for one process goes into one link, as attaching and detaching links is what takes
 * time. */
#ifndef PROVIDERS_SITES_H
#define PROVIDERS_SITES_H

#include <stdbool.h>

#include "runtime/probe/provider.h"

struct sites;
struct stat;
struct str;

/* May the kernel put a breakpoint there? fd: the file, open. False: told. */
typedef bool sites_check_fn(struct sites *sites, const struct attach_point *point, int fd);

/* One attaching. */
struct sites {
	struct kern_caps *caps;
	struct diag *dg;
	sites_check_fn *check; /* NULL: all may */
	uint32_t n_refused;    /* for check, to count those that it does not tell */
};

/* Tells that a site is left out. */
void sites_refuse(struct sites *sites, const struct attach_point *point, const char *why);

/* What tells a file from all others there are and were: a number is given again once its file is
 * gone. */
void sites_identity(const struct stat *st, struct str *out);

/* As the attach of struct provider. */
int sites_attach(struct sites *sites, int prog_fd, const struct attach_point *points, uint32_t n,
		 struct kern_links *links);

#endif
