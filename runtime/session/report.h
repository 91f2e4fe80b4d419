/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the consumer says on stderr while it runs: faults, and what was lost, in DTrace's words. */
#ifndef RUNTIME_SESSION_REPORT_H
#define RUNTIME_SESSION_REPORT_H

#include <stdbool.h>

#include "runtime/ir/record.h"

struct probe;
struct str;

void report_fault(struct str *out, const struct record_fault *fault, const struct probe *probe);

/* The difference between two states of the counters of one CPU; has_tags: with the kind of each. */
void report_drops(struct str *out, int cpu, const struct run_counters *before,
		  const struct run_counters *after, bool has_tags);

#endif
