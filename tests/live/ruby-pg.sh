#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# examples/ruby-pg: what its scripts say is what the service itself has counted, the parts of a
# query's time add up to it, the walk-through shows what comes out, and a browser shows the
# pictures.

example=${top_srcdir:-.}/examples/ruby-pg
service_here=$(cd "$example" && pwd)
SHOP_MODULES=${top_builddir:-.}/examples/ruby-pg
. "$example/service.sh"
. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin setpriv
missing=$(service_missing)
[ -z "$missing" ] || live_skip "missing: $(echo "$missing" | tr '\n' ' ')"
trap 'service_stop; live_clean' EXIT
draw=$top_builddir/bin/dtrace-draw
service_start "$tmp/service" || live_skip "the service does not start: $(cat "$tmp"/service/*.log)"
started="$shop"

# dtrace while the customers are there. What they and the shop counted is in $told.
watch() # customers, requests of each, arguments of dtrace
{
	customers=$1 requests=$2
	shift 2
	counted_before=$(service_ask 0 0)
	start_dtrace "$@"
	told=$(service_ask "$customers" "$requests")
	stop_dtrace
}

# How much the shop's counter has grown.
counted() # name
{
	{ echo "$counted_before"; echo "$told"; } | ${AWK:-awk} -F ': ' -v name="$1" '
		$1 == name { before = now; now = $2 }
		END { print now - before }'
}

sum() # awk condition, column
{
	echo "$out" | ${AWK:-awk} "$1"' { n += $'"$2"' } END { print n + 0 }'
}

# Figures become 0, so that runs can be compared; what a distribution looks like is left out.
shape()
{
	grep -v '|\|Distribution' | sed -E 's/[0-9]+(\.[0-9]+)?/0/g; s/ 0 (ns|us|ms|s)\b/ 0 T/g
		s/[ 	]+/ /g; s/^ //; s/ $//' | grep . | sort -u
}

# The output that the walk-through shows below the command.
shown() # command
{
	${AWK:-awk} -v command="\$ $1" '
		$0 == command { is_in = 1; next }
		/^```/ || /^\$/ { is_in = 0 }
		is_in' "$example/README.md"
}

is_as_shown() # command
{
	is "$1 prints what the walk-through shows" "$(echo "$out" | shape)" "$(shown "$1" | shape)"
}

watch 1 300 -s "$example/where.d" $shop
is "where.d: nothing is told" "$err" ""
is_as_shown "dtrace -s where.d \$shop"
parts=$(sum '/^[1-9] /' NF) whole=$(sum '/^exec_params/' NF)
holds "the parts of exec_params add up to the whole: $parts, $whole" \
	[ "$whole" -gt 0 -a $((parts * 100)) -ge $((whole * 98)) -a \
	$((parts * 100)) -le $((whole * 102)) ]
is "it has seen each call" "$(sum '/^calls/' NF)" \
	$(($(counted "GET products") + $(counted "GET search") + 2 * $(counted "POST orders")))

watch 4 200 -s "$example/queries.d" $shop
is "queries.d: nothing is told" "$err" ""
is_as_shown "dtrace -s queries.d \$shop"
is "it has seen each query" "$(sum '/Store#/' '(NF - 3)')" "$(counted queries)"

watch 4 500 -s "$example/gc.d" $shop
is "gc.d: nothing is told" "$err" ""
for kind in "GET products" "GET search" "POST orders" "GET report"; do
	is "it has seen each $kind" "$(sum "/^${kind#* } /" 2)" "$(counted "$kind")"
done

watch 4 200 -s "$example/reads.d" $shop
is "reads.d: nothing is told" "$err" ""
is_as_shown "dtrace -s reads.d \$shop"
is "it has seen each query" "$(sum '/^(select|insert|update|begin|commit)/' '(NF - 2)')" \
	"$(counted queries)"

watch 6 300 -x follow -p "$server" -s "$example/locks.d"
is "locks.d: nothing is told" "$err" ""
has "somebody waited" "$out" "waits for"
has "the waiter's stack" "$out" "XactLockTableWait"
has "the holder's stack" "$out" "heap_update"

watch 2 100 -x oformat=json -s "$example/spans.d" $shop
is "spans.d: nothing is told" "$err" ""
grep -v ready "$tmp/out" >"$tmp/spans.json"
"$draw" flame -t "$tmp/spans.json" >"$tmp/flame.txt"
is "each request is a span" "$(grep -c '"begin".*"shop"' "$tmp/spans.json")" 201
for step in Store#product exec_params PQsendQueryParams plan execute; do
	has "a span of $step" "$(cat "$tmp/flame.txt")" "$step"
done
holds "timeline" "$draw" timeline -o "$tmp/timeline.svg" "$tmp/spans.json"
holds "flame graph" "$draw" flame -o "$tmp/flame.svg" "$tmp/spans.json"
watch 2 300 -x oformat=json -s "$example/latency.d" $shop
grep -v ready "$tmp/out" >"$tmp/latency.json"
holds "heat map" "$draw" heatmap -u ns -o "$tmp/heatmap.svg" "$tmp/latency.json"

# A browser has parsed the picture whole and painted it: boxes are there, and so are colours.
in_browser() # file, least boxes
{
	timeout 60 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$tmp/chromium" \
		--dump-dom "file://$1" >"$tmp/dom" 2>/dev/null &&
		! grep -q parsererror "$tmp/dom" &&
		[ "$(grep -o '<rect' "$tmp/dom" | wc -l)" -ge "$2" ] &&
		timeout 60 chromium --headless --no-sandbox --disable-gpu \
			--user-data-dir="$tmp/chromium" --screenshot="$tmp/picture.png" \
			--window-size=1220,800 "file://$1" >/dev/null 2>&1 &&
		[ "$(wc -c <"$tmp/picture.png")" -gt 5000 ]
}

if command -v chromium >/dev/null; then
	holds "a browser shows the timeline" in_browser "$tmp/timeline.svg" 10
	holds "a browser shows the flame graph" in_browser "$tmp/flame.svg" 20
	holds "a browser shows the heat map" in_browser "$tmp/heatmap.svg" 20
else
	is "a browser shows the pictures # SKIP no chromium" "$DTRACE_REQUIRE_LIVE" ""
fi

server_pid=$server shop_pid=$shop
service_stop
has_ended()
{
	! kill -0 "$shop_pid" && ! kill -0 "$server_pid"
}
wait_until has_ended
holds "nothing is left" [ ! -e "$tmp/service" ]
holds "nobody is left" has_ended
live_end
