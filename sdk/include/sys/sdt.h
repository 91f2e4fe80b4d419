/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The probes of <usdt.h> under the names that Solaris and systemtap gave them, for programs that
 * were written for those: DTRACE_PROBE, DTRACE_PROBE1 ... 12, STAP_PROBE, STAP_PROBE1 ... 12, and,
 * after #define SDT_USE_VARIADIC, STAP_PROBEV. STAP_PROBE_ASM and its like place a probe within a
 * larger asm statement; in an assembler source STAP_PROBE itself does, and its arguments are
 * operands: STAP_PROBE2(libc, setjmp, 8@%rdi, -4@%esi).
 *
 * As with systemtap's header a probe has a semaphore only after #define _SDT_HAS_SEMAPHORES, the
 * object PROVIDER_NAME_semaphore, which the program defines, and which DTRACE_PROBE_ENABLED asks;
 * STAP_SDT_ARG_CONSTRAINT replaces the places where the compiler may leave arguments. That header
 * may stand before this one or behind it: the first of them counts. Unlike there, floating point is
 * handed over as plain bits. <usdt.h> has the rest. */
#ifndef _SYS_SDT_H
#define _SYS_SDT_H

#if defined __GNUC__ && __INCLUDE_LEVEL__ > 0
#pragma GCC system_header
#endif

#ifndef __ASSEMBLER__

#include "../usdt.h"

#ifdef _SDT_HAS_SEMAPHORES
#define usdt_sdt_sema_(p, n) #p "_" #n "_semaphore"
#else
#define usdt_sdt_sema_(p, n) "0"
#endif
#define usdt_sdt_0_(p, n) usdt_probe_0_(#p, #n, usdt_sdt_sema_(p, n), "")
#define usdt_sdt_(count, let, p, n) usdt_probe_(count, let, #p, #n, usdt_sdt_sema_(p, n), "")

#define STAP_PROBE(p, n) usdt_sdt_0_(p, n)
#define STAP_PROBE0(p, n) usdt_sdt_0_(p, n)
#define STAP_PROBE1(p, n, a) usdt_sdt_(1, usdt_let_1_(a), p, n)
#define STAP_PROBE2(p, n, a, b) usdt_sdt_(2, usdt_let_2_(a, b), p, n)
#define STAP_PROBE3(p, n, a, b, c) usdt_sdt_(3, usdt_let_3_(a, b, c), p, n)
#define STAP_PROBE4(p, n, a, b, c, d) usdt_sdt_(4, usdt_let_4_(a, b, c, d), p, n)
#define STAP_PROBE5(p, n, a, b, c, d, e) usdt_sdt_(5, usdt_let_5_(a, b, c, d, e), p, n)
#define STAP_PROBE6(p, n, a, b, c, d, e, f) usdt_sdt_(6, usdt_let_6_(a, b, c, d, e, f), p, n)
#define STAP_PROBE7(p, n, a, b, c, d, e, f, g) usdt_sdt_(7, usdt_let_7_(a, b, c, d, e, f, g), p, n)
#define STAP_PROBE8(p, n, a, b, c, d, e, f, g, h)                                                  \
	usdt_sdt_(8, usdt_let_8_(a, b, c, d, e, f, g, h), p, n)
#define STAP_PROBE9(p, n, a, b, c, d, e, f, g, h, i)                                               \
	usdt_sdt_(9, usdt_let_9_(a, b, c, d, e, f, g, h, i), p, n)
#define STAP_PROBE10(p, n, a, b, c, d, e, f, g, h, i, j)                                           \
	usdt_sdt_(10, usdt_let_10_(a, b, c, d, e, f, g, h, i, j), p, n)
#define STAP_PROBE11(p, n, a, b, c, d, e, f, g, h, i, j, k)                                        \
	usdt_sdt_(11, usdt_let_11_(a, b, c, d, e, f, g, h, i, j, k), p, n)
#define STAP_PROBE12(p, n, a, b, c, d, e, f, g, h, i, j, k, l)                                     \
	usdt_sdt_(12, usdt_let_12_(a, b, c, d, e, f, g, h, i, j, k, l), p, n)

