# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# What a probe costs that nobody traces.

# A function with 50 times the same probe, in the bytes of its code.
text_of() # header, macro, arguments, options
{
	{
		echo "#include <$1>"
		echo 'int f(int a, long b, char *c, short d, unsigned e, long g) {'
		echo '(void)a; (void)b; (void)c; (void)d; (void)e; (void)g;'
		for _ in $(seq 50); do
			echo "$2(bench, probe$3);"
		done
		echo 'return a; } int main(int n, char **v) {'
		echo 'for (int i = 0; i < 1000; i++) n = f(i, n, *v, n, n, n); return 0; }'
	} >"$work/disabled.c"
	shift 3
	${CC:-cc} -O2 "$@" "$work/disabled.c" -o "$work/disabled" || die "cannot compile probes"
	size -A "$work/disabled" | "$AWK" '$1 == ".text" { print $2 }'
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$work/disabled" 2>&1 |
		"$AWK" '/Collected/ { print $NF }'
}

measure_disabled()
{
	find_peer "$srcdir/../tests/gen/providers/postgresql.d"
	need valgrind
	need size
	echo
	echo '| 50 disabled probes: bytes of text, instructions in 1,000 passes | sys/sdt.h; usdt.h' \
		'| systemtap |'
	echo '|---|---|---|'
	sdk=$srcdir/../sdk/include
	for args in '' ', a' ', a, b, c' ', a, b, c, d, e, g'; do
		n=$(echo "$args" | tr -cd , | wc -c)
		# shellcheck disable=SC2046 # two words
		set -- $(text_of sys/sdt.h "DTRACE_PROBE${n#0}" "$args" -I"$sdk") \
			$(text_of usdt.h USDT "$args" -I"$sdk") \
			$(text_of sys/sdt.h "DTRACE_PROBE${n#0}" "$args" -I"$peer_include")
		echo "| $n arguments | $1, $2; $3, $4 | $5, $6 |"
		[ "$1" -le "$5" ] && [ "$2" -le "$6" ] && [ "$3" -le "$5" ] && [ "$4" -le "$6" ] ||
			failed=1
	done
}
