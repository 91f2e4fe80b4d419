#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The pid provider: every form of description, what is left out and why, and that the program gives
# the same result.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}" strip objcopy

cc=${CC:-cc}
holds "the program is built" "$cc" -O2 -g0 "$here/pid.c" -o "$tmp/pid"
result=$("$tmp/pid" 3)

# What is listed for a description in which PID stands for the process.
list() # description, options
{
	description=$1
	shift
	"$tmp/pid" 1 >/dev/null
	"$dtrace" -l "$@" -n "$(echo "$description" | sed "s/PID/$waiting/")" 2>"$tmp/err" |
		sed 1d | awk '{ print $3, $4, $5 }'
}

sleep 1000 &
waiting=$!
started="$started $waiting"
wait_until grep -q libc /proc/$waiting/maps
libc=$(sed -n 's,.* \(/.*/libc[.-].*\),\1,p' /proc/$waiting/maps | head -n 1)
module=${libc##*/}

# Modules.
for name in libc "$module" "$libc" 'lib[c].*' 'lib?.*' libc.so; do
	is "a module is $name" "$(list "pidPID:$name:malloc:entry")" "$module malloc entry"
done
is "a.out is the program" "$(list 'pidPID:a.out:main:entry')" \
	"$(list 'pidPID:sleep:main:entry')"
is "no module is all" "$(list 'pidPID::malloc:entry' | grep "^$module ")" "$module malloc entry"
trace -ln "pid$waiting:nosuch:malloc:entry"
has "a module that is not there" "$err" "No probe matches description"

# Functions.
is "a glob" "$(list 'pidPID:libc:mallo[c]:entry')" "$module malloc entry"
is "an alias is another name" "$(list 'pidPID:libc:__libc_malloc:entry')" \
	"$module __libc_malloc entry"
is "a function is listed once" "$(list 'pidPID:libc:*free:entry' | grep -c ' c*free entry')" 1
is "a version is no part of a name" "$(list 'pidPID:libc:cfree:entry')" "$module cfree entry"
is "no name is entry, return and offsets" \
	"$(list 'pidPID:libc:malloc:' | awk '{ print $3 }' | head -n 3 | tr '\n' ' ')" \
	"entry return 0 "
trace -ln "pid$waiting:libc:malloc:nosuch"
has "a name that is none" "$err" "'nosuch' is an invalid probe name"
trace -ln "pid$waiting:libc:malloc:fffff"
has "an offset outside" "$err" "the offset lies outside of the function"
trace -ln "pid999999999:::entry"
has "a process that is not there" "$err" "no process 999999999"

# Firing.
counts() # file: what was counted
{
	awk 'NF == 2 { print $1, $2 }' | sort | tr '\n' ' '
}

trace -qn 'pid$target:a.out:pid_*:entry { @[probefunc] = count(); }' -c "$tmp/pid 3"
is "every call is counted" "$(echo "$out" | counts)" \
	"pid_alias 9 pid_leave 9 pid_many 3 pid_odd 6 pid_private 3 "
has "and the program is not changed" "$out" "$result"
trace -qn 'pid$target:a.out:pid_known:entry { @[probefunc] = count(); }' -c "$tmp/pid 3"
is "by an alias as well" "$(echo "$out" | counts)" "pid_known 9 "
trace -qn 'pid$target:a.out:pid_many:entry {
	printf("%d %d %d %d %d ", arg0, arg1, arg2, arg3, arg4);
	printf("%d %d %d %d %d\n", arg5, arg6, arg7, arg8, arg9); }' -c "$tmp/pid 1"
has "ten arguments" "$out" "1 -2 3 -4 5 -6 7 -8 9 -10"
trace -qn 'pid$target:a.out:pid_known:return { printf("<%d>", arg1); }' -c "$tmp/pid 2"
is "what is returned" "$(echo "$out" | grep -o '<[^>]*>' | tr -d '\n')" \
	"<0><0><14><2><2><14>"
trace -Fn 'pid$target:a.out:pid_private:entry,pid$target:a.out:pid_private:return {}' \
	-c "$tmp/pid 1"
is "entry and return are a pair" "$(echo "$out" | grep -c 'pid_private')" 2

