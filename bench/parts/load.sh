# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Loading: what programs of 100 to 2,000 clauses of one probe compute from start to end, most of it
# in the kernel.

# What programs of many clauses of one probe take from start to end: compiling, and what the kernel
# takes to load them. In a row, so that what grows faster than the clauses is seen.
load_row() # shape
{
	row="| $1"
	for n in 100 500 1000 2000; do
		"$AWK" -v shape="$1" -v n=$n -f "$srcdir/../tests/live/large.awk" >"$work/large.d"
		timeout 60 "$dtrace" -q -s "$work/large.d" >/dev/null || die "$1 does not load"
		"$bench/times" $((5 * ROUNDS)) load "$dtrace" -q -s "$work/large.d" >"$work/times"
		ms=$("$AWK" '$1 == "load.cpu" { print $2 / 1e6 }' "$work/times" | sort -n |
			"$AWK" '{ v[NR] = $1 } END { printf "%d", v[int((NR + 1) / 2)] }')
		[ $n != 500 ] || [ "$ms" -lt 1000 ] || failed=1
		row="$row | $ms"
	done
	echo "$row |"
}

measure_load()
{
	echo
	echo '| clauses of one probe, ms computed | 100 | 500 | 1000 | 2000 |'
	echo '|---|---|---|---|---|'
	for shape in keyless number name printf predicate distinct distinct_sum thread array \
		loop mixed; do
		load_row $shape
	done
}
