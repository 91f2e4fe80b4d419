# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The generator: whole runs of dtrace-gen and of systemtap's dtrace.

# systemtap's dtrace, installed or taken from Debian's package; and its <sys/sdt.h>.
find_peer()
{
	peer=${PEER_DTRACE:-/usr/bin/dtrace}
	peer_include=/usr/include
	if ! head -n 1 "$peer" 2>/dev/null | grep -q python; then
		(cd "$work" && apt-get download systemtap-sdt-dev && dpkg -x systemtap-sdt-dev_*.deb peer) \
			>/dev/null 2>&1 || die "no systemtap-sdt-dev, which dtrace is measured against"
		peer=$work/peer/usr/bin/dtrace
		peer_include=$(dirname "$(dirname "$(find "$work/peer" -path '*/sys/sdt.h')")")
	fi
	"$peer" -h -s "$1" -o "$work/try.h" >/dev/null 2>&1 || die "$peer does not run"
}

many_probes() # how many
{
	"$AWK" -v n="$1" 'BEGIN {
		print "provider many {"
		for (i = 0; i < n; i++)
			printf "\tprobe p%d__start(int number, char *text, unsigned long size);\n", i
		print "};"
	}'
}

measure_generate()
{
	generate=$build/bin/dtrace-gen
	postgresql=$srcdir/../tests/gen/providers/postgresql.d
	find_peer "$postgresql"
	for n in 500 5000 50000; do
		many_probes $n >"$work/$n.d"
	done
	(cd "$work" && "$bench/times" $((5 * ROUNDS)) \
		pg_h "$generate" -h -s "$postgresql" -o pg.h -- \
		pg_h_peer env CFLAGS="-I$peer_include" "$peer" -h -s "$postgresql" -o pg.h -- \
		pg_G "$generate" -G -s "$postgresql" -o pg.o -- \
		pg_G_peer env CFLAGS="-I$peer_include" "$peer" -G -s "$postgresql" -o pg.o -- \
		big_h "$generate" -h -s 5000.d -o big.h -- \
		big_h_peer env CFLAGS="-I$peer_include" "$peer" -h -s 5000.d -o big.h -- \
		big_G "$generate" -G -s 5000.d -o big.o -- \
		big_G_peer env CFLAGS="-I$peer_include" "$peer" -G -s 5000.d -o big.o -- \
		small_h "$generate" -h -s 500.d -o small.h -- \
		small_G "$generate" -G -s 500.d -o small.o -- \
		huge_h "$generate" -h -s 50000.d -o huge.h -- \
		huge_G "$generate" -G -s 50000.d -o huge.o >times)
	table times <<-'END'
		-h, the 57 probes of PostgreSQL; systemtap's|pg_h|pg_h_peer|1e6|ms|0.05
		-G, the same|pg_G|pg_G_peer|1e6|ms|0.05
		-h, 5,000 probes|big_h|big_h_peer|1e6|ms|0.05
		-G, the same|big_G|big_G_peer|1e6|ms|0.05
		-h, 50,000 probes; ten times 5,000|huge_h.cpu|big_h.cpu|1e6|ms|12
		-G, the same|huge_G.cpu|big_G.cpu|1e6|ms|12
		-h, 5,000 probes; ten times 500|big_h.cpu|small_h.cpu|1e6|ms|
		-G, the same|big_G.cpu|small_G.cpu|1e6|ms|
	END
}