# Returns: from where, and with what.
trace -qn 'pid$target:a.out:pid_leave:return { @[arg1] = count(); }' -c "$tmp/pid 1"
is "a jump to another function returns with it" "$(echo "$out" | counts)" "-1 1 102 1 14 1 "
trace -qn 'pid$target:a.out:pid_leave:return { @[probefunc, arg0] = count(); }' -c "$tmp/pid 1"
if [ "$(uname -m)" = x86_64 ]; then
	exits=$(objdump -d --no-show-raw-insn --disassemble=pid_leave "$tmp/pid" |
		awk '/<pid_leave>:/ { sub(/^0*/, "", $1); base = $1 }
		/\tret|\tjmp .*<pid_(known|alias)/ { sub(":", "", $1); print base, $1 }' |
		while read -r base at; do echo $((0x$at - 0x$base)); done | sort | tr '\n' ' ')
	is "arg0 is the offset of what returns" \
		"$(echo "$out" | awk 'NF == 3 && $1 == "pid_leave" { print $2 }' | sort |
			tr '\n' ' ')" "$exits"
	trace -qn 'pid$target:a.out:pid_*:return { @[probefunc, arg0] = count(); }' -c "$tmp/pid 1"
	is "of many functions at once" \
		"$(echo "$out" | awk '$1 == "pid_odd" { print $2, $3 }' | sort | tr '\n' ' ')" \
		"12 1 14 1 "
fi
cat >"$tmp/throw.cc" <<'END_OF_CC'
extern "C" __attribute__((noinline)) int throws(int n)
{
	if (n)
		throw n;
	return n;
}
extern "C" __attribute__((noinline)) int passes(int n)
{
	return throws(n) + 1;
}
int main()
{
	int sum = 0;
	for (int i = 0; i < 100; i++) {
		try {
			sum += passes(i % 2);
		} catch (int n) {
			sum += 1000 * n;
		}
	}
	return sum == 50050 ? 42 : 1;
}
END_OF_CC
if ${CXX:-c++} -O1 "$tmp/throw.cc" -o "$tmp/throw" 2>/dev/null; then
	trace -n 'pid$target:a.out:throws:return,pid$target:a.out:passes:return {
		@[probefunc] = count(); }' \
		-c "$tmp/throw"
	is "exceptions come through functions whose return is watched" \
		"$(echo "$out" | counts)" "passes 50 throws 50 "
	has "and the program ends as it does" "$err" "exited with status 42"
fi

# Two functions that are left and come back to in turn, each on a stack of its own.
cat >"$tmp/switch.c" <<'END_OF_C'
#include <ucontext.h>
static ucontext_t home, contexts[2];
static char stacks[2][65536];
static int sum;
__attribute__((noinline)) int pause_in(int n)
{
	swapcontext(&contexts[n], &home);
	return 1 + n;
}
__attribute__((noinline)) int walks(int n)
{
	for (int i = 0; i < 50; i++)
		sum += pause_in(n);
	return sum;
}
static void begin(int n)
{
	walks(n);
}
__attribute__((noinline)) void resume(int n)
{
	swapcontext(&home, &contexts[n]);
}
int main(void)
{
	for (int n = 0; n < 2; n++) {
		getcontext(&contexts[n]);
		contexts[n].uc_stack.ss_sp = stacks[n];
		contexts[n].uc_stack.ss_size = sizeof(stacks[n]);
		contexts[n].uc_link = &home;
		makecontext(&contexts[n], (void (*)(void))begin, 1, n);
	}
	for (int i = 0; i < 102; i++)
		resume(i % 2);
	return sum == 150 ? 42 : 1;
}
END_OF_C
for link in "" -static; do
	${CC:-cc} -O1 $link "$tmp/switch.c" -o "$tmp/switch" 2>/dev/null || continue
	trace -n 'pid$target:a.out:pause_in:return,pid$target:a.out:walks:return,
		pid$target:a.out:resume:return { @[probefunc] = count(); }' -c "$tmp/switch"
	is "coroutines go through functions whose return is watched${link:+, $link}" \
		"$(echo "$out" | counts)" "pause_in 100 resume 102 walks 2 "
	has "and the program goes on as it does" "$err" "exited with status 42"
done

