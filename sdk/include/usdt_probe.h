/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* How a probe lies in code: one nop, and a note beside it that says where the nop is, what the
 * probe is called and where its arguments are at that moment. <usdt.h>, <sys/sdt.h> and every
 * header that dtrace -h writes (which carries a copy of this file) are spelled with these macros;
 * programs use those and not these, so all names here end in an underscore.
 *
 * For each argument i a probe has two local names: usdt_a<i>, an integer or a pointer that holds
 * the bits, and the constant usdt_s<i>, its size in bytes, negative if it is signed. The assembler
 * text prints both, "-4@%eax", and the compiler chooses the place:
 *
 *	x86-64	 a register or a constant ("nr"). From the seventh argument on also memory ("nor"),
 *		 but never as SYMBOL(%rip), which most readers refuse: usdt_hold_ hides where the
 *		 value came from.
 *	AArch64  a register or a constant, widened to 64 bits, since readers know only xN.
 *	i386	 memory: registers are few, some have no byte part, and none holds 64 bits.
 *
 * A semaphore is a 16-bit count that the kernel keeps of those who watch the probe. Its definition
 * is weak, hidden and in a COMDAT group, and is written only where the probe is used: the objects
 * of a program share one without any of them owning it. -DSTAP_SDT_V2 makes it visible to others.
 *
 * C89 to C23 and C++98 to C++23, gcc and clang. Elsewhere USDT_PROBES_ stays undefined. */
#ifndef USDT_PROBE_H
#define USDT_PROBE_H

#if defined __GNUC__ && __INCLUDE_LEVEL__ > 0
#pragma GCC system_header
#endif

#if defined __GNUC__ && defined __ELF__ &&                                                         \
	(defined __x86_64__ || defined __i386__ || defined __aarch64__)

#define USDT_PROBES_ 1

/* What a tracer replaces. A longer sequence may be given; the probe is its first instruction. */
#ifndef USDT_NOP
#define USDT_NOP "nop"
#endif

#ifdef __LP64__
#define usdt_addr_ "\t.8byte "
#else
#define usdt_addr_ "\t.4byte "
#endif

/* Counts as one instruction when the compiler weighs inlining, however long its text. So a test
 * keeps no function from being inlined. A probe does: a copy of it in each caller would be one site
 * more for tracers to attach to. */
#if defined __clang__ || __GNUC__ < 9
#define usdt_inline_
#else
#define usdt_inline_ __inline__
#endif

/* The base tells a reader how far a prelinked file was moved. Linkers that collect garbage drop it
 * unless the section is marked as retained, which assemblers know since GNU 2.36 and LLVM 13. */
#if defined __clang_major__ && __clang_major__ >= 13
#define usdt_retain_ "R"
#else
#define usdt_retain_ ""
#endif
#define usdt_base_section_(flags)                                                                  \
	"\t.pushsection .stapsdt.base,\"" flags "\",\"progbits\",.stapsdt.base,comdat\n"
#define usdt_base_                                                                                 \
	"\t.ifndef _.stapsdt.base\n"                                                               \
	"\t.ifdef .gasversion.\n"                                                                  \
	"\t.if .gasversion. >= 23600\n"                                                            \
	usdt_base_section_("aGR")                                                                  \
	"\t.else\n"                                                                                \
	usdt_base_section_("aG")                                                                   \
	"\t.endif\n"                                                                               \
	"\t.else\n"                                                                                \
	usdt_base_section_("aG" usdt_retain_)                                                      \
	"\t.endif\n"                                                                               \
	"\t.weak _.stapsdt.base\n"                                                                 \
	"\t.hidden _.stapsdt.base\n"                                                               \
	"_.stapsdt.base:\t.space 1\n"                                                              \
	"\t.size _.stapsdt.base, 1\n"                                                              \
	"\t.popsection\n"                                                                          \
	"\t.endif\n"

#ifdef STAP_SDT_V2
#define usdt_hidden_(symbol)
#define usdt_visibility_
#else
#define usdt_hidden_(symbol) "\t.hidden " symbol "\n"
#define usdt_visibility_ __attribute__((visibility("hidden")))
#endif

#define usdt_sema_(symbol)                                                                         \
	"\t.ifndef " symbol "\n"                                                                   \
	"\t.pushsection .probes,\"awG\",\"progbits\"" "," symbol ",comdat\n"                       \
	"\t.balign 2\n"                                                                            \
	"\t.weak " symbol "\n"                                                                     \
	usdt_hidden_(symbol)                                                                       \
	"\t.type " symbol ", STT_OBJECT\n"                                                         \
	"\t.size " symbol ", 2\n"                                                                  \
	symbol ":\t.2byte 0\n"                                                                     \
	"\t.popsection\n"                                                                          \
	"\t.endif\n"

