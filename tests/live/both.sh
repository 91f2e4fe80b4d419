#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# What the interpreter printed for the cases of tests/golden, the kernel prints as well. Left out
# are those with probes that only tests have, and those of memory at addresses that only the
# interpreter has. Lines that are empty, and where one ends, are not compared.
. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin
golden=$(cd "$here/../golden" && pwd)

# The kernel's stacks and symbols, and paths, have names here.
can_differ()
{
	grep -qE 'test:::|0xffff888000001800|[^a-z](stack|jstack|sym|func|mod|progenyof)\(' \
		"$1"
}

for script in "$golden"/subroutine/*.d "$golden"/action/*.d "$golden"/aggregation/*.d \
	"$golden"/language/*.d; do
	case ${script##*/} in
	err.*) continue ;;
	esac
	can_differ "$script" && continue
	timeout 20 "$dtrace" -q -s "$script" 2>&1 </dev/null | grep . >"$tmp/out"
	grep . "${script%.d}.out" >"$tmp/want"
	name=${script#"$golden/"}
	is "${name%.d}" "$(cat "$tmp/out")" "$(cat "$tmp/want")"
done
live_end
