#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Pictures, byte for byte, of the traces beside this file, and what is told of traces that cannot be
# drawn. BLESS=1 makes what comes out what is expected.
here=${top_srcdir:-.}/tests/draw
draw=${top_builddir:-build}/bin/dtrace-draw
[ -x "$draw" ] || { echo "1..0 # SKIP built without the runtime"; exit 0; }
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0
failed=0

ok() # what, command
{
	what=$1
	shift
	n=$((n + 1))
	if "$@" >"$tmp/why" 2>&1; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		sed 's/^/# /' "$tmp/why"
		failed=1
	fi
}

draws() # expected file, arguments of dtrace-draw
{
	expected=$here/$1
	shift
	"$draw" "$@" >"$tmp/out" 2>"$tmp/err" || { cat "$tmp/err"; return 1; }
	[ "${BLESS:-}" != 1 ] || cp "$tmp/out" "$expected"
	diff -u "$expected" "$tmp/out"
}

refuses() # text, arguments of dtrace-draw
{
	text=$1
	shift
	if "$draw" "$@" >"$tmp/out" 2>"$tmp/err"; then
		echo "it did not fail"
		return 1
	fi
	cat "$tmp/err"
	[ ! -s "$tmp/out" ] && grep -qF -- "$text" "$tmp/err"
}

ok "timeline" draws timeline.svg timeline "$here/spans.json"
ok "timeline -t" draws timeline.txt timeline -t "$here/spans.json"
ok "timeline -i" draws timeline-2.txt timeline -t -i 2 "$here/spans.json"
ok "flame of spans" draws flame-spans.svg flame -T "On request" "$here/spans.json"
ok "flame of spans -t" draws flame-spans.txt flame -t "$here/spans.json"
ok "flame of stacks" draws flame-stacks.svg flame "$here/stacks.json"
ok "flame -a" draws flame-other.txt flame -t -a @other "$here/stacks.json"
ok "heatmap" draws heatmap.svg heatmap -u ns -T Latency "$here/latency.json"
ok "heatmap -t" draws heatmap.txt heatmap -t "$here/latency.json"

written_whole()
{
	echo '{"timestamp":1}' >"$tmp/empty" && ! "$draw" flame -o "$tmp/kept" "$tmp/empty" &&
		[ ! -e "$tmp/kept" ] && "$draw" flame -o "$tmp/made" "$here/stacks.json" &&
		tail -n 1 "$tmp/made" | grep -q '^</svg>$'
}

printf '{"timestamp":1}\n{"timestamp":\n' >"$tmp/broken"
printf '[1]\n' >"$tmp/array"
printf '{"timestamp":1}{"timestamp":2}\n' >"$tmp/two"
printf '{"timestamp":1}\0{"timestamp":2}\n' >"$tmp/zero"
printf '{"timestamp":1,"name":"\377"}\n' >"$tmp/bytes"
printf '\n\n' >"$tmp/blank"
awk 'BEGIN {
	printf "{\"aggregation-name\":\"a\",\"aggregation-data\":[{\"count\":1,\"keys\":[[\"f\""
	for (i = 0; i < 200000; i++)
		printf ",\"f\""
	print "]]}]}"
}' >"$tmp/deep"
printf '{"aggregation-name":"a","aggregation-data":[{"count":1,"keys":["<\\uffff\\u0001>"]}]}\n' \
	>"$tmp/odd"

well_formed()
{
	"$draw" flame "$tmp/odd" | grep -qF "&lt;??>"
}

ok "a file is written whole or not at all" written_whole
ok "a line that is no JSON" refuses "$tmp/broken:2: error" flame "$tmp/broken"
ok "a line that is no object" refuses "$tmp/array:1: error" flame "$tmp/array"
ok "a line with something behind the object" refuses "$tmp/two:1: error" flame "$tmp/two"
ok "a line with a NUL" refuses "$tmp/zero:1: error" flame "$tmp/zero"
ok "a line that is not UTF-8" refuses "$tmp/bytes:1: error" flame "$tmp/bytes"
ok "names that XML cannot hold" well_formed
ok "a stack of 200,001 frames" "$draw" flame -o "$tmp/made" "$tmp/deep"
ok "nothing to draw" refuses "no spans that ended" timeline "$tmp/blank"
ok "nobody's timeline" refuses "no span of 3 that ended" timeline -i 3 "$here/spans.json"
ok "no distribution" refuses "no distributions" heatmap "$here/spans.json"
ok "a file that is not there" refuses "cannot read $tmp/none" flame "$tmp/none"
ok "an unknown picture" refuses "no such picture: pie" pie "$here/spans.json"
ok "no picture" refuses "which picture?"
ok "a number that is none" refuses "-i takes a number" timeline -i x "$here/spans.json"
ok "an unknown unit" refuses "no such unit" heatmap -u s "$here/latency.json"
ok "an option without its value" refuses "needs a value" flame -o
ok "an unknown option" refuses "no such option: -q" flame -q
ok "two inputs" refuses "one input is enough" flame "$tmp/blank" "$tmp/blank"
echo "1..$n"
exit $failed
