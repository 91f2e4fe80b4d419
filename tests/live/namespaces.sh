#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Processes in namespaces of their own, as in containers: traced from outside under the numbers that
# we have for them, and from inside.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}" unshare
unshare -m -p -f --mount-proc true 2>/dev/null || live_skip "no namespaces can be made"
build "$tmp/fire" fire.c -O2 || exit 1
build "$tmp/libfire.so" fire_lib.c -O2 -shared -fPIC || exit 1
cd "$tmp" || exit 1
echo >line
mkdir room

# The files lie where only the process sees them.
cat >enter <<'END'
#!/bin/sh
mount -t tmpfs none room && cp fire libfire.so room && cd room && exec ./fire "$@"
END
chmod +x enter

# Its number out here: it is the child of unshare.
start_inside() # arguments of fire
{
	start_fire unshare -m -p -f --mount-proc ./enter "$@"
	inside=$(cat "/proc/$fire_pid/task/$fire_pid/children")
	inside=${inside% }
}

start_inside -n 20
trace -l -v -p "$inside" -n "$provider"'$target:fire::begin'
has "-l: found by the number that it has out here" "$out" "$provider$inside "
has "-l: named by its own path" "$out" "in $tmp/room/fire"
start_dtrace -q -p "$inside" -n \
	"$provider"'$target:::hit { @[pid == $target, ufunc(ucaller)] = count(); }
'"$provider"'$target:::begin { printf("%d %d\n", pid, arg0); }'
go
wait_fire
wait_dtrace
has "-p: its own number is told by itself" "$out" "$inside 1"
is "-p: names" "$status $(echo "$out" | tr -s " " | grep " 100\$")" "0  1 fire\`fire_all 100"

start_inside -n 20
start_dtrace -q -n "$provider"'*:::hit { @[execname, pid] = count(); }'
go
wait_fire
stop_dtrace
is "in all processes" "$(echo $out)" "fire $inside 100"

start_inside -n 100000000 -l ./libfire.so
start_dtrace -q -p "$inside" -n "$provider"'$target:libfire.so::hit { exit(0); }' -Z
go
wait_dtrace
is "a library that it opens" $status 0
kill -9 "$inside"
wait_fire

# A root of its own.
if build "$tmp/room/still" fire.c -O2 -static 2>"$tmp/cc.err"; then
	start_fire chroot room /still -n 20
	start_dtrace -q -p "$fire_pid" -n "$provider"'$target:::hit { @[probemod] = count(); }'
	go
	wait_fire
	wait_dtrace
	is "in a root of its own" "$(echo $out)" "still 100"
fi

# Files that are gone or were replaced are read through the process.
cp fire gone
start_fire ./gone -n 20
rm gone
start_dtrace -q -p "$fire_pid" -n "$provider"'$target:::hit { @[probemod] = count(); }'
go
wait_fire
wait_dtrace
is "a program that is deleted" "$(echo $out)" "gone 100"
cp fire gone
start_fire ./gone -n 20
rm gone
cp room/still gone
start_dtrace -q -p "$fire_pid" -n "$provider"'$target:::hit { @[probemod] = count(); }'
go
wait_fire
wait_dtrace
is "a program that is replaced" "$(echo $out)" "gone 100"

# dtrace inside: its numbers are those of the namespace.
timeout -k 5 60 unshare -m -p -f --mount-proc "$dtrace" -q -c "./fire -n 10 -l ./libfire.so" -n '
'"$provider"'$target:::hit { @[pid == $target, ufunc(arg1 * 0 + ucaller)] = count(); }' \
	<line >out 2>err
is "inside: pid is \$target, names, libraries" \
	"$? $(sed -n 's/  */ /gp' out | grep "fire.* 10\$")" \
	'0  1 fire`main 10'
timeout -k 5 60 unshare -p -f --mount-proc "$dtrace" -q -x follow -c "./fire" -n \
	"$provider"'$target:::hit' <line >out 2>err
has "inside: -x follow is refused" "$(cat err)" "-x follow needs the first pid namespace"

live_end
