#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Probes that come while dtrace runs: with a library that is opened, with a program that a process
# executes, with a file that no process had mapped.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}"
build "$tmp/fire" fire.c -O2 || exit 1
build "$tmp/libfire.so" fire_lib.c -O2 -shared -fPIC || exit 1
cd "$tmp" || exit 1
echo >line
hits="$provider"'$target:::hit { @ = count(); }'

probed() # program: has the kernel put probes into its code? Then it has a page of its own.
{
	awk -v name="/$1" '/^[0-9a-f]+-/ {
		is_code = $2 ~ /x/ && substr($6, length($6) - length(name) + 1) == name
	}
	is_code && /^Anonymous:/ && $2 { found = 1 }
	END { exit !found }' "/proc/$fire_pid/smaps"
}

count() # of the aggregation that is all the output besides fire's
{
	echo "$out" | grep '^ *[0-9]*$' | tr -d ' \n'
}

with_line() # arguments: as trace(), with the line that fire waits for
{
	timeout -k 5 60 "$dtrace" "$@" >"$tmp/out" 2>"$tmp/err" <"$tmp/line"
	status=$?
	out=$(cat "$tmp/out")
	err=$(cat "$tmp/err")
}

# A command is stopped meanwhile: nothing is missed.
with_line -q -c "./fire -n 20000 -l ./libfire.so" -n "$hits"
is "-c: a library that is opened" "$status $err $(count)" "0  20000"
for evaltime in exec preinit main; do
	with_line -q -x evaltime=$evaltime -c "./fire -n 100 -l ./libfire.so" -n "$hits"
	is "-c: a library, evaltime=$evaltime" "$(count)" 100
done
printf '#!/bin/sh\nexec ./fire -n 1000\n' >script
chmod +x script
with_line -q -Z -c ./script -n "$hits"
is "-c: a program that it executes" "$status $(count)" "0 5000"
if build "$tmp/static" fire.c -O2 -static 2>/dev/null; then
	cp script script-static
	sed -i s/fire/static/ script-static
	with_line -q -Z -c ./script-static -n "$hits"
	is "-c: a static program that it executes" "$status $(count)" "0 5000"
fi
is "-c: it was let go on each time" "$(ls -l /proc/[0-9]*/exe 2>/dev/null | grep -F " $tmp/")" ""

# What the programs have kept is kept: variables, aggregations, the numbers of clauses and probes.
with_line -q -c "./fire -n 50 -l ./libfire.so" -n '
BEGIN { before = 7; seen["x"] = 1; printf("begin\n"); }
'"$provider"'$target:::begin { never++; }
'"$provider"'$target:::hit { n++; self->sum += arg0; @n[probemod, probename] = count(); }
'"$provider"'$target:::hit /n == 50/ {
	printf("%d %d %s %s\n", before, seen["x"], probemod, probename);
	printf("%d %d\n", self->sum, vtimestamp > 0);
}
END { printf("end %d\n", n); }'
is "-c: state is kept" "$(echo "$out" | grep . | grep -Ev "^(ready|hits|sum|asked)" |
	tr -s " ")" "begin
7 1 libfire.so hit
1225 1
end 50
 libfire.so hit 50"

with_line -q -c "./fire -n 5 -l ./libfire.so" -n \
	"$provider"'$target:::hit { @[ustack(2)] = count(); }'
has "-c: names from the library" "$out" 'libfire.so`fire_library+'
has "-c: and of its caller" "$out" 'fire`'

# Another tracer is in the way of one of the new probes; the others are what they are.
events=/sys/kernel/tracing/uprobe_events
if [ -w "$events" ]; then
	site=$(readelf -n libfire.so | sed -n 's/.*Location: \(0x[0-9a-f]*\),.*/\1/p' | head -n 1)
	echo "p:$provider/hold $tmp/libfire.so:$site" >>"$events"
	echo 1 >"${events%/*}/events/$provider/hold/enable"
	with_line -q -Z -c "./fire -n 10 -l ./libfire.so" -n \
		"$provider"'$target:libfire.so::hit { n++; }
pid$target:libfire.so:fire_library:entry { printf("%s %s %d\n", probefunc, probename, n); }'
	echo 0 >"${events%/*}/events/$provider/hold/enable"
	echo "-:$provider/hold" >>"$events"
	is "-c: one that cannot be attached" "$status $(echo "$out" | grep entry)" \
		"0 fire_library entry 0"
	has "-c: it is told" "$err" "another tracer is attached"
fi

# A process that runs on is not stopped: what it does until its new probes are on is missed.
start_fire ./fire -n 100000000 -l ./libfire.so
start_dtrace -q -p "$fire_pid" -n "$provider"'$target:::hit { exit(0); }'
go
wait_dtrace
is "-p: a library that is opened" "$status" 0
kill -9 "$fire_pid"
wait_fire

# A file that no process had mapped when dtrace began.
cp fire other
start_dtrace -q -Z -n "$provider"'*:::hit { @[execname] = count(); }'
start_fire ./other -n 100
wait_until probed other
sleep 0.5
go
wait_fire
stop_dtrace
is "a program that is new" "$(echo $out)" "other 500"

# One that ends before it is looked at does not hide its file from the next.
cp fire brief
start_dtrace -q -Z -n "$provider"'*:::hit { @[pid] = count(); }'
for i in 1 2 3; do
	./brief -n 1 <line >/dev/null
done
start_fire ./brief -n 100
wait_until probed brief
sleep 0.1
go
wait_fire
stop_dtrace
is "a program that ended at once before" \
	"$(echo "$out" | sed -n "s/^ *$fire_pid  *//p")" 500

# A file that takes the place of another.
start_fire ./other -n 10
start_dtrace -q -n "$provider"'*:::hit { @[pid] = count(); }'
go
wait_fire
first=$fire_pid
cp fire newer
mv newer other
start_fire ./other -n 20
wait_until probed other
sleep 0.5
go
wait_fire
stop_dtrace
is "a program that replaces another" "$(echo "$out" | sed 's/  */ /g' | grep . | sort -n)" \
	"$(printf '%s\n' " $first 50" " $fire_pid 100" | sort -n)"

# Programs come and go, each a file of its own; dtrace keeps up.
start_dtrace -q -Z -n "$provider"'*:::begin { @ = count(); }'
for i in 1 2 3 4 5 6 7 8; do
	cp fire "short$i"
	"./short$i" <line >/dev/null
done
start_fire ./other
sleep 0.5
stop_dtrace
is "programs that come and go" "$status $(echo "$err" |
	grep -v 'are left out: No such file\|no process\|may not be looked at\|^hint:')" "0 "
go
wait_fire
live_end
