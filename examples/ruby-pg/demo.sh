#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Shows the service under dtrace: a private PostgreSQL and the shop are started, each script watches
# customers at work, and all is gone at the end but the pictures, which are written to the folder
# that is named ($1, by default where this was called). $DTRACE, $DRAW and $RUBY name the programs.

. "$(dirname "$0")/service.sh"
dtrace=${DTRACE:-dtrace}
draw=${DRAW:-dtrace-draw}
pictures=$(cd "${1:-.}" && pwd) || exit

missing=$(service_missing)
if [ -n "$missing" ]; then
	echo "ruby-pg: these are needed and missing:" >&2
	echo "$missing" | sed 's/^/	/' >&2
	exit 1
fi
if [ "$(id -u)" != 0 ]; then
	echo "ruby-pg: tracing needs root: try sudo $0" >&2
	exit 1
fi

folder=$(mktemp -d) || exit
watcher=
finish()
{
	[ -z "$watcher" ] || kill "$watcher" 2>/dev/null
	service_stop
}
trap finish EXIT
trap 'exit 1' HUP INT TERM
echo "starting PostgreSQL and the shop"
service_start "$folder" || { cat "$folder"/*.log >&2; exit 1; }

# The watcher begins before the customers come and is ended when they have gone.
watch() # output, customers, requests of each, arguments of dtrace
{
	output=$1 customers=$2 requests=$3
	shift 3
	rm -f "$folder/ready"
	"$dtrace" -w -n 'BEGIN { system("touch %s", "'"$folder/ready"'"); }' "$@" >"$output" &
	watcher=$!
	until [ -e "$folder/ready" ]; do
		kill -0 "$watcher" 2>/dev/null || return 1
		sleep 0.1
	done
	service_ask "$customers" "$requests" >"$folder/customers"
	kill -INT "$watcher"
	wait "$watcher"
	status=$?
	watcher=
	return $status
}

show() # script, customers, requests of each, arguments of dtrace
{
	script=$1 many=$2 each=$3
	shift 3
	echo
	echo "\$ dtrace -s $script $*"
	watch "$folder/out" "$many" "$each" -s "$service_here/$script" "$@" && cat "$folder/out"
}

trace() # script, customers, requests of each
{
	echo
	echo "\$ dtrace -x oformat=json -s $1 $shop >$1.json"
	watch "$folder/$1.json" "$2" "$3" -x oformat=json -s "$service_here/$1" "$shop"
}

picture() # script, file, arguments of dtrace-draw
{
	json=$folder/$1.json file=$2
	shift 2
	echo "\$ dtrace-draw $* -o $file"
	"$draw" "$@" -o "$pictures/$file" "$json" && echo "wrote $pictures/$file"
}

show where.d 1 300 "$shop" &&
	show queries.d 4 200 "$shop" &&
	show gc.d 4 2000 "$shop" &&
	show reads.d 4 200 "$shop" &&
	show locks.d 4 60 -x follow -p "$server" || exit

trace spans.d 4 200 &&
	picture spans.d timeline.svg timeline &&
	picture spans.d flame.svg flame -T "Time on request" &&
	"$draw" timeline -t "$folder/spans.d.json" || exit

trace latency.d 4 2000 &&
	picture latency.d heatmap.svg heatmap -u ns -T "Requests by what they took"
