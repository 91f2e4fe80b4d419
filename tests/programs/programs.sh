#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Some hundred random programs in the interpreter and, where we may, into the kernel:
# PROGRAMS_LOADED says how many there.
programs=${top_builddir:-.}/tests/programs/programs
echo 1..3
if out=$("$programs" 1 500); then
	echo "ok 1 - random programs are compiled and run: ${out#??}"
else
	echo "$out"
	echo "not ok 1 - random programs are compiled and run"
fi
if out=$("$programs" 1 500 --mutate); then
	echo "ok 2 - damaged ones are refused or run: ${out#??}"
else
	echo "$out"
	echo "not ok 2 - damaged ones are refused or run"
fi
if [ -n "$DTRACE_NO_LIVE" ] || [ "$(id -u)" != 0 ]; then
	echo "ok 3 - the kernel # SKIP we may not ask it"
elif out=$("$programs" 1 "${PROGRAMS_LOADED:-100}" --load); then
	echo "ok 3 - the kernel takes random programs: ${out#??}"
else
	echo "$out"
	echo "not ok 3 - the kernel takes random programs"
fi
