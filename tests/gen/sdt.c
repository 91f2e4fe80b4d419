/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Passes the probes of <sys/sdt.h>, which C89 has too. */
#include <sys/sdt.h>

#ifdef _SDT_HAS_SEMAPHORES
#ifdef __cplusplus
extern "C"
#endif
unsigned short sdt_one_semaphore;
unsigned short sdt_one_semaphore __attribute__((section(".probes")));
#define GATE (DTRACE_PROBE_ENABLED(sdt, one) || STAP_PROBE_ENABLED(NAMED, one))
#elif defined DTRACE_PROBES_DISABLED
#define GATE DTRACE_PROBE_ENABLED(sdt, one)
#else
#define GATE (DTRACE_PROBE_ENABLED(sdt, one) - 1)
#endif
#define NAMED sdt

int main(void)
{
	int i = 3;
	const char *s = "text";

	(void)s;
	DTRACE_PROBE1(sdt, one, i);
#ifndef _SDT_HAS_SEMAPHORES
	DTRACE_PROBE(sdt, d0);
	DTRACE_PROBE2(NAMED, d2, i, s);
	DTRACE_PROBE12(sdt, d12, i, s, i, s, i, s, i, s, i, s, i, s);
	STAP_PROBE(hi, bob);
	STAP_PROBE3(sdt, s3, i, s, 1.5);
#ifdef SDT_USE_VARIADIC
	STAP_PROBEV(sdt, v0);
	STAP_PROBEV(sdt, v2, i, s);
#endif
#if defined USDT_PROBES_ && __STDC_VERSION__ >= 199901L
	__asm__("" STAP_PROBE_ASM(sdt, template, STAP_PROBE_ASM_TEMPLATE(2)) ""
		: : STAP_PROBE_ASM_OPERANDS(2, i, s));
#if defined __x86_64__
	__asm__(STAP_PROBE_ASM(sdt, raw, -4@%eax 8@(%rsp,%rax)));
#endif
#endif
#endif
	return GATE;
}
