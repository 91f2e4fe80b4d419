# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The generator: whole runs of dtrace-gen and of systemtap's dtrace, their time and their peak of
# memory, by number of probes.

many_probes() # how many
{
	"$AWK" -v n="$1" 'BEGIN {
		print "provider many {"
		for (i = 0; i < n; i++)
			printf "\tprobe p%d__start(int number, char *text, unsigned long size);\n", i
		print "};"
	}'
}

# Both, in turns, on NAME.d of the working folder: samples NAME_h, NAME_h_peer, NAME_G, NAME_G_peer.
time_both() # name, rounds
{
	"$bench/times" "$2" \
		"$1_h" "$generate" -h -s "$1.d" -o ours.h -- \
		"$1_h_peer" env CFLAGS="-I$peer_include" "$peer" -h -s "$1.d" -o theirs.h -- \
		"$1_G" "$generate" -G -s "$1.d" -o ours.o -- \
		"$1_G_peer" env CFLAGS="-I$peer_include" "$peer" -G -s "$1.d" -o theirs.o
}

# How it grows: ours alone, in the same rounds.
time_growth()
{
	set --
	for n in 500 5000 50000; do
		set -- "$@" "g${n}_h" "$generate" -h -s "p$n.d" -o ours.h -- \
			"g${n}_G" "$generate" -G -s "p$n.d" -o ours.o --
	done
	"$bench/times" $((5 * ROUNDS)) "$@" true /bin/true
}

measure_generate()
{
	generate=$build/bin/dtrace-gen
	find_systemtap
	for n in 1 100 500 1000 5000 50000; do
		many_probes $n >"$work/p$n.d"
	done
	cp "$postgresql" "$work/pg.d"
	(
		cd "$work"
		time_both p1 $((10 * ROUNDS))
		time_both pg $((10 * ROUNDS))
		time_both p100 $((10 * ROUNDS))
		time_both p1000 $((5 * ROUNDS))
		time_both p5000 $((2 * ROUNDS))
		time_growth
	) >"$work/times"
	table times <<-'END'
		-h, 1 probe; systemtap's|p1_h|p1_h_peer|1e6|ms|0.05
		-G, the same|p1_G|p1_G_peer|1e6|ms|0.05
		-h, the 57 probes of PostgreSQL; systemtap's|pg_h|pg_h_peer|1e6|ms|0.05
		-G, the same|pg_G|pg_G_peer|1e6|ms|0.05
		-h, 100 probes; systemtap's|p100_h|p100_h_peer|1e6|ms|0.05
		-G, the same|p100_G|p100_G_peer|1e6|ms|0.05
		-h, 1,000 probes; systemtap's|p1000_h|p1000_h_peer|1e6|ms|0.05
		-G, the same|p1000_G|p1000_G_peer|1e6|ms|0.05
		-h, 5,000 probes; systemtap's|p5000_h|p5000_h_peer|1e6|ms|0.05
		-G, the same|p5000_G|p5000_G_peer|1e6|ms|0.05
		-h, 50,000 probes; ten times 5,000|g50000_h.cpu|g5000_h.cpu|1e6|ms|12
		-G, the same|g50000_G.cpu|g5000_G.cpu|1e6|ms|12
		-h, 5,000 probes; ten times 500|g5000_h.cpu|g500_h.cpu|1e6|ms|
		-G, the same|g5000_G.cpu|g500_G.cpu|1e6|ms|
		memory of -h, 1 probe; systemtap's|p1_h.rss|p1_h_peer.rss|1024|MB|1
		memory of -G, the same|p1_G.rss|p1_G_peer.rss|1024|MB|1
		memory of -h, 1,000 probes; systemtap's|p1000_h.rss|p1000_h_peer.rss|1024|MB|1
		memory of -G, the same|p1000_G.rss|p1000_G_peer.rss|1024|MB|1
		memory of -h, 5,000 probes; systemtap's|p5000_h.rss|p5000_h_peer.rss|1024|MB|1
		memory of -G, the same|p5000_G.rss|p5000_G_peer.rss|1024|MB|1
	END
}
