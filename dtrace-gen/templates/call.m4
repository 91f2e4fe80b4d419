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

[[In diversions: 6 the types of what the function takes, 7 the arguments as such, 8 those beyond
what tracers see.]]
m4_define([[gen_probe]], [[m4_divert(-1)]])
m4_define([[gen_arg]], [[m4_ifelse([[$2]], [[more]], [[m4_divert(8)[[(void)(arg$1), ]]]],
	[[m4_divert(6)gen_comma([[$1]])gen_type_$2([[$3]])m4_divert(7)gen_comma([[$1]])gen_value_$2(
	[[$1]], [[$3]])]])m4_divert(-1)]])
m4_define([[gen_comma]], [[m4_ifelse([[$1]], 0, [[]], [[[[, ]]]])]])

m4_define([[gen_type_int]], [[[[$1]]]])
m4_define([[gen_type_bool]], [[[[usdt_bool_]]]])
m4_define([[gen_type_ptr]], [[[[__UINTPTR_TYPE__]]]])
m4_define([[gen_type_record]], [[[[__UINTPTR_TYPE__]]]])
m4_define([[gen_type_f32]], [[[[__UINT32_TYPE__]]]])
m4_define([[gen_type_f64]], [[[[__UINT64_TYPE__]]]])
m4_define([[gen_type_any]], [[[[__INT64_TYPE__]]]])
m4_define([[gen_value_int]], [[[[usdt_exact_($2, arg$1)]]]])
m4_define([[gen_value_bool]], [[[[usdt_exact_(usdt_bool_, arg$1)]]]])
m4_define([[gen_value_ptr]], [[[[(__UINTPTR_TYPE__)(arg$1)]]]])
m4_define([[gen_value_record]], [[[[(__UINTPTR_TYPE__)&(arg$1)]]]])
m4_define([[gen_value_f32]], [[[[usdt_bits32_((float)(arg$1))]]]])
m4_define([[gen_value_f64]], [[[[usdt_bits64_((double)(arg$1))]]]])
m4_define([[gen_value_any]], [[[[usdt_wide_(arg$1)]]]])

m4_define([[gen_attributes]], [[[[__attribute__((visibility("hidden"), nothrow))]]]])

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

m4_define([[gen_end_probe]], [[m4_divert(1)[[#define $3(]]gen_params([[$6]])[[) \
	((void)(0 && (]]gen_unused([[$6]])[[1)))
#define $3_ENABLED() \
	(0)

]]m4_divert(2)gen_call_once[[extern void __dtrace_$1___$2(]]m4_dnl
m4_ifelse([[$6]], 0, [[[[void]]]])m4_undivert(6)[[)
	]]gen_attributes[[;
extern int __dtraceenabled_$1___$2(void)
	]]gen_attributes[[;
]]m4_divert(3)[[/* $1:::$4($8) */
#define $3(]]gen_params([[$6]])[[) \
	(]]m4_undivert(8)[[__dtrace_$1___$2(]]m4_undivert(7)[[))
#define $3_ENABLED() \
	__dtraceenabled_$1___$2()

]]m4_divert(-1)]])
