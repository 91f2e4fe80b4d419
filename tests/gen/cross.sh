#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Probes of both styles on other machines: cross-compiled, run by an emulator, each site hit by a
# trap of the program's own, its operands read by the runtime's decoder. This machine goes first.
. "${top_srcdir:-.}/tests/gen/lib.sh"

cat >cross.d <<'END'
provider cross {
	probe ints(int a, unsigned char c, signed char sc, short h, int64_t l, unsigned m);
	probe many(int a, int b, int c, int d, int e, int f, int g, int h, int i);
	probe floats(double d, float f);
	probe text(const char *s);
	probe tail(int a, short b);
	probe none();
};
END
cat >expected <<'END'
ints -1 200 -3 -300 -1099511627776 3000000000
many 1 2 3 4 5 6 7 8 9
floats 4609434218613702656 1056964608
text words
none
tail -2 7
END
"$gen" -h -s cross.d -o asm.h && "$gen" -h -x header=call -s cross.d -o call.h || exit 1

# Address, name and operands of each site.
sites()
{
	readelf -nW "$1" | awk '
	/Provider:/ { ours = $NF == "cross" }
	/Name:/ { name = $NF }
	/Location:/ { address = $2; sub(/,$/, "", address) }
	ours && /Arguments:/ { sub(/^ *Arguments: */, ""); print address, name, $0 }'
}

# The object of -G, which is given the program's, is linked too.
traces() # style, emulator, compiler and options
{
	cp "$1.h" cross.h
	emulator=$2
	shift 2
	rm -f ./*.o program
	"$@" -Wall -D_GNU_SOURCE -I. -I"$top_srcdir" -c "$here/cross.c" \
		"$top_srcdir"/runtime/probe/argspec.c "$top_srcdir"/runtime/probe/arch.c \
		"$top_srcdir"/runtime/probe/decode_*.c &&
	"$gen" -G -s cross.d cross.o -o probes.o &&
	"$@" -static cross.o argspec.o arch.o decode_*.o probes.o -o program || return
	sites program >sites
	[ "$(wc -l <sites)" = 7 ] || { cat sites; return 1; }
	timeout 60 $emulator ./program sites >got && diff expected got && return
	cat sites
	return 1
}

machine() # name, compiler, emulator, styles
{
	for style in $4; do
		for level in -O0 -O2 -Os; do
			if ! has "$2" || { [ "$3" ] && ! has "$3"; }; then
				skip "$1: $style $level" "no $2 or $3"
			else
				try "$1: $style $level" \
					traces $style "$3" "$2" $level -fno-pie -no-pie
			fi
		done
	done
}

case $(uname -m) in
x86_64) machine x86-64 gcc '' 'asm call' ;;
esac
machine AArch64 aarch64-linux-gnu-gcc qemu-aarch64 'asm call'
machine i386 i686-linux-gnu-gcc qemu-i386 asm
finish
