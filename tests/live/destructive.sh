#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Actions that change what is traced: only with -w, and then they do what they say.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}"
${CC:-cc} -O1 -I"$sdk" -o "$tmp/stacks" "$here/stacks.c" || live_skip "stacks.c does not compile"

trace -q -c "$tmp/stacks" -n 'live:::hit { raise(10); }'
has "raise() needs -w" "$err" "Destructive actions not allowed"
is "and the status tells" "$status" 1

# The signal ends the program before it can come to its second hit.
trace -w -q -c "$tmp/stacks stay" -n 'live:::hit { @ = count(); raise(9); }'
is "raise() signals the process" "$(echo $out)" 1

trace -w -q -c "$tmp/stacks" -n 'live:::hit { stop(); exit(3); }'
is "a command that stop() stopped keeps nobody from ending" "$status" 3

trace -q -n 'BEGIN { tracemem("x", 5); }'
has "tracemem() takes no text" "$err" "memory that a pointer"

trace -q -c "$tmp/stacks" \
	-n 'live:::hit { tracemem(copyin(arg1, 4), 4, 2); printf("%d", ucaller != 0); }'
has "tracemem() shows as much as is wanted" "$out" "    0: "

live_end
