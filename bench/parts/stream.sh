# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# A stream of records: each tracer prints two numbers of each hit, to a file and to a terminal, as
# fast as the target fires. What it costs the traced thread, what the consumer computes for it, its
# peak of memory, and how many records have arrived.
#
# A tracer is stream_begin_NAME, which starts it with the first argument "file" or "terminal", and
# stream_count_NAME, which prints how many records it has kept.

# What the command shows is in the file kept. It says "ready" first.
stream_start() # file or terminal, command
{
	to=$1
	shift
	: >"$work/kept"
	if [ "$to" = terminal ]; then
		"$bench/pty" "$work/kept" "$@" 2>"$work/stream.lost" &
	else
		"$@" >"$work/kept" 2>"$work/stream.lost" &
	fi
	consumer=$!
	await ready kept "$consumer"
}

# A terminal has come to its end when nothing more is shown.
stream_lines()
{
	size=-1
	until [ "$(stat -c %s "$work/kept")" -eq "$size" ]; do
		size=$(stat -c %s "$work/kept")
		sleep 0.3
	done
	grep -c '^[0-9]' "$work/kept" || :
}

stream_begin_dtrace()
{
	stream_start "$1" "$dtrace" -q -p "$target" -n 'BEGIN { printf("ready\n"); }
		bench$target:::record_dtrace { printf("%d %d\n", arg0, arg1); }'
}

stream_count_dtrace()
{
	stream_lines
}

stream_begin_bpftrace()
{
	stream_start "$1" bpftrace -p "$target" -e "BEGIN { printf(\"ready\n\"); }
		usdt:$bench/target:bench:record_bpftrace { printf(\"%d %d\n\", arg0, arg1); }"
}

stream_count_bpftrace()
{
	stream_lines
}

# perf writes a file of its own, and nothing to a terminal.
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
	perf script -i "$work/stream.perf" 2>/dev/null | grep -c bench:record || :
	perf probe -q -d 'bench:*'
}

# The consumer has caught up when it computes no more.
stream_settle()
{
	before=-1000000000
	while [ $(($(cpu_ns "$consumer") - before)) -gt 10000000 ]; do
		before=$(cpu_ns "$consumer")
		sleep 0.3
	done
}

# One pass of a tracer: samples named TRACER.TO.WHAT.
stream_pass() # tracer, file or terminal, hits
{
	: >"$work/target"
	"stream_begin_$1" "$2"
	idle=$(cpu_ns "$consumer")
	echo "fire record_$1 $3" >&3
	await fired target "$target"
	stream_settle
	cpu=$(($(cpu_ns "$consumer") - idle))
	rss=$("$AWK" '/VmHWM/ { print $2 }' "/proc/$consumer/status")
	stop "$consumer" || :
	kept=$("stream_count_$1")
	[ "$kept" -gt 0 ] || die "$1 kept nothing: $(tail -n 3 "$work/stream.lost")"
	"$AWK" -v name="$1.$2" -v n="$3" -v kept="$kept" -v cpu="$cpu" -v rss="$rss" '
		/^fired/ {
			print name ".hit", $3 / n
			print name ".arrived", $3 / kept
			print name ".cpu", cpu / kept
			print name ".kept", kept * 100 / n
			print name ".rss", rss
		}' "$work/target"
}

# The same in rates, for reading: medians.
print_stream()
{
	echo
	echo '| records | fired, k/s | arrived, k/s | arrived, % | consumer, s for a million' \
		'| memory, MB |'
	echo '|---|---|---|---|---|---|'
	sort -s -k1,1 -k2,2n "$work/stream" | "$AWK" '
		{ value[$1, ++n[$1]] = $2 }
		function median(name) { return value[name, int((n[name] + 1) / 2)] }
		function row(name, title) {
			printf "| %s | %d | %d | %d | %.2f | %.1f |\n", title,
				1e6 / median(name ".hit"), 1e6 / median(name ".arrived"),
				median(name ".kept"), median(name ".cpu") / 1000,
				median(name ".rss") / 1024
		}
		END {
			row("dtrace.file", "dtrace, to a file")
			row("bpftrace.file", "bpftrace, to a file")
			row("perf.file", "perf record, to a file")
			row("dtrace.terminal", "dtrace, to a terminal")
			row("bpftrace.terminal", "bpftrace, to a terminal")
		}'
}

# Few enough for the slowest peer, often enough for a median.
measure_stream()
{
	start_target
	for round in $(seq $((3 * ROUNDS))); do
		for tracer in dtrace bpftrace perf; do
			stream_pass $tracer file 300000
		done
		for tracer in dtrace bpftrace; do
			stream_pass $tracer terminal 300000
		done
	done >"$work/stream"
	print_stream
	table stream <<-'END'
		a record to a file: wall time of a hit; bpftrace's|dtrace.file.hit|bpftrace.file.hit|1|ns|
		the same; perf record's|dtrace.file.hit|perf.file.hit|1|ns|
		of one that arrived; bpftrace's|dtrace.file.arrived|bpftrace.file.arrived|1|ns|
		the same; perf record's|dtrace.file.arrived|perf.file.arrived|1|ns|
		computed by the consumer for it; bpftrace's|dtrace.file.cpu|bpftrace.file.cpu|1|ns|
		the same; perf record's|dtrace.file.cpu|perf.file.cpu|1|ns|
		peak of memory; bpftrace's|dtrace.file.rss|bpftrace.file.rss|1024|MB|
		the same; perf record's|dtrace.file.rss|perf.file.rss|1024|MB|
		a record to a terminal that arrived; bpftrace's|dtrace.terminal.arrived|bpftrace.terminal.arrived|1|ns|
		computed by the consumer for it; bpftrace's|dtrace.terminal.cpu|bpftrace.terminal.cpu|1|ns|
		peak of memory; bpftrace's|dtrace.terminal.rss|bpftrace.terminal.rss|1024|MB|
	END
}
