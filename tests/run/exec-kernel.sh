#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# All cases of tests/exec in the kernel. Arguments: some files instead of all.
skip()
{
	[ -z "$DTRACE_REQUIRE_LIVE" ] || { echo "Bail out! $1"; exit 1; }
	echo "1..0 # SKIP $1"
	exit 77
}

[ -z "$DTRACE_NO_LIVE" ] || skip "DTRACE_NO_LIVE is set"
[ "$(id -u)" = 0 ] || skip "not root"
[ $# -gt 0 ] || set -- "${top_srcdir:-.}"/tests/exec/*.d
exec "${top_builddir:-.}"/tests/run/exec --kernel "$@"
