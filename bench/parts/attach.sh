# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Attaching one probe: what a whole run takes longer with it than without.

measure_attach()
{
	start_target
	clause='count_dtrace { @ = count(); }'
	"$bench/times" $((60 * ROUNDS)) \
		begin "$dtrace" -n 'BEGIN { exit(0); }' -- \
		one "$dtrace" -p "$target" -n "bench\$target:::$clause BEGIN { exit(0); }" -- \
		any "$dtrace" -n "bench*:::$clause BEGIN { exit(0); }" -- \
		load "$bench/attach" 0 "$bench/target" count_hand -- \
		link "$bench/attach" 1 "$bench/target" count_hand >"$work/times"
	table times <<-'END'
		attaching and detaching one probe, -p|one-begin|link-load|1e6|ms|1.5
		of that, computing|one.cpu-begin.cpu|link.cpu-load.cpu|1e6|ms|
		computing, in the kernel's whole time|one.cpu-begin.cpu|link-load|1e6|ms|0.15
		the same by a glob over all processes|any-begin|link-load|1e6|ms|
		of that, computing|any.cpu-begin.cpu|link.cpu-load.cpu|1e6|ms|
	END
}
