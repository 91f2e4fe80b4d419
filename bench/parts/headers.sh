# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# What the headers take the compiler: processor time of gcc -O2 -c for files that include one, and
# for files with 1,000 probes of three arguments, by hand and by a generated header.

# A function for each probe, so that no function grows without bound.
by_hand() # header, macro
{
	echo "#include <$1>"
	"$AWK" -v macro="$2" 'BEGIN {
		for (i = 0; i < 1000; i++)
			printf "void f%d(int a, char *b, unsigned long c);\n" \
				"void f%d(int a, char *b, unsigned long c)\n" \
				"{\n\t%s(many, p%d__start, a, b, c);\n}\n", i, i, macro, i
	}'
}

by_generated() # header, what it is to do
{
	echo "#include \"$1\""
	[ "$2" = used ] || return 0
	"$AWK" 'BEGIN {
		for (i = 0; i < 1000; i++)
			printf "void f%d(int a, char *b, unsigned long c);\n" \
				"void f%d(int a, char *b, unsigned long c)\n" \
				"{\n\tMANY_P%d_START(a, b, c);\n}\n", i, i, i
	}'
}

write_sources()
{
	many_probes 1000 >many.d
	"$build/bin/dtrace-gen" -h -s many.d -o ours.h || die 'dtrace-gen fails'
	"$peer" -h -s many.d -o theirs.h || die "$peer fails"
	echo '#include <stddef.h>' >nothing.c
	echo '#include <sys/sdt.h>' >sdt.c
	echo '#include <usdt.h>' >usdt.c
	by_hand sys/sdt.h DTRACE_PROBE3 >sdt_hand.c
	by_hand usdt.h USDT >usdt_hand.c
	for whose in ours theirs; do
		by_generated $whose.h included >$whose.c
		by_generated $whose.h used >${whose}_used.c
	done
}

measure_headers()
{
	find_systemtap
	mkdir "$work/headers"
	ours="${CC:-cc} -O2 -c -I$srcdir/../sdk/include -o ours.o"
	theirs="${CC:-cc} -O2 -c -I$peer_include -o theirs.o"
	(
		cd "$work/headers"
		write_sources
		# shellcheck disable=SC2086 # several words
		"$bench/times" $((10 * ROUNDS)) nothing $ours nothing.c -- \
			sdt $ours sdt.c -- usdt $ours usdt.c -- sdt_peer $theirs sdt.c
		# shellcheck disable=SC2086 # several words
		"$bench/times" $((2 * ROUNDS)) sdt_hand $ours sdt_hand.c -- \
			usdt_hand $ours usdt_hand.c -- peer_hand $theirs sdt_hand.c -- \
			ours $ours ours.c -- theirs $theirs theirs.c -- \
			ours_used $ours ours_used.c -- theirs_used $theirs theirs_used.c
	) >"$work/times"
	table times <<-'END'
		compiling an include of sys/sdt.h; systemtap's|sdt.cpu|sdt_peer.cpu|1e6|ms|
		of usdt.h; systemtap's sys/sdt.h|usdt.cpu|sdt_peer.cpu|1e6|ms|
		of nothing; systemtap's sys/sdt.h|nothing.cpu|sdt_peer.cpu|1e6|ms|none
		1,000 probes in sys/sdt.h; systemtap's|sdt_hand.cpu|peer_hand.cpu|1e6|ms|
		in usdt.h; systemtap's sys/sdt.h|usdt_hand.cpu|peer_hand.cpu|1e6|ms|
		a generated header of 1,000 probes; systemtap's|ours.cpu|theirs.cpu|1e6|ms|
		the same, and its probes|ours_used.cpu|theirs_used.cpu|1e6|ms|
	END
}
