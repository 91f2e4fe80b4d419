#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# While two threads fire, the consumer prints, clears and truncates: what was printed must add up to
# what was fired, to the last one.
skip()
{
	[ -z "$DTRACE_REQUIRE_LIVE" ] || { echo "Bail out! $1"; exit 1; }
	echo "1..0 # SKIP $1"
	exit 77
}

[ -z "$DTRACE_NO_LIVE" ] || skip "DTRACE_NO_LIVE is set"
[ "$(id -u)" = 0 ] || skip "not root"
src=${top_srcdir:-.}
dtrace=${top_builddir:-.}/bin/dtrace
[ -x "$dtrace" ] || skip "no dtrace was built"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
${CC:-cc} -O2 -I"$src/sdk/include" "$src/tests/live/aggregations.c" -o "$work/traced" -pthread ||
	exit 1

hits=100000
cat > "$work/script.d" <<'SCRIPT'
#pragma D option quiet
aggtest*:::hit
{
	@all = count();
	@thread[arg1] = count();
	@sum = sum(1);
	@many[arg0 % 1000] = count();
	@last = max(arg0);
	@least = min(arg0);
	@avg = avg(arg1);
	@dist = lquantize(arg1, 0, 2);
}
tick-20ms
{
	printa("all %@d\n", @all);
	clear(@all);
	printa("thread%d %@d\n", @thread);
	clear(@thread);
}
tick-20ms
{
	printa("many %@d\n", @many);
}
tick-20ms
{
	trunc(@many);
}
END
{
	printa("all %@d\n", @all);
	printa("thread%d %@d\n", @thread);
	printa("many %@d\n", @many);
	printa("sum %@d\n", @sum);
	printa("last %@d\n", @last);
	printa("least %@d\n", @least);
	printa("dist %@d\n", @dist);
}
SCRIPT
timeout 60 "$dtrace" -s "$work/script.d" -c "$work/traced $hits" > "$work/out" 2> "$work/err"
status=$?
sed 's/^/# /' "$work/err"

n=0
failed=0
result() # what, expected, got
{
	n=$((n + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1: $3 instead of $2"
		failed=1
	fi
}

total() # sum of the lines that begin with this word
{
	${AWK:-awk} -v word="$1" '$1 == word { sum += $2 } END { print sum + 0 }' "$work/out"
}

result "dtrace ends well" 0 $status
result "clear() loses nothing" $((2 * hits)) "$(total all)"
result "clear() with keys loses nothing" "$hits $hits" "$(total thread0) $(total thread1)"
result "trunc() loses nothing" $((2 * hits)) "$(total many)"
result "sum() adds up" $((2 * hits)) "$(total sum)"
result "max() finds the largest" $((hits - 1)) "$(total last)"
result "min() finds the smallest" 0 "$(total least)"
result "the distribution counts all" "$hits $hits" \
	"$(${AWK:-awk} '/^ *[01] \|/ { printf "%s%s", sep, $NF; sep = " " }' "$work/out")"

# A burst of keys, all new. Where there is room for them none is lost; where there is not, each that
# is lost is counted.
burst=500000
cat > "$work/burst.d" <<'SCRIPT'
#pragma D option quiet
aggtest*:::hit
{
	@all = count();
	@many[arg0, arg1] = count();
}
END
{
	printa("all %@d\n", @all);
	printa("many %@d\n", @many);
}
SCRIPT
run_burst() # aggsize
{
	timeout 60 "$dtrace" -x aggsize="$1" -s "$work/burst.d" -c "$work/traced $burst" \
		> "$work/out" 2> "$work/err"
	dropped=$(${AWK:-awk} '/aggregation drop/ { sum += $2 } END { print sum + 0 }' "$work/err")
}

run_burst 512m
result "a million new keys: all are fired" $((2 * burst)) "$(total all)"
result "none is lost where there is room" "$((2 * burst)) 0" "$(total many) $dropped"
run_burst 1m
result "where there is none, what is lost is counted" $((2 * burst)) \
	$(($(total many) + dropped))
result "and something was lost" 1 $((dropped > 0))
echo "1..$n"
exit $failed
