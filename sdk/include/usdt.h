/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Static probes for programs: places in the code that a tracer can watch while the program runs.
 *
 *	#include <usdt.h>
 *
 *	USDT(shop, order__placed, order->id, order->customer);
 *
 *	$ dtrace -n 'shop*:::order-placed { printf("%d %s", arg0, copyinstr(arg1)); }'
 *
 * A probe that nobody watches is one nop, and the arguments, which are computed in any case. It is
 * known by its provider (the program or library), and its name, where D writes '-' for "__". Both
 * are identifiers without quotes; macros in them are expanded. No library is linked and nothing is
 * declared: the same probe may stand in any number of places.
 *
 * Arguments, up to 12, are integers, enumerations, pointers, arrays, strings and functions (their
 * address), float and double (their bits). What a pointer leads to is complete when the probe is
 * passed. No argument is evaluated twice. In C a bit-field is handed over as its promoted type; in
 * C++98 the types must have names. A struct is handed over by its address: &order.
 *
 * Where computing the arguments costs something, ask first. This is a load and a branch:
 *
 *	if (USDT_ENABLED(shop, order__placed)) {
 *		char *text = describe(order);
 *
 *		USDT(shop, order__placed, order->id, text);
 *		free(text);
 *	}
 *
 * The answer comes from a semaphore, which the kernel counts up in the traced processes. USDT() and
 * USDT_ENABLED() bring it along; each executable and shared library has its own. One that several
 * probes share is made by hand, in one file of the program:
 *
 *	USDT_DEFINE_SEMA(shop_any);
 *
 * and used in others as well (USDT_DECLARE_SEMA(shop_any) tells them that it exists):
 *
 *	if (USDT_SEMA_ENABLED(shop_any)) {
 *		USDT_WITH_SEMA(shop_any, shop, order__placed, order->id);
 *		USDT_WITH_SEMA(shop_any, shop, order__size, n);
 *	}
 *
 * Tracers see of what size the arguments are. Of what types they are can be told once, at file
 * scope in one file, in D: what dtrace -h would be given, in which '"' and '\' have no place.
 *
 *	USDT_DEFINITION("struct order { int id; const char *customer; };"
 *			"provider shop { probe order__placed(struct order *o, int n); };");
 *
 *	$ dtrace -n 'shop*:::order-placed { trace(args[0]->id); }'
 *
 * -DDTRACE_PROBES_DISABLED removes all probes; so do machines, formats and compilers that are not
 * known here. The arguments are then checked and not evaluated. -DUSDT_NOP='"..."' sets another
 * instruction than nop. C99 and later, C++98 and later, in gcc and clang. */
#ifndef USDT_H
#define USDT_H

#if defined __GNUC__ && __INCLUDE_LEVEL__ > 0
#pragma GCC system_header
#endif

#include "usdt_probe.h"

/* USDT(provider, name, ...) with 0 to 12 arguments. */
#define USDT(...) usdt_call_(usdt_count_(__VA_ARGS__), __VA_ARGS__)

/* An int: is somebody watching this probe? */
#define USDT_ENABLED(provider, name) usdt_test_(provider, name)

/* A semaphore in the program's hands: defined in one file, declared in others, both at file scope
 * and with a ';' behind. */
#define USDT_DEFINE_SEMA(sema) usdt_define_(sema)
#define USDT_DECLARE_SEMA(sema) usdt_declare_(sema)

/* A probe with such a semaphore, and the question whether any probe that has it is watched. */
#define USDT_WITH_SEMA(sema, ...) usdt_call_sema_(usdt_count_(__VA_ARGS__), sema, __VA_ARGS__)
#define USDT_SEMA_ENABLED(sema) usdt_test_sema_(sema)

/* Types for tracers; layout and rules of the text are in usdt_note.h. */
#define USDT_DEFINITION(text) usdt_describe_(text)

/* What follows is how it is done. */

#define usdt_count_(...) usdt_15th_(__VA_ARGS__, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0)
#define usdt_15th_(p, n, a, b, c, d, e, f, g, h, i, j, k, l, count, ...) count

/* Another level each, so that macros are expanded before names are put together. */
#define usdt_call_(count, ...) usdt_call_2_(count, __VA_ARGS__)
#define usdt_call_2_(count, ...) usdt_##count##_(__VA_ARGS__)
#define usdt_call_sema_(count, sema, ...) usdt_call_sema_2_(count, sema, __VA_ARGS__)
#define usdt_call_sema_2_(count, sema, ...) usdt_sema_##count##_(sema, __VA_ARGS__)

