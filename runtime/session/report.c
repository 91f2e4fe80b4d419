/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/session/report.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "runtime/base/str.h"
#include "runtime/probe/probe.h"

#define COUNT(member) offsetof(struct run_counters, member)

const char *report_fault_name(uint32_t code)
{
	static const char *const texts[] = {
		[FAULT_UNKNOWN] = "unknown fault",
		[FAULT_BADADDR] = "invalid address",
		[FAULT_BADALIGN] = "invalid alignment",
		[FAULT_ILLOP] = "illegal operation",
		[FAULT_DIVZERO] = "divide-by-zero",
		[FAULT_NOSCRATCH] = "out of scratch space",
		[FAULT_KPRIV] = "invalid kernel access",
		[FAULT_UPRIV] = "invalid user access",
		[FAULT_TUPOFLOW] = "tuple stack overflow",
		[FAULT_BADSTACK] = "bad stack",
		[FAULT_BADSIZE] = "invalid size",
		[FAULT_BADINDEX] = "index out of bounds",
	};

	return code < sizeof(texts) / sizeof(texts[0]) ? texts[code] : texts[FAULT_UNKNOWN];
}

void report_fault(struct str *out, const struct record_fault *fault, const struct probe *probe)
{
	str_printf(out, "dtrace: error on enabled probe ID %u (ID %u: %s:%s:%s:%s): %s",
		   fault->epid, probe->id, probe->provider, probe->module, probe->func,
		   probe->name, report_fault_name(fault->code));
	if (fault->code == FAULT_BADADDR || fault->code == FAULT_BADALIGN)
		str_printf(out, " (0x%" PRIx64 ")", fault->addr);
	if (fault->action)
		str_printf(out, " in action #%u", fault->action);
	else
		str_puts(out, " in predicate");
	if (fault->line)
		str_printf(out, " at line %u", fault->line);
	str_putc(out, '\n');
}

static const struct report_drop drops[] = {
	{ "PRINCIPAL", "drop", 0, COUNT(records), NULL, true },
	{ "AGGREGATION", "aggregation drop", 1, COUNT(aggregations), NULL, true },
	{ "SCRATCH", "scratch memory drop", -1, COUNT(scratch), NULL, true },
	{ "DYNAMIC", "dynamic variable drop", 2, COUNT(variables), NULL, false },
	{ "SPEC", "speculative drop", 5, COUNT(speculative), NULL, false },
	{ "SPECUNAVAIL", "failed speculation", 7, COUNT(no_speculation),
	  " (no speculative buffer available)", false },
	{ "DBLERROR", "error in ERROR probe enabling", 9, COUNT(errors), NULL, false },
};

const struct report_drop *report_drop_at(uint32_t i)
{
	return i < sizeof(drops) / sizeof(drops[0]) ? &drops[i] : NULL;
}

uint64_t report_drop_count(const struct run_counters *counters, const struct report_drop *drop)
{
	uint64_t n;

	memcpy(&n, (const char *)counters + drop->offset, sizeof(n));
	return n;
}

static void report(struct str *out, int cpu, uint64_t n, const struct report_drop *drop,
		   bool has_tags)
{
	str_puts(out, "dtrace: ");
	if (has_tags)
		str_printf(out, "[DTRACEDROP_%s] ", drop->tag);
	str_printf(out, "%" PRIu64 " %s%s", n, drop->what, n == 1 ? "" : "s");
	if (drop->rest)
		str_puts(out, drop->rest);
	if (drop->has_cpu)
		str_printf(out, " on CPU %d", cpu);
	str_putc(out, '\n');
}

void report_drops(struct str *out, int cpu, const struct run_counters *before,
		  const struct run_counters *after, bool has_tags)
{
	for (size_t i = 0; i < sizeof(drops) / sizeof(drops[0]); i++) {
		uint64_t n = report_drop_count(after, &drops[i]) -
			     report_drop_count(before, &drops[i]);

		if (n)
			report(out, cpu, n, &drops[i], has_tags);
	}
}
