#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# A program in Rust with the module that the template rust.m4 makes: its probes fire with the types
# of their definition, and it knows whether it is watched.

. "${top_srcdir:-.}/tests/live/lib.sh"
# A compiler of our own choosing is no job of this make.
unset MAKEFLAGS MFLAGS MAKELEVEL

command -v rustc >/dev/null || {
	echo "1..0 # SKIP rustc is missing"
	exit 77
}
live_begin
cd "$tmp" || exit 1

cat >shop.d <<'END_OF_D'
struct point { int x, y; };
provider shop {
	probe order__placed(int id, const char *customer, double price);
	probe match();
	probe all(int a, unsigned b, char c, unsigned char d, long e, float f, int8_t g,
		uint64_t h, bool i, unknown_t j, char *k, short l);
	probe self(struct point *p);
};
END_OF_D
cat >main.rs <<'END_OF_RUST'
#![deny(warnings)]
mod probes { include!("shop.rs"); }
use probes::shop;
#[repr(C)]
struct Point { x: i32, y: i32 }
fn main() {
	let name = std::ffi::CString::new("Ann").unwrap();
	if shop::order__placed_enabled() { println!("watched"); }
	shop::order__placed(-7, name.as_ptr(), 2.5);
	shop::r#match();
	shop::all(-1, 4000000000, -3, 4, -5, 1.5, -7, 1 << 40, true, -11, name.as_ptr(), -12);
	shop::self_(&Point { x: 3, y: -4 });
}
END_OF_RUST
cat >trace.d <<'END_OF_D'
#pragma D option quiet
shop$target:::order-placed { printf("%d %s %x\n", args[0], copyinstr(arg1), arg2); }
shop$target:::match { printf("match\n"); }
shop$target:::all { printf("%d %u %d %u %d %x ", args[0], args[1], args[2], args[3], args[4], arg5);
	printf("%d %d %d %d %s %d\n", args[6], args[7], args[8], (int)arg9, stringof(args[10]),
		args[11]); }
shop$target:::self { printf("%d %d\n", args[0]->x, args[0]->y); }
END_OF_D

"$generate" -h -x template=rust.m4 -s shop.d -o shop.rs
for options in '' '-O' '-O -C lto' '-O -C codegen-units=4 -C link-arg=-Wl,--gc-sections'; do
	# shellcheck disable=SC2086
	compiled=$(timeout 300 rustc --edition=2018 $options main.rs -o shop 2>&1)
	is "rustc $options compiles it" "$compiled" ""
	is "rustc $options: it runs" "$(./shop)" ""
	trace -s trace.d -c ./shop
	is "rustc $options: what it is told" "$(echo "$out" | grep -v '^$')" "watched
-7 Ann 4004000000000000
match
-1 4000000000 -3 4 -5 3fc00000 -7 1099511627776 1 -11 Ann -12
3 -4"
	is "rustc $options: no error" "$err" ""
done
is "a listing knows types" \
	"$("$dtrace" -lv shop 2>&1 |
		 sed -n "/ order-placed$/,/ self$/p" | grep -o "args.*" | head -n 3)" \
	"args[0]: int id
args[1]: const char * customer
args[2]: double price"
live_end
