#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Hundreds of sites at once, each of which is told apart: by cookies of their own, or on kernels
# without uprobe_multi links by where they stand in a page.
. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}"
n=300

{
	echo '#include "usdt.h"'
	echo 'int main(void)'
	echo '{'
	for i in $(seq $n); do
		echo "	USDT(many, p$i, $i);"
		echo "	USDT(many, common, $i);"
		[ $((i % 3)) -ne 0 ] || echo "	USDT(many, p$i, -$i);"
	done
	echo '	return 0;'
	echo '}'
} >"$tmp/many.c"
${CC:-cc} -O1 -I"$sdk" "$tmp/many.c" -o "$tmp/many" || exit 1

wanted=$(for i in $(seq $n); do
	echo "p$i $((i % 3 ? 1 : 2)) $((i % 3 ? i : 0))"
done | sort)
begin=$(date +%s)
trace -q -c "$tmp/many" -n 'many$target:::p* { @n[probename] = count(); @s[probename] = sum(arg0); }
END { printa("%s %@d %@d\n", @n, @s); }'
is "each of $n probes" "$(echo "$out" | grep . | sort)" "$wanted"
is "nothing else is told" "$err" ""
show "$(($(date +%s) - begin)) seconds"

trace -q -c "$tmp/many" -n 'many$target:::common { @ = count(); @s = sum(arg0); @q = max(arg0); }
END { printa("%@d %@d %@d\n", @, @s, @q); }'
is "$n sites of one probe" "$(echo $out)" "$n $((n * (n + 1) / 2)) $n"

# Both programs at the same sites.
trace -q -c "$tmp/many" -n 'many$target:::p* { @a = count(); } many$target:::p1* { @b = count(); }
END { printa("%@d %@d\n", @a, @b); }'
is "clauses of more and of fewer of them" "$(echo $out)" \
	"$(echo "$wanted" | awk '{ a += $2 } /^p1/ { b += $2 } END { print a, b }')"

if [ -r /sys/kernel/tracing/uprobe_events ]; then
	is "no events are left" "$(grep -c fasttrap /sys/kernel/tracing/uprobe_events)" 0
fi
live_end
