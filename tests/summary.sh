#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Adds up the results that automake's harness left in the .trs files given, and ends with the line
# "N passed, N failed, N skipped". A file that is missing is a failure. Fails if a test failed or
# none ran.
missing=0
for trs in "$@"; do
	if [ ! -f "$trs" ]; then
		echo "did not run: ${trs%.trs}"
		missing=$((missing + 1))
	fi
done
cat /dev/null "$@" 2>/dev/null | ${AWK:-awk} -v failed=$missing '
	/^:test-result: (PASS|XFAIL)/ { passed++ }
	/^:test-result: (FAIL|XPASS|ERROR)/ { failed++ }
	/^:test-result: SKIP/ { skipped++ }
	END {
		printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
		exit failed > 0 || passed == 0
	}'
