#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# One header with arguments of every kind (kinds.d), compiled by every compiler and for every
# standard that is here, passed at every level, and its notes read back.
. "${top_srcdir:-.}/tests/gen/lib.sh"

# Names with '$' are extensions, which the program that uses them knows.
warnings='-Wall -Wextra -Wshadow -Werror -pedantic -Wno-dollar-in-identifier-extension'
machine=$(uname -m)
cp "$here/kinds.c" kinds.c
cp "$here/kinds.c" kinds.cc

try 'the header is made' "$gen" -h -s "$here/kinds.d"

# The probes of the object, each once: compilers may put one in several places.
same_notes() # file
{
	notes "$1" | sort >got
	uniq got >got.once
	uniq "$here/kinds.notes" | diff - got.once
}

builds() # compiler, file, options
{
	compiler=$1
	file=$2
	shift 2
	# shellcheck disable=SC2086
	$compiler $warnings -I. "$@" "$file" -o kinds && ./kinds
}

for compiler in $(available gcc clang); do
	for standard in c89 gnu89 c99 gnu99 c11 gnu17 c2x; do
		try "$compiler -std=$standard" builds "$compiler" kinds.c -std=$standard -O1
	done
	try "$compiler without probes" builds "$compiler" kinds.c -std=c89 -DDTRACE_PROBES_DISABLED
	check "$compiler without probes leaves no note" \
		'test -z "$(readelf -n kinds | grep stapsdt)"'
	for level in -O0 -O1 -O2 -O3 -Os; do
		try "$compiler $level" builds "$compiler" kinds.c $level
		if [ "$machine" = x86_64 ]; then
			try "$compiler $level: the notes" same_notes kinds
			check "$compiler $level: no operand that readers refuse" \
				'! readelf -n kinds | grep -E "Arguments:.*([0-9]f@|[(]%rip)"'
		fi
	done
	for options in '-fPIC -pie' -fno-pie\ -no-pie -flto -static '-fsanitize=undefined'; do
		# shellcheck disable=SC2086
		try "$compiler $options" builds "$compiler" kinds.c -O2 $options
	done
done

for compiler in $(available g++ clang++); do
	for standard in c++98 gnu++98 c++11 c++14 c++17 c++20 c++2b; do
		try "$compiler -std=$standard" builds "$compiler" kinds.cc -std=$standard -O1
	done
	try "$compiler without probes" builds "$compiler" kinds.cc -DDTRACE_PROBES_DISABLED
	[ "$machine" = x86_64 ] && builds "$compiler" kinds.cc -O2 &&
		try "$compiler: the notes" same_notes kinds
done


# Every header of the golden stage is good C and C++ too; what passes all its probes leaves a note
# for each. (kinds.d has a struct by value, which takes more than a 1.)
mkdir golden
for definition in "$top_srcdir"/tests/golden/header/*.d; do
	header=$(basename "$definition" .d)
	case $header in
	err.* | kinds) continue ;;
	esac
	"$gen" -h -s "$definition" -o "golden/$header.h" 2>/dev/null
	firing "golden/$header.h" >"$header.c"
	cp "$header.c" "$header.cc"
	for compiler in $(available gcc clang); do
		check "$header.h: $compiler" "
			for standard in c89 c99 c11; do
				$compiler $warnings -std=\$standard -I. -fsyntax-only $header.c
			done
			$compiler $warnings -std=gnu17 -I. -O2 $header.c -o fire && ./fire"
		try "$header.h: $compiler: notes" \
			test "$(notes fire | wc -l)" = "$(grep -c '^	n += ' "$header.c")"
	done
	for compiler in $(available g++ clang++); do
		check "$header.h: $compiler" "
			for standard in c++98 c++11; do
				$compiler $warnings -std=\$standard -I. -fsyntax-only $header.cc
			done
			$compiler $warnings -std=c++17 -I. $header.cc -o fire && ./fire"
	done
done

# Other machines, by compilers that know them; there is no C library for them, so objects only.
crosses() # options
{
	clang "$@" $warnings -O2 -I. -c kinds.c -o cross.o && notes cross.o >got &&
		grep -q '^kinds many -4 -4 -4' got
}
if has clang; then
	try 'AArch64' crosses --target=aarch64-linux-gnu
	check 'AArch64: registers are xN' '! readelf -n cross.o | grep -E "Arguments:.*@w[0-9]"'
	try 'i386' crosses --target=i386-linux-gnu
	check 'i386: arguments are in memory or constant' \
		'! readelf -n cross.o | grep -E "Arguments:.*@%"'
	try 'i386, position-independent' crosses --target=i386-linux-gnu -fPIC
else
	skip 'AArch64' 'no clang'
fi

# A function in a COMDAT group, in two files of one program.
cat >inline.h <<'END'
#include "kinds.h"
template <typename T> T both(T x) { KINDS_OTHERS(x, &x, 1, 2); return x; }
inline int one(int x) { if (KINDS_MANY_ENABLED()) KINDS_NONE(); return both(x); }
END
echo '#include "inline.h"
int f(int x) { return one(x); }' >f.cc
echo '#include "inline.h"
int f(int); int main() { return f(0) + one(0) + (int)both(0L); }' >g.cc
for compiler in $(available g++ clang++); do
	for linker in $(available ld.bfd ld.gold ld.lld ld.mold); do
		check "$compiler: inline functions in two files, $linker" "
			$compiler -O0 -I. -fuse-ld=${linker#ld.} f.cc g.cc -o inline && ./inline
			! readelf -n inline | grep 'Location: 0x0*,'"
	done
done

# The semaphore that a probe has is the one that its test reads.
check 'a semaphore that is set opens the gate' '
	printf "%s\n" "#include \"kinds.h\"" "int main(void)" \
		"{ int n = KINDS_NONE_ENABLED(); kinds_none_semaphore = 1;" \
		"return n || !KINDS_NONE_ENABLED() || KINDS_MANY_ENABLED(); }" >gate.c
	${CC:-cc} -I. gate.c -o gate && ./gate'

# systemtap's header or ours before and after.
printf '%s\n' '#include "sys/sdt.h"' '#include "kinds.h"' \
	'int main(void) { KINDS_NONE(); DTRACE_PROBE1(other, one, 5); return 0; }' >before.c
printf '%s\n' '#include "kinds.h"' '#include "sys/sdt.h"' \
	'int main(void) { KINDS_NONE(); DTRACE_PROBE1(other, one, 5); return 0; }' >after.c
for order in before after; do
	check "our sys/sdt.h $order" "${CC:-cc} -Wall -Werror -I. -I$sdk $order.c -o t && ./t"
	if echo '#include <sys/sdt.h>' | ${CC:-cc} -E - >/dev/null 2>&1; then
		check "the system's sys/sdt.h $order" \
			"sed 's/\"sys.sdt.h\"/<sys\/sdt.h>/' $order.c >t.c
			${CC:-cc} -I. t.c -o t && ./t"
	else
		skip "the system's sys/sdt.h $order" 'there is none'
	fi
done

finish
