/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* dtrace -F: lines indented by the depth of calls, which is kept for each CPU. A probe named entry
 * or ending in -entry goes one deeper, return and -return come back. */
#ifndef RUNTIME_OUTPUT_FLOW_H
#define RUNTIME_OUTPUT_FLOW_H

#include <stdint.h>

struct str;

struct flow;

struct flow *flow_new(void);
void flow_free(struct flow *flow);

struct flow_line {
	uint32_t cpu, probe, clause;
	const char *provider, *function, *name;
};

void flow_header(struct str *out);

/* The start of a line. The same probe seen by its next clause does not indent again. */
void flow_prefix(struct flow *flow, struct str *out, const struct flow_line *line);

#endif
