/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A probe description: provider:module:function:name, each field a glob, empty for any. */
#ifndef RUNTIME_PROBE_DESC_H
#define RUNTIME_PROBE_DESC_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/diag.h"

struct str;

/* Which field a description of one word names, as -P -m -f -n differ. With fewer than four fields
 * they are aligned to the right: for DESC_NAME "f:n" is function and name, for DESC_FUNC "m:f" is
 * module and function. */
enum desc_field { DESC_PROVIDER, DESC_MODULE, DESC_FUNC, DESC_NAME };

struct probe_desc {
	char *provider, *module, *func, *name;	/* owned; never NULL, "" is any */
	/* other than 0: only the probe with this number, the fields are empty */
	uint32_t id;
	char *text;				/* as written; owned */
	struct loc loc;
};

/* DTrace's limits apply (provider, module, name 63 characters). 0 or -EINVAL, told. */
int probe_desc_parse(const char *text, enum desc_field rightmost, const struct loc *loc,
		     struct diag *dg, struct probe_desc *out);
void probe_desc_fini(struct probe_desc *desc);

/* A description's text with a process's number in place of $target; NULL: there is no $target. The
 * caller frees it. */
char *probe_desc_with_target(const char *text, int pid);

/* A provider field "postgresql1234" or "postgresql*": is it the provider called name
 * ("postgresql"), and which process does it want? *pid: the digits behind the name; 0: any process
 * (a glob, or no digits). */
bool probe_desc_wants_provider(const struct probe_desc *desc, const char *name, int *pid);

/* The process that a provider field like "postgresql1234" wants by its digits, whatever the
 * provider; 0: none. */
int probe_desc_pid(const struct probe_desc *desc);

/* Module, function and name fields. */
bool probe_desc_matches(const struct probe_desc *desc, const char *module, const char *func,
			const char *name);

/* Is it a name without any other field and without glob characters, "BEGIN"? */
bool probe_desc_is_plain_name(const struct probe_desc *desc);

#endif
