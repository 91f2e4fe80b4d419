m4_changequote(`[[', `]]')m4_dnl
m4_changecom[[]]m4_dnl
m4_dnl SPDX-License-Identifier: BSD-2-Clause
m4_dnl Copyright (c) 2026 The Fasttrap authors
m4_dnl
m4_dnl The header that dtrace -h writes. The program calls the macros below, once for each thing in
m4_dnl the provider definitions (README.md lists the calls and their arguments); a template of your
m4_dnl own may m4_include this one and define some of them anew. What is written to diversion 1 is
m4_dnl for where there are no probes, to 2 and 3 for where there are: declarations and macros.
m4_dnl
m4_dnl What builds do to the text with sed keeps it in shape: the #define line of a probe holds
m4_dnl nothing else, PROVIDER_ in capitals stands once in a line, no pointer to char or to void is
m4_dnl named.
m4_divert(-1)

m4_define([[gen_header]], [[m4_divert(0)m4_dnl
/* Generated from $2 by dtrace -h: what is changed here is lost. */
#ifndef $1
#define $1

#if defined __GNUC__ && __INCLUDE_LEVEL__ > 0
#pragma GCC system_header
#endif

m4_undivert([[usdt_probe.h]])
#if !defined USDT_PROBES_ || defined DTRACE_PROBES_DISABLED

m4_divert(2)m4_dnl
#else

#ifdef __cplusplus
extern "C" {
#endif
m4_divert(3)m4_dnl
#ifdef __cplusplus
}
#endif

m4_divert(-1)]])

m4_define([[gen_end_header]], [[m4_divert(0)m4_dnl
m4_undivert(1)m4_dnl
m4_undivert(2)m4_dnl
m4_undivert(3)m4_dnl
#endif
#endif
m4_divert(-1)]])

m4_define([[gen_provider]], [[]])
m4_define([[gen_end_provider]], [[]])

[[The definition, for tracers: a text in the assembler's language, apart from the code.]]
m4_define([[gen_definition]], [[m4_divert(3)m4_dnl
usdt_definition_("$2",
m4_divert(-1)]])
m4_define([[gen_definition_line]], [[m4_divert(3)m4_dnl
	usdt_line_("$1")
m4_divert(-1)]])
m4_define([[gen_end_definition]], [[m4_divert(3)m4_dnl
)

m4_divert(-1)]])

[[The probe's arguments come one by one; its macros are written when all are known.]]
m4_define([[gen_probe]], [[
	m4_define([[gen_provider_name]], [[$1]])
	m4_define([[gen_name]], [[$2]])
	m4_define([[gen_macro]], [[$3]])
	m4_define([[gen_d_name]], [[$4]])
	m4_define([[gen_semaphore]], [[$5]])
	m4_define([[gen_n]], 0)
	m4_define([[gen_fire]], [[usdt_fire_]])
	m4_define([[gen_params]])
	m4_define([[gen_texts]])
	m4_define([[gen_unused]])
	m4_define([[gen_declarations]])
]])

m4_define([[gen_append]], [[m4_define([[$1]], m4_defn([[$1]])[[$2]])]])

m4_define([[gen_arg]], [[
	gen_append([[gen_params]], m4_ifelse([[$1]], 0, [[]], [[[[, ]]]])[[arg$1]])
	gen_append([[gen_texts]], m4_ifelse([[$1]], 0, [[]], [[[[, ]]]])[[$4]])
	gen_append([[gen_unused]], [[(void)(arg$1), ]])
	m4_ifelse(m4_eval($1 < 12), 1, [[
		m4_define([[gen_n]], m4_incr($1))
		gen_append([[gen_declarations]], gen_declare_$2([[$1]], [[$3]])[[; \
	]])
	]], [[
		gen_append([[gen_declarations]], [[(void)(arg$1); \
	]])
	]])
]])

[[Kinds of arguments. Those that may lead to memory have it written before the probe.]]
m4_define([[gen_points]], [[m4_define([[gen_fire]], [[usdt_fire_memory_]])]])
m4_define([[gen_c_type]], [[m4_ifelse([[$1]], [[_Bool]], [[[[usdt_bool_]]]], [[[[$1]]]])]])
m4_define([[gen_declare_int]], [[[[usdt_int_($1, ]]gen_c_type([[$2]])[[, arg$1)]]]])
m4_define([[gen_declare_f32]], [[[[usdt_f32_($1, arg$1)]]]])
m4_define([[gen_declare_f64]], [[[[usdt_f64_($1, arg$1)]]]])
m4_define([[gen_declare_ptr]], [[gen_points[[]][[usdt_ptr_($1, arg$1)]]]])
m4_define([[gen_declare_record]], [[gen_points[[]][[usdt_ptr_($1, &(arg$1))]]]])
m4_define([[gen_declare_any]], [[gen_points[[]][[usdt_any_($1, arg$1)]]]])

m4_define([[gen_end_probe]], [[m4_divert(1)m4_dnl
#define gen_macro[[]](gen_params) \
	((void)(0 && (gen_unused[[]]1)))
#define gen_macro[[]]_ENABLED() \
	(0)

m4_divert(2)m4_dnl
extern unsigned short gen_semaphore usdt_visibility_;
m4_divert(3)m4_dnl
/* gen_provider_name:::gen_d_name[[]](gen_texts) */
#define gen_macro[[]](gen_params) \
	(__extension__({ \
	gen_declarations[[]]gen_fire[[]](gen_n, "gen_provider_name", "gen_name", \
		"gen_semaphore", usdt_sema_("gen_semaphore")); \
	}))
#define gen_macro[[]]_ENABLED() \
	usdt_enabled_(gen_semaphore, usdt_sema_("gen_semaphore"))

m4_divert(-1)]])
