#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# How long PostgreSQL's exec_simple_query takes under pgbench, by the probes at its entry and its
# return, and by what pgbench itself writes down for each transaction. The server sends what it has
# answered after that function has returned: so each of its times lies within pgbench's.
#
# Distributions strip the function's name. It is put back, into a copy of the server: the function
# is the one whose unwinding entry covers the probe query-start. The program as it was installed is
# traced by a function that it exports and that each query passes once.

. "${top_srcdir:-.}/tests/live/lib.sh"
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
PATH=$PATH:${bin:-.}
live_begin postgres initdb pg_ctl pgbench setpriv readelf objcopy
postgres=$(readlink -f "$(command -v postgres)")
id postgres >/dev/null 2>&1 || live_skip "there is no user postgres"

as_postgres() # command
{
	setpriv --reuid postgres --regid postgres --clear-groups "$@"
}

# "START END" of the function of query-start.
find_function()
{
	site=$(readelf -nW "$postgres" 2>/dev/null | awk '$1 == "Name:" { name = $2 }
		$1 == "Location:" && name == "query__start" { sub(",", "", $2); print $2; exit }')
	[ -n "$site" ] || return
	readelf -wF "$postgres" 2>/dev/null | sed -n 's/.* FDE .*pc=\(.*\)\.\.\(.*\)/\1 \2/p' |
		while read -r start end; do
			[ $((0x$start)) -gt $((site)) ] || [ $((0x$end)) -le $((site)) ] ||
				echo "$((0x$start)) $((0x$end))"
		done
}

# objcopy gives a symbol no size: that is written behind it, in eight bytes.
put_name_back() # copy, start, end
{
	[ -n "$3" ] || return
	text=$(readelf -SW "$postgres" | sed -n 's/.* \.text  *PROGBITS  *\([0-9a-f]*\).*/\1/p')
	objcopy --add-symbol "exec_simple_query=.text:$(($2 - 0x$text)),function,local" \
		"$postgres" "$1" || return
	symbols=$(readelf -SW "$1" |
		sed -n 's/.* \.symtab  *SYMTAB  *[0-9a-f]* *\([0-9a-f]*\).*/\1/p')
	size=$(($3 - $2))
	# shellcheck disable=SC2059 # two bytes, in octal
	printf "$(printf '\\%03o\\%03o' $((size & 255)) $((size >> 8)))" |
		dd of="$1" bs=1 seek=$((0x$symbols + 24 + 16)) conv=notrunc 2>/dev/null
}

start_server() # program
{
	as_postgres pg_ctl -D "$tmp/pg/data" -l "$tmp/pg/log" -w -p "$1" \
		-o "-k $tmp/pg -c listen_addresses= -c fsync=off -c autovacuum=off -c jit=off" \
		start >"$tmp/pg_ctl.log" 2>&1 || live_skip "the server does not start"
	server=$(head -n 1 "$tmp/pg/data/postmaster.pid")
}

stop_server()
{
	as_postgres pg_ctl -D "$tmp/pg/data" -m immediate -w stop >/dev/null 2>&1
}

# Both times of each transaction of four clients, of one function of the server and its children.
measure() # function, what the query is, pgbench's arguments
{
	function=pid\$target:postgres:$1
	start_dtrace -q -x follow -p "$server" -n "
		self string query;
		$function:entry { @entry = count(); self->t = timestamp; self->query = $2; }
		$function:return { @return = count(); }
		$function:return /!self->t/ { @alone = count(); }
		$function:return /self->t/
		{
			printf(\"took %d %d %s\\n\", pid, timestamp - self->t, self->query);
			self->t = 0;
			self->query = 0;
		}
		END { printa(\"entry %@d\\n\", @entry); printa(\"return %@d\\n\", @return);
			printa(\"alone %@d\\n\", @alone); }"
	shift 2
	rm -f "$tmp"/log.*
	pgbench -n -c 4 -l --log-prefix="$tmp/log" "$@" >"$tmp/pgbench.out" 2>&1
	stop_dtrace
	sort -s -n -k 1,1 -k 2,2 "$tmp"/log.* | awk '{ print $1, $3 }' >"$tmp/theirs"
	awk -f "$here/pgbench.awk" "$tmp/out" "$tmp/theirs" >"$tmp/both"
}

seen() # what
{
	sed -n "s/^$1 //p" "$tmp/both" "$tmp/out"
}

check() # name
{
	is "$1: nothing is lost" "$err" ""
	is "$1: as many returns as entries" "$(seen return)" "$(seen entry)"
	is "$1: none is without the other" "$(seen alone)" ""
	is "$1: each has its time" "$(grep -c ^took "$tmp/out")" "$(seen entry)"
	is "$1: as many as pgbench counts" "$(seen queries)" "$(sed -n \
		's/^number of transactions actually processed: \([0-9]*\).*/\1/p' \
		"$tmp/pgbench.out")"
	is "$1: each lies within pgbench's own time" "$(seen clients)" 4
	echo "# $1: ours and pgbench's, on average: $(seen means) ns"
}

mkdir "$tmp/pg" && chown postgres "$tmp/pg" && cd "$tmp/pg" || exit 1
put_name_back "$tmp/pg/postgres" $(find_function) || live_skip "the function is not found"
as_postgres initdb -D "$tmp/pg/data" -A trust --no-sync >"$tmp/initdb.log" 2>&1 || exit 1
trap 'stop_server; live_clean' EXIT
PGHOST=$tmp/pg PGUSER=postgres PGDATABASE=postgres
export PGHOST PGUSER PGDATABASE
start_server "$tmp/pg/postgres"
pgbench -i -q >"$tmp/init.log" 2>&1 || exit 1

measure exec_simple_query 'copyinstr(arg0)' -S -t 5000
check "exec_simple_query"

# Here is known besides how long it takes at least, and the rest of the way is short against it.
cat >"$tmp/sleep.sql" <<'END'
\set ms random(0, 20)
SELECT pg_sleep(0.001 * :ms);
END
measure exec_simple_query 'copyinstr(arg0)' -f "$tmp/sleep.sql" -t 100
check "queries that sleep"
is "queries that sleep: none took less than it slept" "$(seen short)" 0
set -- $(seen means)
holds "queries that sleep: pgbench saw little more" [ $(($2 - $1)) -lt "$1" ]
stop_server

start_server "$postgres"
measure PortalRun '""' -S -t 5000
check "PortalRun, as installed"
live_end
