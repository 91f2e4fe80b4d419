#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# All cases of tests/exec in the interpreter, compiled for an old kernel. Arguments: some files
# instead of all.
[ $# -gt 0 ] || set -- "${top_srcdir:-.}"/tests/exec/*.d
exec "${top_builddir:-.}"/tests/run/exec --old "$@"