/* An int: may somebody be watching? Without semaphores that is not known, and the answer is yes. */
#if !defined USDT_PROBES_ || defined DTRACE_PROBES_DISABLED
#define DTRACE_PROBE_ENABLED(p, n) (0)
#elif defined _SDT_HAS_SEMAPHORES
#define DTRACE_PROBE_ENABLED(p, n) usdt_sdt_enabled_(p, n)
#define usdt_sdt_enabled_(p, n) usdt_enabled_(p##_##n##_semaphore, "")
#else
#define DTRACE_PROBE_ENABLED(p, n) (1)
#endif
#define STAP_PROBE_ENABLED(p, n) DTRACE_PROBE_ENABLED(p, n)

#ifdef SDT_USE_VARIADIC
#define STAP_PROBEV(...) usdt_sdt_call_(usdt_count_(__VA_ARGS__), __VA_ARGS__)
#define usdt_sdt_call_(count, ...) usdt_sdt_call_2_(count, __VA_ARGS__)
#define usdt_sdt_call_2_(count, ...) STAP_PROBE##count(__VA_ARGS__)
#endif

/* A string for an asm statement, and the operands that go with STAP_PROBE_ASM_TEMPLATE(n). The
 * arguments may also be written out as the assembler knows them, if no comma stands outside
 * parentheses: the template is told apart by its second word. */
#ifdef USDT_PROBES_
#define STAP_PROBE_ASM(p, n, ...) usdt_asm_(p, n, usdt_count_(0, __VA_ARGS__), __VA_ARGS__)
#define usdt_asm_(p, n, count, ...) usdt_asm_2_(p, n, count, __VA_ARGS__)
#define usdt_asm_2_(p, n, count, ...) usdt_asm_##count##_(p, n, __VA_ARGS__)
#define usdt_asm_0_(p, n, text) usdt_note_(#p, #n, usdt_sdt_sema_(p, n), #text)
#define usdt_asm_1_(p, n, text, mark) usdt_note_(#p, #n, usdt_sdt_sema_(p, n), text)
#define STAP_PROBE_ASM_TEMPLATE(n) usdt_text_##n, template

