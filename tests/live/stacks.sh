#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Stacks and symbols of a program, of code that it generates, and of the kernel.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}"
${CC:-cc} -O1 -fno-omit-frame-pointer -fno-optimize-sibling-calls -I"$sdk" \
	-o "$tmp/stacks" "$here/stacks.c" || live_skip "stacks.c does not compile"

# Offsets are the compiler's.
plain()
{
	sed -e 's/+0x[0-9a-f]*$//' -e 's/^  *//'
}

trace -q -c "$tmp/stacks" -n 'live:::hit /arg0 == 1/ { ustack(3); }'
is "a stack begins where the probe is" "$(printf '%s\n' "$out" | plain | head -n 4)" \
	"$(printf '\nstacks`inner\nstacks`outer\nstacks`main')"

trace -q -c "$tmp/stacks" -n 'live:::hit /arg0 == 1/ { @[ustack(2)] = count(); }'
is "a stack is a key, and has names when the process has ended" \
	"$(printf '%s\n' "$out" | plain | sed '/^$/d')" "$(printf 'stacks`inner\nstacks`outer\n1')"

# The same without frame pointers, from a library that has none either.
if [ "$(uname -m)" = x86_64 ] && ${CC:-cc} -O2 -fomit-frame-pointer -fno-optimize-sibling-calls \
	-I"$sdk" -o "$tmp/bare" "$here/stacks.c"; then
	trace -q -c "$tmp/bare" -n 'live:::hit /arg0 == 1/ { ustack(); }'
	is "callers are found without frame pointers" \
		"$(printf '%s\n' "$out" | plain | grep '^bare')" \
		"$(printf 'bare`inner\nbare`outer\nbare`main\nbare`_start')"
	has "and in libraries" "$out" '`__libc_start_main+0x'
	trace -q -c "$tmp/bare" -n 'live:::hit /arg0 == 1/ { @[ustackdepth, ucaller] = count(); }
		END { printa("%d %A %@d", @); }'
	has "and counted, and the first of them is the caller" "$out" '6 bare`outer+0x'
	trace -q -c "$tmp/bare spin" -n 'profile-997 /pid == $target/ { @[ustack()] = count(); }'
	has "a clock finds them as well" "$(printf '%s\n' "$out" | plain | tr '\n' ' ')" \
		'bare`spin bare`main '
	trace -q -x ustackunwind=0 -c "$tmp/bare" -n 'live:::hit /arg0 == 1/ { ustack(); }'
	is "without tables there are only frame pointers" \
		"$(printf '%s\n' "$out" | plain | grep '^bare')" 'bare`inner'
fi

trace -q -c "$tmp/stacks" -n 'live:::hit /arg0 == 1/ { @[usym(arg1), umod(arg1)] = count(); }'
is "a function and its file are keys" "$(printf '%s' "$out" | tr -s ' \n' ' ')" \
	' stacks`inner stacks 1'

trace -q -c "$tmp/stacks" -n 'live:::hit /arg0 == 1/ { uaddr(arg1 + 1); printf("%A", arg1); }'
is "an address has an offset" "$(printf '%s' "$out" | tr -s ' \n' ' ')" \
	' stacks`inner+0x1 stacks`inner'

trace -q -x stackindent=3 -c "$tmp/stacks" -n \
	'live:::hit /arg0 == 1/ { printf("<%k>", ustack(1)); }'
is "stackindent moves frames" "$(printf '%s' "$out" | sed 's/+0x[0-9a-f]*$//')" \
	"$(printf '<\n   stacks`inner\n>')"

if ${CXX:-c++} -O1 -I"$sdk" -o "$tmp/shop" "$here/stacks.cc" 2>/dev/null; then
	trace -q -c "$tmp/shop" -n 'live:::hit { ustack(1); }'
	is "a name of C++ is that of the source" "$(printf '%s\n' "$out" | plain | sed '/^$/d')" \
		'shop`shop::order(int, char const*)'
	trace -q -x demangle=0 -c "$tmp/shop" -n 'live:::hit { ustack(1); }'
	is "or of the symbol, if asked for" "$(printf '%s\n' "$out" | plain | sed '/^$/d')" \
		'shop`_ZN4shop5orderEiPKc'
fi

if [ "$(uname -m)" = x86_64 ]; then
	trace -q -c "$tmp/stacks stay" -n 'live:::hit /arg0 == 2/ { jstack(4); printf("%d", pid); }'
	generated=$(printf '%s\n' "$out" | tail -n 1 | tr -cd 0-9)
	has "code that was generated has the names of its perf map" "$out" 'Shop::buy()+0x9'
	rm -f "/tmp/perf-$generated.map"
fi

trace -q -n 'profile-97 { @[stack(3)] = count(); } tick-1s { exit(0); }'
if grep -q ' [tT] [a-z]' /proc/kallsyms && ! grep -q '^0000000000000000' /proc/kallsyms; then
	has "the kernel's functions have names" "$out" 'vmlinux`'
fi

trace -q -n 'BEGIN { sym(0); mod(5); printf("%k|", stack()); exit(0); }'
is "nothing lies at 0, and BEGIN is nowhere" "$(printf '%s' "$out" | tr -s ' \n' ' ')" ' 0x0 0x5 |'

trace -n 'BEGIN { n = 3; stack(n); }'
has "the number of frames is a constant" "$err" "the number of frames must be a constant"
is "and the status tells" "$status" 1

trace -x oformat=json -c "$tmp/stacks" -n 'live:::hit /arg0 == 1/ { ustack(2); usym(arg1); }'
has "JSON has frames in parts" "$out" '"module":"stacks","name":"inner"'
has "and symbols" "$(echo "$out" | sed "s/.*usym/usym/")" '"object":"stacks","name":'

trace -c "$tmp/stacks" -n '#pragma D depends_on provider live
BEGIN { exit(4); }'
is "a provider of the process is there to depend on" "$status" 4

live_end
