#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The provider definitions of real applications, as Debian has their sources, through the commands
# that their builds run: our dtrace in the place of systemtap's, then the build's own sed. A program
# that passes all probes of the header is compiled as C and C++ without a warning, linked with the
# object of -G, and run; it holds as many notes as the definition has probes.
#
#	make check-definitions				all; half a gigabyte is fetched
#	make check-definitions DEFINITIONS='perl php'	some of them
#
# What was fetched is kept in $APPS_DIR (/var/tmp/fasttrap-apps). tests/gen/builds.sh does the same
# with definitions of ours, in every make check.
. "${top_srcdir:-.}/tests/gen/lib.sh"

dir=${APPS_DIR:-/var/tmp/fasttrap-apps}
. "${top_srcdir:?}/tests/apps/source.sh"

# The rest is what each application does; these are their words.

dtrace()
{
	"$gen" "$@"
}

# Makes the files of a package the folder to work in; there is nothing to do without them.
files() # package, patterns
{
	package=$1
	shift
	unpack "$package" "$dir/definitions/$package" "$@" || exit 77
	cp -R "$dir/definitions/$package" tree
	cd tree
}

probes_in() # files
{
	cat "$@" | grep -cE '^[^/*#]*\bprobe +[A-Za-z_0-9]+ *\('
}

# Passes every probe of a header, several times over; fire.o is left.
passes() # header, number of probes, compilers' options
{
	header=$1
	probes=$2
	shift 2
	firing "$header" >fire.c
	cp fire.c fire.cc
	for compiler in $(available gcc clang); do
		for level in -O0 -O2; do
			$compiler $level -Wall -Wextra -Werror -I. "$@" fire.c -o fire
			./fire
			test "$(notes fire | wc -l)" = "$probes"
		done
	done
	for compiler in $(available g++ clang++); do
		$compiler -Wall -Wextra -Werror -I. "$@" fire.cc -o fire
		./fire
		test "$(notes fire | wc -l)" = "$probes"
	done
	${CC:-cc} -I. "$@" -c fire.c -o fire.o
	echo "$header: $probes probes"
}

# The object of -G takes part, and the notes have semaphores.
links() # object
{
	${CC:-cc} fire.o "$1" -o fire
	./fire
	readelf -nW fire | grep 'Semaphore:' >semaphores
	! grep -E 'Semaphore: 0x0+$' semaphores || false
}

lower_case() # prefix
{
	upper=ABCDEFGHIJKLMNOPQRSTUVWXYZ
	lower=abcdefghijklmnopqrstuvwxyz
	sed -e "/^#define[ 	]*$1[A-Z0-9_]*(.*)/y/$upper/$lower/"
}

postgresql()
{
	files postgresql-15 '*/src/backend/utils/probes.d'
	cp src/backend/utils/probes.d .
	dtrace -C -h -s probes.d -o probes.h.tmp
	sed -e 's/POSTGRESQL_/TRACE_POSTGRESQL_/g' -e 's/( *char \*/(const char */g' \
		-e 's/, *char \*/, const char */g' probes.h.tmp >probes.h
	passes probes.h "$(probes_in probes.d)"
	dtrace -C -G -s probes.d fire.o -o probes.o
	links probes.o
}

php()
{
	files php8.2 '*/Zend/zend_dtrace.d' '*/ext/oci8/oci8_dtrace.d'
	CFLAGS='-g -O2' dtrace -h -C -s Zend/zend_dtrace.d -o z.bak
	sed -e 's,PHP_,DTRACE_,g' z.bak >z.h
	passes z.h "$(probes_in Zend/zend_dtrace.d)"
	CFLAGS='-g -O2' dtrace -G -o zend_dtrace.d.o -s Zend/zend_dtrace.d fire.o
	links zend_dtrace.d.o
	dtrace -h -C -s ext/oci8/oci8_dtrace.d -o oci8.bak
	sed -e 's,PHPOCI_,DTRACE_,g' oci8.bak >oci8.h
	passes oci8.h "$(probes_in ext/oci8/oci8_dtrace.d)"
	dtrace -G -o oci8.o -s ext/oci8/oci8_dtrace.d fire.o
	links oci8.o
}

