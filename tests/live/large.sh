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
large printf 2000 '2000 0'
large global 500 '0 0'
large predicate 500 '1 500'
large distinct 500 '500 500'
large distinct_sum 500 '500 500'
large thread 500 '1 500'
large array 500 '1 125250'
large loop 500 '1 500'

# What no kernel takes is told by the compiler, in words about the program.
"${AWK:-awk}" 'BEGIN {
	for (i = 1; i <= 100; i++)
		printf "BEGIN { @a%d[pid] = lquantize(pid, 0, %d); }\n", i, 10 + i
}' >"$tmp/shapes.d"
trace -q -s "$tmp/shapes.d"
has "too many kinds of aggregations are refused" "$err" "kinds of variables and aggregations"

"${AWK:-awk}" 'BEGIN {
	print "BEGIN { x = 0; y = 0;"
	for (i = 1; i <= 9000; i++)
		printf "if (pid > %d) x++; else y++;\n", i
	print "}"
}' >"$tmp/branches.d"
trace -q -s "$tmp/branches.d"
has "and so are too many branches in a clause" "$err" "decisions one after the other"

# Clauses of a firing share what lives as long as it, however many they are.
clauses() # how many, of which text
{
	"${AWK:-awk}" -v n="$1" -v text="$2" 'BEGIN {
		for (i = 1; i <= n; i++) {
			clause = text
			gsub(/%i/, i, clause)
			gsub(/%j/, i % 50, clause)
			print "BEGIN " clause
		}
	}'
}

clauses 300 '{ this->n++; this->v%j += %i; this->s%j = strjoin("a", execname); }' \
	>"$tmp/this.d"
echo 'BEGIN { printf("%d %d %s", this->n, this->v7, this->s49); exit(0); }' >>"$tmp/this.d"
trace -q -s "$tmp/this.d"
is "this-> variables last through 300 clauses" "$out$err" "300 792 adtrace"

{
	echo 'BEGIN { this->part = strtok("a-b-c", "-"); }'
	clauses 200 '{ x++; }'
	echo 'BEGIN { this->part = strtok(NULL, "-"); }'
	clauses 200 '{ x++; }'
	echo 'BEGIN { printf("%d %s %s", x, this->part, strtok(NULL, "-")); exit(0); }'
} >"$tmp/strtok.d"
trace -q -s "$tmp/strtok.d"
is "and so does what strtok() takes apart" "$out$err" "400 b c"

{
	clauses 100 '{ x++; }'
	echo 'BEGIN { exit(0); }'
	clauses 100 '{ x++; }'
	echo 'END { printf("%d", x); }'
} >"$tmp/exit.d"
trace -q -s "$tmp/exit.d"
is "clauses behind one that exits do not run" "$out$err" 100

{
	clauses 100 '{ trace(*(int *)%i); }'
	echo 'ERROR { n++; } END { printf("%d", n); } BEGIN { exit(0); }'
} >"$tmp/fault.d"
trace -q -s "$tmp/fault.d"
is "each fault among hundreds runs ERROR" "$out" 100
has "and is told with its own clause" \
	"$err" "probe ID 77 (ID 1: dtrace:::BEGIN): invalid address (0x4d)"

clauses 100 '{ @ = sum(arg0 != 0 || arg1 != 0); }' |
	sed 's/BEGIN/profile-97/' >"$tmp/sample.d"
echo 'profile-97 { exit(0); }' >>"$tmp/sample.d"
trace -q -s "$tmp/sample.d"
# Another CPU may be in the middle of its sample when one has seen exit().
is "samples reach all clauses" "$((out >= 100 && out % 100 == 0))$err" 1

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
