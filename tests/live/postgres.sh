#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# A real server: PostgreSQL as distributions build it, with its probes, under pgbench. What dtrace
# says is held against what pgbench and the server's catalogue say.

. "${top_srcdir:-.}/tests/live/lib.sh"
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
PATH=$PATH:${bin:-.}
live_begin postgres initdb pg_ctl pgbench psql setpriv readelf
postgres=$(readlink -f "$(command -v postgres)")
readelf -n "$postgres" 2>/dev/null | grep -q stapsdt || live_skip "postgres has no probes"
id postgres >/dev/null 2>&1 || live_skip "there is no user postgres"

as_postgres() # command
{
	setpriv --reuid postgres --regid postgres --clear-groups "$@"
}

mkdir "$tmp/pg" && chown postgres "$tmp/pg" && cd "$tmp/pg" || exit 1
as_postgres initdb -D "$tmp/pg/data" -A trust --no-sync >"$tmp/initdb.log" 2>&1 &&
	as_postgres pg_ctl -D "$tmp/pg/data" -l "$tmp/pg/log" -w \
		-o "-k $tmp/pg -c listen_addresses= -c fsync=off -c autovacuum=off" \
		start >"$tmp/pg_ctl.log" 2>&1 || live_skip "the server does not start"
started=$(head -n 1 "$tmp/pg/data/postmaster.pid")
trap 'as_postgres pg_ctl -D "$tmp/pg/data" -m immediate stop >/dev/null 2>&1; live_clean' EXIT
PGHOST=$tmp/pg
PGUSER=postgres
PGDATABASE=postgres
export PGHOST PGUSER PGDATABASE
pgbench -i -q >"$tmp/init.log" 2>&1 || exit 1

bench() # clients, transactions of each
{
	pgbench -n -S -c "$1" -t "$2" >"$tmp/pgbench.out" 2>&1
	transactions=$(sed -n 's/^number of transactions actually processed: \([0-9]*\).*/\1/p' \
		"$tmp/pgbench.out")
}

sum_of_last() # lines
{
	awk '{ n += $NF } END { print n + 0 }'
}

# The queries, each with its text. pgbench asks a few things besides before it begins.
start_dtrace -q -n 'postgresql*:::query-start { @[copyinstr(arg0)] = count(); }'
bench 4 15000
stop_dtrace
is "each query is counted" "$(grep abalance "$tmp/out" | sum_of_last)" "$transactions"
holds "most were different ones" [ "$(grep -c abalance "$tmp/out")" -gt 30000 ]
is "nothing is lost" "$err" ""

# The same with the end that the manual shows.
{ sleep 0.3; bench 2 2000; } &
trace -n 'postgresql*:::query-start { @[copyinstr(arg0)] = count(); } tick-3s { exit(0); }'
wait $!
bench_sum=$(grep abalance "$tmp/out" | sum_of_last)
is "tick-3s ends it: status" $status 0
is "tick-3s ends it: queries" "$bench_sum" 4000
has "it says what it enabled" "$err" \
	"dtrace: description 'postgresql*:::query-start ' matched"

# How long each took, as a distribution.
start_dtrace -q -n 'postgresql*:::query-start { self->t = timestamp; @n = count(); }
postgresql*:::query-done /self->t/ { @["ns"] = quantize(timestamp - self->t); self->t = 0; }
END { printa("n %@d\n", @n); }'
bench 4 5000
stop_dtrace
n=$(echo "$out" | sed -n 's/^n //p')
is "latencies: each query is in the distribution" \
	"$(grep '|' "$tmp/out" | grep -v Distribution | sum_of_last)" "$n"
holds "latencies: pgbench's queries are among them" [ "$n" -ge "$transactions" ]
has "latencies: the key" "$out" "  ns "
is "latencies: nothing is lost" "$err" ""

# buffer-read-done(fork, block, tablespace, database, relation, backend, is_extend, found): reading
# a table of known size, first from the file and then from memory.
psql -q -c 'create table t (a text) with (fillfactor = 10)' \
	-c "insert into t select repeat('x', 200) from generate_series(1, 60)"
set -- $(psql -A -t -F ' ' -c "select c.relfilenode, d.oid, (select oid from pg_tablespace
	where spcname = 'pg_default'), pg_relation_size('t') / 8192
	from pg_class c, pg_database d where relname = 't' and datname = current_database()")
