#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# command.sh FILE: runs dtrace as the first line of the file says, "#!dtrace -e -s % one two" where
# % stands for the file, and prints what it prints, with tags and as the other stages do. Nothing is
# traced, so it needs no privilege.
arguments=$(sed -n '1s/^#!dtrace //p' "$1" | sed "s|%|$1|g")
# shellcheck disable=SC2086 # words
"$top_builddir/bin/dtrace" -x errtags $arguments 2>&1 </dev/null | sed 's/^dtrace: /d: /'