# Offsets.
if [ "$(uname -m)" = x86_64 ]; then
	trace -qn 'pid$target:a.out:pid_odd: { @[probename] = count(); }' -c "$tmp/pid 1"
	is "instructions, and how often each is executed" "$(echo "$out" | counts)" \
		"0 2 4 2 5 2 7 2 9 2 b 1 c 1 d 1 e 1 entry 2 return 2 "
	address=$(nm "$tmp/pid" | sed -n 's/^0*\([0-9a-f]*\) T pid_odd$/\1/p')
	trace -qn "pid\$target:a.out:-:$address { @[probefunc, probename] = count(); }" \
		-c "$tmp/pid 1"
	is "an address" "$(echo "$out" | awk '$1 == "-" { print $1, $2, $3 }')" "- $address 2"
	trace -qn 'pid$target:a.out:pid_odd:1 {}' -c "$tmp/pid 1"
	has "an offset within an instruction" "$err" "no instruction begins at that offset"

	# The kernel takes some vector instructions for others: they have no probes.
	trace -qn 'pid$target:a.out:pid_vector: {}' -c "$tmp/pid 3"
	is "every instruction of a function with vectors" "$out" "$result"
	trace -ln 'pid$target:a.out:pid_vector:' -c "$tmp/pid"
	is "of which most cannot be probed" "$(echo "$out" | grep -c pid_vector)" 3

	# What is left out.
	trace -qn 'pid$target:a.out:pid_locked:entry {}' -c "$tmp/pid 1"
	has "a prefix that the kernel refuses" "$err" "the kernel takes no instruction with such"
	trace -qn 'pid$target:a.out:pid_endless:entry {}' -c "$tmp/pid 1"
	has "a function without a size" "$err" "the size of the function is not known"
fi
trace -qn 'pid$target:a.out:pid_chosen:entry {}' -c "$tmp/pid 1"
has "a function that chooses" "$err" "(IFUNC)"
trace -qn 'pid$target:a.out:pid_*:entry {}' -c "$tmp/pid 1"
is "nothing is told of what is left out of many" "$err" ""
trace -vqn 'pid$target:a.out:pid_*:entry {}' -c "$tmp/pid 1"
has "but with -v" "$err" "1 probe of pid"

# A library that is opened later.
cat >"$tmp/opens.c" <<'END_OF_C'
#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>
int main(void)
{
	void *library = dlopen("libm.so.6", RTLD_NOW);
	double (*function)(double) = (double (*)(double))dlsym(library, "cbrt");
	double sum = 0;
	sleep(2);
	for (int i = 0; i < 5; i++)
		sum += function(i);
	return sum < 5;
}
END_OF_C
if "$cc" "$tmp/opens.c" -o "$tmp/opens" -ldl; then
	trace -Zqn 'pid$target:libm:cbrt:entry { @[probefunc] = count(); }' -c "$tmp/opens"
	is "functions of a library that is opened later" "$(echo "$out" | counts)" "cbrt 5 "
fi

# One that can throw, in a process whose returns the kernel watches.
cat >"$tmp/joins.c" <<'END_OF_C'
#include <dlfcn.h>
#include <stdio.h>
__attribute__((noinline)) int works(int n)
{
	__asm__ volatile("");
	return n + 1;
}
int main(void)
{
	int n = 0, c;

	puts("ready");
	fflush(stdout);
	while ((c = getchar()) != 'q')
		n = c == 'l' ? !dlopen("libgcc_s.so.1", RTLD_NOW) : works(n);
	return n != 2;
}
END_OF_C
if "$cc" -O1 "$tmp/joins.c" -o "$tmp/joins" -ldl; then
	start_fire "$tmp/joins"
	start_dtrace -q -p "$fire_pid" -n 'pid$target:a.out:works:return { @ = count(); }'
	printf w >&3
	printf l >&3
	wait_until grep -q "does not go with" "$tmp/err"
	printf wwq >&3
	wait_fire
	wait_dtrace
	has "a library that can throw is told" "$err" \
		"dtrace: warning: process $fire_pid has loaded /"
	has "and what to do" "$err" "hint: end this and trace again"
	is "the probe goes on" "$(echo $out)" 3
	is "so does the program" "$fire_status" 0
fi

# A stripped program knows what a file beside it tells.
holds "the program is stripped" sh -c "cd '$tmp' && objcopy --only-keep-debug pid pid.debug &&
	strip pid && objcopy --add-gnu-debuglink=pid.debug pid"
trace -qn 'pid$target:a.out:pid_private:entry { @[probefunc] = count(); }' -c "$tmp/pid 3"
is "the symbols of its debug file are used" "$(echo "$out" | counts)" "pid_private 3 "
live_end
