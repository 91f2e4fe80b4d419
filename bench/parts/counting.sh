# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Counting a function's calls, by whatever means there are: dtrace, bpftrace, bcc's funccount, perf
# stat and gdb, in turns. The wall time of a hit, for gdb has the process stand still meanwhile.
#
# A means is count_with_NAME, which begins with $1 hits in mind and leaves its process in $consumer,
# and counted_by_NAME, which prints what it has counted in the end.

count_with_dtrace()
{
	: >"$work/counting"
	"$dtrace" -q -p "$target" -n 'BEGIN { printf("ready\n"); }
		pid$target:a.out:hit_function_dtrace:entry { @ = count(); }
		END { printa("counted %@d\n", @); }' >"$work/counting" 2>"$work/counting.err" &
	consumer=$!
	await ready counting "$consumer"
}

counted_by_dtrace()
{
	"$AWK" '/^counted/ { print $2 }' "$work/counting"
}

count_with_bpftrace()
{
	bpftrace -p "$target" -e "BEGIN { printf(\"ready\n\"); }
		uprobe:$bench/target:hit_nothing_bpftrace { @counted = count(); }" \
		>"$work/counting" 2>"$work/counting.err" &
	consumer=$!
	await ready counting "$consumer"
}

counted_by_bpftrace()
{
	"$AWK" '/^@counted:/ { print $2 }' "$work/counting"
}

count_with_bcc()
{
	env --default-signal=INT funccount-bpfcc -p "$target" "$bench/target:hit_count_bcc" \
		>"$work/counting" 2>"$work/counting.err" &
	consumer=$!
	await Tracing counting "$consumer"
}

counted_by_bcc()
{
	"$AWK" '$1 ~ /hit_count_bcc/ { print $2 }' "$work/counting"
}

count_with_perf()
{
	perf probe -q -d 'bench_counting:*' 2>/dev/null || :
	perf probe -q -x "$bench/target" 'bench_counting:hit=hit_record_perf' \
		2>"$work/counting.err" || die "perf probe: $(cat "$work/counting.err")"
	perf stat -x, -e bench_counting:hit -p "$target" -o "$work/counting" \
		2>"$work/counting.err" &
	consumer=$!
	until find "/proc/$consumer/fd" -lname '*perf_event*' 2>/dev/null | grep -q .; do
		kill -0 "$consumer" || die "perf: $(cat "$work/counting.err")"
		sleep 0.1
	done
}

counted_by_perf()
{
	perf probe -q -d 'bench_counting:*'
	"$AWK" -F, '/bench_counting/ { print $1 }' "$work/counting"
}

# It ends itself, as nobody else may speak to a process that it holds.
count_with_gdb()
{
	cat >"$work/gdb" <<-END
		set pagination off
		set \$n = 0
		break hit_count_gdb
		commands
		silent
		set \$n = \$n + 1
		if \$n == $1
		printf "counted %d\n", \$n
		detach
		quit
		end
		continue
		end
		printf "ready\n"
		continue
	END
	gdb -q -batch -nx -p "$target" -x "$work/gdb" >"$work/counting" 2>"$work/counting.err" &
	consumer=$!
	await ready counting "$consumer"
}

counted_by_gdb()
{
	"$AWK" '/^counted/ { print $2 }' "$work/counting"
}

count_once() # means, site, hits
{
	"count_with_$1" "$3"
	: >"$work/target"
	echo "fire $2 $3" >&3
	await fired target "$target"
	stop "$consumer" || :
	counted=$("counted_by_$1")
	[ "${counted:-0}" -eq "$3" ] ||
		die "$1 counted ${counted:-nothing} of $3: $(tail -n 3 "$work/counting.err")"
	"$AWK" -v name="$1" -v n="$3" '/^fired/ { print name, $3 / n }' "$work/target"
}

# bcc compiles against a kernel's headers. Where those of the running kernel are missing Debian's
# will do, of whatever version: a probe in a process reads its registers, and nothing of the kernel.
find_kernel_headers()
{
	arch=$(dpkg --print-architecture)
	of_kernel=$(apt-cache depends "linux-headers-$arch" |
		"$AWK" '$2 ~ /^linux-headers-[0-9]/ { print $2 }')
	of_all=$(apt-cache depends "$of_kernel" | "$AWK" '$2 ~ /-common$/ { print $2 }')
	unpack "$of_kernel"
	unpack "$of_all"
	mv "$work/$of_all/usr/src/$of_all" "$work/kernel"
	cp -a "$work/$of_kernel/usr/src/$of_kernel/include" "$work/kernel"
	cp -a "$work/$of_kernel/usr/src/$of_kernel/arch" "$work/kernel"
	export BCC_KERNEL_SOURCE="$work/kernel"
}

try_bcc()
{
	timeout 30 funccount-bpfcc -d 1 -p "$target" "$bench/target:hit_count_bcc" \
		>"$work/bcc" 2>&1 && ! grep -q 'Failed to' "$work/bcc"
}

# Whether bcc works here; if not, a line says so, and why.
find_bcc()
{
	try_bcc && return 0
	find_kernel_headers
	try_bcc && return 0
	printf '\nbcc: does not start on this kernel: %s\n' "$(grep . "$work/bcc" | tail -n 1)"
	return 1
}

measure_counting()
{
	start_target
	bcc=bcc
	find_bcc || bcc=
	for round in $(seq $((3 * ROUNDS))); do
		count_once dtrace function_dtrace 200000
		count_once bpftrace nothing_bpftrace 200000
		[ -z "$bcc" ] || count_once bcc count_bcc 200000
		count_once perf record_perf 200000
		count_once gdb count_gdb 2000
	done >"$work/samples"
	{
		echo 'a counted call, wall time; bpftrace'"'s|dtrace|bpftrace|1|ns|"
		[ -z "$bcc" ] || echo "bcc's funccount|dtrace|bcc|1|ns|"
		echo "perf stat's|dtrace|perf|1|ns|"
		echo "gdb's|dtrace|gdb|1|ns|0.1"
	} >"$work/rows.counting"
	table samples <"$work/rows.counting"
}