python()
{
	files python3.11 '*/Include/pydtrace.d'
	echo 'BEGIN{}' >conftest.d
	dtrace -G -s conftest.d -o conftest.o
	dtrace -o pydtrace_probes.h -h -s Include/pydtrace.d
	sed 's/PYTHON_/PyDTrace_/' pydtrace_probes.h >p.h
	! grep PYTHON_ p.h || false
	passes p.h "$(probes_in Include/pydtrace.d)"
	dtrace -o pydtrace.o -G -s Include/pydtrace.d fire.o
	links pydtrace.o
}

perl()
{
	files perl '*/perldtrace.d'
	dtrace -h -xnolibs -s perldtrace.d -o perldtrace.tmp
	dtrace -h -s perldtrace.d -o perldtrace.h.in
	sed '/const/!s/char \*/const char */g' perldtrace.h.in >perldtrace.h
	passes perldtrace.h "$(probes_in perldtrace.d)"
	dtrace -G -xnolibs -s perldtrace.d fire.o
	links perldtrace.o
}

tcl()
{
	files tcl8.6 '*/generic/tclDTrace.d'
	dtrace -h -o tclDTrace.h -s generic/tclDTrace.d
	passes tclDTrace.h "$(probes_in generic/tclDTrace.d)"
	dtrace -G -o tclDTrace.o -s generic/tclDTrace.d fire.o
	links tclDTrace.o
}

memcached()
{
	files memcached '*/memcached_dtrace.d'
	dtrace -h -s memcached_dtrace.d
	sed -e 's,void \*,const void \*,' -e 's,char \*,const char \*,g' memcached_dtrace.h |
		tr '\015' '\012' >m.h
	passes m.h "$(probes_in memcached_dtrace.d)"
	dtrace -G -o memcached_dtrace.o -s memcached_dtrace.d fire.o
	links memcached_dtrace.o
}

libvirt()
{
	files libvirt '*/libvirt_probes.d' '*/libvirt_qemu_probes.d'
	for definition in src/libvirt_probes src/qemu/libvirt_qemu_probes; do
		CC='cc -m64' dtrace -o l.h -h -s $definition.d
		CC='cc -m64' dtrace -o l.o -G -s $definition.d
		passes l.h "$(probes_in $definition.d)"
		links l.o
	done
}

# QEMU writes its definitions itself.
qemu()
{
	has python3 || exit 77
	files qemu '*/trace-events' '*/scripts/tracetool*'
	find . -name trace-events | while read -r events; do
		python3 scripts/tracetool.py --backend=dtrace --group=all --format=d \
			"$events" q.dtrace
		dtrace -DSTAP_SDT_V2 -o q.h -h -s q.dtrace
		dtrace -DSTAP_SDT_V2 -o q.o -G -s q.dtrace
		probes=$(probes_in q.dtrace) || true
		echo "$events: $probes probes"
		firing q.h >q.c
		for compiler in $(available gcc clang); do
			$compiler -DSTAP_SDT_V2 -Wall -Wextra -Werror -O1 -I. q.c q.o -o q
			./q
			test "$(notes q | wc -l)" = "$probes"
		done
	done
}

glib()
{
	files glib2.0 '*_probes.d'
	for part in glib gobject gio; do
		dtrace -G -s $part/${part}_probes.d -o $part.o
		dtrace -h -s $part/${part}_probes.d -o $part.h
		passes $part.h "$(probes_in $part/${part}_probes.d)"
		links $part.o
	done
}

# The way of several: a header and an object, both by way of the preprocessor.
plain() # package, definition, options
{
	package=$1
	definition=$2
	shift 2
	files "$package" "*/$definition"
	dtrace "$@" -h -s "$definition" -o plain.h
	passes plain.h "$(probes_in "$definition")"
	dtrace "$@" -G -s "$definition" -o plain.o fire.o
	links plain.o
}

