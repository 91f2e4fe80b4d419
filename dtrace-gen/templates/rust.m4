m4_changequote(`[[', `]]')m4_dnl
m4_changecom[[]]m4_dnl
m4_dnl SPDX-License-Identifier: BSD-2-Clause
m4_dnl Copyright (c) 2026 The Fasttrap authors
m4_dnl
m4_dnl Provider definitions as modules of Rust, 1.59 or newer:
m4_dnl
m4_dnl	dtrace -h -x template=rust.m4 -s shop.d -o shop.rs
m4_dnl
m4_dnl The calls are those that header.m4 gets (README.md lists them). A probe becomes one asm!,
m4_dnl which has the nop and its note; what there is once, semaphores, the base and the text for
m4_dnl tracers, a global_asm!. Six arguments lie in registers. Where there are more, the rest lies
m4_dnl in an array, and its address is in the seventh.
m4_divert(-1)

m4_define([[gen_header]], [[m4_divert(0)m4_dnl
// Generated from $2 by dtrace -h: what is changed here is lost.
//
// A program has it as `mod probes { include!("FILE.rs"); }` or as a module of its own. For the
// probe NAME of PROVIDER there are PROVIDER::NAME(...), and PROVIDER::NAME_enabled(), which tells
// whether somebody watches before arguments that are costly to compute. Elsewhere than on Linux,
// x86-64 and AArch64, they do nothing. What a pointer leads to is read by tracers alone.
m4_divert(-1)]])
m4_define([[gen_end_header]], [[]])

