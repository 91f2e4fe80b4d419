#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The language, its options and actions as they behave when they run. Each NAME.d in the folders
# language, option, action and variable is run with the options in its first line, and what it
# printed, on both outputs, is compared with NAME.out. To add a case is to add the two files;
# BLESS=1 writes all .out anew. Behind the cases come claims about what differs from run to run.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}"

# CPUs differ from run to run, and folders from machine to machine.
normal()
{
	sed -e "s|$here/[a-z]*/||g" \
		-e 's/"timestamp":[0-9]*/"timestamp":T/' -e 's/"cpu":[0-9]*/"cpu":C/' \
		-e 's/^ \{0,2\}[0-9]\{1,3\} \(.*:[A-Z a-z].*\)$/  C \1/'
}

for script in "$here"/language/*.d "$here"/option/*.d "$here"/action/*.d \
	"$here"/variable/*.d; do
	case=${script%.d}
	name=${case#"$here/"}
	options=$(sed -n '1s/^#![^ ]* //p' "$script")
	{
		timeout 20 "$dtrace" $options "$script" 2>&1 </dev/null
		echo "status $?"
	} | normal >"$tmp/case"
	if [ -n "$BLESS" ]; then
		cp "$tmp/case" "$case.out"
	fi
	if diff -u "$case.out" "$tmp/case" >"$tmp/diff" 2>&1; then
		report ok "$name"
	else
		report "not ok" "$name"
		show "$(cat "$tmp/diff")"
	fi
done

# Several programs are one: their BEGIN and END clauses in the order of the command line.
echo 'BEGIN { printf("2"); } END { printf("b"); }' >"$tmp/2.d"
trace -q -n 'BEGIN { printf("1"); } END { printf("a"); }' -s "$tmp/2.d" \
	-n 'END { printf("c"); } BEGIN { printf("3"); exit(0); }'
is "programs in the order of the command line" "$(echo $out)" "123abc"
trace -n 'BEGIN' -s "$tmp/2.d" -n 'BEGIN { exit(0); }'
is "what matched" "$err" "dtrace: description 'BEGIN' matched 1 probe
dtrace: script '$tmp/2.d' matched 2 probes
dtrace: description 'BEGIN ' matched 1 probe"

# Options that give a description.
trace -P dtrace -m dtrace: -f dtrace:: -n 'BEGIN { exit(0); }'
is "-P, -m, -f" "$err" "dtrace: description 'dtrace' matched 3 probes
dtrace: description 'dtrace:' matched 3 probes
dtrace: description 'dtrace::' matched 3 probes
dtrace: description 'BEGIN ' matched 1 probe"
trace -q -i 1 -n 'BEGIN { printf("%d", id); exit(0); }'
is "-i" "$status $(echo $out)" "0 1"

# Paths, from the working directory up.
mkdir -p "$tmp/some where/deep"
out=$(cd "$tmp/some where/deep" && timeout 20 "$dtrace" -qn 'BEGIN { printf("%s", cwd); exit(0); }')
is "cwd" "$(echo $out)" "$(cd "$tmp" && pwd -P)/some where/deep"

# Macro variables.
trace -q -n 'BEGIN { printf("%d %s %s", $1, $$1, $$2); exit(0); }' 12 two
is "\$1, \$\$1, \$\$2" "$(echo $out)" "12 12 two"
trace -q -n 'BEGIN { printf("%d %d %d %d", $uid, $gid, $pid > 0, $ppid > 0); exit(0); }'
is "\$uid, \$gid, \$pid, \$ppid" "$(echo $out)" "0 $(id -g) 1 1"
echo 'BEGIN { printf("%s %s", $$0, $$1); exit($2); }' >"$tmp/args.d"
trace -q -s "$tmp/args.d" one 3
is "\$0 of a script, and its arguments" "$status $(echo $out)" "3 $tmp/args.d one"
trace -q -n 'profile-$1 { @ = count(); } tick-$2 { exit(0); }' 97hz 100ms
is "in a description" $status 0
trace -q -x defaultargs -n 'BEGIN { printf("%d[%s]", $1, $$2); exit(0); }'
is "-x defaultargs" "$(echo $out)" "0[]"

# Libraries: each after those that it depends on, and out if what it needs is not there.
mkdir "$tmp/lib" "$tmp/circle"
cat >"$tmp/lib/a.d" <<'LIBRARY'
#pragma D depends_on library b.d
inline int A = B + 1;
translator info_t < struct task_struct *T > { id = T->tgid; name = T->comm; };
LIBRARY
cat >"$tmp/lib/b.d" <<'LIBRARY'
inline int B = 41;
typedef struct info { int id; string name; } info_t;
LIBRARY
printf '#pragma D depends_on module nosuch\ninline int C = 1;\n' >"$tmp/lib/c.d"
printf '#pragma D depends_on library c.d\nnonsense nonsense nonsense\n' >"$tmp/lib/d.d"
trace -q -L "$tmp/lib" -n 'BEGIN
{
	printf("%d %d ", A, xlate <info_t>(curthread).id == pid);
	printf("%s", xlate <info_t *>(curthread)->name);
	exit(0);
}'
is "-L" "$status $(echo $out)$err" "0 42 1 dtrace"
trace -e -x errtags -L "$tmp/lib" -n 'BEGIN { trace(C); }'
has "-L: what is left out" "$err" "[D_IDENT_UNDEF]"
printf '#pragma D depends_on library y.d\n' >"$tmp/circle/x.d"
printf '#pragma D depends_on library x.d\n' >"$tmp/circle/y.d"
trace -e -x errtags -L "$tmp/circle" -n 'BEGIN'
has "-L: a circle" "$err" "y.d:1:1: error: [D_PRAGMA_DEPEND] libraries depend on each other"
printf 'BEGIN { }\n' >"$tmp/circle/x.d"
trace -e -x errtags -L "$tmp/circle" -n 'BEGIN'
has "-L: a clause" "$err" "x.d:1:1: error: [D_SYNTAX] a library has declarations and no clauses"
trace -e -x errtags -L "$tmp/nosuch" -n 'BEGIN'
has "-L: no folder" "$err" "[D_FILE] cannot read the folder $tmp/nosuch: No such file"
# What a library or a program declares is not dtrace's own.
mkdir "$tmp/own"
cat >"$tmp/own/own.d" <<'LIBRARY'
typedef struct psinfo { int mine; } psinfo_t;
translator psinfo_t < struct task_struct *T > { mine = T->tgid == pid; };
inline psinfo_t *curpsinfo = xlate <psinfo_t *>(curthread);
LIBRARY
trace -q -L "$tmp/own" -n 'BEGIN { printf("%d %s", curpsinfo->mine, fds[0].fi_name); exit(0); }' \
	</dev/null
is "-L: in place of dtrace's own" "$(echo $out)$err" "1 null"
trace -q -n 'struct fileinfo { char one; }; BEGIN { trace(sizeof (struct fileinfo)); exit(0); }'
is "a program's own types" "$(echo $out)$err" "1"
for depends in "library b.d" "module nosuch"; do
	printf '#pragma D depends_on %s\nBEGIN\n' "$depends" >"$tmp/depends.d"
	trace -e -x errtags -L "$tmp/lib" -s "$tmp/depends.d"
	has "a program that depends on $depends" "$err" "depends.d:1:1: error: [D_PRAGMA_DEPEND]"
done

# Where it goes.
: >"$tmp/file"
trace -o "$tmp/file" -n 'BEGIN { trace(1); exit(0); }'
trace -o "$tmp/file" -n 'BEGIN { trace(2); exit(0); }'
is "-o: stdout is empty" "$out" ""
is "-o appends" "$(grep -c BEGIN "$tmp/file")" 2
echo 'BEGIN { printf("from stdin"); exit(0); }' | "$dtrace" -q -s - >"$tmp/out"
is "-s -" "$(grep . "$tmp/out")" "from stdin"
trace -S -e -n 'BEGIN { trace(1); }'
has "-S shows the code on stderr" "$err" "exit"
is "-S: nothing on stdout" "$out" ""
trace -V
has "-V" "$out" "dtrace: "

# Who it was: checked by what the kernel says.
sh -c 'echo $$ >"$1"; exec sleep 60' sh "$tmp/sleeper" &
started="$started $!"
wait_until test -s "$tmp/sleeper"
build "$tmp/fire" fire.c -O2 || exit 1
start_fire "$tmp/fire"
start_dtrace -q -n "$provider$fire_pid"':::begin
{
	printf("%d %d %d %d %d %s\n", pid, tid, ppid, uid, gid, execname);
	printf("%d %d\n", pid == arg0, cpu < 4096);
}'
is_from=$(awk -v pid="$fire_pid" '
	/^Name:/ { name = $2 }
	/^PPid:/ { parent = $2 }
	/^Uid:/ { user = $2 }
	/^Gid:/ { group = $2 }
	END { print pid, pid, parent, user, group, name }' "/proc/$fire_pid/status")
go
wait_fire
stop_dtrace
is "pid, tid, ppid, uid, gid, execname" "$(echo "$out" | grep .)" "$is_from
1 1"

# vtimestamp counts while the thread runs; while it sleeps it does not.
cat >"$tmp/sleep.c" <<'SLEEP'
#include <time.h>
#include <unistd.h>
#include "usdt.h"

static long now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000L + ts.tv_nsec;
}

int main(void)
{
	long end;

	USDT(sleeps, mark, 0);
	usleep(200000);
	USDT(sleeps, mark, 1);
	for (end = now() + 200000000; now() < end;)
		;
	USDT(sleeps, mark, 2);
	return 0;
}
SLEEP
${CC:-cc} -O2 -I"$sdk" "$tmp/sleep.c" -o "$tmp/sleep" || exit 1
trace -q -c "$tmp/sleep" -n 'sleeps$target:::mark
{
	v[arg0] = vtimestamp;
	t[arg0] = timestamp;
}
END
{
	printf("%d %d ", t[1] - t[0] >= 200000000, v[1] - v[0] < 50000000);
	printf("%d %d", t[2] - t[1] >= 200000000, v[2] - v[1] > 20000000);
	printf(" %d", v[2] - v[1] <= t[2] - t[1]);
}'
is "timestamp and vtimestamp" "$(echo $out)" "1 1 1 1 1"
# Registers by name: where a probe is, and what the machine calls that.
case $(uname -m) in
x86_64) pc=R_RIP sp=R_RSP ;;
*) pc=R_PC sp=R_SP ;;
esac
trace -q -c "$tmp/sleep" -n 'sleeps$target:::mark
{
	printf("%d %d %d ", uregs[R_PC] == uregs['$pc'], uregs[R_SP] == uregs['$sp'],
	    uregs[R_SP] % 8);
	ufunc(uregs[R_PC]);
	exit(0);
}'
is "uregs[]" "$(echo $out)" "1 1 0 sleep\`main"
trace -e -x errtags -n 'BEGIN { trace(uregs[R_PC]); }'
has "uregs[] of dtrace itself" "$err" "[D_UNSUPPORTED]"

trace -q -n 'BEGIN { printf("%d", walltimestamp / 1000000000); exit(0); }'
now=$(date +%s)
holds "walltimestamp" [ $((now - $(echo $out))) -le 5 ]

# profile-N on each CPU, tick-N once. A CPU that sleeps may not be interrupted, so none does here;
# and a machine that is short of time itself may miss some, but fires none too many.
busy=
for cpu in $(seq "$(nproc)"); do
	sh -c 'while :; do :; done' &
	busy="$busy $!"
done
started="$started $busy"
trace -q -n 'profile-199 { @[cpu] = count(); } tick-1s { exit(0); }'
kill $busy
is "profile-199: all CPUs" "$(echo "$out" | grep -c .)" "$(nproc)"
holds "profile-199: not too often" [ -z "$(echo "$out" | grep . | awk '$2 > 250')" ]
holds "profile-199: often enough" [ "$(echo "$out" | awk '{ n += $2 } END { print n }')" -gt 100 ]

# Too much for the buffers: what is lost is told, and told exactly.
start_fire "$tmp/fire" -n 40000
start_dtrace -q -x bufsize=4k -x switchrate=1s -x statusrate=10ms -n "$provider*:::hit"'
{
	printf("%d %d %d %d\n", arg0, arg1, arg2, timestamp);
}'
go
wait_fire
stop_dtrace
lost=$(echo "$err" | sed -n 's/^dtrace: \([0-9]*\) drops\{0,1\} on CPU [0-9]*$/\1/p' |
	awk '{ n += $1 } END { print n + 0 }')
got=$(echo "$out" | grep -c '^[0-9]')
is "lost and received make what was fired" $((lost + got)) "$(fired hits)"
holds "some were lost" [ "$lost" -gt 0 ]
holds "some were received" [ "$got" -gt 0 ]

trace -q -x aggsize=4k -n 'profile-997hz { @[timestamp] = count(); n++; } tick-400ms { exit(0); }
END { printa("%d %@d\n", @); printf("all %d\n", n); }'
lost=$(echo "$err" | sed -n 's/^dtrace: \([0-9]*\) aggregation drops* on CPU [0-9]*$/\1/p' |
	awk '{ n += $1 } END { print n + 0 }')
holds "aggregation drops are told" [ "$lost" -gt 0 ]
trace -q -x dynvarsize=4k -n 'profile-997hz { v[timestamp] = 1; } tick-1s { exit(0); }'
has "dynamic variable drops are told" "$err" "dynamic variable drop"

live_end
