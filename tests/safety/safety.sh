#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Probes are put on all functions of busy programs and taken off again, as often as can be in
# $SAFETY_SECONDS. The programs check their own results; after each time every byte of their code
# must be as before. Now and then dtrace is killed: while it puts the probes on, when they are on,
# or while it takes them off. In the end nothing of it is left, neither here nor in the kernel.
# Which programs there are, and what is traced in them, is in workloads.sh.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}" "${CXX:-c++}" comm
seconds=${SAFETY_SECONDS:-10}
safety=${top_srcdir:-.}/tests/safety
for part in victim.c flow.c same_text.c objects.c; do
	${CC:-cc} -O2 -c "$safety/$part" -o "$tmp/${part%.c}.o" || exit 1
done
${CXX:-c++} -O2 -c "$safety/throw.cc" -o "$tmp/throw.o" || exit 1
${CXX:-c++} "$tmp/victim.o" "$tmp/flow.o" "$tmp/throw.o" -o "$tmp/victim" -pthread || exit 1
${CC:-cc} "$tmp/same_text.o" -o "$tmp/same_text" || exit 1
${CC:-cc} "$tmp/objects.o" -o "$tmp/objects" || exit 1
cd "$tmp" || exit 1

. "$safety/workloads.sh"

# The witness has the same code, and nobody traces it: what differs there as well is the doing of
# somebody who traces all processes.
is_restored()
{
	./same_text "$traced" | sort >text
	./same_text "$witness" | sort >text.witness
	comm -23 text text.witness >text.left
	[ ! -s text.left ]
}

program() # descriptions
{
	printf '%s { @ = count(); } tick-%dms { exit(0); }' "$(echo "$1" | sed 's/ /, /g')" \
		$((n * 37 % 200 + 20))
}

# One time: options and descriptions are what $n says.
enable()
{
	options=
	case $1 in
	*lib* | *ld-linux*)
		;;
	*)
		[ $((n % 3)) -eq 0 ] || options="-x follow"
		;;
	esac
	if [ $((n % 7)) -eq 6 ]; then
		"$dtrace" -q $options -p "$traced" -n 'BEGIN { printf("ready\n"); }' \
			-n "$(program "$1")" >run.out 2>run.err &
		killed=$!
		if [ $((n % 2)) -eq 0 ]; then
			sleep "0.0$((n / 7 % 10))"
		else
			wait_until grep -q ready run.out
			sleep "0.$((n * 13 % 9))"
		fi
		kill -9 $killed 2>/dev/null
		wait $killed 2>/dev/null
		n_killed=$((n_killed + 1))
		return 0
	fi
	timeout -k 5 300 "$dtrace" -q $options -p "$traced" -n "$(program "$1")" >run.out 2>run.err
}

# What the kernel says of probes that it could not take off: it keeps them until it ends.
leaks()
{
	dmesg | grep -cE 'uprobe: dtrace(-guard)?:[0-9]+ failed to unregister'
}

# Processes of ours, which were all begun in this folder.
nobody_is_left()
{
	for process in /proc/[0-9]*; do
		! [ "$process/exe" -ef "$dtrace" ] || ! [ "$process/cwd" -ef "$tmp" ] || return 1
	done
}

nothing_is_left()
{
	[ "$(./objects)" -le "$n_objects" ]
}

goes_on()
{
	kill -0 "$traced" 2>/dev/null && [ ! -s "$workload.err" ]
}

# The workloads take turns, and the descriptions of each do.
n=0
n_killed=0
n_hits=0
n_leaks=$(leaks)
n_objects=$(./objects)
failed=
end=$(($(date +%s) + seconds))
while [ "$(date +%s)" -lt $end ] && [ -z "$failed" ]; do
	for workload in $workloads; do
		traced=$(cat "$workload.pid")
		witness=$(cat "$workload.witness")
		count=$(descriptions "$workload" | grep -c .)
		what=$(descriptions "$workload" | grep . | sed -n "$((n % count + 1))p")
		enable "$what" || failed="dtrace: $(tail -n 3 run.err)"
		hits=$(tr -dc 0-9 <run.out)
		n_hits=$((n_hits + ${hits:-0}))
		goes_on || failed="$workload: $(cat "$workload.err")"
		[ -n "$failed" ] || wait_until is_restored || wait_until is_restored ||
			wait_until is_restored || failed="code: $(head -n 5 text.left)"
		[ -z "$failed" ] || break
	done
	n=$((n + 1))
done
show "traced:$workloads" "$n times, $n_killed killed, $n_hits hits; last: $workload, $what $options"
is "nothing failed" "$failed" ""
holds "probes fired" [ "$n_hits" -gt 0 ]
is "the kernel could take off each probe" "$(leaks)" "$n_leaks"
holds "no process of dtrace is left" wait_until nobody_is_left
# Other tests beside this one have objects of theirs.
[ -z "$SAFETY_SECONDS" ] ||
	holds "the kernel has no more programs, maps and links than before" \
		wait_until nothing_is_left
is "all workloads have begun" "$workloads" "$installed"
for workload in $workloads; do
	end_workload "$workload"
	is "$workload: its results are right" "$ended $(cat "$workload.err")" "0 "
done
live_end