/* The question mark makes the note a member of the code's COMDAT group, if there is one, so that
 * both stay or go together. The size of the description does not count the padding after it. */
#define usdt_note_(provider, name, sema, args)                                                     \
	"990:\t" USDT_NOP "\n"                                                                     \
	"\t.pushsection .note.stapsdt,\"?\",\"note\"\n"                                            \
	"\t.balign 4\n"                                                                            \
	"\t.4byte 992f-991f" "," "994f-993f" "," "3\n"                                             \
	"991:\t.asciz \"stapsdt\"\n"                                                               \
	"992:\t.balign 4\n"                                                                        \
	"993:" usdt_addr_ "990b\n"                                                                 \
	usdt_addr_ "_.stapsdt.base\n"                                                              \
	usdt_addr_ sema "\n"                                                                       \
	"\t.asciz \"" provider "\"\n"                                                              \
	"\t.asciz \"" name "\"\n"                                                                  \
	"\t.asciz \"" args "\"\n"                                                                  \
	"994:\t.balign 4\n"                                                                        \
	"\t.popsection\n"                                                                          \
	usdt_base_

/* A note with definitions in D (usdt_note.h), at file scope; the symbol is another one for each
 * text, and linkers keep one note for each symbol. A line of the text has neither '"' nor '\'. */
#define usdt_line_(line) "\t.ascii \"" line "\"\n\t.byte 10\n"
#define usdt_definition_(symbol, lines)                                                            \
	__asm__("\t.ifndef " symbol "\n"                                                           \
		"\t.pushsection .note.fasttrap,\"G\",\"note\"," symbol ",comdat\n"                 \
		usdt_definition_note_(lines)                                                       \
		symbol ":\n"                                                                       \
		"\t.popsection\n"                                                                  \
		"\t.endif\n");
#define usdt_definition_note_(lines)                                                               \
	"\t.balign 4\n"                                                                            \
	"\t.4byte 992f-991f" "," "994f-993f" "," "0x46540001\n"                                    \
	"991:\t.asciz \"fasttrap\"\n"                                                             \
	"992:\t.balign 4\n"                                                                        \
	"993:\n" lines "994:\t.balign 4\n"

/* The texts and operands of n arguments. %n prints a constant negated, on any machine; some refuse
 * %c, which would print it as it is, where the constant could be no address. */
#define usdt_text_(i) "%n[usdt_s" #i "]@%[usdt_a" #i "]"
#define usdt_text_0 ""
#define usdt_text_1 usdt_text_(0)
#define usdt_text_2 usdt_text_1 " " usdt_text_(1)
#define usdt_text_3 usdt_text_2 " " usdt_text_(2)
#define usdt_text_4 usdt_text_3 " " usdt_text_(3)
#define usdt_text_5 usdt_text_4 " " usdt_text_(4)
#define usdt_text_6 usdt_text_5 " " usdt_text_(5)
#define usdt_text_7 usdt_text_6 " " usdt_text_(6)
#define usdt_text_8 usdt_text_7 " " usdt_text_(7)
#define usdt_text_9 usdt_text_8 " " usdt_text_(8)
#define usdt_text_10 usdt_text_9 " " usdt_text_(9)
#define usdt_text_11 usdt_text_10 " " usdt_text_(10)
#define usdt_text_12 usdt_text_11 " " usdt_text_(11)

#if defined __x86_64__
#define usdt_near_ "nr"
#define usdt_far_ "nor"
#define usdt_reg_(value) (value)
#define usdt_hold_(i) __asm__("" : "+r"(usdt_a##i));
#elif defined __i386__
#define usdt_near_ "m"
#define usdt_far_ "m"
#define usdt_reg_(value) (value)
#define usdt_hold_(i)
#else
#define usdt_near_ "nr"
#define usdt_far_ "nr"
#define usdt_reg_(value) ((__INTPTR_TYPE__)(value))
#define usdt_hold_(i)
#endif

#ifdef STAP_SDT_ARG_CONSTRAINT
#undef usdt_near_
#undef usdt_far_
#define usdt_near_ usdt_quote_(STAP_SDT_ARG_CONSTRAINT)
#define usdt_far_ usdt_near_
#define usdt_quote_(text) usdt_quote_2_(text)
#define usdt_quote_2_(text) #text
#endif

