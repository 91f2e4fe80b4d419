#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Stacks of all shapes, in programs without frame pointers.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}"
[ "$(uname -m)" = x86_64 ] || live_skip "tables are made for x86-64"
source=${top_srcdir:-.}/tests/unwind/walk.c
cat >"$tmp/walk.d" <<'END_OF_D'
#pragma D option quiet
#pragma D option ustackframes=100
walk$target:::hit { printf("@%d\n", arg0); ustack(); }
END_OF_D

# The program's own functions of one stack, in one line; the C library's are left out, where its
# names are known they differ.
stack() # number
{
	printf '%s\n' "$out" | awk -v want="@$1" '
		BEGIN {
			n = split("hit recurse dynamic compare thread handler take_signals " \
				  "jump_there middle leave left main _start", own)
			for (i = 1; i <= n; i++)
				is_own[own[i]] = 1
		}
		/^@/ { is_it = $1 == want && !seen++; next }
		is_it {
			sub(/^.*`/, "")
			sub(/\+0x.*/, "")
			if (is_own[$0])
				line = line (line == "" ? "" : " ") $0
		}
		END { print line }'
}

frames() # number: all of it
{
	printf '%s\n' "$out" | awk -v want="@$1" '/^@/ { is_it = $1 == want; next } is_it && NF'
}

check_all() # what it is
{
	is "$1: recursion" "$(stack 1)" "hit$(printf ' recurse%.0s' $(seq 61)) main _start"
	is "$1: a frame of any size" "$(stack 2)" "hit dynamic main _start"
	is "$1: called by a library" "$(stack 3)" "hit compare main _start"
	is "$1: a thread" "$(stack 4)" "hit thread"
	is "$1: a signal" "$(stack 5)" "hit handler take_signals main _start"
	is "$1: a signal on its own stack" "$(stack 6)" "hit handler take_signals main _start"
	is "$1: a jump in place of a call" "$(stack 7)" "hit middle main _start"
	is "$1: longjmp" "$(stack 8)" "hit left main _start"
}

build_walk() # flags
{
	${CC:-cc} -O2 -fomit-frame-pointer -fno-inline -I"$sdk" "$@" -o "$tmp/walk" "$source" \
		-pthread 2>"$tmp/err"
}

build_walk || live_skip "walk.c does not compile"
trace -s "$tmp/walk.d" -c "$tmp/walk"
check_all "shared"
outermost=$(frames 4 | tail -n 1 | sed 's/`0x/`clone, without a name/')
has "the outermost frame of a thread" "$outermost" '`clone'

# The kernel puts an address of its own in place of each return address.
cat >"$tmp/return.d" <<'END_OF_D'
pid$target:walk:recurse:return, pid$target:walk:compare:return,
pid$target:walk:jump_there:return, pid$target:walk:middle:return,
pid$target:walk:left:return, pid$target:walk:main:return, pid$target:walk:thread:return,
pid$target:walk:handler:return, pid$target:walk:dynamic:return { }
END_OF_D
trace -s "$tmp/walk.d" -s "$tmp/return.d" -c "$tmp/walk"
check_all "returns are probed"

trace -q -n 'pid$target:walk:recurse:entry, pid$target:walk:compare:entry { @[ucaller] = count(); }
	pid$target:walk:dynamic:return { @[ucaller] = count(); }
	END { printa("%A %@d\n", @); }' -c "$tmp/walk"
has "ucaller where a function begins" "$(echo $out)" 'walk`recurse+'
has "ucaller where a library's function calls" "$(echo $out)" 'libc.so'
has "ucaller where a function returns" "$(echo $out)" 'walk`main+'

# One that is there so that there are probes, and one that nobody has time to look at.
mkfifo "$tmp/wait"
"$tmp/walk" stay <"$tmp/wait" &
started="$started $!"
exec 3>"$tmp/wait"
start_dtrace -x ustackframes=100 -q -n 'walk*:::hit { @[arg0, ustack()] = count(); }
	END { printa("@%d %k", @); }' 3>&-
"$tmp/walk"
stop_dtrace
exec 3>&-
out=$(printf '%s\n' "$out" | sed 's/^@\(.\).*/@\1/')
check_all "has ended"

# The kernel's own code in the process has no file that could be opened. A sample of a process that
# has just given up its memory has no stack at all.
trace -q -n 'profile-997 /pid == $target/ { @[ustack()] = count(); }' -c "$tmp/walk clock"
case $out in
*'[vdso]'*)
	plain=$(printf '%s\n' "$out" | sed 's/+0x[^ ]*//')
	has "called by code of the kernel's" "$(echo $plain)" \
		'`clock_gettime walk`read_clock walk`main'
	is "every stack is whole" "$(printf '%s\n' "$out" | awk '
		/^ *[0-9]+$/ {
			if (last != "" && last !~ /walk`_start/)
				print last
			last = ""
			next
		}
		NF { last = $1 }')" ""
	;;
esac

for flags in '-no-pie' '-static' '-fcf-protection=full' '-Wl,-z,now' '-mavx2 -Os'; do
	# shellcheck disable=SC2086
	build_walk $flags || continue
	trace -s "$tmp/walk.d" -c "$tmp/walk"
	check_all "$flags"
done
if command -v clang >/dev/null; then
	CC=clang build_walk && trace -s "$tmp/walk.d" -c "$tmp/walk" && check_all clang
fi

# What was inlined, by debug information.
for compiler in "${CC:-cc}" clang; do
	$compiler -g -O2 -I"$sdk" -o "$tmp/walk" "${top_srcdir:-.}/tests/unwind/inline.c" \
		2>/dev/null || continue
	trace -q -x ustackinline -n 'walk$target:::hit { ustack(); }' -c "$tmp/walk"
	is "$compiler: inlined functions" \
		"$(echo $(printf '%s\n' "$out" | sed -n 's/^ *walk`//p' | sed 's/+0x[^ ]*//'))" \
		'deepest (inlined) middle (inlined) outer caller (inlined) top main _start'
	trace -q -n 'walk$target:::hit { ustack(3); }' -c "$tmp/walk"
	is "$compiler: not asked for" "$(echo $(printf '%s\n' "$out" | sed 's/+0x[^ ]*//'))" \
		'walk`outer walk`top walk`main'
done
live_end
