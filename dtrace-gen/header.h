/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A model as a C header: written as macro calls, which a template turns into C. */
#ifndef DTRACE_GEN_HEADER_H
#define DTRACE_GEN_HEADER_H

#include <stdbool.h>

struct diag;
struct model;
struct str;

struct header_opts {
	const char *template;	/* a file; NULL: the one that came with the program */
	bool is_call_style;	/* of those that came with it, the one that calls functions */
	const char *guard;	/* _PROBES_H */
	const char *source;	/* what it is made from, for people: "probes.d" */
};

/* The text of the header, or a negative errno, told. */
int header_render(const struct model *model, const struct header_opts *opts, struct diag *dg,
		  struct str *out);

/* What the template is given; README.md explains the calls. */
void header_calls(const struct model *model, const struct header_opts *opts, struct str *out);

#endif
