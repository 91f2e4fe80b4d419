#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# What is read of .eh_frame is what readelf reads, for every row of real files.

command -v readelf >/dev/null && [ "$(uname -m)" = x86_64 ] || {
	echo "1..0 # SKIP needs readelf, and files of x86-64"
	exit 77
}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0
failed=0

# A function that another one at the same place replaces is there twice: the last one counts.
compare()
{
	readelf --debug-dump=frames-interp "$1" 2>/dev/null |
		${AWK:-awk} -f "$top_srcdir/tests/unwind/readelf.awk" | sort -u >"$tmp/theirs"
	cut -d ' ' -f 1 "$tmp/theirs" | "$top_builddir/tests/unwind/rows" "$1" |
		sort -u >"$tmp/ours"
	n=$((n + 1))
	if [ "$(wc -l <"$tmp/theirs")" -gt 100 ] && cmp -s "$tmp/theirs" "$tmp/ours"; then
		echo "ok $n - $1: $(wc -l <"$tmp/ours") rows"
	else
		echo "not ok $n - $1"
		diff "$tmp/theirs" "$tmp/ours" | head -n 20 | sed 's/^/# /'
		failed=1
	fi
}

libc=$(${CC:-cc} -print-file-name=libc.so.6)
for file in "$libc" "$(${CC:-cc} -print-file-name=libcrypto.so.3)" "$(command -v awk)" \
	"$(command -v readelf)" "$top_builddir/bin/dtrace"; do
	[ -f "$file" ] && compare "$file"
done
echo "1..$n"
exit $failed
