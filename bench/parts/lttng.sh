# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# A record of two numbers by LTTng-UST, which writes it in the process itself, without a trap, and
# ours beside it: one program passes both, and both are recorded to files. LTTng-UST is faster than
# any probe of the kernel can be, and the table says so.

# As nobody, so that no session daemon of the system's is met. It writes where it may: $work/lttng.
start_lttng()
{
	as_nobody="setpriv --reuid nobody --regid nogroup --clear-groups env HOME=$work/lttng \
		LTTNG_HOME=$work/lttng LTTNG_UST_REGISTER_TIMEOUT=10000"
	mkdir -m 777 "$work/lttng"
	chmod 711 "$work"
	$as_nobody lttng-sessiond --pidfile="$work/lttng/pid" \
		>"$work/lttng.log" 2>&1 &
	tries=0
	until $as_nobody lttng --no-sessiond list >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || die "lttng-sessiond: $(tail -n 1 "$work/lttng.log")"
		sleep 0.1
	done
}

lttng_do()
{
	$as_nobody lttng --no-sessiond "$@" >"$work/lttng.log" 2>&1 ||
		die "lttng $1: $(tail -n 1 "$work/lttng.log")"
}

# One run of both: the samples, and each must have kept all.
record_both() # hits
{
	rm -rf "$work/lttng/trace" "$work/go"
	lttng_do create bench --output="$work/lttng/trace"
	lttng_do enable-channel --userspace --subbuf-size=4M --num-subbuf=8 events
	lttng_do enable-event --userspace --channel=events bench:record
	lttng_do start
	mkfifo "$work/go"
	$as_nobody "$work/recorded" "$1" <"$work/go" >"$work/recorded.out" 2>&1 &
	recorded=$!
	exec 5>"$work/go"
	await ready recorded.out "$recorded"
	: >"$work/recorded.dtrace"
	"$dtrace" -q -o "$work/recorded.dtrace" -n 'BEGIN { printf("ready\n"); }
		recorded*:::event { printf("%d %d\n", arg0, arg1); }' 2>"$work/recorded.err" &
	consumer=$!
	await ready recorded.dtrace "$consumer"
	echo >&5
	exec 5>&-
	wait "$recorded" || die "recorded: $(cat "$work/recorded.out")"
	stop "$consumer" || die "dtrace: $(cat "$work/recorded.err")"
	lttng_do stop
	lttng_do destroy bench
	sed /ready/d "$work/recorded.out"
	seen=$(grep -c '^[0-9]' "$work/recorded.dtrace")
	[ "$seen" -eq "$1" ] || die "dtrace recorded $seen of $1"
	seen=$(babeltrace "$work/lttng/trace" 2>/dev/null | grep -c bench:record)
	[ "$seen" -eq "$1" ] || die "LTTng recorded $seen of $1"
}

measure_lttng()
{
	${CC:-cc} -O2 "$srcdir/recorded.c" "$srcdir/lttng/event.c" -I"$srcdir/lttng" \
		-I"$srcdir/../sdk/include" -llttng-ust -ldl -o "$work/recorded" ||
		die 'no liblttng-ust-dev: ./setup bench'
	chmod 755 "$work/recorded"
	start_lttng
	for round in $(seq $((5 * ROUNDS))); do
		record_both 500000
	done >"$work/samples"
	table samples <<-'END'
		a recorded event; LTTng-UST's, which takes no trap|probe|tracepoint|1|ns|
	END
}
