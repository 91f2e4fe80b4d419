#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Options that change what a session does: what becomes of records, how old aggregations may be, how
# losses and bytes are shown.
. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin

ticks='tick-1ms { n++; printf("%d\n", n); } tick-1ms /n == 200/ { exit(3); }'

trace -q -x bufpolicy=ring -x bufsize=4k -n "$ticks" -n 'END { printf("end\n"); }'
is "ring: the status of exit()" $status 3
is "ring: the last records are there" "$(echo "$out" | grep . | tail -n 2)" "200
end"
holds "ring: the first ones are not" [ "$(echo "$out" | head -n 1)" -gt 1 ]
is "ring: nothing is lost between" "$(echo "$out" | grep '^[0-9]' | wc -l)" \
	$((201 - $(echo "$out" | head -n 1)))

trace -q -x bufpolicy=fill -n "$ticks"
is "fill: the status of exit()" $status 3
is "fill: all is there if it fits" "$(echo "$out" | grep -c '^[0-9]')" 200

timeout 20 "$dtrace" -q -x bufpolicy=fill -x bufsize=4k \
	-n 'tick-1ms { n++; printf("%d\n", n); } tick-19s { exit(9); }' >"$tmp/out" 2>"$tmp/err"
is "fill: it ends when the buffer is full" $? 0
is "fill: the first records are there, in order" "$(head -n 5 "$tmp/out" | tr '\n' ' ')" \
	"1 2 3 4 5 "
has "fill: what came after is counted" "$(cat "$tmp/err")" " drop"

trace -q -x bufpolicy=none -n 'BEGIN { exit(0); }'
has "another policy: told which there are" "$err" "bufpolicy takes switch, fill or ring"

trace -q -x aggrate=1h -n 'BEGIN { @ = count(); printa("%@d\n", @); }
	tick-20ms { @ = count(); printa("%@d\n", @); n++; } tick-20ms /n == 3/ { exit(0); }
	END { printa("end %@d\n", @); }'
is "aggrate: values are as old as it allows, but not at the end" "$(echo $out)" "1 1 1 1 end 4"
trace -q -n 'BEGIN { @ = count(); printa("%@d\n", @); }
	tick-20ms { @ = count(); printa("%@d\n", @); n++; } tick-20ms /n == 3/ { exit(0); }'
is "without it they are read each time" "$(echo $out)" "1 2 3 4"

trace -q -x droptags -n 'BEGIN { trace(*(int *)0); } BEGIN { exit(0); }
ERROR { trace(1 / (pid - pid)); }'
has "droptags" "$err" "dtrace: [DTRACEDROP_DBLERROR] 1 error in ERROR probe enabling"

for option in temporal temporal=unset argref; do
	trace -q -x $option -n 'BEGIN { trace(1); exit(0); }' one
	is "$option" "$status $(echo $out)" "$([ $option = argref ] && echo 0 1 || echo '1 ')"
done
trace -x grabanon -n 'BEGIN { exit(0); }'
is "what has no meaning here is refused" $status 1
has "and told why" "$err" "failed to set option -x grabanon: there is no anonymous tracing"
trace -A -n BEGIN
has "so are letters" "$status $err" "2 dtrace: -A: there is no anonymous tracing"
trace -y -n BEGIN
has "or not known" "$status $err" "2 dtrace: option -y is unknown"
trace -b 1m -q -n 'BEGIN { exit(4); }'
is "-b is bufsize" "$status$err" 4
trace -n '#pragma D option lazyload
BEGIN { exit(0); }'
has "in a program with its place" "$err" "dtrace: -n:1:1: error: failed to set option -x lazyload"
trace -q -n 'BEGIN { @[1] = sum(1); @[2] = sum(2); printa("%d ", @); setopt("aggsortrev");
	printa("%d ", @); setopt("aggsortrev", "unset"); printa("%d ", @); exit(0); }'
is "setopt() changes the order" "$(echo $out)" "1 2 2 1 1 2"
trace -n 'BEGIN { setopt("quiet"); } BEGIN { printf("a"); } BEGIN { setopt("quiet", "unset"); }
	BEGIN { trace("b"); exit(0); }'
is "and what is said" "$(echo "$out" | grep -c BEGIN) $(echo "$out" | grep -c aBEGIN)" "2 0"
trace -x switchrate=1ms -q -n 'BEGIN { setopt(strjoin("no", "thing")); exit(0); }'
is "an option that there is not ends with an error" $status 1
has "which tells it" "$err" "failed to set option -x nothing: Invalid option name"

trace -x nolibs -x cleanrate=1s -x jstackstrsize=4k -n 'BEGIN { trace(1); exit(0); }'
is "without libraries" "$status" 0

live_end
