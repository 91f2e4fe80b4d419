#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Probes of libfasttrap-sdk under dtrace, and under bpftrace where it is installed.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}"

# shellcheck disable=SC2086 # $CC may have options
${CC:-cc} -O2 -I"$sdk" "$here/runtime-probes.c" -o "$tmp/traced" -pthread \
	"$top_builddir/sdk/runtime/libfasttrap-sdk.a" || live_skip "no compiler for this build"

has_probe() # name
{
	! kill -0 "$traced" || "$dtrace" -l -p "$traced" | grep -q " $1\$"
}

# The program beside the test, from when it has the probe. Its number is $traced.
start() # way, probe
{
	"$tmp/traced" "$1" "$provider" >"$tmp/told" &
	traced=$!
	started="$started $traced"
	wait_until has_probe "$2"
}

told() # word
{
	sed -n "s/^$1 //p" "$tmp/told"
}

# What dtrace has printed, without empty lines, sorted and in one line.
sorted()
{
	echo "$out" | grep . | sort | tr '\n' ' ' | sed 's/ $//'
}

start values twelve
trace -l -p "$traced"
is "a listing has module, function and name" "$provider$traced values.lua live twelve" \
	"$(echo "$out" | ${AWK:-awk} '/twelve$/ { print $2, $3, $4, $5 }')"
trace -lv -p "$traced" -n "$provider"'$target:::twelve'
is "its arguments have types" "$(echo "$out" | sed -n 's/^.*args\[.*\]: //p')" "int8_t
int16_t
int32_t
int64_t
const char *
uint8_t
uint16_t
uint32_t
uint64_t
void *
float
double"
trace -q -p "$traced" -n "$provider"'$target:values.lua:live:twelve {
	printf("%d %d %d %d %s %d %d %u %u", arg0, arg1, arg2, arg3, copyinstr(arg4), arg5, arg6,
		arg7, arg8);
	printf(" %x %x %x\n", arg9, args[10], args[11] >> 32);
}
'"$provider"'$target:::few { printf("%d %d %d\n", arg0, arg1, arg2); exit(0); }'
is "twelve arguments of all types, and three of which two are missing" "$(echo "$out" | grep .)" \
	"-2 -2 -2 -2 a string 254 65534 4294967294 18446744073709551614 1000 3fc00000 40040000
7 0 0"
reap "$traced"

if command -v setpriv >/dev/null; then
	start values twelve
	caps=-all,+bpf,+perfmon,+sys_ptrace,+dac_read_search
	out=$(timeout 60 setpriv --bounding-set $caps --inh-caps $caps "$dtrace" -q -p "$traced" \
		-n "$provider"'$target:::few { trace(arg0); exit(0); }' \
		-n "$provider"'$target:::twelve { }')
	is "CAP_SYS_ADMIN is not needed" "$out" 7
	reap "$traced"
fi

start threads hit
trace -q -p "$traced" -n "$provider"'*:::hit { @hits = count(); @id[arg0] = sum(arg1); }
	END { printa("hits %@d\n", @hits); printa("%d: %@d\n", @id); }'
reap "$traced"
is "the threads end well" $? 0
is "threads are counted to the last hit" "$(sorted)" \
	"0: 20000 1: 20000 2: 20000 3: 20000 hits $(told hits)"

# The children are other processes: so without -p. The parent is the last to have its hits.
start forks hit
trace -q -n "$provider:::hit { @hits[arg0] = count(); }
	$provider:::end { exit(0); }
	"'END { printa("%d: %@d\n", @hits); }'
reap "$traced"
is "a child from before and one from after are traced" "$(sorted)" "0: 100 1: 200"
is "each sees that nobody watches any more" "$(told up)" 0

start generations second
trace -l -p "$traced" -n "$provider*:::"
is "providers of one name are listed side by side" \
	"$(echo "$out" | ${AWK:-awk} 'NR > 1 { print $3 ":" $5 }' | sort | tr '\n' ' ')" \
	"one:first one:second one:third two:first "
trace -q -p "$traced" -n "$provider"'*::: { @[probemod, probename] = count(); }
	'"$provider"'*:::second /++n == 4/ { exit(0); }
	END { printa("%s:%s:%@d\n", @); }'
reap "$traced"
is "all is freed well" $? 0
is "several providers and generations are traced together" "$(sorted)" \
	"one:first:1 one:second:4 one:third:3 two:first:2"

start freed hit
trace -q -p "$traced" -n "$provider"'*:::hit { @ = count(); } END { printa("%@d\n", @); }'
reap "$traced"
is "the process lives on" $? 0
is "a provider can be freed while it is traced" "$(sorted) $(told alive)" "1 1"

if command -v bpftrace >/dev/null; then
	start values twelve
	timeout -k 5 30 bpftrace -p "$traced" -e "usdt::$provider:twelve"' {
		printf("%d %d %s\n", (int32)arg2, arg5, str(arg4)); exit(); }' >"$tmp/out" 2>&1
	has "bpftrace -p reads the arguments" "$(cat "$tmp/out")" "-2 254 a string"
	kill "$traced" 2>/dev/null
	reap "$traced"
fi
live_end
