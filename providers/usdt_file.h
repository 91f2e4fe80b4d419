/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The USDT probes of one ELF file, each with all its sites. A file is read once and remembered in
 * the list of probes, whose arena holds the result: searches for other descriptions, and other
 * processes that map the same file, find it there. In what functions the probes are takes longest
 * to find out, as all symbols must be sorted for it, so a file is read in full only when one of its
 * providers is wanted: nearly every process maps some library with probes that nobody asks for. */
#ifndef PROVIDERS_USDT_FILE_H
#define PROVIDERS_USDT_FILE_H

#include <sys/stat.h>

#include "runtime/probe/probe.h"

struct diag;

/* What has the same provider, name and function is one probe. */
struct usdt_probe {
	const char *provider; /* as in the notes, without a process */
	const char *name;     /* as D writes it: query-start */
	const char *func;     /* "" if not known */
	struct probe_site *sites;
	uint32_t n_sites;
	struct probe_arg *args; /* types by size and sign, the widest of all sites */
	uint32_t n_args;
};

struct usdt_file {
	const char **providers;	   /* each once */
	uint32_t n_providers;
	struct usdt_probe *probes; /* sorted by provider, name, function; NULL: not wanted so far */
	uint32_t n_probes;
	const char *const *definitions;	/* texts in D, then NULL; or none at all */
	int error; /* other than 0: the file could not be read */
};

/* Is this one of the providers that are looked for? */
typedef bool usdt_wants_fn(void *ctx, const char *provider);

/* The file at path, whose identity is in st. Notes that are left out are told, once; that a file
 * cannot be read is not: negative errno, -ENOEXEC if it is no ELF file of this machine, -ESTALE if
 * another file has taken its place. */
int usdt_file_read(struct probe_list *list, const char *path, const struct stat *st,
		   usdt_wants_fn *wants, void *ctx, struct diag *dg,
		   const struct usdt_file **out);

#endif