relation=$1 database=$2 tablespace=$3 blocks=$4
expected() # found
{
	block=0
	while [ $block -lt "$blocks" ]; do
		echo "0 $block $tablespace $database $relation -1 0 $1"
		block=$((block + 1))
	done
}
as_postgres pg_ctl -D "$tmp/pg/data" -w restart >/dev/null 2>&1
started=$(head -n 1 "$tmp/pg/data/postmaster.pid")
start_dtrace -q -n "postgresql*:::buffer-read-done /arg4 == $relation && arg0 == 0/
{
	printf(\"%d %d %d %d %d %d %d %d\\n\", arg0, arg1, arg2, arg3, arg4, (int)arg5, arg6, arg7);
}"
psql -q -A -t -c 'select count(*) from t' -c 'select count(*) from t' >"$tmp/rows"
stop_dtrace
holds "the table has some blocks" [ "$blocks" -gt 5 ]
is "buffer-read-done: all eight arguments" "$(echo "$out" | grep .)" "$(expected 0)
$(expected 1)"

start_dtrace -q -n "postgresql*:::buffer-read-done /arg6/ { @[args[0], args[4]] = count(); }"
psql -q -c 'create table u (a text) with (fillfactor = 10)' \
	-c "insert into u select repeat('x', 200) from generate_series(1, 60)"
set -- $(psql -A -t -F ' ' -c "select relfilenode, pg_relation_size('u') / 8192
	from pg_class where relname = 'u'")
stop_dtrace
is "buffer-read-done: extending" "$(echo "$out" | awk '$1 == 0 && $2 == '"$1"' { print $3 }')" "$2"

# Listing: what the notes say, once for each place that has a name.
notes=$(readelf -n "$postgres" | awk '
	$1 == "Provider:" { p = $2 } $1 == "Name:" && p == "postgresql" { print $2 }' |
	sed 's/__/-/g' | sort -u)
trace -l -P 'postgresql*' -m postgres
is "-l: the names of all probes" \
	"$(sed 1d "$tmp/out" | awk '$2 == "postgresql" && $3 == "postgres" { print $NF }' |
		sort -u)" "$notes"
is "-l -P: status" "$status $err" "0 "
trace -l -P 'postgresql*'
is "-l -P: each probe of a function once" \
	"$(sed 1d "$tmp/out" | sed 's/^ *[0-9]* *//' | sort | uniq -d)" ""
[ "$("$postgres" --version | sed 's/.* \([0-9]*\)\..*/\1/')" != 15 ] ||
	is "-l -P: PostgreSQL 15 has 57 probes" \
		"$(awk '$2 == "postgresql" { print $NF }' "$tmp/out" | sort -u | wc -l)" 57
trace -l -n 'postgresql*:postgres:XLogInsert:wal-insert'
is "-l -n: one probe" "$(sed 1d "$tmp/out" | awk '{ print $2, $3, $4, $5 }')" \
	"postgresql postgres XLogInsert wal-insert"
trace -l -v -n 'postgresql*:::buffer-read-done'
has "-l -v: arguments" "$out" "args[7]: "
has "-l -v: semaphores" "$out" "semaphore 0x"

# One of several backends, named in both ways, while the others are busy.
mkfifo "$tmp/sql"
psql -q -A -t <"$tmp/sql" >"$tmp/psql.out" &
started="$started $!"
exec 4>"$tmp/sql"
echo 'select pg_backend_pid();' >&4
wait_until grep -q . "$tmp/psql.out"
backend=$(cat "$tmp/psql.out")
one_of_them() # name, dtrace's arguments
{
	name=$1
	shift
	start_dtrace -q "$@"
	pgbench -n -S -c 2 -t 500 >/dev/null 2>&1 &
	busy=$!
	for i in 1 2 3 4 5 6 7; do
		echo "select 'one $i';" >&4
	done
	wait_until grep -q "one 7" "$tmp/psql.out"
	wait $busy
	stop_dtrace
	is "$name" "$(echo $out)" "$backend 7"
	: >"$tmp/psql.out"
}
one_of_them "-p PID" -p "$backend" -n 'postgresql$target:::query-start { @[pid] = count(); }'
one_of_them "postgresqlPID:::" -n "postgresql$backend:::query-start { @[pid] = count(); }"
one_of_them "-p with a glob" -p "$backend" -n 'postgresql*:::query-start { @[pid] = count(); }'
exec 4>&-
live_end
