#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Who may trace what: nobody without privilege; with the capabilities of dtrace's file one's own
# processes; destructive actions with -w alone.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}" setcap setpriv
build "$tmp/fire" fire.c -O2 || exit 1
cd "$tmp" || exit 1
echo >line
cp "$dtrace" dtrace-with
setcap cap_bpf,cap_perfmon,cap_sys_ptrace,cap_dac_read_search+ep dtrace-with 2>/dev/null ||
	live_skip "files can have no capabilities here"
cp "$dtrace" dtrace-without
cp -r "$FASTTRAP_DATADIR/." data
chmod -R go+rX data fire dtrace-with dtrace-without
FASTTRAP_DATADIR=$tmp/data

as_nobody() # a command
{
	setpriv --reuid 65534 --regid 65534 --clear-groups timeout -k 5 20 "$@" \
		>"$tmp/out" 2>"$tmp/err" <"$tmp/line"
	status=$?
	out=$(cat "$tmp/out")
	err=$(cat "$tmp/err")
}

as_nobody ./dtrace-without -n BEGIN
has "without privilege: refused" "$status $err" "1 dtrace: tracing needs the capabilities"
as_nobody ./dtrace-without -e -n BEGIN
is "without privilege: compiles" $status 0
as_nobody ./dtrace-with -q -c "./fire -n 10" -n "$provider"'$target:::hit { @ = count(); }'
is "by the file: one's own command" "$status $err $(echo "$out" | grep '^ ' | tr -d ' ')" "0  50"

# What belongs to others.
start_fire ./fire -n 10
as_nobody ./dtrace-with -n "$provider"'$target:::hit' -p "$fire_pid"
is "a process of root's" "$status $err" \
	"1 dtrace: process $fire_pid belongs to user root (0), not to you: it may not be traced
hint: run dtrace as root, with sudo for example"
as_nobody ./dtrace-with -l -P "$provider*"
hidden=$(echo "$err" | grep -c 'may not be looked at')
is "its probes are not found" "$(echo "$out" | grep -c "$provider")$hidden" 01

# One's own process has the same file mapped: theirs still fires for nobody.
mkfifo own.go
setpriv --reuid 65534 --regid 65534 --clear-groups ./fire -n 20 <own.go >own.out &
started="$started $!"
own=$!
exec 4>own.go
wait_until grep -q ready own.out
setpriv --reuid 65534 --regid 65534 --clear-groups ./dtrace-with -q -n '
BEGIN { printf("ready\n"); }
'"$provider"'*:::hit { @[uid] = count(); }
profile-499 /uid != 65534/ { @[uid] = count(); }' >out 2>err <line &
dtrace_pid=$!
started="$started $!"
wait_until is_ready
go
wait_fire
echo >&4
exec 4>&-
reap "$own"
stop_dtrace
is "a file that both have mapped" "$status $(echo $out)" "0 65534 100"

# The program that a command executes runs without root's rights, though its file gives them.
cp "$(command -v id)" suid
chmod 4755 suid
as_nobody ./dtrace-with -q -c ./suid -n BEGIN
is "a program with root's rights has them not" "$status $(echo "$out" | grep -c 'euid=0')" "0 0"
cp "$(command -v sleep)" sleep-with
setcap cap_net_raw+ep sleep-with
setpriv --reuid 65534 --regid 65534 --clear-groups ./sleep-with 20 &
started="$started $!"
sleep 0.2
as_nobody ./dtrace-with -n 'pid$target::read:entry' -p $!
has "one's own process that has privileges" "$status $err" "1 dtrace: process $! is yours, but not"

# What belongs to everybody.
for clause in 'BEGIN { trace(curthread->tgid); }' 'profile-97 { stack(); }'; do
	as_nobody ./dtrace-with -n "$clause"
	has "the kernel's memory: $clause" "$status $err" "read the kernel's memory, which takes"
done
echo secret >secret
chmod 600 secret
as_nobody ./dtrace-with -s secret
is "a file that only root may read" "$status $err" "1 dtrace: cannot read secret: Permission denied"
cp dtrace-without dtrace-suid
chmod 4755 dtrace-suid
as_nobody ./dtrace-suid -n BEGIN
has "a file that makes one root gives nothing" "$status $err" "1 dtrace: tracing needs"

# -w for all that changes something.
for action in 'stop()' 'raise(9)' 'system("true")' 'chill(1)' 'copyout(0, 0, 0)' \
	'copyoutstr("x", 0, 2)' 'panic()' 'breakpoint()' 'freopen("x")'; do
	trace -c ./fire -n "$provider"'$target:::begin { '"$action; }"
	case $status$err in
	1*"Destructive actions not allowed"* | 1*error*)
		;;
	*)
		show "$action: $status $err"
		report "not ok" "$action needs -w"
		;;
	esac
done
report ok "destructive actions need -w"
live_end
