# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Attaching to functions.

# The first hundred functions of the C library, one name for each: NAME ADDRESS.
hundred_functions() # library
{
	readelf -W --dyn-syms "$1" | "$AWK" '
		$4 == "FUNC" && $8 ~ /^[a-z][a-z_0-9]*@@/ && $3 > 32 && !($2 in seen) && n < 100 {
			sub("@.*", "", $8)
			print $8, $2
			seen[$2] = 1
			n++
		}'
}

# Enabling all functions of the C library, from the command's start, and disabling them. Beside it
# what the kernel alone takes for one link of an empty program with the same sites.
measure_enabling()
{
	"$dtrace" -lv -n 'pid$target:libc::entry' -p "$target" 2>/dev/null |
		"$AWK" '$1 ~ /^0x/ && !seen[$1]++ { print $1 }' >"$work/offsets"
	"$bench/times" $((5 * ROUNDS)) \
		all "$dtrace" -q -p "$target" -n '
			pid$target:libc::entry { @[probefunc] = count(); }
			BEGIN { printf("at enabled %d\n", timestamp); exit(0); }
			END { printf("at disabled %d\n", timestamp); }' -- \
		hand "$bench/attach" 1 "$libc" "$work/offsets" "$target" >"$work/enabling"
	table enabling <<-'END'
		all functions of the C library, enabled after; allowed|all.enabled|1e8|1e6|ms|1
		the same; one link by hand|all.enabled|hand.enabled|1e6|ms|
		disabled in; allowed|all.disabled-all.enabled|2.5e8|1e6|ms|1
		the same; the link by hand|all.disabled-all.enabled|hand.disabled-hand.enabled|1e6|ms|
	END
}

# One program, one link against an event for each function. The peers come last, as the kernel goes
# on cleaning up behind them. perf has the events made by tracefs, as perf probe does it with names.
measure_functions()
{
	start_target
	need perf
	libc=$(sed -n 's,.* \(/.*/libc[.-].*\),\1,p' "/proc/$target/maps" | head -n 1)
	measure_enabling
	hundred_functions "$libc" >"$work/functions"
	"$AWK" -v f="$libc" '{ print "p:bench/" $1, f ":0x" $2 }' "$work/functions" >"$work/events"
	"$AWK" '{ print "-:bench/" $1 }' "$work/functions" >"$work/no-events"
	ours=$("$AWK" '{ printf "%spid$target:libc:%s:entry", c, $1; c = "," }' "$work/functions")
	theirs=$("$AWK" -v f="$libc" '{ printf "%suprobe:%s:%s", c, f, $1; c = "," }' \
		"$work/functions")
	"$bench/times" $((2 * ROUNDS)) \
		begin "$dtrace" -n 'BEGIN { exit(0); }' -- \
		hundred "$dtrace" -p "$target" -n "$ours { @ = count(); } BEGIN { exit(0); }" -- \
		all "$dtrace" -p "$target" -n '
			pid$target:libc::entry { @[probefunc] = count(); }
			BEGIN { exit(0); }' >"$work/times"
	"$bench/times" $((2 * ROUNDS)) \
		idle bpftrace -e 'BEGIN { exit(); }' -- \
		bpftrace bpftrace -p "$target" -e "$theirs { @ = count(); } BEGIN { exit(); }" -- \
		perf sh -ec "cat $work/events >>$tracing/uprobe_events
			perf stat -e 'bench:*' -p $target true
			cat $work/no-events >>$tracing/uprobe_events" >>"$work/times"
	table times <<-'END'
		100 functions; bpftrace's|hundred-begin|bpftrace-idle|1e6|ms|0.02
		100 functions; perf's|hundred-begin|perf|1e6|ms|0.02
		all functions of the C library; bpftrace's 100|all-begin|bpftrace-idle|1e6|ms|0.05
	END
}