#if defined USDT_PROBES_ && !defined DTRACE_PROBES_DISABLED

#define usdt_describe_(text)                                                                      \
	__asm__("\t.pushsection .note.fasttrap,\"\",\"note\"\n"                                    \
		usdt_definition_note_(usdt_line_(text))                                            \
		"\t.popsection\n")
#define usdt_let_(i, x) usdt_any_(i, x);
#define usdt_probe_(count, let, provider, name, sema, define)                                      \
	(__extension__({ let usdt_fire_memory_(count, provider, name, sema, define); }))
#define usdt_probe_0_(provider, name, sema, define)                                                \
	(__extension__({ usdt_fire_(0, provider, name, sema, define); }))

/* The C name differs from the symbol, which other headers may have declared. */
#define usdt_test_(provider, name)                                                                 \
	usdt_test_2_(provider##_##name##_semaphore_, #provider "_" #name "_semaphore")
#define usdt_test_2_(object, symbol)                                                               \
	(__extension__({                                                                           \
		extern unsigned short object __asm__(symbol) usdt_visibility_;                     \
		usdt_enabled_(object, usdt_sema_(symbol));                                         \
	}))

#ifdef __cplusplus
#define usdt_declare_(sema) extern "C" unsigned short sema usdt_visibility_
#else
#define usdt_declare_(sema) extern unsigned short sema usdt_visibility_
#endif
#define usdt_define_(sema)                                                                         \
	usdt_declare_(sema);                                                                       \
	unsigned short sema __attribute__((section(".probes"), used)) = 0
#define usdt_test_sema_(sema) usdt_enabled_(sema, "")

#else

#define usdt_describe_(text) struct usdt_nothing_
#define usdt_let_(i, x) ((void)(x), 1) &&
#define usdt_probe_(count, let, provider, name, sema, define) ((void)(0 && (let 1)))
#define usdt_probe_0_(provider, name, sema, define) ((void)0)
#define usdt_test_(provider, name) (0)
#define usdt_declare_(sema) extern unsigned short sema
#define usdt_define_(sema) extern unsigned short sema
#define usdt_test_sema_(sema) (0)
#define usdt_sema_(symbol)

#endif

#define usdt_let_1_(a) usdt_let_(0, a)
#define usdt_let_2_(a, b) usdt_let_1_(a) usdt_let_(1, b)
#define usdt_let_3_(a, b, c) usdt_let_2_(a, b) usdt_let_(2, c)
#define usdt_let_4_(a, b, c, d) usdt_let_3_(a, b, c) usdt_let_(3, d)
#define usdt_let_5_(a, b, c, d, e) usdt_let_4_(a, b, c, d) usdt_let_(4, e)
#define usdt_let_6_(a, b, c, d, e, f) usdt_let_5_(a, b, c, d, e) usdt_let_(5, f)
#define usdt_let_7_(a, b, c, d, e, f, g) usdt_let_6_(a, b, c, d, e, f) usdt_let_(6, g)
#define usdt_let_8_(a, b, c, d, e, f, g, h) usdt_let_7_(a, b, c, d, e, f, g) usdt_let_(7, h)
#define usdt_let_9_(a, b, c, d, e, f, g, h, i) usdt_let_8_(a, b, c, d, e, f, g, h) usdt_let_(8, i)
#define usdt_let_10_(a, b, c, d, e, f, g, h, i, j)                                                 \
	usdt_let_9_(a, b, c, d, e, f, g, h, i) usdt_let_(9, j)
#define usdt_let_11_(a, b, c, d, e, f, g, h, i, j, k)                                              \
	usdt_let_10_(a, b, c, d, e, f, g, h, i, j) usdt_let_(10, k)
#define usdt_let_12_(a, b, c, d, e, f, g, h, i, j, k, l)                                           \
	usdt_let_11_(a, b, c, d, e, f, g, h, i, j, k) usdt_let_(11, l)

#define usdt_own_(count, let, p, n)                                                                \
	usdt_probe_(count, let, #p, #n, #p "_" #n "_semaphore", usdt_sema_(#p "_" #n "_semaphore"))

#define usdt_0_(p, n)                                                                              \
	usdt_probe_0_(#p, #n, #p "_" #n "_semaphore", usdt_sema_(#p "_" #n "_semaphore"))
#define usdt_1_(p, n, a) usdt_own_(1, usdt_let_1_(a), p, n)
#define usdt_2_(p, n, a, b) usdt_own_(2, usdt_let_2_(a, b), p, n)
#define usdt_3_(p, n, a, b, c) usdt_own_(3, usdt_let_3_(a, b, c), p, n)
#define usdt_4_(p, n, a, b, c, d) usdt_own_(4, usdt_let_4_(a, b, c, d), p, n)
#define usdt_5_(p, n, a, b, c, d, e) usdt_own_(5, usdt_let_5_(a, b, c, d, e), p, n)
#define usdt_6_(p, n, a, b, c, d, e, f) usdt_own_(6, usdt_let_6_(a, b, c, d, e, f), p, n)
#define usdt_7_(p, n, a, b, c, d, e, f, g) usdt_own_(7, usdt_let_7_(a, b, c, d, e, f, g), p, n)
#define usdt_8_(p, n, a, b, c, d, e, f, g, h)                                                      \
	usdt_own_(8, usdt_let_8_(a, b, c, d, e, f, g, h), p, n)
#define usdt_9_(p, n, a, b, c, d, e, f, g, h, i)                                                   \
	usdt_own_(9, usdt_let_9_(a, b, c, d, e, f, g, h, i), p, n)
#define usdt_10_(p, n, a, b, c, d, e, f, g, h, i, j)                                               \
	usdt_own_(10, usdt_let_10_(a, b, c, d, e, f, g, h, i, j), p, n)
#define usdt_11_(p, n, a, b, c, d, e, f, g, h, i, j, k)                                            \
	usdt_own_(11, usdt_let_11_(a, b, c, d, e, f, g, h, i, j, k), p, n)
#define usdt_12_(p, n, a, b, c, d, e, f, g, h, i, j, k, l)                                         \
	usdt_own_(12, usdt_let_12_(a, b, c, d, e, f, g, h, i, j, k, l), p, n)

#define usdt_sema_0_(s, p, n) usdt_probe_0_(#p, #n, #s, "")
#define usdt_sema_1_(s, p, n, a) usdt_probe_(1, usdt_let_1_(a), #p, #n, #s, "")
#define usdt_sema_2_(s, p, n, a, b) usdt_probe_(2, usdt_let_2_(a, b), #p, #n, #s, "")
#define usdt_sema_3_(s, p, n, a, b, c) usdt_probe_(3, usdt_let_3_(a, b, c), #p, #n, #s, "")
#define usdt_sema_4_(s, p, n, a, b, c, d) usdt_probe_(4, usdt_let_4_(a, b, c, d), #p, #n, #s, "")
#define usdt_sema_5_(s, p, n, a, b, c, d, e)                                                       \
	usdt_probe_(5, usdt_let_5_(a, b, c, d, e), #p, #n, #s, "")
#define usdt_sema_6_(s, p, n, a, b, c, d, e, f)                                                    \
	usdt_probe_(6, usdt_let_6_(a, b, c, d, e, f), #p, #n, #s, "")
#define usdt_sema_7_(s, p, n, a, b, c, d, e, f, g)                                                 \
	usdt_probe_(7, usdt_let_7_(a, b, c, d, e, f, g), #p, #n, #s, "")
#define usdt_sema_8_(s, p, n, a, b, c, d, e, f, g, h)                                              \
	usdt_probe_(8, usdt_let_8_(a, b, c, d, e, f, g, h), #p, #n, #s, "")
#define usdt_sema_9_(s, p, n, a, b, c, d, e, f, g, h, i)                                           \
	usdt_probe_(9, usdt_let_9_(a, b, c, d, e, f, g, h, i), #p, #n, #s, "")
#define usdt_sema_10_(s, p, n, a, b, c, d, e, f, g, h, i, j)                                       \
	usdt_probe_(10, usdt_let_10_(a, b, c, d, e, f, g, h, i, j), #p, #n, #s, "")
#define usdt_sema_11_(s, p, n, a, b, c, d, e, f, g, h, i, j, k)                                    \
	usdt_probe_(11, usdt_let_11_(a, b, c, d, e, f, g, h, i, j, k), #p, #n, #s, "")
#define usdt_sema_12_(s, p, n, a, b, c, d, e, f, g, h, i, j, k, l)                                 \
	usdt_probe_(12, usdt_let_12_(a, b, c, d, e, f, g, h, i, j, k, l), #p, #n, #s, "")

#endif
