#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# What can be counted about the shape of the code. No function has above 70 lines, no line above 100
# columns, rows of .def tables excepted, and no word of a comment touches the star of its line, as
# clang-format leaves it; these fail. The rest is told: the lengths of functions, files above 600
# lines, the headers of the project that a .c reaches.
cd "${top_srcdir:-$(dirname "$0")/..}" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
LC_ALL=C
export LC_ALL

find runtime providers draw dtrace-gen man sdk -name '*.[ch]' | sort > "$work/sources"
{
	cat "$work/sources"
	find runtime -name "*.def"
	find dtrace-gen -name "*.m4"
	find examples -name "*.[ch]"
	find tests -name golden -prune -o -name '*.[ch]' -print -o -name '*.sh' -print
} | sort -u > "$work/texts"

# In kernel style the brace of a function stands alone in the first column, and so does its end.
xargs ${AWK:-awk} '
FNR == 1 { name = "?" }
/^[a-zA-Z_].*\(/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
/^\{$/ { from = FNR; inside = 1 }
/^\}/ && inside { print FNR - from - 1, FILENAME ":" from ": " name; inside = 0 }
' < "$work/sources" | sort -n > "$work/functions"

# A tab goes to the next multiple of 8, and a character of several bytes (UTF-8) takes one column.
xargs ${AWK:-awk} '
FILENAME ~ /\.def$/ && /^[A-Z_]+\(/ { next }
{
	text = $0
	gsub(/[\200-\277]/, "", text)
	n = split(text, parts, "\t")
	columns = 0
	for (i = 1; i <= n; i++) {
		columns += length(parts[i])
		if (i < n)
			columns += 8 - columns % 8
	}
	if (columns > 100)
		print FILENAME ":" FNR ": " columns " columns"
}' < "$work/texts" > "$work/wide"

verdict() { # number, sentence, file of breaches
	if [ -s "$3" ]; then
		echo "not ok $1 - $2"
		sed 's/^/# /' "$3"
		failed=1
	else
		echo "ok $1 - $2"
	fi
}

failed=0
echo 1..3
${AWK:-awk} '$1 > 70' "$work/functions" > "$work/long"
verdict 1 "no function has above 70 lines" "$work/long"
verdict 2 "no line has above 100 columns" "$work/wide"
xargs grep -nE '^ \*[A-Za-z(]' < "$work/texts" > "$work/starred"
verdict 3 "no word touches the star of its comment" "$work/starred"

${AWK:-awk} '
{ length_of[NR] = $1; last = $0 }
END {
	if (NR)
		printf "# %d functions: median %d, p90 %d, longest %s\n", NR,
			length_of[int((NR + 1) / 2)], length_of[int((NR * 9 + 9) / 10)], last
}' "$work/functions"

xargs wc -l < "$work/sources" | ${AWK:-awk} '
$2 == "total" { printf "# %d lines in .c and .h\n", $1; next }
$1 > 600 { printf "# above 600 lines: %s (%d)\n", $2, $1 }'

xargs ${AWK:-awk} '
function reach(path,    i) {
	for (i = 1; i <= n_included[path]; i++) {
		if (!((included[path, i], round) in seen)) {
			seen[included[path, i], round] = 1
			reached++
			reach(included[path, i])
		}
	}
}
FNR == 1 { files[++n_files] = FILENAME }
/^#include "/ { split($0, quoted, "\""); included[FILENAME, ++n_included[FILENAME]] = quoted[2] }
END {
	for (round = 1; round <= n_files; round++) {
		if (files[round] !~ /\.c$/)
			continue
		reached = 0
		reach(files[round])
		total += reached
		n_c++
		if (reached > most) {
			most = reached
			where = files[round]
		}
	}
	if (n_c)
		printf "# a .c reaches %.1f headers of the project; most: %d, %s\n", total / n_c,
			most, where
}' < "$work/sources"
exit $failed
