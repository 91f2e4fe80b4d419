#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# PostgreSQL 15 and Ruby 3.1, from Debian's source packages, built with --enable-dtrace twice: with
# our dtrace and with systemtap's. Their binaries must hold the same probes with as many sites and
# arguments, and semaphores; ours are run, and traced by our consumer and by bpftrace.
# Sizes of arguments may differ: systemtap's are those of the expressions, ours those that the
# definition declares, the same at each site; what differs is shown.
#
#	make check-apps			both; some 15 minutes on two cores
#	make check-apps APPS=ruby	one of them
#
# What was fetched and built is kept in $APPS_DIR (/var/tmp/fasttrap-apps), so that another run
# only does what has changed. Nothing is installed. Wants the usual tools of a build, bison, flex,
# xz, python3 (systemtap's dtrace is written in it), and root for tracing.

here=$(cd "${top_srcdir:-.}" && pwd)/tests/apps
build=$(cd "${top_builddir:-.}" && pwd)
sdk=$(cd "${top_srcdir:-.}/sdk/include" && pwd)
dir=${APPS_DIR:-/var/tmp/fasttrap-apps}
FASTTRAP_DATADIR=${FASTTRAP_DATADIR:-$build/share/fasttrap}
LC_ALL=C
export FASTTRAP_DATADIR LC_ALL
jobs=$(getconf _NPROCESSORS_ONLN)
n=0
failed=0

result() # ok|not ok, name
{
	n=$((n + 1))
	echo "$1 $n - $2"
	[ "$1" = ok ] || failed=1
}

is() # name, what it is, what it should be
{
	if [ "$2" = "$3" ]; then
		result ok "$1"
	else
		result "not ok" "$1"
		printf 'is:\n%s\nshould be:\n%s\n' "$2" "$3" | sed 's/^/# /'
	fi
}

give_up() # why
{
	echo "not ok $((n + 1)) - $1"
	exit 1
}

# A long step: what it prints goes to a file.
step() # name, command
{
	name=$1
	shift
	echo "# $name"
	"$@" >"$dir/log" 2>&1 && return
	tail -n 20 "$dir/log" | sed 's/^/# /'
	give_up "$name"
}

# The two dtrace commands, each with its headers.
make_tools()
{
	mkdir -p "$dir/ours/include/sys"
	ln -sf "$build/bin/dtrace-gen" "$dir/ours/dtrace"
	cp "$sdk"/*.h "$dir/ours/include"
	cp "$sdk/sys/sdt.h" "$dir/ours/include/sys"
	fetch_theirs
}

# Probes of a binary: "PROVIDER NAME SEMAPHORE SIZES".
probes()
{
	readelf -nW "$1" | awk '
	/Provider:/ { provider = $NF }
	/Name:/ { name = $NF }
	/Semaphore:/ { semaphore = $NF ~ /^0x0*$/ ? "-" : "semaphore" }
	/Arguments:/ {
		line = provider " " name " " semaphore
		for (i = 2; i <= NF; i++)
			if (sub(/@.*/, "", $i))
				line = line " " $i
		print line
	}' | sort
}

# "SITES PROVIDER NAME SEMAPHORE ARGUMENTS"
shape_of() # file of probes
{
	awk '{ print $1, $2, $3, NF - 3 }' "$1" | sort | uniq -c
}

compare() # application, our binary, theirs, probes
{
	probes "$2" >"$dir/$1.ours"
	probes "$3" >"$dir/$1.theirs"
	for who in ours theirs; do
		shape_of "$dir/$1.$who" >"$dir/$1.$who.shape"
	done
	echo "# $1: $(wc -l <"$dir/$1.theirs") sites with systemtap's," \
		"$(wc -l <"$dir/$1.ours") with ours"
	is "$1: probes" "$(awk '{ print $1, $2 }' "$dir/$1.ours" | sort -u | wc -l)" "$4"
	is "$1: sites, arguments and semaphores are those of systemtap's" \
		"$(diff "$dir/$1.theirs.shape" "$dir/$1.ours.shape")" ""
	echo "# $1: sizes of arguments that differ (< systemtap's, > ours)"
	diff "$dir/$1.theirs" "$dir/$1.ours" | sed -n 's/^[<>]/# &/p'
}

# An application, and with what: configured and made in a folder of its own.
. "$here/source.sh"
. "$here/postgresql.sh"
. "$here/ruby.sh"

mkdir -p "$dir" || exit 1
chmod 755 "$dir"
[ "$(id -u)" = 0 ] || give_up "tracing wants root"
step "the two generators" make_tools
for app in ${APPS:-postgresql ruby}; do
	"check_$app"
done
echo "1..$n"
exit $failed
