#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# How a session begins, runs and ends: what one program says must neither hang it nor be lost.
. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin sleep

trace -q -n 'BEGIN { exit(4); trace(*(int *)0); }'
is "exit() ends the session also where its clause faults behind it" "$status" 0
has "and the fault is told" "$err" "invalid address (0x0)"

trace -qn 'BEGIN { @one = count(); exit(0); }'
is "a session that goes well tells nothing" "$err" ""

trace -Zqn 'nosuch*:::x { @none = count(); } BEGIN { @one = count(); exit(0); }'
is "an aggregation that no probe fills does not hide the others" "$out" "
                1"

cat >"$tmp/args.d" <<'SCRIPT'
#pragma D option defaultargs
#pragma D option quiet
BEGIN { printf("%d [%s]", $1, $$2); exit(0); }
SCRIPT
trace -s "$tmp/args.d"
is "options of pragmas hold for what follows them" "$out" "0 []"

# Clock ticks of the process so far, of its own and of the kernel for it.
used()
{
	awk '{ print $14 + $15 }' "/proc/$1/stat"
}

sleep 100 &
first=$!
sleep 100 &
second=$!
started="$started $first $second"
start_dtrace -q -n 'tick-1s { n++; }' -p "$first" -p "$second"
kill "$first"
reap "$first"
before=$(used "$dtrace_pid")
sleep 2
spent=$(($(used "$dtrace_pid") - before))
holds "one of two processes may end, and we sleep on" [ $spent -lt 50 ]
kill "$second"
reap "$second"
wait_dtrace
is "the end of the last one is ours" "$status" 0
live_end
