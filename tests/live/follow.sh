#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# -x follow: probes of a process fire in what it forks, from the first instruction on, and in nobody
# else.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}"
build "$tmp/fire" fire.c -O2 || exit 1
cd "$tmp" || exit 1
echo >line
hits="$provider"'$target:::hit { @[pid == $target] = count(); }'

table() # of the aggregation, without blanks
{
	echo "$out" | sed -n 's/^ *\([0-9][0-9]*\)  *\([0-9][0-9]*\)$/\1:\2/p' | sort | tr '\n' ' '
}

with_line() # arguments: as trace(), with the line that fire waits for
{
	timeout -k 5 60 "$dtrace" "$@" >"$tmp/out" 2>"$tmp/err" <"$tmp/line"
	status=$?
	out=$(cat "$tmp/out")
	err=$(cat "$tmp/err")
}

with_line -q -c "./fire -F 3 -n 100" -n "$hits"
is "without it the process alone" "$status $err $(table)" "0  1:500 "
with_line -q -x follow -c "./fire -F 3 -n 100" -n "$hits"
is "children, from their first instruction on" "$status $err $(table)" "0  0:1500 1:500 "

# Somebody else runs the same file; of two processes each has its own children.
start_fire ./fire -n 100 -F 2
mkfifo other.go
./fire -n 10 -F 1 <other.go >other.out &
other=$!
started="$started $other"
exec 4>other.go
wait_until grep -q ready other.out
start_dtrace -q -x follow -p "$fire_pid" -n "$hits"
echo >&4
exec 4>&-
reap "$other"
go
wait_fire
wait_dtrace
is "-p, and nobody else" "$status $err $(table)" "0  0:1000 1:500 "

start_fire ./fire -n 100 -F 2
mkfifo third.go
./fire -n 10 -F 1 <third.go >third.out &
other=$!
started="$started $other"
exec 4>third.go
wait_until grep -q ready third.out
start_dtrace -q -x follow -p "$fire_pid" -p "$other" \
	-n "$provider"'$target:::hit { @[probeprov] = count(); }'
echo >&4
exec 4>&-
reap "$other"
go
wait_fire
wait_dtrace
is "two -p" "$(echo "$out" | grep . | sed "s/  */ /g; s/$provider//" | sort)" \
	"$(printf '%s\n' " $fire_pid 1500" " $other 100" | sort)"

# What a child executes is found, and tracing ends with the last of them.
cat >script <<'END'
#!/bin/sh
(sleep 0.6; (sleep 0.6; echo) | ./fire -n 200) >/dev/null &
END
chmod +x script
with_line -q -Z -x follow -c ./script -n "$hits"
is "what a child executes" "$status $(table)" "0 0:1000 "

# Those that end before they are looked at do not hide their file from the next.
cat >brief-ones <<'END'
#!/bin/sh
cp fire brief
for i in 1 2 3 4 5; do
	./brief -n 1 <line
done >/dev/null
(sleep 0.6; echo) | ./brief -n 200 >/dev/null
END
chmod +x brief-ones
with_line -q -Z -x follow -c ./brief-ones -n "$provider"'$target:::hit { @[pid] = count(); }'
has "a program of children of which some end at once" "$(table)" ":1000 "

# What is held for a child goes with it: descriptors, and memory but for a few kilobytes.
cat >many <<'END'
#!/bin/sh
children()
{
	n=0
	while [ $n -lt $1 ]; do
		/bin/true
		n=$((n + 1))
	done
	echo "had $1"
	read -r line
}
children 100
children 1500
END
chmod +x many
held()
{
	ls "/proc/$dtrace_pid/fd" | wc -l
}
memory() # in kB
{
	sed -n 's/^RssAnon:[^0-9]*\([0-9]*\) kB$/\1/p' "/proc/$dtrace_pid/status"
}
mkfifo many.go
"$dtrace" -q -x follow -c ./many -n 'pid$target:libc:exit:entry { @ = count(); }' \
	<many.go >out 2>err &
dtrace_pid=$!
started="$started $dtrace_pid"
exec 4>many.go
wait_until grep -q "had 100" out
held=$(held)
memory=$(memory)
echo >&4
wait_until grep -q "had 1500" out
is "descriptors after 1,500 more children" "$(held)" "$held"
holds "memory after 1,500 more children" [ "$(memory)" -lt $((memory + 256)) ]
exec 4>&-
reap "$dtrace_pid"
is "each of them was counted" "$reaped $(sed -n 's/^ *\([0-9]*\)$/\1/p' out | grep .)" "0 1600"
live_end
