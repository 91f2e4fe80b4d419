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

measure_scale()
{
	probe="usdt:$bench/crowd:crowd:hit"
	d='crowd*:::hit { @[arg0] = count(); }'
	bt="$probe { @[arg0] = count(); }"
	d_plain='crowd*:::hit { @ = count(); }'
	bt_plain="$probe { @ = count(); }"
	d_clauses=$(for i in $(seq 20); do echo "crowd*:::hit /arg0 > $i/ { @ = count(); }"; done)
	bt_clauses=$(for i in $(seq 20); do echo "$probe /arg0 > $i/ { @ = count(); }"; done)
	for round in $(seq $((3 * ROUNDS))); do
		for keys in 1000 1000000; do
			scale_both keys$keys 1 1 1000000 $keys -- "$d" "$bt"
		done
		for threads in 1 4; do
			scale_both threads$threads $threads 1 100000 1 -- "$d_plain" "$bt_plain"
		done
		for processes in 16; do
			scale_both processes$processes 1 $processes 30000 1 -- \
				"$d_plain" "$bt_plain"
		done
		scale_both clauses 1 1 100000 100 -- "$d_clauses" "$bt_clauses"
	done >"$work/scale"
	table scale <<-'END'
		a hit, 1,000 keys; bpftrace's|keys1000.dtrace|keys1000.bpftrace|1|ns|
		1,000,000 keys|keys1000000.dtrace|keys1000000.bpftrace|1|ns|
		a hit of count(), 1 thread; bpftrace's|threads1.dtrace|threads1.bpftrace|1|ns|
		4 threads|threads4.dtrace|threads4.bpftrace|1|ns|
		16 processes|processes16.dtrace|processes16.bpftrace|1|ns|
		20 clauses with predicates|clauses.dtrace|clauses.bpftrace|1|ns|
	END
}
