#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# A project that is built by autoconf and automake, with the macros that are installed, and each of
# the ways in which implementations of dtrace want programs to be linked.
. "${top_srcdir:-.}/tests/sdk/lib.sh"
need autoconf automake aclocal make readelf
install_here

mkdir project
cp "$shop"/* project
cd project || exit 1
cat >configure.ac <<'EOF'
AC_INIT([shop], [1])
AM_INIT_AUTOMAKE([foreign -Wall])
AC_PROG_CC
DTRACE_PROG
DTRACE_PROVIDER([shop], [$(shop_OBJECTS)])
AC_CONFIG_FILES([Makefile])
AC_OUTPUT
EOF
cat >Makefile.am <<'EOF'
@DTRACE_RULES@
EXTRA_DIST = shop.d
BUILT_SOURCES = $(DTRACE_HEADERS)
CLEANFILES = $(DTRACE_HEADERS)
bin_PROGRAMS =
if HAVE_DTRACE
bin_PROGRAMS += shop
endif
shop_SOURCES = main.c
shop_LDADD = $(shop_DTRACE)
EXTRA_shop_DEPENDENCIES = $(shop_DTRACE)
EOF
try 'aclocal finds the macros' aclocal -I "$prefix/share/aclocal"
try 'automake' automake --add-missing
try 'autoconf' autoconf
cd "$work" || exit 1

configures() # folder, how it links, arguments
(
	folder=$1 link=$2
	shift 2
	mkdir "$folder" && cd "$folder" && ../project/configure "$@" &&
		grep -qx "DTRACE_LINK = $link" Makefile
)

builds() # folder
{
	make -C "$1" && works "$1/shop"
}

try 'the tool is found, and its header is enough' configures header header --enable-dtrace
try 'a program without an object' builds header
check 'and the archive holds all' 'cd header && make distcheck'

# systemtap's way: the semaphores are in the object alone.
cat >systemtap <<'EOF'
#!/bin/sh
dtrace-gen "$@" || exit
case $* in
*-h*) sed -i -e 's/usdt_sema_("shop_[a-z_]*")/""/' \
	-e 's/usdt_sema_("conftest_[a-z_]*")/""/' "$(echo "$*" | sed 's/.*-o //')" ;;
esac
EOF
chmod +x systemtap
try 'where -G makes an object it is needed' \
	configures object object --enable-dtrace DTRACE="$work/systemtap"
try 'a program with an object' builds object

case $(uname -m) in
x86_64 | aarch64)
	try 'in the call style objects are changed' \
		configures objects objects --enable-dtrace DTRACEFLAGS='-x header=call'
	try 'a program of changed objects' builds objects
	;;
*)
	skip 'in the call style objects are changed' 'not on this machine'
	;;
esac

try 'it can be left out' configures none none --disable-dtrace
try 'and is by itself where there is no tool' configures auto none DTRACE=false
check 'which is an error if it was asked for' '
	mkdir asked && cd asked && ! ../project/configure --enable-dtrace DTRACE=false >log 2>&1 &&
		grep -q "set DTRACE" log'
finish
