#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Headers as the builds of applications have them made, edited with sed and compiled. The providers
# have the shapes of theirs, the commands are what their configure scripts and makefiles run.
. "${top_srcdir:-.}/tests/gen/lib.sh"

cp "$here"/providers/*.d .

# Compiles, links and runs what passes all probes of a header; its notes are as many as probes.
runs() # header, number of probes, compiler's options
{
	header=$1
	probes=$2
	shift 2
	firing "$header" >fire.c
	cp fire.c fire.cc
	for compiler in $(available gcc clang); do
		for level in -O0 -O2; do
			$compiler $level -Wall -Wextra -Werror -I. "$@" fire.c -o fire || return
			./fire || return
			test "$(notes fire | wc -l)" = "$probes" || return
		done
	done
	for compiler in $(available g++ clang++); do
		$compiler -Wall -Wextra -Werror -I. "$@" fire.cc -o fire && ./fire || return
	done
}

postgres()
{
	$gen -C -h -s postgresql.d -o probes.h.tmp &&
	sed -e 's/POSTGRESQL_/TRACE_POSTGRESQL_/g' -e 's/( *char \*/(const char */g' \
		-e 's/, *char \*/, const char */g' probes.h.tmp >probes.h &&
	grep -q '^#define TRACE_POSTGRESQL_SMGR_MD_READ_DONE(arg0, .*, arg7) \\$' probes.h &&
	runs probes.h 57 && notes fire >notes &&
	grep -qx 'postgresql buffer__read__done -4 4 4 4 4 -4 1 1' notes &&
	gcc -c fire.c -I. -o fire.o && $gen -C -G -s postgresql.d fire.o -o probes.o &&
	gcc fire.o probes.o -o fire && ./fire
}
try 'postgres: -C, TRACE_ in front, all 57 probes' postgres

ruby()
{
	mkdir include
	echo '#define VM_OPT_INSNS 1' >include/vm_opts.h
	$gen -o probes.h.tmp -h -C -I. -I include -s ruby.d &&
	sed -e 's/RUBY_/RUBY_DTRACE_/g' -e 's/PROBES_H_TMP/RUBY_PROBES_H/g' \
		-e 's/(char \*/(const char */g' -e 's/, char \*/, const char */g' \
		probes.h.tmp >probes.h &&
	grep -qx '#ifndef _RUBY_PROBES_H' probes.h &&
	runs probes.h 5 &&
	$gen -G -C -I include -s ruby.d -o probes.o && gcc -I. fire.c probes.o -o fire && ./fire
}
try 'ruby: an include, RUBY_DTRACE_, guard renamed' ruby

ruby_configure()
{
	echo 'provider conftest{ probe fire(); };' >conftest_provider.d
	$gen -xnolibs -h -o conftest_provider.h -s conftest_provider.d &&
	printf '%s\n' '#include "conftest_provider.h"' \
		'int main(void) { CONFTEST_FIRE(); return 0; }' >conftest.c &&
	gcc -I. -c conftest.c && cp conftest.o conftest.o.save &&
	$gen -xnolibs -G -s conftest_provider.d conftest.o &&
	test -f conftest_provider.o && cmp conftest.o conftest.o.save
}
try 'ruby configure: -G without -o leaves the object as it was' ruby_configure

php()
{
	CC=gcc CFLAGS='-O2  -g' $gen -h -C -s php.d -o php.h.bak &&
	sed -e 's,PHP_,DTRACE_,g' php.h.bak >php.h &&
	sed 's/DTRACE_PROBES_DISABLED//' php.h | grep -q 'define DTRACE_ERROR(' &&
	runs php.h 7
}
try 'php: PHP_ becomes DTRACE_' php

php_missing()
{
	gcc -I. -c fire.c
	! $gen -G -o php.o -s php.d fire.o missing.o 2>/dev/null && test ! -e php.o
}
try 'php: a missing object is a failure without output' php_missing

python_configure()
{
	echo 'BEGIN{}' >conftest.d
	$gen -G -s conftest.d -o conftest.o && test -s conftest.o
}
try 'python configure: BEGIN{} makes an object' python_configure

python()
{
	$gen -o pydtrace_probes.h -h -s python.d &&
	sed 's/PYTHON_/PyDTrace_/' pydtrace_probes.h >p.h && ! grep PYTHON_ p.h && runs p.h 8 &&
	gcc -I. -c fire.c && $gen -o pydtrace.o -G -s python.d fire.o &&
	gcc fire.o pydtrace.o -o fire && ./fire
}
try 'python: one PYTHON_ in a line, so sed needs no g' python

perl_build()
{
	mkdir t
	cd t || return
	$gen -h -xnolibs -s ../perl.d -o perldtrace.h.in && cd .. &&
	sed '/const/!s/char \*/const char */g' t/perldtrace.h.in >perldtrace.h &&
	runs perldtrace.h 6 && gcc -I. -c fire.c &&
	for part in mp lib main; do
		$gen -G -s perl.d -o ${part}dtrace.o fire.o || return
	done &&
	gcc fire.o mpdtrace.o libdtrace.o maindtrace.o -o fire && ./fire
}
try 'perl: objects of three -G of one provider in one program' perl_build

