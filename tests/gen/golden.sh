#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The golden stages "header" and "call": the header of a definition, without the copy of
# usdt_probe.h in it, which is the same in all of them.
"$top_builddir/bin/dtrace-gen" -x errtags -h -o - "$@" 2>&1 |
	sed -e '/^\/\* SPDX-License/,/^#endif \/\* USDT_PROBE_H \*\//d' -e 's/^dtrace-gen: /d: /'
