#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Runs the shop and watches it for a second. $LUA and $DTRACE name the programs, $LUA_CPATH says
# where usdt.so is.

here=$(dirname "$0")
dtrace=${DTRACE:-dtrace}

"${LUA:-lua5.4}" "$here/shop.lua" 30 &
shop=$!
trap 'kill $shop 2>/dev/null' EXIT

n=0
until "$dtrace" -l -p $shop 2>/dev/null | grep -q points-given; do
	n=$((n + 1))
	if [ $n -ge 20 ] || ! kill -0 $shop; then exit 1; fi
	sleep 0.1
done
"$dtrace" -l -p $shop -n "shop$shop:::" && timeout 20 "$dtrace" -q -s "$here/orders.d" -p $shop
