#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The example of run-time probes: a script in Lua, watched by the D program beside it.
if ! command -v "${LUA:=lua5.4}" >/dev/null; then
	echo "1..0 # SKIP $LUA is missing"
	exit 77
fi
. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "$LUA"
example=$here/../../examples/lua-probes

LUA_CPATH="$top_builddir/examples/lua-probes/?.so" "$LUA" "$example/shop.lua" 30 2>"$tmp/lua" &
shop=$!
started=$shop

has_probes()
{
	! kill -0 $shop || "$dtrace" -l -p $shop | grep -q points-given
}

wait_until has_probes
holds "the script runs" kill -0 $shop
trace -l -p $shop -n "shop$shop:::"
is "its probes are listed under its own names" \
	"$(echo "$out" | ${AWK:-awk} 'NR > 1 { print $3, $4, $5 }' | sort)" \
	"shop.lua checkout order-done
shop.lua checkout order-placed
shop.lua loyalty points-given"
trace -q -s "$example/orders.d" -p $shop
is "the D program ends well" $status 0
for customer in ADA GRACE EDSGER ada grace edsger; do
	has "$customer is counted" "$out" "  $customer "
done
kill $shop
reap $shop
is "nothing is told" "$(cat "$tmp/lua")" ""

# Numbers, texts and functions as arguments, and what a probe is after its provider.
cat >"$tmp/script.lua" <<'LUA'
local usdt = require "usdt"
local p = usdt.provider(arg[1])
local q = p:add(nil, "all", "i64,f64,str,u8,u64")
p:commit()
while not q:enabled() do end
os.execute("sleep 0.2")
q:fire(-3, 0.5, true, true)
q:fire(function() return 2.75, 1, "text", false, nil, "too many" end)
p:free()
local ok, why = pcall(q.fire, q)
assert(not ok and why:find("freed"))
assert(not pcall(usdt.provider, "no good"))
LUA
LUA_CPATH="$top_builddir/examples/lua-probes/?.so" timeout 60 "$LUA" "$tmp/script.lua" "$provider" &
script=$!
started=$script

is_listed()
{
	! kill -0 $script || "$dtrace" -l -n "$provider:::" | grep -q all
}

wait_until is_listed
trace -q -n "$provider"':::all {
	printf("%d %x %s %d %d\n", arg0, arg1 >> 32, copyinstr(arg2), arg3, arg4);
}
'"$provider"':::all /arg0 == 2/ { exit(0); }'
reap $script
is "the second script ends well" $? 0
has "numbers, texts and truth are handed over" "$out" "-3 3fe00000 true 1 0"
has "a function's values are handed over" "$out" "2 3ff00000 text 0 0"
live_end