perl_configure()
{
	gcc -I. -c fire.c -o try.o && $gen -G -xnolibs -s perl.d try.o && test -f perl.o
}
try 'perl configure: -G names its object after the script' perl_configure

erlang()
{
	$gen -h -C -I. -o ./foo-dtrace.h -s erlang.d &&
	upper=ABCDEFGHIJKLMNOPQRSTUVWXYZ lower=abcdefghijklmnopqrstuvwxyz &&
	sed -e "/^#define[ 	]*ERLANG_[A-Z0-9_]*(.*)/y/$upper/$lower/" \
		foo-dtrace.h >erlang_dtrace.h &&
	grep -q '^#define erlang_message_send_enabled() \\$' erlang_dtrace.h &&
	! grep ERLANG_ erlang_dtrace.h && runs erlang_dtrace.h 5 &&
	$gen -G -C -I.. -o ./dtrace-test.o -s erlang.d fire && return 1
	gcc -O2 -I. -c fire.c && $gen -G -C -I.. -o ./dtrace-test.o -s erlang.d fire.o
}
try 'erlang: #define lines in lower case' erlang

memcached()
{
	$gen -h -s memcached.d && test -f memcached.h &&
	sed -e 's,void \*,const void \*,' -e 's,char \*,const char \*,g' memcached.h |
		tr '\015' '\012' >m.h && runs m.h 9 && gcc -I. -c fire.c &&
	$gen -G -o memcached_dtrace.o -s memcached.d fire.o && gcc fire.o memcached_dtrace.o -o fire
}
try 'memcached: const in front of every pointer' memcached

qemu()
{
	$gen -DSTAP_SDT_V2 -o qemu.h -h -s qemu.d && $gen -DSTAP_SDT_V2 -o qemu.o -G -s qemu.d &&
	readelf -sW qemu.o | grep -q 'WEAK *DEFAULT .*qemu_virtio_notify_semaphore' &&
	runs qemu.h 7 -DSTAP_SDT_V2 &&
	printf '%s\n' '#define SDT_USE_VARIADIC' '#include "qemu.h"' \
		'#ifndef QEMU_RETURN__ENABLED' \
		'#error no test macro' '#endif' \
		'void f(void); void f(void) { QEMU_RETURN_(); }' >q.c &&
	gcc -DSTAP_SDT_V2 -fPIC -shared -I. q.c -o q.so &&
	gcc -DSTAP_SDT_V2 -I. -rdynamic fire.c qemu.o q.so -o fire && LD_LIBRARY_PATH=. ./fire &&
	: >empty.d && $gen -DSTAP_SDT_V2 -o e.h -h -s empty.d &&
	$gen -DSTAP_SDT_V2 -o e.o -G -s empty.d && gcc -I. fire.c qemu.o e.o -o fire
}
try 'qemu: visible semaphores, empty definitions' qemu

libvirt()
{
	env CC='gcc -m64' $gen -o libvirt.h -h -s libvirt.d &&
	env CC='gcc -m64' $gen -o libvirt.o -G -s libvirt.d && runs libvirt.h 3 &&
	printf '%s\n' '#include "libvirt.h"' '#define P(x) ((void *)(long)(x))' \
		'void f(int fd, const char *s);' 'void f(int fd, const char *s)' \
		'{ LIBVIRT_RPC_SOCKET_NEW(P(f), P(fd), P(-1), P(5LL), P(s), P(0)); }' >l.c &&
	gcc -Wall -Wextra -Werror -O2 -I. -c l.c && notes l.o >notes &&
	grep -qx 'libvirt rpc_socket_new 8 -4 -4 -8 8 8' notes &&
	cp l.c l.cc && g++ -Wall -Wextra -Werror -I. -c l.cc
}
try 'libvirt: every argument is a pointer by cast' libvirt

# As in openjdk, which makes only headers, with sys/sdt.h before them.
openjdk()
{
	cpp -x c openjdk.d >hotspot.h.d && $gen -h -o hotspot.h -s hotspot.h.d &&
	runs hotspot.h 3 -I"$sdk" -include sys/sdt.h
}
try 'openjdk: preprocessed by the build, after sys/sdt.h' openjdk

tcl()
{
	$gen -h -o tcl.h -s tcl.d && runs tcl.h 2 && gcc -I. -c fire.c &&
	$gen -G -o tcl.o -s tcl.d fire.o && gcc fire.o tcl.o -o fire && ./fire
}
try 'tcl: ten arguments, structures after the provider' tcl

berkeley()
{
	mkdir -p util/dtrace dist
	mv db.d dist
	printf '%s\n' 'typedef struct __db_dbt { void *data; unsigned size; } DBT;' \
		'typedef enum { DB_LOCK_NG = 0, DB_LOCK_READ = 1 } db_mode_t;' >util/dtrace/dbdefs.d
	$gen -h -C -Iutil/dtrace -s dist/db.d && test -f db.h &&
	upper=ABCDEFGHIJKLMNOPQRSTUVWXYZ lower=abcdefghijklmnopqrstuvwxyz &&
	sed -e "/^#define[ 	]*BDB_[A-Z_]*(.*)/y/$upper/$lower/" db.h >bdb.h &&
	runs bdb.h 2 && $gen -G -C -Iutil/dtrace -s dist/db.d && test -f db.o
}
try 'db: types by an include, names in lower case, no -o' berkeley

finish
