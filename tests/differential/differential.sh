#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# differential.sh [N [SEED]]: N random expressions by C, by our interpreter and, where we may, by
# the kernel. What differs is shown as tests/run/exec shows it.
set -u
: "${top_srcdir:=.}" "${top_builddir:=.}" "${CC:=cc}"
n=${1:-500} seed=${2:-1}

per_batch=50		# generate.c: N_CLAUSES
per_round=40		# batches in one program for the C compiler
batches=$(((n + per_batch - 1) / per_batch))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

machines='vm'
[ -n "${DTRACE_NO_LIVE:-}" ] || [ "$(id -u)" != 0 ] || machines='vm kernel'

# The cases from number $1 on, $2 of them, into $work/cases.d.
make_cases()
{
	"$top_builddir/tests/differential/generate" "$seed" "$1" "$2" >"$work/cases.c" &&
		$CC -w -O0 -fwrapv -I"$top_srcdir" -o "$work/cases" "$work/cases.c" &&
		"$work/cases" >"$work/cases.d"
}

run_cases()
{
	option=
	[ "$1" = vm ] || option=--kernel
	"$top_builddir/tests/run/exec" $option "$work/cases.d" >"$work/$1"
}

first=0 failed=0
for machine in $machines; do
	: >"$work/$machine.failures"
done
while [ "$first" -lt "$batches" ]; do
	count=$((batches - first))
	[ "$count" -le "$per_round" ] || count=$per_round
	if ! make_cases "$first" "$count"; then
		echo "Bail out! no values for batch $first"
		exit 1
	fi
	for machine in $machines; do
		run_cases "$machine" || grep -v '^ok' "$work/$machine" >>"$work/$machine.failures"
	done
	first=$((first + count))
done

echo "1..2"
number=0
for machine in vm kernel; do
	number=$((number + 1))
	if [ "$machine" = kernel ] && [ "$machines" = vm ]; then
		echo "ok $number - the kernel # SKIP we may not ask it"
	elif [ -s "$work/$machine.failures" ]; then
		sed 's/^/# /' "$work/$machine.failures"
		echo "not ok $number - $machine and C compute the same for $n expressions"
		failed=1
	else
		echo "ok $number - $machine and C compute the same for $n expressions"
	fi
done
exit "$failed"
