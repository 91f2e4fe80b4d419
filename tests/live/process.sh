#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# -c and -p: no probe of a started command is missed, tracing ends with the processes, and a command
# is what it would be without dtrace.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}"
build "$tmp/fire" fire.c -O2 || exit 1
cd "$tmp" || exit 1
echo >line

with_line() # arguments: as trace(), with the line that fire waits for
{
	timeout -k 5 60 "$dtrace" "$@" >"$tmp/out" 2>"$tmp/err" <"$tmp/line"
	status=$?
	out=$(cat "$tmp/out")
	err=$(cat "$tmp/err")
}

lines() # of the output: none that are empty, nor what fire says
{
	echo "$out" | grep . | grep -v '^ready \|^hits [0-9]\|^sum \|^asked '
}

# Started stopped, run after BEGIN, ended when it ends.
with_line -q -c "$tmp/fire -n 100" -n 'BEGIN { printf("begin\n"); }
'"$provider"'$target:::begin { printf("first %d %d\n", pid == $target, arg0 == $target); }
'"$provider"'$target:::end { printf("last %d\n", arg1); }
'"$provider"'$target:::hit { n++; }
END { printf("hits seen %d\n", n); }'
is "-c: status" "$status $err" "0 "
is "-c: in order" "$(lines)" "begin
first 1 1
last 500
hits seen 500"

# Each place to stop at is before main(), so the first probe is not missed.
for evaltime in exec preinit postinit main; do
	with_line -q -x evaltime=$evaltime -c "$tmp/fire" -n "$provider"'*:::begin { @ = count(); }'
	is "-c, evaltime=$evaltime" "$(lines | tr -d ' ')" 1
done
for link in "-static" "-static-pie -fPIE"; do
	build "$tmp/static" fire.c -O2 $link 2>/dev/null || continue
	with_line -q -c "$tmp/static" -n "$provider"'$target:::begin { @ = count(); }'
	is "-c, $link" "$(lines | tr -d ' ')" 1
done

# The command is its own: arguments, standard input, environment, descriptors, signals.
trace -q -c 'echo one  two "three four"' -n 'BEGIN'
is "-c: words are split at blanks" "$(lines)" 'one two "three four"'
echo "from stdin" >in
"$dtrace" -q -c cat -n BEGIN <in >out 2>err
is "-c: standard input" "$(grep . out)" "from stdin"
ls -l /proc/self/fd >/dev/null
trace -q -c 'ls /proc/self/fd' -n BEGIN
is "-c: no descriptor of dtrace's" "$(lines | wc -l)" "$(ls /proc/self/fd | wc -l)"
trace -q -c 'grep -h ^Sig[BIC] /proc/self/status' -n BEGIN
is "-c: no signal is blocked or ignored" "$(lines)" \
	"$(timeout 9 grep -h '^Sig[BIC]' /proc/self/status </dev/null)"
trace -q -c 'false' -n 'END { printf("end"); }'
is "-c: its status is not dtrace's" "$status $(echo $out)" "0 end"
trace -q -c 'sh -c kill${IFS}-9${IFS}$$' -n 'END { printf("end"); }'
is "-c: killed" "$status $(echo $out)" "0 end"
trace -q -c "$tmp/fire" -n 'BEGIN { exit(6); }'
is "-c: exit() in BEGIN" $status 6
trace -q -c 'sleep 20' -n 'tick-200ms { exit(0); }'
is "-c: exit() does not wait for it" $status 0
trace -q -c 'sleep 0.2' -c 'sleep 0.3' -n 'BEGIN { t = timestamp; }
END { printf("%d", (timestamp - t) / 1000000 >= 250); }'
is "two commands: the last one ends it" "$(echo $out)" 1

# -p: ends with the process.
start_fire "$tmp/fire" -n 100
start_dtrace -q -p "$fire_pid" -n "$provider"'$target:::hit { @ = count(); }'
go
wait_fire
wait_dtrace
is "-p: ends with the process" "$status $(echo $out)" "0 500"

trace -c true -c false -c 'sh -c kill${IFS}-9${IFS}$$' -c 'sh -c kill${IFS}-40${IFS}$$' -n BEGIN
is "-c: how it ended is told" "$(echo "$err" | sed -n 's/pid [0-9]*/pid N/p' | sort)" \
	"dtrace: pid N exited with status 1
