m4_include(`header.m4')m4_dnl
m4_dnl SPDX-License-Identifier: BSD-2-Clause
m4_dnl Copyright (c) 2026 The Fasttrap authors
m4_dnl
m4_dnl The header of dtrace -h -x header=call. A probe is a call of a function that dtrace -G turns
m4_dnl into a nop, as in Solaris; the frame is that of header.m4. The types of the arguments are
m4_dnl those of the definition, since only -G's notes tell how wide what stands in a register is: a
m4_dnl type that the definition does not declare is widened to 64 bits, floating point goes as
m4_dnl integers with the same bits, a struct by its address.
m4_divert(-1)

m4_define([[gen_arg]], [[
	gen_append([[gen_params]], m4_ifelse([[$1]], 0, [[]], [[[[, ]]]])[[arg$1]])
	gen_append([[gen_texts]], m4_ifelse([[$1]], 0, [[]], [[[[, ]]]])[[$4]])
	gen_append([[gen_unused]], [[(void)(arg$1), ]])
	m4_ifelse(m4_eval($1 < 12), 1, [[
		gen_append([[gen_types]],
			m4_ifelse([[$1]], 0, [[]], [[[[, ]]]])gen_type_$2([[$3]]))
		gen_append([[gen_values]],
			m4_ifelse([[$1]], 0, [[]], [[[[, ]]]])gen_value_$2([[$1]], [[$3]]))
	]], [[
		gen_append([[gen_more]], [[(void)(arg$1), ]])
	]])
]])

m4_define([[gen_probe]], m4_defn([[gen_probe]])[[
	m4_define([[gen_function]], [[__dtrace_$1___$2]])
	m4_define([[gen_test]], [[__dtraceenabled_$1___$2]])
	m4_define([[gen_types]])
	m4_define([[gen_values]])
	m4_define([[gen_more]])
]])

[[What the function takes, and the argument as such.]]
m4_define([[gen_type_int]], [[gen_c_type([[$1]])]])
m4_define([[gen_type_ptr]], [[[[__UINTPTR_TYPE__]]]])
m4_define([[gen_type_record]], [[[[__UINTPTR_TYPE__]]]])
m4_define([[gen_type_f32]], [[[[__UINT32_TYPE__]]]])
m4_define([[gen_type_f64]], [[[[__UINT64_TYPE__]]]])
m4_define([[gen_type_any]], [[[[__INT64_TYPE__]]]])
m4_define([[gen_value_int]], [[[[usdt_exact_(]]gen_c_type([[$2]])[[, arg$1)]]]])
m4_define([[gen_value_ptr]], [[[[(__UINTPTR_TYPE__)(arg$1)]]]])
m4_define([[gen_value_record]], [[[[(__UINTPTR_TYPE__)&(arg$1)]]]])
m4_define([[gen_value_f32]], [[[[usdt_bits32_((float)(arg$1))]]]])
m4_define([[gen_value_f64]], [[[[usdt_bits64_((double)(arg$1))]]]])
m4_define([[gen_value_any]], [[[[usdt_wide_(arg$1)]]]])

m4_define([[gen_attributes]], [[__attribute__((visibility("hidden"), nothrow))]])

m4_define([[gen_call_once]], [[m4_define([[gen_call_once]])m4_dnl
#ifndef usdt_wide_
#ifdef __cplusplus
#define usdt_wide_(x) (__INT64_TYPE__)usdt_bits_(x)
#else
#define usdt_wide_(x) (__extension__ (__INT64_TYPE__)usdt_bits_(usdt_plain_(x)))
#endif
#define usdt_exact_(type, x) (type)usdt_word_(type, x)
#endif

]])

m4_define([[gen_end_probe]], [[m4_divert(1)m4_dnl
#define gen_macro[[]](gen_params) \
	((void)(0 && (gen_unused[[]]1)))
#define gen_macro[[]]_ENABLED() \
	(0)

m4_divert(2)m4_dnl
gen_call_once[[]]m4_dnl
extern void gen_function[[]](m4_ifelse(m4_defn([[gen_types]]), [[]], void, [[gen_types]]))
	gen_attributes[[]];
extern int gen_test[[]](void)
	gen_attributes[[]];
m4_divert(3)m4_dnl
/* gen_provider_name:::gen_d_name[[]](gen_texts) */
#define gen_macro[[]](gen_params) \
	(gen_more[[]]gen_function[[]](gen_values))
#define gen_macro[[]]_ENABLED() \
	gen_test[[]]()

m4_divert(-1)]])
