# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# What is compiled: instructions per hit of what we make of clauses, and of what clang makes of the
# same by hand.

measure_executed()
{
	for source in "$srcdir"/clauses/*.bpf.c; do
		# shellcheck disable=SC2046 # several words
		"$CLANG" -O2 -mcpu=v3 -target bpf $("$bench/executed" --registers) \
			-I"/usr/include/$(uname -m)-linux-gnu" \
			-c "$source" -o "$work/clauses.$(basename "$source" .bpf.c).o"
	done
	echo
	"$bench/executed" "$srcdir/clauses/clauses.d" "$work"/clauses.*.o || failed=1
}
