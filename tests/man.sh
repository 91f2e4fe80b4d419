#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The manual: dtrace(1) has every option that dtrace -? tells of, and no other; the pages are clean.
# That it has every builtin is tests/unit/man/manual_test.c's.
page=$top_builddir/man/dtrace.1
if [ ! -e "$page" ]; then
	echo "1..0 # SKIP built without the runtime, so without dtrace(1)"
	exit 0
fi
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
n=0
failed=0

mandoc_lint() {
	mandoc -T lint -W warning "$1" >&2
}

ok() { # whether, what
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		sed 's/^/# /' "$out/messages"
		failed=1
	fi
}

# The tool is somebody else's: where it is missing nothing is wrong.
try() { # the tool, what, a command whose messages are mistakes
	if ! command -v "$1" >/dev/null; then
		n=$((n + 1))
		echo "ok $n - $2 # SKIP no $1"
		return
	fi
	what=$2
	shift 2
	"$@" >"$out/text" 2>"$out/messages" && [ ! -s "$out/messages" ]
	ok $? "$what"
}

"$top_builddir/bin/dtrace" '-?' 2>&1 | sed -n 's/^	-\(.\) .*/\1/p' | sort >"$out/program"
sed -n '/^\.Sh DESC/,/^\.Sh PROBES/s/^\.It Fl \(.\).*/\1/p' "$page" | sort >"$out/manual"
diff "$out/program" "$out/manual" >"$out/messages" && [ -s "$out/manual" ]
ok $? "dtrace(1) has the options of dtrace -?"

for page in "$page" "$top_srcdir"/man/*.1; do
	[ -e "$page" ] || continue
	name=$(basename "$page")
	# A line that cannot be broken is a long path of the installation.
	try groff "groff shows $name without a warning" \
		groff -mandoc -Tutf8 -ww -W break "$page"
	try mandoc "mandoc finds no mistake in $name" mandoc_lint "$page"
done
echo "1..$n"
exit $failed
