#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The demo's own counts, which live tests hold against a tracer's.
. "${top_srcdir:-.}/tests/gen/lib.sh"
demo=$top_builddir/examples/demo/demo

# The totals of a run, without the probe that depends on a tracer.
counts() # options of the demo
{
	"$demo" "$@" >out || return
	awk '/^total/ && $2 != "stock-low" { print $2 "=" $3 }' out | tr '\n' ' '
}

is() # name, expected counts, options
{
	name=$1 want=$2
	shift 2
	try "$name" test "$(counts "$@")" = "$want"
}

is 'one thread' 'shop-open=1 shop-close=1 order-start=500 order-done=500 ' -n 500
is 'four threads' 'shop-open=1 shop-close=1 order-start=2000 order-done=2000 ' -t 4 -n 500
is 'a million orders' 'shop-open=1 shop-close=1 order-start=1000000 order-done=1000000 ' \
	-t 2 -n 500000
is 'children before and after' 'shop-open=4 shop-close=4 order-start=800 order-done=800 ' \
	-t 2 -n 100 -f 1 -F 2
check 'what the processes count is the total' "
	awk '/^total/ { total[\$2] = \$3; next } { sum[\$2] += \$3 }
	END { for (p in total) if (total[p] != sum[p]) exit 1 }' out"
is 'no orders' 'shop-open=1 shop-close=1 order-start=0 order-done=0 ' -n 0
check 'it waits for a line' "echo go | '$demo' -w -n 1 | grep -qx 'total order-done 1'"
check 'it does not begin without the line' "! '$demo' -w -n 1 </dev/null"
check 'a duration ends it' "timeout 20 '$demo' -n 1000000000 -r 1000 -d 1 >/dev/null"
check 'a wrong option is refused' "! '$demo' -q 2>/dev/null"
check 'its notes are there' "readelf -n '$demo' | grep -c 'Provider: demo' | grep -qx 5"

finish
