#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Golden tests. tests/golden/STAGE.stage holds one command, and a line "# needs PROGRAM" if it does
# not begin with what must have been built; the command is run on each STAGE/NAME.d, whose output
# stands in NAME.out. err.TAG.what.d must yield that tag and no other; other cases must yield no
# error. BLESS=1 writes the .out files anew: then read the diff. Arguments: the stages to run,
# all by default.

top_builddir=$(cd "${top_builddir:-.}" && pwd)
golden=$(cd "${top_srcdir:-.}/tests/golden" && pwd) || exit 1
got=${TMPDIR:-/tmp}/golden.$$
trap 'rm -f "$got"' EXIT
n=0
failed=0

result() # ok|not ok, name
{
	n=$((n + 1))
	echo "$1 $n - $2"
	[ "$1" = ok ] || failed=1
}

tags() # of errors, each once
{
	sed -n 's/^d: \(.*error: \)\{0,1\}\[\([A-Z_0-9]*\)\].*/\2/p' "$1" | sort -u
}

expected_tag()
{
	case $1 in
	err.*) echo "$1" | cut -d . -f 2 ;;
	esac
}

check() # stage, name
{
	if [ "$(tags "$got")" != "$(expected_tag "$2")" ]; then
		sed 's/^/# /' "$got"
		result "not ok" "$1/$2: errors of another kind than its name says"
	elif [ -n "$BLESS" ]; then
		cp "$got" "$golden/$1/$2.out"
		result ok "$1/$2"
	elif diff -u "$golden/$1/$2.out" "$got" >"$got.diff" 2>&1; then
		result ok "$1/$2"
	else
		sed 's/^/# /' "$got.diff"
		result "not ok" "$1/$2"
	fi
	rm -f "$got.diff"
}

run_stage()
{
	command=$(sed '/^#/d' "$golden/$1.stage")
	program=$(eval echo "${command%% *}")
	needs=$(sed -n "s/^# needs //p" "$golden/$1.stage")
	[ -z "$needs" ] || program=$(eval echo "$needs")
	if ! command -v "$program" >/dev/null; then
		result ok "$1 # SKIP $program was not built"
		return
	fi
	for file in "$golden/$1"/*.d; do
		name=$(basename "$file" .d)
		(cd "$golden/$1" && eval "timeout 20 $command" '"$name.d"') >"$got" 2>&1
		status=$?
		if [ $status -ge 2 ]; then
			sed 's/^/# /' "$got"
			result "not ok" "$1/$name: exit status $status"
		else
			check "$1" "$name"
		fi
	done
}

[ $# -gt 0 ] || set -- $(cd "$golden" && ls ./*.stage | sed 's/^..//; s/\.stage$//')
for stage; do
	run_stage "$stage"
done
echo "1..$n"
exit $failed
