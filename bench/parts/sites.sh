# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Attaching to and detaching from one probe that stands at 1, 10, 100 and 1,000 places: what a whole
# run takes longer than one without it. bpftrace and perf make an event for each place, which takes
# the kernel a tenth of a second to undo, one after another: they are asked for 1,000 only with
# SITES=1000 in the environment, as two minutes and more of waiting for each run tell nothing that
# 100 do not.

# The places of a probe in a file, as perf probe would write them: tracefs has an event for each.
events_of() # file, probe
{
	readelf -n "$1" | "$AWK" -v f="$1" -v probe="$2" '
		$1 == "Name:" { name = $2 }
		$1 == "Location:" && name == probe {
			sub(",", "", $2)
			printf "p:bench_sites/p%d %s:%s\n", ++n, f, $2
		}'
}

# Samples dtrace.N, bpftrace.N and perf.N of whole runs.
time_sites() # places, rounds
{
	events_of "$bench/sites" "s$1" >"$work/events"
	[ "$(wc -l <"$work/events")" -eq "$1" ] || die "s$1 does not stand at $1 places"
	sed 's/^p:\([^ ]*\) .*/-:\1/' "$work/events" >"$work/no-events"
	"$bench/times" "$2" \
		"dtrace.$1" "$dtrace" -p "$sites" -n "sites\$target:::s$1 { @ = count(); }
			BEGIN { exit(0); }" -- \
		"bpftrace.$1" bpftrace -p "$sites" -e "usdt:$bench/sites:sites:s$1 { @ = count(); }
			BEGIN { exit(); }" -- \
		"perf.$1" sh -ec "cat $work/events >>$tracing/uprobe_events
			perf stat -e 'bench_sites:*' -p $sites true
			cat $work/no-events >>$tracing/uprobe_events"
}

sites_rows() # places
{
	echo "$1 places; bpftrace's|dtrace.$1-begin|bpftrace.$1-idle|1e6|ms|"
	echo "$1 places; perf's|dtrace.$1-begin|perf.$1|1e6|ms|"
}

measure_sites()
{
	"$bench/sites" &
	sites=$!
	{
		"$bench/times" $((10 * ROUNDS)) begin "$dtrace" -n 'BEGIN { exit(0); }' -- \
			idle bpftrace -e 'BEGIN { exit(); }'
		time_sites 1 $((10 * ROUNDS))
		time_sites 10 $((3 * ROUNDS))
		time_sites 100 "$ROUNDS"
		[ "${SITES:-100}" -lt 1000 ] || time_sites 1000 1
		"$bench/times" $((10 * ROUNDS)) dtrace.all "$dtrace" -p "$sites" -n \
			'sites$target:::s1000 { @ = count(); } BEGIN { exit(0); }'
	} >"$work/times"
	{
		sites_rows 1 | sed '1s/^/attaching and detaching a probe of /; s/1 places/1 place/'
		sites_rows 10
		sites_rows 100
		[ "${SITES:-100}" -lt 1000 ] || sites_rows 1000
		echo "1,000 places; bpftrace's 100|dtrace.all-begin|bpftrace.100-idle|1e6|ms|0.05"
	} >"$work/rows.sites"
	table times <"$work/rows.sites"
	[ "${SITES:-100}" -ge 1000 ] ||
		printf '\nLeft out: bpftrace and perf at 1,000 places, two minutes a run.\n'
}
