#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Programs of hundreds of clauses of one probe: each that compiles is accepted by the kernel, and
# does what all its clauses say.
. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin

# The lines that a program prints, and the sum of their last words.
total()
{
	"${AWK:-awk}" 'NF { n++; sum += $NF } END { print n + 0, sum + 0 }' "$tmp/out"
}

large() # shape, clauses, what total says
{
	"${AWK:-awk}" -v shape="$1" -v n="$2" -f "$here/large.awk" >"$tmp/large.d"
	trace -q -s "$tmp/large.d"
	printf '%s\n' "$out" >"$tmp/out"
	is "$2 clauses of the shape $1" "$(total) $err" "$3 "
}

large keyless 500 '1 500'
large number 500 '500 500'
large name 500 '500 500'
large printf 500 '500 0'
large global 500 '0 0'
large predicate 500 '1 500'
large distinct 500 '500 500'
large distinct_sum 500 '500 500'
large thread 500 '1 500'
large array 500 '1 125250'
large loop 150 '1 150'

# What is done to one of many aggregations, which share memory, leaves the others alone.
cleared() # how many there are
{
	"${AWK:-awk}" -v n="$1" 'BEGIN {
		print "BEGIN {"
		for (i = 1; i <= n; i++)
			printf "@a%d[%d] = max(%d); @b%d = max(%d);\n", i, i, i, i, i
		print "} BEGIN { clear(@a3); clear(@b3); trunc(@a5); trunc(@b5); }"
		print "BEGIN {"
		for (i = 2; i <= 6; i++)
			printf "printa(\"a %%d %%@d\\n\", @a%d); printa(\"b %%@d\\n\", @b%d);", i, i
		print "exit(0); }"
	}' >"$tmp/share.d"
	trace -q -s "$tmp/share.d"
	printf '%s\n' "$out" | grep '^[ab]'
}

few=$(cleared 9)
has "clear() of one of a few keeps its key" "$few" "a 3 0"
is "and so it is with many" "$(cleared 40)" "$few"

live_end
