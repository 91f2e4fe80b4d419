/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the consumer says on stderr while it runs: faults, and what was lost, in DTrace's words. */
#ifndef RUNTIME_SESSION_REPORT_H
#define RUNTIME_SESSION_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/ir/record.h"

struct probe;
struct str;

void report_fault(struct str *out, const struct record_fault *fault, const struct probe *probe);

/* "invalid address" */
const char *report_fault_name(uint32_t code);

/* A kind of loss. kind is the number that DTrace gives it; -1: it knows no such loss. */
struct report_drop {
	const char *tag;	/* "AGGREGATION" */
	const char *what;	/* "aggregation drop" */
	int kind;
	size_t offset;		/* of its count in struct run_counters */
	const char *rest;	/* what stands behind the plural; NULL: nothing */
	bool has_cpu;
};

/* The i-th kind; NULL: there are no more. */
const struct report_drop *report_drop_at(uint32_t i);
uint64_t report_drop_count(const struct run_counters *counters, const struct report_drop *drop);

/* The difference between two states of the counters of one CPU; has_tags: with the kind of each. */
void report_drops(struct str *out, int cpu, const struct run_counters *before,
		  const struct run_counters *after, bool has_tags);

#endif