gjs()
{
	plain gjs gi/gjs_gi_probes.d -C
}

lldpd()
{
	plain lldpd src/daemon/probes.d -C
}

sssd()
{
	plain sssd src/systemtap/sssd_probes.d -C
}

mono()
{
	plain mono data/mono.d
}

node()
{
	plain nodejs src/node_provider.d -C
}

libmemcached()
{
	plain libmemcached src/libmemcached/libmemcached_probes.d -x nolibs
}

mariadb()
{
	plain mariadb include/probes_mysql.d.base
}

xorg()
{
	plain xorg-server include/Xserver.d -C
}

erlang()
{
	files erlang '*/erts/emulator/beam/erlang_dtrace.d' '*/c_src/dtrace_user.d'
	cp lib/runtime_tools/c_src/dtrace_user.d erts/emulator/beam
	dtrace -h -C -Ierts/emulator/beam -o ./foo-dtrace.h -s erts/emulator/beam/erlang_dtrace.d
	lower_case ERLANG_ <foo-dtrace.h >erlang_dtrace.h
	grep -q '^#define erlang_dist_port_busy_enabled()' erlang_dtrace.h
	passes erlang_dtrace.h "$(probes_in erts/emulator/beam/erlang_dtrace.d)"
	dtrace -G -C -Ierts/emulator/beam -o e.o -s erts/emulator/beam/erlang_dtrace.d fire.o
	links e.o
}

db()
{
	files db5.3 '*/dist/db_provider.d' '*/util/dtrace/dbdefs.d'
	dtrace -h -C -Iutil/dtrace -s dist/db_provider.d
	lower_case BDB_ <db_provider.h >bdb.h
	passes bdb.h "$(probes_in dist/db_provider.d)"
	dtrace -G -C -Iutil/dtrace -s dist/db_provider.d fire.o
	links db_provider.o
}

# Its configure script writes two headers, which say what the machine is like.
ghc()
{
	files ghc '*/rts/RtsProbes.d' '*/includes/*.h'
	printf '#define %s 8\n' SIZEOF_VOID_P SIZEOF_LONG SIZEOF_UNSIGNED_LONG ALIGNMENT_LONG \
		ALIGNMENT_UNSIGNED_LONG >includes/ghcautoconf.h
	: >includes/ghcplatform.h
	dtrace -Iincludes -C -h -o RtsProbes.h -s rts/RtsProbes.d
	passes RtsProbes.h "$(probes_in rts/RtsProbes.d)"
	dtrace -G -C -Iincludes -DDTRACE -s rts/RtsProbes.d -o RtsProbes.o fire.o
	links RtsProbes.o
}

# Only headers; sys/sdt.h is there before them.
openjdk()
{
	files openjdk-17 '*/src/hotspot/os/posix/dtrace/*.d'
	for part in hotspot hotspot_jni hs_private; do
		cpp -x c src/hotspot/os/posix/dtrace/$part.d >$part.h.d
		dtrace -h -o $part.h -s $part.h.d
		passes $part.h "$(probes_in src/hotspot/os/posix/dtrace/$part.d)" \
			-I"$sdk" -include sys/sdt.h
	done
}

# One application is a process of its own, which ends at the first thing that fails.
if [ -n "$1" ]; then
	set -e
	"$1"
	exit
fi

known='postgresql php python perl tcl memcached libvirt qemu glib gjs lldpd sssd mono node
	libmemcached mariadb xorg erlang db ghc openjdk'
mkdir -p "$dir/definitions" || exit 1
for app in ${DEFINITIONS:-$known}; do
	sh "$here/../apps/definitions.sh" "$app" >log 2>&1
	case $? in
	0)
		try "$app" true
		grep -h ' probes$' log | sed 's/^/# /'
		;;
	77) skip "$app" 'its source cannot be had' ;;
	*) try "$app" sh -c 'cat log; exit 1' ;;
	esac
done
finish
