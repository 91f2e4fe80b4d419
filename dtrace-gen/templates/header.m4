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

[[A probe. What its arguments need before it is passed waits in diversion 5, until all are known.
Large definitions have thousands of probes, and m4 looks up every word that is not in quotes: so the
text of a probe is one quoted piece, and what depends on the number of arguments alone is put
together once.]]
m4_define([[gen_probe]], [[m4_define([[gen_fire]], [[usdt_fire_]])m4_divert(5)m4_dnl]])

m4_define([[gen_arg]], [[gen_declare_$2([[$1]], [[$3]])[[; \
	]]m4_dnl]])

[[Kinds of arguments. Those that may lead to memory have it written before the probe.]]
m4_define([[gen_points]], [[m4_define([[gen_fire]], [[usdt_fire_memory_]])]])
m4_define([[gen_declare_int]], [[[[usdt_int_($1, $2, arg$1)]]]])
m4_define([[gen_declare_bool]], [[[[usdt_int_($1, usdt_bool_, arg$1)]]]])
m4_define([[gen_declare_f32]], [[[[usdt_f32_($1, arg$1)]]]])
m4_define([[gen_declare_f64]], [[[[usdt_f64_($1, arg$1)]]]])
m4_define([[gen_declare_ptr]], [[gen_points[[]][[usdt_ptr_($1, arg$1)]]]])
m4_define([[gen_declare_record]], [[gen_points[[]][[usdt_ptr_($1, &(arg$1))]]]])
m4_define([[gen_declare_any]], [[gen_points[[]][[usdt_any_($1, arg$1)]]]])
m4_define([[gen_declare_more]], [[[[(void)(arg$1)]]]])

[[Of n arguments: "arg0, arg1", and "(void)(arg0), (void)(arg1), ".]]
m4_define([[gen_params]], [[gen_of_all([[params]], [[$1]])]])
m4_define([[gen_unused]], [[gen_of_all([[unused]], [[$1]])]])
m4_define([[gen_of_all]], [[m4_ifdef([[gen_$1_$2]], [[]], [[m4_define([[gen_$1_$2]],
	gen_of_all([[$1]], m4_decr($2))gen_one_of_$1(m4_decr($2)))]])m4_defn([[gen_$1_$2]])]])
m4_define([[gen_one_of_params]], [[m4_ifelse([[$1]], 0, [[]], [[[[, ]]]])[[arg$1]]]])
m4_define([[gen_one_of_unused]], [[[[(void)(arg$1), ]]]])
m4_define([[gen_params_0]])
m4_define([[gen_unused_0]])

m4_define([[gen_end_probe]], [[m4_divert(1)[[#define $3(]]gen_params([[$6]])[[) \
	((void)(0 && (]]gen_unused([[$6]])[[1)))
#define $3_ENABLED() \
	(0)

]]m4_divert(2)[[extern unsigned short $5 usdt_visibility_;
]]m4_divert(3)[[/* $1:::$4($8) */
#define $3(]]gen_params([[$6]])[[) \
	(__extension__({ \
	]]m4_undivert(5)gen_fire[[($7, "$1", "$2", \
		"$5", usdt_sema_("$5")); \
	}))
#define $3_ENABLED() \
	usdt_enabled_($5, usdt_sema_("$5"))

]]m4_divert(-1)]])
