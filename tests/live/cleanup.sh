#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# However dtrace ends, the traced program runs on as if nothing had been: its semaphores are 0 and
# its text is that of its file.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}" nm dd cmp od

build "$tmp/fire" fire.c -O2 || exit 1

bytes() # file, offset, size: all decimal
{
	dd if="$1" bs=65536 iflag=skip_bytes,count_bytes skip="$2" count="$3" 2>/dev/null
}

# "START END OFFSET" in hexadecimal, of the program's executable part, or of its first.
mapping() # permissions
{
	sed -n "s|^\([0-9a-f]*\)-\([0-9a-f]*\) $1 \([0-9a-f]*\) .*$tmp/fire\$|\1 \2 \3|p" \
		"/proc/$target/maps" | head -n 1
}

text_is_whole()
{
	set -- $(mapping r-xp)
	[ $# = 3 ] || return 1
	size=$((0x$2 - 0x$1))
	bytes "/proc/$target/mem" $((0x$1)) $size >"$tmp/text.mem" &&
		bytes "$tmp/fire" $((0x$3)) $size >"$tmp/text.file" || return 1
	# Behind the file's end there is no text.
	cmp -n "$(wc -c <"$tmp/text.file")" "$tmp/text.mem" "$tmp/text.file" >/dev/null
}

semaphores()
{
	set -- $(mapping r--p)
	[ $# = 3 ] || return 1
	for symbol in hit begin end asked__for; do
		at=$(nm "$tmp/fire" | sed -n "s/ . ${provider}_${symbol}_semaphore\$//p")
		bytes "/proc/$target/mem" $((0x$1 + 0x$at)) 2 | od -A n -t u2 | tr -d ' \n'
	done
}

is_as_before()
{
	text_is_whole && [ "$(semaphores)" = 0000 ]
}

# What the program must look like behind dtrace's back, and that it ends well.
check() # name
{
	holds "$1: text and semaphores are as before" wait_until is_as_before
	is "$1: semaphores" "$(semaphores)" 0000
	go
	wait_fire
	is "$1: the program runs on" "$fire_status $(fired hits)" "0 50000"
}

program="$provider*:::hit, $provider*:::asked-for { @ = count(); }"

for signal in INT TERM KILL; do
	for where in "" p n; do
		start_fire "$tmp/fire" -n 10000
		target=$fire_pid
		program_of="$provider$target:::"
		case $where in
		p) start_dtrace -q -p "$target" -n "$program" ;;
		n) start_dtrace -q -n "${program_of}hit, ${program_of}asked-for { @ = count(); }" ;;
		*) start_dtrace -q -n "$program" ;;
		esac
		name="$signal${where:+, -$where}"
		is "$name: semaphores while it is traced" "$(semaphores)" 5001
		if text_is_whole; then
			report "not ok" "$name: there is no breakpoint"
		else
			report ok "$name: breakpoints are in the text"
		fi
		stop_dtrace $signal
		case $signal in
		KILL) is "$name: status" $status 137 ;;
		*) is "$name: status" $status 0 ;;
		esac
		check "$name"
	done
done

# It ends by itself while the program fires.
start_fire "$tmp/fire" -n 10000
target=$fire_pid
trace -q -n "$program tick-200ms { exit(7); }"
is "exit: status" $status 7
check "exit"

start_fire "$tmp/fire" -n 100000000000
target=$fire_pid
start_dtrace -q -n "$program"
go
sleep 0.3
stop_dtrace KILL
holds "killed under fire: as before" wait_until is_as_before
holds "killed under fire: the program runs" kill -0 "$target"
exec 3>&-
kill "$target"
reap "$target"

# A command of -c outlives it.
for signal in INT TERM KILL; do
	rm -f "$tmp/fire.out"
	mkfifo "$tmp/c.go"
	"$dtrace" -q -n 'BEGIN { printf("ready\n"); }' \
		-n "$provider"'$target:::hit { @ = count(); }' \
		-c "$tmp/fire -n 10000 -w" <"$tmp/c.go" >"$tmp/fire.out" 2>"$tmp/err" &
	dtrace_pid=$!
	started="$started $dtrace_pid"
	exec 3>"$tmp/c.go"
	wait_until grep -q 'ready [0-9]' "$tmp/fire.out"
	target=$(sed -n 's/^ready //p' "$tmp/fire.out" | grep .)
	started="$started $target"
	is "-c, $signal: semaphores while it is traced" "$(semaphores)" 5000
	kill -$signal "$dtrace_pid"
	reap "$dtrace_pid"
	holds "-c, $signal: text and semaphores are as before" wait_until is_as_before
	go
	holds "-c, $signal: the command runs on" wait_until grep -q 'hits 50000' "$tmp/fire.out"
	exec 3>&-
	rm "$tmp/c.go"
done

# The first ^C ends with what was counted, which takes a while here: nobody reads the output. The
# second does not wait.
mkfifo "$tmp/full"
"$dtrace" -q -n 'BEGIN { printf("ready\n"); }
	tick-1000hz { @[pid, timestamp] = count(); @q[timestamp] = quantize(1); }' >"$tmp/full" &
dtrace_pid=$!
started="$started $dtrace_pid"
exec 5<"$tmp/full"
read -r line <&5
sleep 0.7
kill -INT "$dtrace_pid"
sleep 0.3
holds "the first ^C waits for the reader of the output" kill -0 "$dtrace_pid"
kill -INT "$dtrace_pid"
reap "$dtrace_pid"
is "the second ^C does not" $? 130
exec 5<&-
live_end
