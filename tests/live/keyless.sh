#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Memory that needs no key is reached without a call: global variables are part of the program, and
# an aggregation's cell is an element of a per-CPU array, for which kernels since 6.10 put loads in
# the place of the call. Before that it is one call, of the cheapest helper there is.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}"
${CC:-cc} -O1 -o "$tmp/calls" "$here/calls.c" || live_skip "calls.c does not compile"
case $(printf "%s\n" 6.10 "$(uname -r)" | sort -V | head -n 1) in
6.10) expected="0 0 1" ;;
*) expected="1 0 1" ;;
esac

calls() # probe, as the kernel names programs, statements
{
	start_dtrace -q -n "$1 { $3 }"
	"$tmp/calls" "$2"
	stop_dtrace
}
is "calls of helpers: an aggregation, variables, a thread's number" "$(echo \
	$(calls tick-13s tick_13s '@ = count();') \
	$(calls tick-14s tick_14s 'n++; m = n * 2;') \
	$(calls tick-15s tick_15s 'n = tid;'))" "$expected"
live_end
