/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* All that systemtap's <sys/sdt.h> promises, for either header. */
#define SDT_USE_VARIADIC 1
#ifdef WITH_SEMAPHORES
#define _SDT_HAS_SEMAPHORES 1
#endif
#include <sys/sdt.h>

#ifdef WITH_SEMAPHORES
#define SEMAPHORE(name)                                                                            \
	extern unsigned short api_##name##_semaphore;                                              \
	unsigned short api_##name##_semaphore __attribute__((section(".probes"), used))
SEMAPHORE(one);
#else
static void in_asm(int i, const char *s, long l)
{
	int sum = 0;

	__asm__ __volatile__("nop\n" STAP_PROBE_ASM(api, operands, STAP_PROBE_ASM_TEMPLATE(3))
			     "mov %[i], %[sum]\n"
			     : [sum] "=r"(sum)
			     : [i] "r"(i), STAP_PROBE_ASM_OPERANDS(3, i, s, l));
	__asm__ __volatile__("nop\n" STAP_PROBE_ASM(api, none, STAP_PROBE_ASM_TEMPLATE(0)) "nop\n"
			     : : STAP_PROBE_ASM_OPERANDS(0));
#ifdef __x86_64__
	__asm__ __volatile__(STAP_PROBE_ASM(api, raw, -4@%eax 8@4(%rsi)));
#endif
}
#endif

int main(void)
{
	signed char c = -1;
	unsigned short h = 2;
	int i = 3;
	unsigned long l = 4;
	const char *s = "text";
	struct {
		int member;
	} o = { 5 };

	(void)c, (void)h, (void)l, (void)s, (void)o;
	DTRACE_PROBE1(api, one, i);
#ifndef WITH_SEMAPHORES
	in_asm(i, s, 6);
	DTRACE_PROBE(api, d0);
	DTRACE_PROBE2(api, d2, c, h);
	DTRACE_PROBE3(api, d3, l, s, &o);
	DTRACE_PROBE4(api, d4, o.member, i, i, i);
	DTRACE_PROBE5(api, d5, c, c, c, c, c);
	DTRACE_PROBE6(api, d6, h, h, h, h, h, h);
	DTRACE_PROBE7(api, d7, i, i, i, i, i, i, i);
	DTRACE_PROBE8(api, d8, i, i, i, i, i, i, i, l);
	DTRACE_PROBE9(api, d9, i, i, i, i, i, i, i, i, l);
	DTRACE_PROBE10(api, d10, i, i, i, i, i, i, i, i, i, l);
	DTRACE_PROBE11(api, d11, i, i, i, i, i, i, i, i, i, i, l);
	DTRACE_PROBE12(api, d12, i, i, i, i, i, i, i, i, i, i, i, l);
	STAP_PROBE(api, s0);
	STAP_PROBE1(api, s1, c);
	STAP_PROBE2(api, s2, c, h);
	STAP_PROBE3(api, s3, c, h, i);
	STAP_PROBE4(api, s4, c, h, i, l);
	STAP_PROBE5(api, s5, c, h, i, l, s);
	STAP_PROBE6(api, s6, c, h, i, l, s, 6);
	STAP_PROBE7(api, s7, c, h, i, l, s, 6, 7u);
	STAP_PROBE8(api, s8, c, h, i, l, s, 6, 7u, 8l);
	STAP_PROBE9(api, s9, c, h, i, l, s, 6, 7u, 8l, 9ul);
	STAP_PROBE10(api, s10, c, h, i, l, s, 6, 7u, 8l, 9ul, c);
	STAP_PROBE11(api, s11, c, h, i, l, s, 6, 7u, 8l, 9ul, c, h);
	STAP_PROBE12(api, s12, c, h, i, l, s, 6, 7u, 8l, 9ul, c, h, i);
	STAP_PROBEV(api, v0);
	STAP_PROBEV(api, v1, i);
	STAP_PROBEV(api, v12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
#endif
	return 0;
}