dtrace: pid N has exited
dtrace: pid N terminated by SIG40
dtrace: pid N terminated by SIGKILL"

# Several: $target is the first, in a description each, and the end is that of the last.
mkfifo other.go
"$tmp/fire" -n 200 <other.go >other.out &
other=$!
started="$started $other"
exec 4>other.go
wait_until grep -q ready other.out
start_fire "$tmp/fire" -n 100
start_dtrace -q -p "$fire_pid" -p "$other" -n 'BEGIN { t = $target; }
'"$provider"'$target:::hit { @[pid] = count(); }
END { printf("%d\n", t); }'
go
wait_fire
sleep 0.2
holds "two -p: the other one goes on" kill -0 "$dtrace_pid"
echo >&4
exec 4>&-
reap "$other"
wait_dtrace
is "two -p" "$(lines | tr -s ' ' | sort -n)" "$(printf '%s\n' " $fire_pid 500" " $other 1000" \
	"$fire_pid" | sort -n)"

# The dead man's switch: the kernel puts the probes out of action when dtrace does not run.
start_fire "$tmp/fire" -n 100
start_dtrace -q -x errtags -x deadman=1s -p "$fire_pid" -n "$provider"'$target:::hit {
	@ = count();
}
END { printf("end\n"); }'
kill -STOP "$dtrace_pid"
sleep 3.2
go
wait_fire
kill -CONT "$dtrace_pid"
wait_dtrace
is "the dead man's switch" "$status$(echo $out) $(echo "$err" | head -n 1)" \
	"1 dtrace: [D_UNRESPONSIVE] processing aborted: Abort due to systemic unresponsiveness"
start_fire "$tmp/fire" -n 100
start_dtrace -q -w -x deadman=1s -p "$fire_pid" -n "$provider"'$target:::hit { @ = count(); }'
kill -STOP "$dtrace_pid"
sleep 3.2
go
wait_fire
kill -CONT "$dtrace_pid"
wait_dtrace
is "the dead man's switch, with -w" "$status $(echo $out) $err" "0 500 "

# Probes that take more of the machine than they may. One percent they always do, here.
start_fire "$tmp/fire" -n 100000000000
go
trace -q -x errtags -x deadman=2s -x loadlimit=1 -p "$fire_pid" -n "$provider"'$target:::hit {
	@ = count();
}
END { printf("end\n"); }'
is "too much load" "$status$(echo $out | tr -d 0-9) $(echo "$err" | head -n 1)" \
	"1 dtrace: [D_UNRESPONSIVE] processing aborted: Abort due to systemic unresponsiveness"
has "too much load: the hint" "$err" "probes took at least 1 % of the time of all CPUs"
holds "too much load: the program runs on" kill -0 "$fire_pid"
trace -q -w -x loadlimit=1 -x deadman=2s -p "$fire_pid" -n "$provider"'$target:::hit {
	@ = count();
} tick-5s { exit(3); }'
is "too much load, with -w" "$status $err" "3 "
exec 3>&-
kill "$fire_pid"
reap "$fire_pid"

# A process that is gone is told; one that ends while dtrace starts harms nobody.
trace -p "$fire_pid" -n BEGIN
is "-p of a process that is gone" "$status $err" "1 dtrace: there is no process $fire_pid"

# Programs come and go all the time while dtrace looks for probes. One may go between its being
# found and its being traced; that is told, and is no error.
(
	while [ ! -e stop ]; do
		cp fire short.$$
		./short.$$ <line >/dev/null
		rm -f short.$$
	done
) &
churn=$!
started="$started $churn"
start_fire "$tmp/fire" -n 10
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	trace -q -n "$provider"'*:::hit { @ = count(); } tick-10ms { exit(0); }'
	left_out='^dtrace: warning: the probes of .* are left out: \(No such file\|another\)'
	err=$(echo "$err" | grep -v "$left_out")
	[ "$status $err" = "0 " ] || break
done
: >stop
wait $churn
is "while programs come and go" "$status $err" "0 "
go
wait_fire
live_end
