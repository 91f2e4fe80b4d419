# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# A stream of records: each tracer prints two numbers of each hit to a file. What it costs the
# traced thread, what the consumer computes for it, its peak of memory, and what was lost.
#
# A tracer is three functions: stream_begin_NAME starts it, and $consumer is its process;
# stream_end_NAME ends it; stream_count_NAME prints how many records it has kept.

stream_begin_dtrace()
{
	"$dtrace" -q -p "$target" -o "$work/stream.dtrace" -n '
		BEGIN { printf("ready\n"); }
		bench$target:::record_dtrace { printf("%d %d\n", arg0, arg1); }
	' 2>"$work/stream.lost" &
	consumer=$!
	await ready stream.dtrace
}

stream_count_dtrace()
{
	grep -c '^[0-9]' "$work/stream.dtrace"
}

stream_begin_bpftrace()
{
	bpftrace -p "$target" -e "BEGIN { printf(\"ready\n\"); }
		usdt:$bench/target:bench:record_bpftrace { printf(\"%d %d\n\", arg0, arg1); }" \
		>"$work/stream.bpftrace" 2>"$work/stream.lost" &
	consumer=$!
	await ready stream.bpftrace
}

stream_count_bpftrace()
{
	grep -c '^[0-9]' "$work/stream.bpftrace"
}

stream_begin_perf()
{
	perf probe -q -d 'bench:*' 2>/dev/null || :
	perf probe -q -x "$bench/target" 'bench:record=hit_record_perf key=%di value=%si' \
		2>"$work/stream.lost" || die "perf probe: $(cat "$work/stream.lost")"
	perf record -q -e bench:record -p "$target" -o "$work/stream.perf" \
		2>"$work/stream.lost" &
	consumer=$!
	until find "/proc/$consumer/fd" -lname "*perf_event*" 2>/dev/null | grep -q .; do
		kill -0 "$consumer" || die "perf: $(cat "$work/stream.lost")"
		sleep 0.1
	done
}

stream_count_perf()
{
	perf script -i "$work/stream.perf" 2>/dev/null | grep -c bench:record
	perf probe -q -d 'bench:*'
}

# One pass of a tracer: samples for the table, and a line of what was kept.
stream_pass() # tracer, hits
{
	: >"$work/target"
	"stream_begin_$1"
	started="$started $consumer"
	before=$(cpu_ns "$consumer")
	echo "fire record_$1 $2" >&3
	await fired target
	sleep 0.5
	cpu=$(($(cpu_ns "$consumer") - before))
	rss=$("$AWK" '/VmHWM/ { print $2 }' "/proc/$consumer/status")
	kill -INT "$consumer"
	wait "$consumer" || :
	kept=$("stream_count_$1")
	echo "$1 $("$AWK" -v n="$2" '/^fired/ { print $3 / n }' "$work/target")"
	echo "$1.cpu $((cpu / (kept > 0 ? kept : 1)))"
	echo "$1.kept $((kept * 100 / $2))"
	echo "$1.rss $rss"
}

# Few enough for the slowest peer, often enough for a median.
measure_stream()
{
	start_target
	for peer in bpftrace perf; do
		need $peer
	done
	for round in $(seq $((3 * ROUNDS))); do
		for tracer in dtrace bpftrace perf; do
			stream_pass $tracer 300000
		done
	done >"$work/stream"
	table stream <<-'END'
		a record to a file: wall time of a hit; bpftrace's|dtrace|bpftrace|1|ns|
		the same; perf record's|dtrace|perf|1|ns|
		computed by the consumer for a record; bpftrace's|dtrace.cpu|bpftrace.cpu|1|ns|
		the same; perf record's|dtrace.cpu|perf.cpu|1|ns|
		records kept; bpftrace's|dtrace.kept|bpftrace.kept|1|%|none
		the same; perf record's|dtrace.kept|perf.kept|1|%|none
		peak of memory; bpftrace's|dtrace.rss|bpftrace.rss|1024|MB|
		the same; perf record's|dtrace.rss|perf.rss|1024|MB|
	END
}
