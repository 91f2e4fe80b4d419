# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Start-up: from fork to exit, with nothing to do.

measure_startup()
{
	"$bench/times" $((30 * ROUNDS)) \
		dtrace "$dtrace" -n 'BEGIN { exit(0); }' -- \
		bpftrace bpftrace -e 'BEGIN { exit(); }' -- \
		true /bin/true >"$work/times"
	table times <<-'END'
		start-up; bpftrace's|dtrace|bpftrace|1e6|ms|0.05
		start-up; /bin/true|dtrace|true|1e6|ms|
	END
}
