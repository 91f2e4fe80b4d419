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
large loop 150 '1 150'

live_end
