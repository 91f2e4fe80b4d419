#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The SDK's headers, as a program includes them.
. "${top_srcdir:-.}/tests/gen/lib.sh"

warnings='-Wall -Wextra -Wshadow -Werror -pedantic'
machine=$(uname -m)
cp "$here/sdk.c" "$here/sdt.c" .
cp sdk.c sdk.cc
cp sdt.c sdt.cc

builds() # compiler, file, options
{
	compiler=$1
	file=$2
	shift 2
	# shellcheck disable=SC2086
	$compiler $warnings -I"$sdk" "$@" "$file" -o t && ./t
}

# A probe whose name lists sizes has these sizes.
sizes()
{
	notes t >got && grep -c . got && awk '
	$1 == "sdk" && $2 ~ /^[iu][1248](_[iu][1248])*$/ {
		text = ""
		for (i = 3; i <= NF; i++)
			text = text "_" ($i < 0 ? "i" (-$i) : "u" $i)
		n++
		if (text != "_" $2) {
			print "not the sizes of its name:", $0
			bad = 1
		}
	}
	END { exit bad || n < 9 }' got
}

for compiler in $(available gcc clang); do
	for standard in gnu89 c99 gnu99 c11 gnu17 c2x; do
		for level in -O0 -O2; do
			try "$compiler -std=$standard $level, usdt.h" \
				builds "$compiler" sdk.c -std=$standard $level
			[ "$machine" = x86_64 ] &&
				try "$compiler -std=$standard $level: sizes" sizes
		done
	done
	try "$compiler, usdt.h without probes" \
		builds "$compiler" sdk.c -std=c99 -DDTRACE_PROBES_DISABLED
	for standard in c89 c99 gnu17; do
		try "$compiler -std=$standard, sys/sdt.h" builds "$compiler" sdt.c -std=$standard
		try "$compiler -std=$standard, sys/sdt.h without probes" \
			builds "$compiler" sdt.c -std=$standard -DDTRACE_PROBES_DISABLED
	done
	try "$compiler, STAP_PROBEV" builds "$compiler" sdt.c -DSDT_USE_VARIADIC
	check "$compiler: names are expanded" 'notes() { readelf -n "$1"; }
		notes t | grep -A1 "Provider: sdt" | grep -q "Name: d2"'
	try "$compiler, semaphores of the program" builds "$compiler" sdt.c -D_SDT_HAS_SEMAPHORES
	check "$compiler: the note has the semaphore" \
		'readelf -n t | grep "Semaphore: 0x0*[1-9a-f]"'
	try "$compiler, a constraint of the program" \
		builds "$compiler" sdt.c -O2 -DSTAP_SDT_ARG_CONSTRAINT=nor
done
for compiler in $(available g++ clang++); do
	for standard in c++98 c++11 c++17 c++20 c++2b; do
		try "$compiler -std=$standard, usdt.h" builds "$compiler" sdk.cc -std=$standard -O1
		[ "$machine" = x86_64 ] && try "$compiler -std=$standard: sizes" sizes
	done
	try "$compiler, usdt.h without probes" builds "$compiler" sdk.cc -DDTRACE_PROBES_DISABLED
	try "$compiler, sys/sdt.h" builds "$compiler" sdt.cc -DSDT_USE_VARIADIC
done

# What configure scripts look for: libstdc++ a text in what the preprocessor makes, glibc an asm
# statement.
printf '%s\n' '#include <sys/sdt.h>' 'STAP_PROBE(hi, bob);' >hi.c
check "libstdc++'s question" "${CC:-cc} -E -I$sdk hi.c | grep -q ' \",\" '"
printf '%s\n' '#include <sys/sdt.h>' 'void foo (int i, void *p);' 'void foo (int i, void *p)' '{' \
	'  asm ("" STAP_PROBE_ASM (foo, bar, STAP_PROBE_ASM_TEMPLATE(2)) "" ::' \
	'       STAP_PROBE_ASM_OPERANDS (2, i, p));' '}' >glibc.c
check "glibc's question" "${CC:-cc} -std=gnu11 -I$sdk -c glibc.c"

cat >asm.S <<'END'
#include <sys/sdt.h>
	.text
	STAP_PROBE(libc, none)
	STAP_PROBE3(libc, setjmp, 8@%rdi, -4@%esi, 8@(%rax,%rbx))
	DTRACE_PROBE1(libc, one, 8@$5)
	.section .note.GNU-stack,"",%progbits
END
if [ "$machine" = x86_64 ]; then
	for compiler in $(available gcc clang); do
		check "$compiler: an assembler source" "
			$compiler -I$sdk -c asm.S -o asm.o && readelf -n asm.o >out
			grep -q 'Arguments: 8@%rdi -4@%esi 8@(%rax,%rbx)' out
			grep -c 'Provider: libc' out | grep -qx 3"
	done
else
	skip 'an assembler source' "operands of another machine than $machine"
fi

finish
