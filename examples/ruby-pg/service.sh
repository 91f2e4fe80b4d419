# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# A private PostgreSQL and the shop, for the demonstration and its test: sourced by them. All that
# it makes is in one folder, and nothing is left of it. Neither runs as root: root becomes the
# user postgres, whom Debian's package makes.
#
#	service_missing	what is not installed, in words; nothing if all is there
#	service_start DIR	both run; $server and $shop are their processes
#	service_ask ...	customers: load.rb's arguments after the socket
#	service_sql ...	psql's arguments
#	service_stop
#
# $SHOP_MODULES is the folder of the two extensions.

service_here=${service_here:-$(cd "$(dirname "$0")" && pwd)}
service_user=$(id -un) service_as=
if [ "$(id -u)" = 0 ]; then
	service_user=postgres
	service_as="setpriv --reuid postgres --regid postgres --clear-groups"
fi
service_path=$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)

service_missing()
{
	(
		PATH=$service_path
		command -v "${RUBY:-ruby}" >/dev/null || echo "ruby (package ruby)"
		"${RUBY:-ruby}" -e 'require "pg"' 2>/dev/null || echo "pg for ruby (package ruby-pg)"
		command -v initdb >/dev/null || echo "the server (package postgresql-15)"
		id "$service_user" >/dev/null 2>&1 || echo "the user $service_user"
	)
}

# The server's files need no care: they go with the folder.
service_start_server()
{
	$service_as initdb -D "$service/data" -A trust -U shop --no-sync \
		>"$service/initdb.log" 2>&1 &&
		$service_as pg_ctl -D "$service/data" -l "$service/server.log" -w \
			-o "-k $service -c listen_addresses= -c fsync=off -c autovacuum=off" \
			-o "-c jit=off -c max_parallel_workers_per_gather=0" \
			start >"$service/pg_ctl.log" 2>&1 || return
	server=$(head -n 1 "$service/data/postmaster.pid")
	service_sql -q -f "$service_here/schema.sql"
}

# The extensions are copied: the user may not see where they were built.
service_start_shop()
{
	cp "$SHOP_MODULES/request.so" "$SHOP_MODULES/usdt.so" "$service_here/shop.rb" \
		"$service_here/store.rb" "$service" &&
		chmod -R a+rX "$service"/*.so "$service"/*.rb || return
	$service_as "${RUBY:-ruby}" -I "$service" "$service/shop.rb" --methods \
		"$service/socket" >"$service/shop.log" 2>&1 &
	shop=$!
	service_tries=0
	until [ -S "$service/socket" ]; do
		service_tries=$((service_tries + 1))
		[ $service_tries -lt 100 ] && kill -0 $shop 2>/dev/null || return
		sleep 0.1
	done
}

service_start()
{
	service=$1
	PATH=$service_path
	PGHOST=$service PGUSER=shop PGDATABASE=postgres
	export PATH PGHOST PGUSER PGDATABASE
	mkdir -p "$service" && chown "$service_user" "$service" && chmod 711 "$service" &&
		service_start_server && service_start_shop
}

service_ask()
{
	"${RUBY:-ruby}" "$service_here/load.rb" "$service/socket" "$@"
}

service_sql()
{
	$service_as psql -v ON_ERROR_STOP=1 "$@"
}

service_stop()
{
	[ -z "${shop:-}" ] || kill "$shop" 2>/dev/null
	shop=
	[ -z "${server:-}" ] || $service_as pg_ctl -D "$service/data" -m immediate stop \
		>/dev/null 2>&1
	server=
	rm -rf "${service:?}"
}
