#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Actions that change what is traced: only with -w, and then they do what they say.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}"
${CC:-cc} -O1 -I"$sdk" -o "$tmp/stacks" "$here/stacks.c" || live_skip "stacks.c does not compile"

trace -q -x errtags -c "$tmp/stacks" -n 'live:::hit { raise(10); }'
has "raise() needs -w" "$err" \
	"[D_DESTRUCTIVE] could not enable tracing: Destructive actions not allowed"
is "and the status tells" "$status" 1

trace -w -c "$tmp/stacks stay" -n 'live:::hit { raise(9); }'
has "raise() signals the process" "$err" "terminated by SIGKILL"

trace -w -q -c "$tmp/stacks" -n 'live:::hit { stop(); exit(3); }'
is "a command that stop() stopped keeps nobody from ending" "$status" 3

trace -q -n 'BEGIN { tracemem("x", 5); }'
has "tracemem() takes no text" "$err" "memory that a pointer"

trace -q -c "$tmp/stacks" \
	-n 'live:::hit { tracemem(copyin(arg1, 4), 4, 2); printf("%d", ucaller != 0); }'
has "tracemem() shows as much as is wanted" "$out" "    0: "

trace -q -n 'BEGIN { system("true"); }'
has "system() needs -w" "$err" "Destructive actions not allowed"

trace -w -q -n 'BEGIN { printf("a\n"); system("echo b%d", 5); printf("c\n"); exit(0); }'
is "a command prints where it stands" "$(echo $out)" "a b5 c"

name=$tmp/x
trace -w -q -n 'BEGIN { freopen("%s", $$1); printf("in"); freopen(""); printf("out"); exit(0); }' \
	"$name"
is "freopen() brings output elsewhere" "$(cat "$tmp/x")" in
is "and back" "$(echo $out)" out

trace -w -q -n 'BEGIN { freopen("/nowhere/x"); exit(0); }'
has "a file that cannot be opened is told" "$err" "cannot open /nowhere/x"
is "and the status tells that too" "$status" 1

trace -q -o "$tmp/o" -n 'BEGIN { printf("old"); ftruncate(); printf("new"); exit(0); }'
is "ftruncate() empties the file" "$(cat "$tmp/o" | tr -d "\n")" new

# Where the kernel lets nobody write, that is told before anything runs.
cat >"$tmp/buffer.c" <<'EOF'
#include <stdio.h>
#include "usdt.h"
int main(void)
{
	char text[32] = "abcdefgh";

	USDT(live, text, text);
	return puts(text) < 0;
}
EOF
holds "a program with a buffer" ${CC:-cc} -I"$sdk" -o "$tmp/buffer" "$tmp/buffer.c"
trace -w -q -c "$tmp/buffer" -n 'live:::text { copyout(copyin(arg0 + 4, 2), arg0, 2);
	copyoutstr("xy", arg0 + 4, 8); }'
case $err in
*"lets no program write"*) report ok "copyout(): the kernel cannot" ;;
*) is "copyout() and copyoutstr() write" "$(echo $out)" efcdxy ;;
esac

live_end
