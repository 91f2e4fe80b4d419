# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# printf() to a file, as fast as the target can fire: what comes in must be what was fired less what
# was reported lost.

# One run with buffers of that size: what the target fired is in the file or was reported lost.
print_printf()
{
	rm -f "$work/printf"
	: >"$work/target"
	"$dtrace" -q -x bufsize="$1" -p "$target" -o "$work/printf" -n '
		BEGIN { printf("ready\n"); }
		bench$target:::record_dtrace { printf("%d %d\n", arg0, arg1); }
	' 2>"$work/lost" &
	dtrace_pid=$!
	await ready printf "$dtrace_pid"
	echo "fire record_dtrace $fired" >&3
	await fired target
	sleep 0.1
	cpu=$(cpu_ns "$dtrace_pid")
	stop "$dtrace_pid" || die "dtrace failed: $(cat "$work/lost")"
	us=$("$AWK" '/^fired/ { printf "%d", $3 / 1000 }' "$work/target")
	lines=$(grep -c '^[0-9]' "$work/printf")
	lost=$("$AWK" '/ drops? on CPU/ { n += $2 } END { printf "%d", n }' "$work/lost")
	echo "| $1 | $fired | $((fired * 1000 / us)) | $((lines * 1000 / us)) | $lost" \
		"| $((cpu / lines)) |"
	[ $((lines + lost)) -eq "$fired" ] || die "$lines lines, $lost reported lost of $fired"
}

measure_printf()
{
	start_target
	fired=$((4000000 * ROUNDS))
	echo
	echo '| printf() to a file, bufsize | fired | k/s | in the file, k/s | reported lost' \
		'| consumer, ns/record |'
	echo '|---|---|---|---|---|---|'
	print_printf 64k
	print_printf 4m
	# A million a second, or, where the target could not fire so fast, all that it fired.
	[ $((lines * 1000 / us)) -ge 1000 ] || [ "$lost" -eq 0 ] || failed=1
	[ $((cpu / lines)) -lt 1000 ] || failed=1
}