#define usdt_in_(i, place) [usdt_s##i] "n"(-(int)usdt_s##i), [usdt_a##i] place(usdt_a##i)
#define usdt_in_0
#define usdt_in_1 usdt_in_(0, usdt_near_)
#define usdt_in_2 usdt_in_1, usdt_in_(1, usdt_near_)
#define usdt_in_3 usdt_in_2, usdt_in_(2, usdt_near_)
#define usdt_in_4 usdt_in_3, usdt_in_(3, usdt_near_)
#define usdt_in_5 usdt_in_4, usdt_in_(4, usdt_near_)
#define usdt_in_6 usdt_in_5, usdt_in_(5, usdt_near_)
#define usdt_in_7 usdt_in_6, usdt_in_(6, usdt_far_)
#define usdt_in_8 usdt_in_7, usdt_in_(7, usdt_far_)
#define usdt_in_9 usdt_in_8, usdt_in_(8, usdt_far_)
#define usdt_in_10 usdt_in_9, usdt_in_(9, usdt_far_)
#define usdt_in_11 usdt_in_10, usdt_in_(10, usdt_far_)
#define usdt_in_12 usdt_in_11, usdt_in_(11, usdt_far_)

#define usdt_hold_0
#define usdt_hold_1
#define usdt_hold_2
#define usdt_hold_3
#define usdt_hold_4
#define usdt_hold_5
#define usdt_hold_6
#define usdt_hold_7 usdt_hold_(6)
#define usdt_hold_8 usdt_hold_7 usdt_hold_(7)
#define usdt_hold_9 usdt_hold_8 usdt_hold_(8)
#define usdt_hold_10 usdt_hold_9 usdt_hold_(9)
#define usdt_hold_11 usdt_hold_10 usdt_hold_(10)
#define usdt_hold_12 usdt_hold_11 usdt_hold_(11)

/* The probe itself, after its n arguments were declared. Strings: provider, name, the symbol of the
 * semaphore; define is usdt_sema_(symbol), or "" if it is defined elsewhere. Where an argument may
 * point to memory, usdt_fire_memory_ has the compiler finish writing it first. */
