/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/session/report.h"

#include <inttypes.h>

#include "runtime/base/str.h"
#include "runtime/probe/probe.h"

static const char *fault_text(uint32_t code)
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
		   probe->name, fault_text(fault->code));
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

static void report(struct str *out, int cpu, uint64_t before, uint64_t after, const char *what)
{
	uint64_t n = after - before;

	if (!n)
		return;
	str_printf(out, "dtrace: %" PRIu64 " %s%s", n, what, n == 1 ? "" : "s");
	if (cpu >= 0)
		str_printf(out, " on CPU %d", cpu);
	str_putc(out, '\n');
}

void report_drops(struct str *out, int cpu, const struct run_counters *before,
		  const struct run_counters *after)
{
	report(out, cpu, before->records, after->records, "drop");
	report(out, cpu, before->aggregations, after->aggregations, "aggregation drop");
	report(out, cpu, before->scratch, after->scratch, "scratch memory drop");
	report(out, -1, before->variables, after->variables, "dynamic variable drop");
	report(out, -1, before->errors, after->errors, "error in ERROR probe enabling");
}
