# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# What five scripts cost a PostgreSQL under pgbench: transactions a second without a tracer, with
# dtrace, and with bpftrace, in turns.

pg_as_user()
{
	setpriv --reuid postgres --regid postgres --clear-groups "$@"
}

pg_start()
{
	PATH=$PATH:$(find /usr/lib/postgresql -name bin | sort -V | tail -n 1)
	need pgbench
	need setpriv
	mkdir "$work/pg"
	chmod 711 "$work"
	chown postgres "$work/pg"
	postgres=$(readlink -f "$(command -v postgres)")
	pg_as_user initdb -D "$work/pg/data" -A trust --no-sync >"$work/initdb" 2>&1 &&
		pg_as_user pg_ctl -D "$work/pg/data" -l "$work/pg/log" -w -o "-k $work/pg \
			-c listen_addresses= -c fsync=off -c autovacuum=off" start \
			>"$work/initdb" 2>&1 || die "no PostgreSQL: $(cat "$work/initdb")"
	daemon=$(head -n 1 "$work/pg/data/postmaster.pid")
	export PGHOST="$work/pg" PGUSER=postgres PGDATABASE=postgres
	pgbench -i -q -s 2 >"$work/initdb" 2>&1 || die "pgbench: $(cat "$work/initdb")"
}

# Each script, in D and for bpftrace.
pg_script() # number
{
	u=usdt:$postgres:postgresql
	case $1 in
	1)
		name='count by query'
		d='postgresql*:::query-start { @[copyinstr(arg0)] = count(); }'
		bt="$u:query__start { @[str(arg0)] = count(); }"
		;;
	2)
		name='latency of queries'
		d='postgresql*:::query-start { self->t = timestamp; }
			postgresql*:::query-done /self->t/ {
				@ = quantize(timestamp - self->t); self->t = 0; }'
		bt="$u:query__start { @t[tid] = nsecs; } $u:query__done /@t[tid]/ {
			@ = hist(nsecs - @t[tid]); delete(@t[tid]); }"
		;;
	3)
		name='blocks by relation'
		d='postgresql*:::buffer-read-start { @[arg4] = count(); }'
		bt="$u:buffer__read__start { @[arg4] = count(); }"
		;;
	4)
		name='light-weight locks'
		d='postgresql*:::lwlock-acquire { @[copyinstr(arg0), arg1] = count(); }'
		bt="$u:lwlock__acquire { @[str(arg0), arg1] = count(); }"
		;;
	5)
		name='each query, printed'
		d='postgresql*:::query-start { printf("%d %s\n", pid, copyinstr(arg0)); }'
		bt="$u:query__start { printf(\"%d %s\\n\", pid, str(arg0)); }"
		;;
	esac
}

pg_rate() # name
{
	pgbench -n -S -c 2 -T 2 2>/dev/null >"$work/rate" || die "pgbench fails"
	"$AWK" -v name="$1" '/^tps/ { print name, 1e6 / $3 }' "$work/rate"
}

pg_traced() # name, ready line's file, command
{
	name_of=$1
	shift
	: >"$work/pg.out"
	"$@" >"$work/pg.out" 2>"$work/pg.err" &
	consumer=$!
	await ready pg.out "$consumer"
	pg_rate "$name_of"
	stop "$consumer" || :
}

measure_pgbench()
{
	pg_start
	for round in $(seq $((3 * ROUNDS))); do
		for script in 1 2 3 4 5; do
			pg_script $script
			pg_rate none$script
			pg_traced dtrace$script "$dtrace" -q -n "BEGIN { printf(\"ready\\n\"); } $d"
			pg_traced bpftrace$script bpftrace -e \
				"BEGIN { printf(\"ready\\n\"); } $bt"
		done
	done >"$work/pgbench"
	for script in 1 2 3 4 5; do
		pg_script $script
		echo "a transaction of pgbench -S: $name; untraced|dtrace$script|none$script|1|us|"
		echo "the same; bpftrace's|dtrace$script|bpftrace$script|1|us|"
	done >"$work/pgrows"
	table pgbench <"$work/pgrows"
}
