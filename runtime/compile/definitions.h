/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Provider definitions that come with a traced file or are installed for it. Each text has types of
 * its own, so that what two libraries call by one name may be two things. */
#ifndef RUNTIME_COMPILE_DEFINITIONS_H
#define RUNTIME_COMPILE_DEFINITIONS_H

#include "runtime/probe/probe.h"

struct arena;
struct diag;
struct definitions;
struct node;
struct probe_decl;
struct source;
struct type_table;

/* Without any; the result is freed by definitions_free(), and what is found in it lives in the
 * arena. */
struct definitions *definitions_new(struct arena *arena);
void definitions_free(struct definitions *defs);	/* NULL is allowed */

/* Adds those of a text's top level. */
void definitions_add(struct definitions *defs, const struct node *nodes);

/* Adds those of a text, which has types of its own. What cannot be understood is left out, and told
 * as a warning. A text that came with a traced file, module, need not declare all its types: the
 * others are looked for in that file, by the source of known. NULL: it came with none. */
void definitions_parse(struct definitions *defs, const struct source *src, const char *module,
		       const struct type_table *known, struct diag *dg);

/* The probe as D calls it, query-start; a definition has query__start. NULL: none,
 * or several texts that have it otherwise. */
const struct probe_decl *definitions_find(const struct definitions *defs, const char *provider,
					  const char *probe);

/* What "#pragma D attributes" lines say of the provider: five, or NULL if they say nothing. */
const struct probe_attr *definitions_attributes(const struct definitions *defs,
						const char *provider);

#endif
