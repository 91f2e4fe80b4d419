# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# What the live tests share: a test sources this file, calls `live_begin' with the programs it
# needs, then makes claims, and ends with `live_end'. Each claim is a line of TAP; what a failed one
# saw follows as comments. Files go to $tmp, which is removed; so is every process in $started, at
# the end or when the test is interrupted.

here=${top_srcdir:-.}/tests/live
top_builddir=$(cd "${top_builddir:-.}" && pwd)
dtrace=$top_builddir/bin/dtrace
generate=$top_builddir/bin/dtrace-gen
sdk=$(cd "${top_srcdir:-.}/sdk/include" && pwd)
FASTTRAP_DATADIR=${FASTTRAP_DATADIR:-$top_builddir/share/fasttrap}
export FASTTRAP_DATADIR
LC_ALL=C
TZ=UTC
export LC_ALL TZ
limit=${LIVE_LIMIT:-60}
n_claims=0
provider=live$(echo $$ | tr 0-9 a-j)
started=

live_skip() # reason
{
	if [ -n "$DTRACE_REQUIRE_LIVE" ]; then
		echo "not ok 1 - $1"
		echo 1..1
		exit 1
	fi
	echo "1..0 # SKIP $1"
	exit 77
}

live_clean()
{
	for pid in $started; do
		kill -9 "$pid" 2>/dev/null
	done
	rm -rf "$tmp"
}

live_begin() # programs that must be there
{
	tmp=$(mktemp -d "${TMPDIR:-/tmp}/live.XXXXXX") || exit 1
	chmod 755 "$tmp"
	trap live_clean EXIT
	trap 'exit 1' INT TERM HUP
	[ -z "$DTRACE_NO_LIVE" ] || live_skip "DTRACE_NO_LIVE is set"
	[ "$(id -u)" = 0 ] || live_skip "not root"
	for program; do
		command -v "$program" >/dev/null || live_skip "$program is missing"
	done
	timeout 20 "$dtrace" -q -n 'BEGIN { exit(0); }' >"$tmp/first" 2>&1 ||
		live_skip "this kernel cannot: $(head -n 1 "$tmp/first")"
}

live_end()
{
	echo "1..$n_claims"
}

# Claims. What was seen may come on several lines.

report() # ok|not ok, name
{
	n_claims=$((n_claims + 1))
	echo "$1 $n_claims - $2"
}

show() # texts
{
	printf '%s\n' "$@" | sed 's/^/# /'
}

is() # name, what it is, what it should be
{
	if [ "$2" = "$3" ]; then
		report ok "$1"
	else
		report "not ok" "$1"
		show "is:" "$2" "should be:" "$3"
	fi
}

holds() # name, a command
{
	name=$1
	shift
	if "$@"; then
		report ok "$name"
	else
		report "not ok" "$name"
		show "failed: $*"
	fi
}

has() # name, text, part of it
{
	case $2 in
	*"$3"*)
		report ok "$1"
		;;
	*)
		report "not ok" "$1"
		show "is:" "$2" "should contain:" "$3"
		;;
	esac
}

# Running.

# dtrace with a limit; what it prints is in $out, what it tells in $err, and $status is its status.
trace() # arguments
{
	timeout -k 5 "$limit" "$dtrace" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	status=$?
	[ $status -ne 124 ] || show "ended after $limit seconds"
	out=$(cat "$tmp/out")
	err=$(cat "$tmp/err")
}

# Waits for something that was started beside the test. Its number may be another process' after.
reap() # pid
{
	wait "$1" 2>/dev/null
	reaped=$?
	started=$(echo " $started " | sed "s/ $1 / /")
	return $reaped
}

wait_until() # command: as long as it fails, for 20 seconds
{
	tries=0
	until "$@" 2>/dev/null; do
		tries=$((tries + 1))
		[ $tries -lt 400 ] || return 1
		sleep 0.05
	done
}

# dtrace beside the test, from when all its probes are on; $dtrace_pid is its number. As in trace()
# there are $out, without what told us that it is ready, $err and $status once it has ended.
start_dtrace() # arguments
{
	: >"$tmp/out"
	"$dtrace" -n 'BEGIN { printf("ready\n"); }' "$@" >"$tmp/out" 2>"$tmp/err" </dev/null &
	dtrace_pid=$!
	started="$started $dtrace_pid"
	wait_until is_ready
	grep -q ready "$tmp/out" || show "dtrace does not begin:" "$(cat "$tmp/err")"
}

is_ready()
{
	grep -q ready "$tmp/out" || ! kill -0 "$dtrace_pid"
}

stop_dtrace() # signal
{
	kill -"${1:-INT}" "$dtrace_pid"
	wait_dtrace
}

wait_dtrace()
{
	reap "$dtrace_pid"
	status=$?
	out=$(grep -v 'ready$' "$tmp/out")
	err=$(grep -v ' matched [0-9]* probe' "$tmp/err")
}

# The program fire, and others, as an application would be built: a header of the definition, and an
# object when all else is compiled.
# Its provider has a name of its own in each test, as several may run beside each other.

make_header()
{
	[ ! -e "$tmp/live.h" ] || return 0
	sed "s/^provider live/provider $provider/" "$here/live.d" >"$tmp/live.d"
	"$generate" -h -s "$tmp/live.d" -o "$tmp/named.h" &&
		sed "s/$(echo "$provider" | tr a-z A-Z)_/LIVE_/g" "$tmp/named.h" >"$tmp/live.h"
}

build() # output, source, flags
{
	output=$1
	source=$2
	shift 2
	make_header &&
		${CC:-cc} -I"$tmp" "$@" -c "$here/$source" -o "$output.o" &&
		"$generate" -G -s "$tmp/live.d" -o "$output-probes.o" "$output.o" &&
		${CC:-cc} "$@" "$output.o" "$output-probes.o" -o "$output" -pthread -ldl
}

# fire beside the test, waiting for `go'; its number is $fire_pid and what it counted comes from
# `fired'.
start_fire() # program, arguments
{
	rm -f "$tmp/go" "$tmp/fire.out"
	mkfifo "$tmp/go" || exit 1
	"$@" <"$tmp/go" >"$tmp/fire.out" &
	fire_pid=$!
	started="$started $fire_pid"
	exec 3>"$tmp/go"
	wait_until grep -q ready "$tmp/fire.out"
}

go()
{
	echo >&3
}

wait_fire()
{
	exec 3>&-
	reap "$fire_pid"
	fire_status=$?
}

fired() # what
{
	sed -n "s/^$1 //p" "$tmp/fire.out"
}
