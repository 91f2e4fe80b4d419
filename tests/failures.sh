#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Says of the tests whose .log files are given which failed, and why: for each a line "FAIL: NAME",
# then what the log has around "not ok", or its end if it has none, 15 lines at most. A test whose
# log has no .trs beside it did not come to its end. After twenty tests come names alone. Prints
# nothing if all passed.
shown=0

# A failed point of a test is told with up to five lines said before it and all that follow. The
# harness writes its own line behind each point: it says nothing new, but for errors.
explain() { # log
	${AWK:-awk} '
	function put(line) {
		if (n++ < 15)
			print "    " line
	}
	/^ERROR: / { put($0); next }
	/^(PASS|FAIL|SKIP|XFAIL|XPASS): / { next }
	/^not ok/ && !/# *SKIP/ {
		for (i = n_before > 5 ? n_before - 5 : 0; i < n_before; i++)
			put(before[i])
		n_before = 0
		put($0)
		is_failed = 1
		next
	}
	/^(ok|not ok)/ { is_failed = n_before = 0; next }
	is_failed { put($0); next }
	{ before[n_before++] = $0 }
	END {
		if (n > 15)
			print "    (" n - 15 " lines more in " FILENAME ")"
	}' "$1"
	grep -q "^not ok" "$1" ||
		grep -vE "^(PASS|FAIL|SKIP|XFAIL|XPASS|ERROR): " "$1" | tail -n 15 | sed "s/^/    /"
}

for log in "$@"; do
	trs=${log%.log}.trs
	if [ ! -f "$trs" ]; then
		echo "FAIL: ${log%.log} did not end"
	elif grep -qE '^:test-result: (FAIL|XPASS|ERROR)' "$trs"; then
		echo "FAIL: ${log%.log}"
	else
		continue
	fi
	shown=$((shown + 1))
	[ $shown -gt 20 ] || explain "$log"
done
