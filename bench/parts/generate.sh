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

time_alone() # name
{
	"$bench/times" $((5 * ROUNDS)) "$1_h" "$generate" -h -s "$1.d" -o ours.h -- \
		"$1_G" "$generate" -G -s "$1.d" -o ours.o
}

measure_generate()
{
	generate=$build/bin/dtrace-gen
	find_systemtap
	for n in 1 100 500 1000 5000 50000; do
		many_probes $n >"$work/$n.d"
	done
	cp "$postgresql" "$work/pg.d"
	(
		cd "$work"
		time_both 1 $((10 * ROUNDS))
		time_both pg $((10 * ROUNDS))
		time_both 100 $((10 * ROUNDS))
		time_both 1000 $((5 * ROUNDS))
		time_both 5000 $((2 * ROUNDS))
		time_alone 500
		time_alone 50000
	) >"$work/times"
	table times <<-'END'
		-h, 1 probe; systemtap's|1_h|1_h_peer|1e6|ms|0.05
		-G, the same|1_G|1_G_peer|1e6|ms|0.05
		-h, the 57 probes of PostgreSQL; systemtap's|pg_h|pg_h_peer|1e6|ms|0.05
		-G, the same|pg_G|pg_G_peer|1e6|ms|0.05
		-h, 100 probes; systemtap's|100_h|100_h_peer|1e6|ms|0.05
		-G, the same|100_G|100_G_peer|1e6|ms|0.05
		-h, 1,000 probes; systemtap's|1000_h|1000_h_peer|1e6|ms|0.05
		-G, the same|1000_G|1000_G_peer|1e6|ms|0.05
		-h, 5,000 probes; systemtap's|5000_h|5000_h_peer|1e6|ms|0.05
		-G, the same|5000_G|5000_G_peer|1e6|ms|0.05
		-h, 50,000 probes; ten times 5,000|50000_h.cpu|5000_h.cpu|1e6|ms|12
		-G, the same|50000_G.cpu|5000_G.cpu|1e6|ms|12
		-h, 5,000 probes; ten times 500|5000_h.cpu|500_h.cpu|1e6|ms|
		-G, the same|5000_G.cpu|500_G.cpu|1e6|ms|
		memory of -h, 1 probe; systemtap's|1_h.rss|1_h_peer.rss|1024|MB|1
		memory of -G, the same|1_G.rss|1_G_peer.rss|1024|MB|1
		memory of -h, 1,000 probes; systemtap's|1000_h.rss|1000_h_peer.rss|1024|MB|1
		memory of -G, the same|1000_G.rss|1000_G_peer.rss|1024|MB|1
		memory of -h, 5,000 probes; systemtap's|5000_h.rss|5000_h_peer.rss|1024|MB|1
		memory of -G, the same|5000_G.rss|5000_G_peer.rss|1024|MB|1
	END
}
