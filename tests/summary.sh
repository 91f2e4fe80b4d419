#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Adds up the results that automake's harness left in the .trs files given, and prints one line:
# "N passed, N failed, N skipped". Fails if a test failed or none ran.
for trs in "$@"; do
	test -f "$trs" || echo "tests/summary.sh: $trs: the test did not run" >&2
done
cat "$@" 2>/dev/null | ${AWK:-awk} '
	/^:test-result: (PASS|XFAIL)/ { passed++ }
	/^:test-result: (FAIL|XPASS|ERROR)/ { failed++ }
	/^:test-result: SKIP/ { skipped++ }
	END {
		printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
		exit failed > 0 || passed == 0
	}'
