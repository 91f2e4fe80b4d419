#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Variables of the traced process and of the kernel, by their names.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}" strip
${CC:-cc} -g -O1 -I"$sdk" -o "$tmp/prog" "$here/variables.c" ||
	live_skip "variables.c does not compile"

one_line()
{
	printf '%s' "$out" | tr -s ' \n' ' '
}

cat >"$tmp/values.d" <<'END'
live$target:::hit
{
	printf("%d %d %d %d|", `counter, a.out`counter, prog`small, `zeroed[3]);
	printf("%d %s %d %d|", `first.level, stringof(`first.next->name), `first.pair[1].b,
	    `all[1]->level);
	printf("%s %d %d|", `text, sizeof (`text), (uintptr_t)&`first == arg0);
	printf("%d %A %d\n", `jiffies, (uintptr_t)&`main, libc`environ != 0);
}
END
trace -q -c "$tmp/prog" -s "$tmp/values.d"
is "variables of the process have their values and types" "$(printf '%s' "$out" | grep .)" \
	'42 42 200 210|1 two 4 2|hello 16 1|4711 prog`main 1'

trace -c "$tmp/prog" -n 'live$target:::hit { trace(`nothing); }'
has "a name that is not there is told" "$err" 'failed to resolve `nothing: Unknown symbol name'
trace -c "$tmp/prog" -n 'live$target:::hit { trace(libc`counter); }'
has "so it is in a file that does not have it" "$err" \
	'failed to resolve libc`counter: Unknown symbol name'
trace -c "$tmp/prog" -n 'live$target:::hit { trace(`own); }'
has "a variable of each thread is told" "$err" 'each thread has one of its own'
is "and the status tells" "$status" 1

trace -q -c "$tmp/prog" -n 'BEGIN { trace(`counter); } ERROR { printf("%d %x", arg4, arg5); }'
has "in another process there is none" "$(one_line)" "1 0"

strip --strip-debug "$tmp/prog"
trace -q -c "$tmp/prog" -n 'live$target:::hit { printf("%d %d %d %d", `counter, `small,
	sizeof (`first), `text[1]); }'
is "without debug information they are integers and bytes" "$(one_line)" "42 200 32 101"
has "nothing is complained about" "|$err" "|"

"$tmp/prog" stay &
first=$!
"$tmp/prog" stay &
started="$first $!"
sleep 0.2
trace -q -p "$first" -p $! -n '
	int seen[pid_t];
	live*:::hit /`counter > 41 && !seen[pid]/ { seen[pid] = 1; n++; }
	live*:::hit /n == 2/ { printf("%d %d", `jiffies, *(int *)&`jiffies); exit(0); }'
is "each process has its own" "$(one_line)" "4711 4711"

# The kernel's: BTF begins with its magic number.
if grep -q ' __start_BTF$' /proc/kallsyms && ! grep -q '^0000000000000000' /proc/kallsyms; then
	trace -q -n 'BEGIN { printf("%x %x %x", `__start_BTF & 0xffff,
		vmlinux`__start_BTF & 0xffff, *(unsigned short *)&`__start_BTF); exit(0); }'
	is "variables of the kernel are read" "$(one_line)" "eb9f eb9f eb9f"
fi
if grep -q ' [dD] runqueues$' /proc/kallsyms; then
	trace -q -n 'BEGIN { printf("%d %d", vmlinux`runqueues.cpu == cpu,
		`jiffies != 0); exit(0); }'
	is "and those of a CPU" "$(one_line)" "1 1"
fi

live_end
