# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# How costs grow: with the keys of an aggregation, with threads, with processes, and with clauses on
# one probe. dtrace and bpftrace in turns.

scale_pass() # sample's name, arguments of bench/crowd, then -- and the tracer's command
{
	sample=$1
	shift
	crowd_args=
	while [ "$1" != -- ]; do
		crowd_args="$crowd_args $1"
		shift
	done
	shift
	rm -f "$work/go"
	mkfifo "$work/go"
	# shellcheck disable=SC2086 # several words
	"$bench/crowd" $crowd_args <"$work/go" >"$work/crowd" &
	crowd=$!
	exec 5>"$work/go"
	: >"$work/scale.out"
	"$@" >"$work/scale.out" 2>"$work/scale.err" &
	consumer=$!
	await ready scale.out "$consumer"
	echo >&5
	exec 5>&-
	wait "$crowd"
	echo "$sample $(cat "$work/crowd")"
	stop "$consumer" || :
}

scale_both() # name, arguments of crowd, --, body in D, body for bpftrace
{
	scale_name=$1
	shift
	scale_args=
	while [ "$1" != -- ]; do
		scale_args="$scale_args $1"
		shift
	done
	# shellcheck disable=SC2086 # several words
	scale_pass "$scale_name.dtrace" $scale_args -- "$dtrace" -q -x aggsize=256m -n "
		BEGIN { printf(\"ready\\n\"); } $2 END { trunc(@); }"
	# shellcheck disable=SC2086 # several words
	BPFTRACE_MAP_KEYS_MAX=1100000 scale_pass "$scale_name.bpftrace" $scale_args -- bpftrace -e "
		BEGIN { printf(\"ready\\n\"); } $3 END { clear(@); }"
}

# Clauses of one probe, each with a predicate of its own, in either language.
many_of() # probe, how many
{
	for i in $(seq "$2"); do
		echo "$1 /arg0 > $i/ { @ = count(); }"
	done
}

measure_scale()
{
	probe="usdt:$bench/crowd:crowd:hit"
	d='crowd*:::hit { @[arg0] = count(); }'
	bt="$probe { @[arg0] = count(); }"
	d_plain='crowd*:::hit { @ = count(); }'
	bt_plain="$probe { @ = count(); }"
	for round in $(seq $((3 * ROUNDS))); do
		for keys in 1 1000 1000000; do
			scale_both keys$keys 1 1 1000000 $keys -- "$d" "$bt"
		done
		for threads in 1 4 16; do
			scale_both threads$threads $threads 1 $((200000 / threads)) 1 -- \
				"$d_plain" "$bt_plain"
		done
		scale_both processes 1 16 12500 1 -- "$d_plain" "$bt_plain"
		for clauses in 20 100; do
			scale_both clauses$clauses 1 1 50000 100 -- \
				"$(many_of "crowd*:::hit" $clauses)" "$(many_of "$probe" $clauses)"
		done
	done >"$work/scale"
	table scale <<-'END'
		a hit of @[arg0] = count(), 1 key; bpftrace's|keys1.dtrace|keys1.bpftrace|1|ns|
		1,000 keys|keys1000.dtrace|keys1000.bpftrace|1|ns|
		1,000,000 keys|keys1000000.dtrace|keys1000000.bpftrace|1|ns|
		a hit of count(), 1 thread; bpftrace's|threads1.dtrace|threads1.bpftrace|1|ns|
		4 threads|threads4.dtrace|threads4.bpftrace|1|ns|
		16 threads|threads16.dtrace|threads16.bpftrace|1|ns|
		16 processes|processes.dtrace|processes.bpftrace|1|ns|
		20 clauses with predicates; bpftrace's|clauses20.dtrace|clauses20.bpftrace|1|ns|
		100 clauses with predicates|clauses100.dtrace|clauses100.bpftrace|1|ns|
	END
}
