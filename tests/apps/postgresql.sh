# shellcheck shell=sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# PostgreSQL 15: a part of tests/apps/apps.sh. The server of ours is installed below the folder of
# the build, as it wants to find its files, and run as nobody.

build_postgresql() # ours|theirs
{
	tree=$dir/postgresql-$1
	unpack postgresql-15 "$tree" && cd "$tree" || return
	[ -e GNUmakefile ] || ./configure --enable-dtrace --prefix="$tree/root" --without-readline \
		--without-zlib DTRACE="$dir/$1/dtrace" CPPFLAGS="-I$(include_of "$1")" \
		CFLAGS='-O2 -g0' || return
	make -s -C src/backend generated-headers && make -s -j"$jobs" -C src/backend || return
	[ "$1" = theirs ] || { make -s -j"$jobs" && make -s install; }
}

as_nobody()
{
	setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$home" "$@"
}

start_postgresql()
{
	bin=$dir/postgresql-ours/root/bin
	home=$dir/postgresql-home
	rm -rf "$home" && mkdir -p "$home" && chown 65534:65534 "$home" && cd "$home" &&
		as_nobody "$bin/initdb" -A trust -N -D "$home/data" &&
		as_nobody "$bin/pg_ctl" -w -l "$home/log" -D "$home/data" \
			-o "-c listen_addresses='' -k $home" start
}

query()
{
	as_nobody "$bin/psql" -h "$home" -qAt -d postgres -c "$1"
}

# A tracer starts, then statements run until it has seen one: twenty seconds at most.
trace_statement() # command
{
	timeout 60 "$@" >"$dir/seen" 2>"$dir/seen.err" &
	tracer=$!
	for _ in $(seq 20); do
		sleep 1
		query 'SELECT 41 + 1' >/dev/null
		kill -0 $tracer 2>/dev/null || break
	done
	kill -INT $tracer 2>/dev/null
	wait $tracer
	grep -m 1 -o 'SELECT 41 + 1' "$dir/seen"
}

check_postgresql()
{
	step "PostgreSQL with ours" build_postgresql ours
	step "PostgreSQL with systemtap's" build_postgresql theirs
	server=$dir/postgresql-ours/src/backend/postgres
	compare postgresql "$server" "$dir/postgresql-theirs/src/backend/postgres" 57
	step "the server starts" start_postgresql
	is "postgresql: it answers" "$(query 'SELECT 41 + 1')" 42
	is "postgresql: dtrace" "$(trace_statement "$build/bin/dtrace" -q \
		-n 'postgresql*:::query-start { printf("%s\n", copyinstr(arg0)); exit(0); }')" \
		'SELECT 41 + 1'
	is "postgresql: types come with the binary" \
		"$("$build/bin/dtrace" -lv "$bin/postgres" | grep -A 20 ' lwlock-acquire$' |
			grep -m 2 'args\[' | tr -d '\t')" "args[0]: const char *
args[1]: int"
	if command -v bpftrace >/dev/null; then
		is "postgresql: bpftrace" "$(trace_statement bpftrace -e \
			"usdt:$bin/postgres:postgresql:query__start {
				printf(\"%s\\n\", str(arg0)); exit(); }")" 'SELECT 41 + 1'
	fi
	as_nobody "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null
}
