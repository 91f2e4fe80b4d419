# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Compiling: instructions for each clause, and the time that 500 take from start to end.

# A program of $1 clauses, of $2 probes.
many_clauses()
{
	"$AWK" -v n="$1" -v probes="$2" 'BEGIN {
		print "BEGIN { x = 0; }"
		for (i = 1; i <= n; i++)
			printf "tick-%dms /pid > %d/ { @a[%d, execname] = count(); " \
				"x += tid; printf(\"%%d %%s\\n\", x, probename); }\n", i % probes + 1, i, i
		print "BEGIN { exit(0); }"
	}'
}

# Instructions that compiling takes, for each clause and with what start-up takes of it.
count_compile()
{
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$dtrace" -e -q -s "$1" 2>&1 |
		"$AWK" -v n="$2" '/refs:/ { gsub(",", ""); printf "%d", $NF / n }'
}

measure_compile()
{
	need valgrind
	echo
	echo '| clauses | of probes | instructions, compiling, for each |'
	echo '|---|---|---|'
	for probes in 1 10000; do
		for n in 100 500 2000; do
			many_clauses $n $probes >"$work/$n.d"
			each=$(count_compile "$work/$n.d" $n)
			[ $n = 100 ] && least=$each
			echo "| $n | $([ $probes = 1 ] && echo one || echo many) | $each |"
			[ $((each * 2)) -le $((least * 3)) ] || failed=1
		done
	done
	many_clauses 500 10000 >"$work/many.d"
	"$bench/times" $((10 * ROUNDS)) many "$dtrace" -q -s "$work/many.d" -- \
		none /bin/true >"$work/times"
	table times <<-'END'
		500 clauses compiled, loaded and run|many|none|1e6|ms|none
	END
}
