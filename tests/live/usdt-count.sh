#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# What dtrace counts is what the program counted, to the last hit: with threads, with children, for
# each way to link a program, and with arguments that lie elsewhere at each site.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}"

counts="$provider"'*:::hit { @hits = count(); @sum = sum(arg0); }
END { printa("hits %@d\n", @hits); printa("sum %@d\n", @sum); }'

same() # name: dtrace's counts are fire's
{
	is "$1" "$(echo "$out" | grep .)" "hits $(fired hits)
sum $(fired sum)"
	is "$1: nothing is lost" "$err" ""
}

count() # name, program, arguments: everybody's hits
{
	name=$1
	shift
	start_fire "$@"
	start_dtrace -q -n "$counts"
	go
	wait_fire
	stop_dtrace
	same "$name"
}

build "$tmp/fire" fire.c -O2 || exit 1

for threads in 1 2 4; do
	count "a million hits, $threads threads" \
		"$tmp/fire" -t $threads -n $((200000 / threads))
done
count "children forked before" "$tmp/fire" -t 2 -n 5000 -f 3
count "children forked after" "$tmp/fire" -t 2 -n 5000 -F 3
count "children forked before and after" "$tmp/fire" -t 2 -n 5000 -f 2 -F 2

# -p means that process: its children count for themselves.
start_fire "$tmp/fire" -n 2000 -f 1 -F 1
start_dtrace -q -p "$fire_pid" -n "$provider"'$target:::hit { @ = count(); }'
go
wait_fire
wait_dtrace
is "-p counts one process" "$(echo $out)" 10000
is "-p: two children besides" "$(fired hits)" 30000

start_fire "$tmp/fire" -n 2000
start_dtrace -q -n "$provider$fire_pid:::hit { @ = count(); }"
go
wait_fire
stop_dtrace
is "the provider's number counts one process" "$(echo $out)" 10000

# A process that begins later.
start_fire "$tmp/fire"
start_dtrace -q -n "$counts"
(sleep 0.1; echo) | "$tmp/fire" -n 3000 >"$tmp/other.out"
go
wait_fire
stop_dtrace
is "a process that begins later" "$(echo "$out" | sed -n 's/^hits //p')" 15005

# An is-enabled probe counts itself while it is on.
start_fire "$tmp/fire" -n 10000
start_dtrace -q -n "$provider"'*:::asked-for { @ = count(); @s = sum(arg0); }'
go
wait_fire
stop_dtrace
is "an is-enabled probe" "$(echo $out)" "$(fired asked) 49995000"
is "an is-enabled probe is on" "$(fired asked)" 10000

# Each argument says the same number in its own type, wherever it lies.
agree="$provider"'*:::hit
/(int)arg1 != -(int)arg0 || arg2 != arg0 || copyinstr(arg3) != lltostr(arg0)/
{
	printf("%s: %d %d %d %s\n", probefunc, arg0, arg1, arg2, copyinstr(arg3));
}
'"$provider"'*:::hit { @[probefunc] = count(); }
END { printa("%s %@d\n", @); }'

for flags in -O0 -O1 -O2 "-O2 -no-pie -fno-pie" "-O0 -no-pie -fno-pie" "-O2 -static" \
	"-O2 -static-pie -fPIE" "-O2 -fPIC -mcmodel=large" "-O3 -flto"; do
	if ! build "$tmp/other" fire.c $flags 2>"$tmp/cc.err"; then
		report ok "$flags # SKIP $(head -n 1 "$tmp/cc.err")"
		continue
	fi
	start_fire "$tmp/other" -n 800
	start_dtrace -q -n "$agree"
	go
	wait_fire
	stop_dtrace
	is "arguments with $flags" "$(echo "$out" | grep . | sort)" "fire_constant 800
fire_indexed 800
fire_memory 800
fire_register 800
fire_static 800"
done

# A program without a linker is held where it begins, like any other.
if build "$tmp/other" fire.c -O2 -static 2>"$tmp/cc.err"; then
	is "a static program from its start" "$(echo | timeout 20 "$dtrace" -q \
		-c "$tmp/other -n 800" -n "$agree" 2>&1 | grep -c '^fire_[a-z]* 800$')" 5
fi

# A shared library that dtrace knows from one process, and another process loads later.
build "$tmp/libfire.so" fire_lib.c -O2 -shared -fPIC || exit 1
mkfifo "$tmp/first.go"
"$tmp/fire" -w -l "$tmp/libfire.so" <"$tmp/first.go" >"$tmp/first.out" &
started="$started $!"
exec 4>"$tmp/first.go"
echo >&4
wait_until grep -q hits "$tmp/first.out"
start_fire "$tmp/fire" -n 5000 -l "$tmp/libfire.so"
start_dtrace -q -n "$counts"
go
wait_fire
stop_dtrace
is "a library that is loaded later" "$(fired hits)" 5000
same "a library that is loaded later"
live_end