[[A module for each provider. Machines differ in how they write registers and memory.]]
m4_define([[gen_provider]], [[m4_divert(0)
#[allow(non_snake_case, dead_code, unused_macros, clippy::all)]
pub mod rust_name([[$1]]) {
	#[cfg(target_arch = "x86_64")]
	macro_rules! operand {
		($size:literal, $place:literal) => { concat!($size, "@%{", $place, "}") };
		($size:literal, $place:literal, $offset:literal) => {
			concat!($size, "@", $offset, "(%{", $place, "})")
		};
	}
	#[cfg(target_arch = "aarch64")]
	macro_rules! operand {
		($size:literal, $place:literal) => { concat!($size, "@{", $place, "}") };
		($size:literal, $place:literal, $offset:literal) => {
			concat!($size, "@[{", $place, "}, ", $offset, "]")
		};
	}
	// The sign of a C char.
	#[cfg(target_arch = "x86_64")]
	macro_rules! char_operand {
		($($place:literal),*) => { operand!("-1", $($place),*) };
	}
	#[cfg(target_arch = "aarch64")]
	macro_rules! char_operand {
		($($place:literal),*) => { operand!("1", $($place),*) };
	}

	rust_cfg
	core::arch::global_asm!(
		".ifndef _.stapsdt.base",
		".pushsection .stapsdt.base,\"aGR\",\"progbits\",.stapsdt.base,comdat",
		".weak _.stapsdt.base",
		".hidden _.stapsdt.base",
		"_.stapsdt.base: .space 1",
		".size _.stapsdt.base, 1",
		".popsection",
		".endif",
	);
m4_divert(-1)]])
m4_define([[gen_end_provider]], [[m4_divert(0)}
m4_divert(-1)]])
m4_define([[rust_machines]], [[any(target_arch = "x86_64", target_arch = "aarch64")]])
m4_define([[rust_cfg]], [[[[#[cfg(all(target_os = "linux", ]]rust_machines[[))]]][[]]m4_dnl
]])

[[The definition, for tracers. Braces are doubled, as the text is a format.]]
m4_define([[gen_definition]], [[m4_define([[rust_symbol]], [[$2]])m4_divert(0)
	rust_cfg
	core::arch::global_asm!(
		".ifndef $2",
		".pushsection .note.fasttrap,\"G\",\"note\",$2,comdat",
		".balign 4",
		".4byte 992f-991f, 994f-993f, 0x46540001",
		"991: .asciz \"fasttrap\"",
		"992: .balign 4",
		"993:",
m4_divert(-1)]])
m4_define([[gen_definition_line]], [[m4_divert(0)m4_dnl
		".ascii \"m4_patsubst([[[[$1]]]], [[[{}]]], [[\&\&]])\\n\"",
m4_divert(-1)]])
m4_define([[gen_end_definition]], [[m4_divert(0)m4_dnl
		"994: .balign 4",
		"rust_symbol:",
		".popsection",
		".endif",
	);
m4_divert(-1)]])

[[Names that Rust has for itself are written raw; those that even so are none get a "_" behind.]]
m4_define([[rust_name]], [[m4_patsubst(m4_patsubst(m4_translit([[$1]], [[$]], [[_]]),
	[[^\(self\|Self\|super\|crate\|_\)$]], [[\1_]]), [[^\([0-9]\)]], [[_\1]])]])
m4_define([[rust_raw_name]], [[r#[[]]rust_name([[$1]])]])

m4_define([[gen_probe]], [[
	m4_define([[gen_provider_name]], [[$1]])
	m4_define([[gen_name]], [[$2]])
	m4_define([[gen_d_name]], [[$4]])
	m4_define([[gen_semaphore]], [[$5]])
	m4_define([[rust_generics]])
	m4_define([[rust_params]])
	m4_define([[rust_texts]])
	m4_define([[rust_values]])
	m4_define([[rust_more]])
	m4_define([[rust_operands]])
	m4_define([[rust_unused]])
]])
m4_define([[rust_append]], [[m4_define([[$1]], m4_defn([[$1]])[[$2]])]])
m4_define([[rust_unless_empty]], [[m4_ifelse(m4_defn([[$1]]), [[]], [[]], [[$2]])]])
m4_define([[rust_comma]], [[m4_ifelse([[$1]], 0, [[]], [[[[, ]]]])]])

[[An argument: its number, its kind, its type in C, its text. What is written of it is its type in
Rust, the value as a word, and its size in the operand.]]
m4_define([[gen_arg]], [[
	rust_append([[rust_params]], rust_comma([[$1]])[[arg$1: ]]rust_type_$2([[$1]], [[$3]]))
	rust_append([[rust_texts]], rust_comma([[$1]])[[$4]])
	rust_append([[rust_unused]], [[arg$1, ]])
	m4_ifelse([[$2]], more, [[]], [[
		m4_ifelse(m4_eval($1 < 6), 1, [[
			rust_append([[rust_values]], [[
				a$1 = in(reg) ]]rust_value_$2([[$1]])[[,]])
			rust_operand([[$1]], rust_size_$2([[$3]]), [["a$1"]])
		]], [[
			rust_append([[rust_more]], [[]]rust_value_$2([[$1]])[[, ]])
			rust_operand([[$1]], rust_size_$2([[$3]]),
				[["more", "]]m4_eval(($1 - 6) * 8)[["]])
		]])
	]])
]])
m4_define([[rust_operand]], [[rust_append([[rust_operands]],
	m4_ifelse([[$1]], 0, [[]], [[[[ " ",]]]])[[
				]]m4_ifelse([[$2]], char, [[[[char_operand!($3),]]]],
					[[[[operand!("$2", $3),]]]]))]])

[[Integers, by their name in C.]]
m4_define([[rust_int]], [[
	m4_define([[rust_int_of_$1]], [[$2]])
	m4_define([[rust_size_of_$1]], [[$3]])
]])
rust_int([[char]], [[std::os::raw::c_char]], char)
rust_int([[signed char]], [[i8]], -1)
rust_int([[unsigned char]], [[u8]], 1)
rust_int([[short]], [[i16]], -2)
rust_int([[unsigned short]], [[u16]], 2)
rust_int([[int]], [[i32]], -4)
rust_int([[unsigned int]], [[u32]], 4)
rust_int([[long]], [[i64]], -8)
rust_int([[unsigned long]], [[u64]], 8)
rust_int([[long long]], [[i64]], -8)
rust_int([[unsigned long long]], [[u64]], 8)
rust_int([[__INT64_TYPE__]], [[i64]], -8)
rust_int([[__UINT64_TYPE__]], [[u64]], 8)
rust_int([[__INTMAX_TYPE__]], [[i64]], -8)
rust_int([[__UINTMAX_TYPE__]], [[u64]], 8)

[[Pointers lead to whatever the caller has there. A type that the definition does not declare is a
signed word, and so is what tracers do not see.]]
m4_define([[rust_pointer]], [[rust_append([[rust_generics]], [[T$1, ]])[[*const T$1]]]])
m4_define([[rust_type_int]], [[m4_indir([[rust_int_of_$2]])]])
m4_define([[rust_type_bool]], [[[[bool]]]])
m4_define([[rust_type_more]], [[[[i64]]]])
m4_define([[rust_type_ptr]], [[rust_pointer([[$1]])]])
m4_define([[rust_type_f32]], [[[[f32]]]])
m4_define([[rust_type_f64]], [[[[f64]]]])
m4_define([[rust_type_record]], [[rust_pointer([[$1]])]])
m4_define([[rust_type_any]], [[[[i64]]]])
m4_define([[rust_value_int]], [[[[arg$1 as i64]]]])
m4_define([[rust_value_bool]], [[[[arg$1 as i64]]]])
m4_define([[rust_value_ptr]], [[[[arg$1 as usize as i64]]]])
m4_define([[rust_value_f32]], [[[[arg$1.to_bits() as i64]]]])
m4_define([[rust_value_f64]], [[[[arg$1.to_bits() as i64]]]])
m4_define([[rust_value_record]], [[rust_value_ptr([[$1]])]])
m4_define([[rust_value_any]], [[[[arg$1]]]])
m4_define([[rust_size_int]], [[m4_indir([[rust_size_of_$1]])]])
m4_define([[rust_size_bool]], 1)
m4_define([[rust_size_ptr]], 8)
m4_define([[rust_size_f32]], 4)
m4_define([[rust_size_f64]], 8)
m4_define([[rust_size_record]], 8)
m4_define([[rust_size_any]], -8)

m4_define([[gen_end_probe]], [[m4_divert(0)
	rust_cfg
	core::arch::global_asm!(
		".ifndef gen_semaphore",
		".pushsection .probes,\"awG\",\"progbits\",gen_semaphore,comdat",
		".balign 2",
		".weak gen_semaphore",
		".hidden gen_semaphore",
		".type gen_semaphore, STT_OBJECT",
		".size gen_semaphore, 2",
		"gen_semaphore: .2byte 0",
		".popsection",
		".endif",
	);

	/// `gen_provider_name:::gen_d_name[[]](rust_texts)`
	#[inline(always)]
	pub fn rust_raw_name(gen_name)[[]]rust_unless_empty([[rust_generics]],
		[[<rust_generics>]])(rust_params) {
rust_unless_empty([[rust_more]], [[		let more = [ rust_more];
]])m4_dnl
		rust_cfg
		unsafe {
			core::arch::asm!(
				"990: nop",
				".pushsection .note.stapsdt,\"?\",\"note\"",
				".balign 4",
				".4byte 992f-991f, 994f-993f, 3",
				"991: .asciz \"stapsdt\"",
				"992: .balign 4",
				"993: .8byte 990b",
				".8byte _.stapsdt.base",
				".8byte gen_semaphore",
				".asciz \"gen_provider_name\"",
				".asciz \"gen_name\"",
				concat!(".asciz \"",rust_operands "\""),
				"994: .balign 4",
				".popsection",[[]]rust_values[[]]rust_unless_empty([[rust_more]], [[
				more = in(reg) more.as_ptr(),]])
				options(readonly, nostack, preserves_flags),
			);
		}
		let _ = (rust_unused);
	}

	/// Is somebody watching it?
	#[inline(always)]
	pub fn rust_name(gen_name)_enabled() -> bool {
		rust_cfg
		unsafe {
			extern "C" {
				#[link_name = "gen_semaphore"]
				static SEMAPHORE: u16;
			}
			return core::ptr::addr_of!(SEMAPHORE).read_volatile() != 0;
		}
		#[allow(unreachable_code)]
		false
	}
m4_divert(-1)]])