#define usdt_fire_(n, provider, name, sema, define)                                                \
	usdt_hold_##n __asm__ __volatile__(                                           \
		define usdt_note_(provider, name, sema, usdt_text_##n) : : usdt_in_##n)
#define usdt_fire_memory_(n, provider, name, sema, define)                                         \
	usdt_hold_##n __asm__ __volatile__(                                           \
		define usdt_note_(provider, name, sema, usdt_text_##n)                             \
		: : usdt_in_##n : "memory")

/* Is the semaphore, a C object whose symbol is the string, above zero? */
#define usdt_enabled_(object, define)                                                              \
	(__extension__({                                                                           \
		__asm__ usdt_inline_ __volatile__(define);                                         \
		(int)__builtin_expect(*(const volatile unsigned short *)&(object) != 0, 0);        \
	}))

/* Declaring argument i of a known kind: an integer of a type, a pointer, a float, a double. An
 * integer may be given as a pointer and the other way round, as Solaris' prototypes in old C
 * allowed. */
#ifdef __cplusplus
#define usdt_bool_ bool
#else
#define usdt_bool_ _Bool
#endif
#define usdt_size_(type) ((type)-1 < (type)1 ? -(int)sizeof(type) : (int)sizeof(type))
#define usdt_int_(i, type, x)                                                                      \
	enum { usdt_s##i = usdt_size_(type) };                                                     \
	__typeof__(usdt_reg_((type)0)) usdt_a##i = usdt_reg_((type)usdt_word_(type, x))
#define usdt_ptr_(i, x)                                                                            \
	enum { usdt_s##i = __SIZEOF_POINTER__ };                                                   \
	__UINTPTR_TYPE__ usdt_a##i = (__UINTPTR_TYPE__)(x)
#define usdt_f32_(i, x)                                                                            \
	enum { usdt_s##i = 4 };                                                                    \
	__typeof__(usdt_reg_(usdt_bits32_(0))) usdt_a##i = usdt_reg_(usdt_bits32_((float)(x)))
#define usdt_f64_(i, x)                                                                            \
	enum { usdt_s##i = 8 };                                                                    \
	__UINT64_TYPE__ usdt_a##i = usdt_bits64_((double)(x))

/* By way of a word, so that a pointer may become a narrower integer. */
#ifdef __LP64__
#define usdt_word_(type, x) (__INTPTR_TYPE__)(x)
#else
#define usdt_word_(type, x)                                                                        \
	(__typeof__(__builtin_choose_expr(sizeof(type) == 8, (type)0, (__INTPTR_TYPE__)0)))(x)
#endif

static __inline__ __attribute__((always_inline, unused)) __UINT32_TYPE__ usdt_bits32_(float value)
{
	union {
		float value;
		__UINT32_TYPE__ bits;
	} u;

	u.value = value;
	return u.bits;
}

static __inline__ __attribute__((always_inline, unused)) __UINT64_TYPE__ usdt_bits64_(double value)
{
	union {
		double value;
		__UINT64_TYPE__ bits;
	} u;

	u.value = value;
	return u.bits;
}

/* Declaring argument i of whatever type the expression has: usdt_plain_ turns arrays and functions
 * into pointers, usdt_bits_ floating point into integers, and usdt_code_ gives the signed size. */
#ifndef __cplusplus

#define usdt_plain_(x) (1 ? (x) : 0)
#define usdt_bits_(v)                                                                              \
	_Generic((v),                                                                              \
		float: usdt_bits32_(_Generic((v), float: (v), default: 0)),                        \
		double: usdt_bits64_(_Generic((v), double: (v), default: 0)),                      \
		long double: usdt_bits64_((double)_Generic((v), long double: (v), default: 0)),    \
		default: (v))
#define usdt_code_(x)                                                                              \
	_Generic((x),                                                                              \
		_Bool: 1, char: usdt_size_(char), signed char: -1, unsigned char: 1,               \
		short: -2, unsigned short: 2,                                                      \
		default: _Generic(usdt_plain_(x),                                                  \
			int: -4, unsigned int: 4, float: 4, double: 8, long double: 8,             \
			long: usdt_size_(long), unsigned long: usdt_size_(unsigned long),          \
			long long: -8, unsigned long long: 8,                                      \
			default: __SIZEOF_POINTER__))
/* The value again in the narrow type that x had before it was promoted: nothing is widened then. */
#define usdt_whole_(v) _Generic((v), int: (v), default: 0)
#define usdt_narrow_(x, v)                                                                         \
	_Generic((x),                                                                              \
		char: (char)usdt_whole_(v), signed char: (signed char)usdt_whole_(v),              \
		unsigned char: (unsigned char)usdt_whole_(v), short: (short)usdt_whole_(v),        \
		unsigned short: (unsigned short)usdt_whole_(v), default: usdt_bits_(v))
#define usdt_any_(i, x)                                                                            \
	enum { usdt_s##i = usdt_code_(x) };                                                        \
	__auto_type usdt_x##i = usdt_plain_(x);                                                    \
	__auto_type usdt_a##i = usdt_reg_(usdt_narrow_(x, usdt_x##i))

#else

extern "C++" {

template <typename T, bool is_enum = __is_enum(T)> struct usdt_sign_ {
	enum { is_signed = 0 };
};
template <typename T> struct usdt_sign_<T, true> {
	enum { is_signed = usdt_sign_<__underlying_type(T), false>::is_signed };
};
#define usdt_signed_(type)                                                                         \
	template <> struct usdt_sign_<type, false> {                                               \
		enum { is_signed = ((type)-1 < (type)1) };                                         \
	};
usdt_signed_(char)
usdt_signed_(signed char)
usdt_signed_(short)
usdt_signed_(int)
usdt_signed_(long)
__extension__ typedef long long usdt_llong_;
usdt_signed_(usdt_llong_)
usdt_signed_(wchar_t)
#undef usdt_signed_

template <typename T> struct usdt_code_ {
	enum { value = usdt_sign_<T>::is_signed ? -(int)sizeof(T) : (int)sizeof(T) };
};

template <typename T> static inline __attribute__((always_inline, unused)) T usdt_bits_(T value)
{
	return value;
}

/* What is no template takes the types of a function, which C++98 does not accept for T. */
#define usdt_bits_of_(type)                                                                        \
	static inline __attribute__((always_inline, unused)) type usdt_bits_(type value)           \
	{                                                                                          \
		return value;                                                                      \
	}
usdt_bits_of_(int)
usdt_bits_of_(unsigned int)
usdt_bits_of_(long)
usdt_bits_of_(unsigned long)
#undef usdt_bits_of_

static inline __attribute__((always_inline, unused)) __UINT32_TYPE__ usdt_bits_(float value)
{
	return usdt_bits32_(value);
}

static inline __attribute__((always_inline, unused)) __UINT64_TYPE__ usdt_bits_(double value)
{
	return usdt_bits64_(value);
}

static inline __attribute__((always_inline, unused)) __UINT64_TYPE__ usdt_bits_(long double value)
{
	return usdt_bits64_((double)value);
}

}

#if __cplusplus >= 201103L
#define usdt_auto_(name, value) auto name = (value)
#else
#define usdt_auto_(name, value) __typeof__(value) name = (value)
#endif
#define usdt_any_(i, x)                                                                            \
	usdt_auto_(usdt_x##i, usdt_bits_(x));                                                      \
	enum { usdt_s##i = usdt_code_<__typeof__(usdt_x##i)>::value };                             \
	usdt_auto_(usdt_a##i, usdt_reg_(usdt_x##i))

#endif /* __cplusplus */
#endif /* __GNUC__, __ELF__ and a machine */
#endif /* USDT_PROBE_H */