#ifdef __cplusplus
#define usdt_plain_(x) (x)
#define usdt_code_of_(x) usdt_code_<__typeof__(usdt_bits_(x))>::value
#else
#define usdt_code_of_(x) usdt_code_(x)
#endif
#if defined __i386__ && !defined STAP_SDT_ARG_CONSTRAINT
#define usdt_place_ "nor"
#else
#define usdt_place_ usdt_near_
#endif
#define usdt_op_(i, x)                                                                             \
	[usdt_s##i] "n"(__extension__ - (int)usdt_code_of_(x)),                                    \
	[usdt_a##i] usdt_place_(__extension__ usdt_reg_(usdt_bits_(usdt_plain_(x))))
#define STAP_PROBE_ASM_OPERANDS(n, ...) usdt_ops_##n(__VA_ARGS__)
#define usdt_ops_0(...)
#define usdt_ops_1(a) usdt_op_(0, a)
#define usdt_ops_2(a, b) usdt_ops_1(a), usdt_op_(1, b)
#define usdt_ops_3(a, b, c) usdt_ops_2(a, b), usdt_op_(2, c)
#define usdt_ops_4(a, b, c, d) usdt_ops_3(a, b, c), usdt_op_(3, d)
#define usdt_ops_5(a, b, c, d, e) usdt_ops_4(a, b, c, d), usdt_op_(4, e)
#define usdt_ops_6(a, b, c, d, e, f) usdt_ops_5(a, b, c, d, e), usdt_op_(5, f)
#define usdt_ops_7(a, b, c, d, e, f, g) usdt_ops_6(a, b, c, d, e, f), usdt_op_(6, g)
#define usdt_ops_8(a, b, c, d, e, f, g, h) usdt_ops_7(a, b, c, d, e, f, g), usdt_op_(7, h)
#define usdt_ops_9(a, b, c, d, e, f, g, h, i) usdt_ops_8(a, b, c, d, e, f, g, h), usdt_op_(8, i)
#define usdt_ops_10(a, b, c, d, e, f, g, h, i, j)                                                  \
	usdt_ops_9(a, b, c, d, e, f, g, h, i), usdt_op_(9, j)
#define usdt_ops_11(a, b, c, d, e, f, g, h, i, j, k)                                               \
	usdt_ops_10(a, b, c, d, e, f, g, h, i, j), usdt_op_(10, k)
#define usdt_ops_12(a, b, c, d, e, f, g, h, i, j, k, l)                                            \
	usdt_ops_11(a, b, c, d, e, f, g, h, i, j, k), usdt_op_(11, l)
#endif

#else /* an assembler source */

#ifdef __LP64__
#define usdt_addr_ .8byte
#else
#define usdt_addr_ .4byte
#endif

#ifdef _SDT_HAS_SEMAPHORES
#define usdt_sdt_sema_(p, n) p##_##n##_semaphore
#else
#define usdt_sdt_sema_(p, n) 0
#endif

/* The layout is that of usdt_note_ in usdt_probe.h. */
#define usdt_base_                                                                                 \
	.ifndef _.stapsdt.base;                                                                    \
	.ifdef .gasversion.;                                                                       \
	.if .gasversion. >= 23600;                                                                 \
	.pushsection .stapsdt.base,"aGR","progbits",.stapsdt.base,comdat;                          \
	.else;                                                                                     \
	.pushsection .stapsdt.base,"aG","progbits",.stapsdt.base,comdat;                           \
	.endif;                                                                                    \
	.else;                                                                                     \
	.pushsection .stapsdt.base,"aG","progbits",.stapsdt.base,comdat;                           \
	.endif;                                                                                    \
	.weak _.stapsdt.base;                                                                      \
	.hidden _.stapsdt.base;                                                                    \
	_.stapsdt.base: .space 1;                                                                  \
	.size _.stapsdt.base, 1;                                                                   \
	.popsection;                                                                               \
	.endif
#define usdt_sdt_(p, n, args)                                                                      \
	990: nop;                                                                                  \
	.pushsection .note.stapsdt,"?","note";                                                     \
	.balign 4;                                                                                 \
	.4byte 992f-991f, 994f-993f, 3;                                                            \
	991: .asciz "stapsdt";                                                                     \
	992: .balign 4;                                                                            \
	993: usdt_addr_ 990b;                                                                      \
	usdt_addr_ _.stapsdt.base;                                                                 \
	usdt_addr_ usdt_sdt_sema_(p, n);                                                           \
	.asciz #p;                                                                                 \
	.asciz #n;                                                                                 \
	args                                                                                       \
	.byte 0;                                                                                   \
	994: .balign 4;                                                                            \
	.popsection;                                                                               \
	usdt_base_

#define usdt_sdt_1_(a) .ascii #a;
#define usdt_sdt_2_(a, b) usdt_sdt_1_(a) .ascii " "; .ascii #b;
#define usdt_sdt_3_(a, b, c) usdt_sdt_2_(a, b) .ascii " "; .ascii #c;
#define usdt_sdt_4_(a, b, c, d) usdt_sdt_3_(a, b, c) .ascii " "; .ascii #d;
#define usdt_sdt_5_(a, b, c, d, e) usdt_sdt_4_(a, b, c, d) .ascii " "; .ascii #e;
#define usdt_sdt_6_(a, b, c, d, e, f) usdt_sdt_5_(a, b, c, d, e) .ascii " "; .ascii #f;
#define usdt_sdt_7_(a, b, c, d, e, f, g) usdt_sdt_6_(a, b, c, d, e, f) .ascii " "; .ascii #g;
#define usdt_sdt_8_(a, b, c, d, e, f, g, h) usdt_sdt_7_(a, b, c, d, e, f, g) .ascii " "; .ascii #h;
#define usdt_sdt_9_(a, b, c, d, e, f, g, h, i)                                                     \
	usdt_sdt_8_(a, b, c, d, e, f, g, h) .ascii " "; .ascii #i;
#define usdt_sdt_10_(a, b, c, d, e, f, g, h, i, j)                                                 \
	usdt_sdt_9_(a, b, c, d, e, f, g, h, i) .ascii " "; .ascii #j;
#define usdt_sdt_11_(a, b, c, d, e, f, g, h, i, j, k)                                              \
	usdt_sdt_10_(a, b, c, d, e, f, g, h, i, j) .ascii " "; .ascii #k;
#define usdt_sdt_12_(a, b, c, d, e, f, g, h, i, j, k, l)                                           \
	usdt_sdt_11_(a, b, c, d, e, f, g, h, i, j, k) .ascii " "; .ascii #l;

#define STAP_PROBE(p, n) usdt_sdt_(p, n, )
#define STAP_PROBE0(p, n) usdt_sdt_(p, n, )
#define STAP_PROBE1(p, n, a) usdt_sdt_(p, n, usdt_sdt_1_(a))
#define STAP_PROBE2(p, n, a, b) usdt_sdt_(p, n, usdt_sdt_2_(a, b))
#define STAP_PROBE3(p, n, a, b, c) usdt_sdt_(p, n, usdt_sdt_3_(a, b, c))
#define STAP_PROBE4(p, n, a, b, c, d) usdt_sdt_(p, n, usdt_sdt_4_(a, b, c, d))
#define STAP_PROBE5(p, n, a, b, c, d, e) usdt_sdt_(p, n, usdt_sdt_5_(a, b, c, d, e))
#define STAP_PROBE6(p, n, a, b, c, d, e, f) usdt_sdt_(p, n, usdt_sdt_6_(a, b, c, d, e, f))
#define STAP_PROBE7(p, n, a, b, c, d, e, f, g) usdt_sdt_(p, n, usdt_sdt_7_(a, b, c, d, e, f, g))
#define STAP_PROBE8(p, n, a, b, c, d, e, f, g, h)                                                  \
	usdt_sdt_(p, n, usdt_sdt_8_(a, b, c, d, e, f, g, h))
#define STAP_PROBE9(p, n, a, b, c, d, e, f, g, h, i)                                               \
	usdt_sdt_(p, n, usdt_sdt_9_(a, b, c, d, e, f, g, h, i))
#define STAP_PROBE10(p, n, a, b, c, d, e, f, g, h, i, j)                                           \
	usdt_sdt_(p, n, usdt_sdt_10_(a, b, c, d, e, f, g, h, i, j))
#define STAP_PROBE11(p, n, a, b, c, d, e, f, g, h, i, j, k)                                        \
	usdt_sdt_(p, n, usdt_sdt_11_(a, b, c, d, e, f, g, h, i, j, k))
#define STAP_PROBE12(p, n, a, b, c, d, e, f, g, h, i, j, k, l)                                     \
	usdt_sdt_(p, n, usdt_sdt_12_(a, b, c, d, e, f, g, h, i, j, k, l))

#endif /* __ASSEMBLER__ */

#define DTRACE_PROBE(p, n) STAP_PROBE(p, n)
#define DTRACE_PROBE0(p, n) STAP_PROBE(p, n)
#define DTRACE_PROBE1(p, n, a) STAP_PROBE1(p, n, a)
#define DTRACE_PROBE2(p, n, a, b) STAP_PROBE2(p, n, a, b)
#define DTRACE_PROBE3(p, n, a, b, c) STAP_PROBE3(p, n, a, b, c)
#define DTRACE_PROBE4(p, n, a, b, c, d) STAP_PROBE4(p, n, a, b, c, d)
#define DTRACE_PROBE5(p, n, a, b, c, d, e) STAP_PROBE5(p, n, a, b, c, d, e)
#define DTRACE_PROBE6(p, n, a, b, c, d, e, f) STAP_PROBE6(p, n, a, b, c, d, e, f)
#define DTRACE_PROBE7(p, n, a, b, c, d, e, f, g) STAP_PROBE7(p, n, a, b, c, d, e, f, g)
#define DTRACE_PROBE8(p, n, a, b, c, d, e, f, g, h) STAP_PROBE8(p, n, a, b, c, d, e, f, g, h)
#define DTRACE_PROBE9(p, n, a, b, c, d, e, f, g, h, i) STAP_PROBE9(p, n, a, b, c, d, e, f, g, h, i)
#define DTRACE_PROBE10(p, n, a, b, c, d, e, f, g, h, i, j)                                         \
	STAP_PROBE10(p, n, a, b, c, d, e, f, g, h, i, j)
#define DTRACE_PROBE11(p, n, a, b, c, d, e, f, g, h, i, j, k)                                      \
	STAP_PROBE11(p, n, a, b, c, d, e, f, g, h, i, j, k)
#define DTRACE_PROBE12(p, n, a, b, c, d, e, f, g, h, i, j, k, l)                                   \
	STAP_PROBE12(p, n, a, b, c, d, e, f, g, h, i, j, k, l)

#endif
