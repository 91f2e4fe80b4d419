#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Probes in the call style fire, with the right arguments, whatever compiled and linked them. Every
# combination is run with CALL_MATRIX=1 (make check-matrix); without, each compiler at each level,
# with kinds of files and linkers in turn.
skip()
{
	[ -z "$DTRACE_REQUIRE_LIVE" ] || { echo "Bail out! $1"; exit 1; }
	echo "1..0 # SKIP $1"
	exit 77
}

[ -z "$DTRACE_NO_LIVE" ] || skip "DTRACE_NO_LIVE is set"
[ "$(id -u)" = 0 ] || skip "not root"
here=${top_srcdir:-.}/tests/live
dtrace=${top_builddir:-.}/bin/dtrace
[ -x "$dtrace" ] || skip "no dtrace was built"
case $(uname -m) in
x86_64 | aarch64) ;;
*) skip "no call style on this machine" ;;
esac
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

has()
{
	command -v "$1" >/dev/null 2>&1
}

# Not every linker has the compiler behind it that it would need.
can_lto() # compiler, linker
{
	echo "int main(void) { return 0; }" >lto.c
	"$1" -flto -c lto.c -o lto.o && "$1" "-fuse-ld=$2" -flto lto.o -o lto
}

# Without the attribute compilers call through the GOT where -fno-plt asks for that.
mkdir plain
"$dtrace" -h -x header=call -s "$here/call.d" -o call.h || exit 1
sed 's/visibility("hidden"), //' call.h >plain/call.h

build() # compiler, level, kind, linker
{
	link="$1 -fuse-ld=$4"
	compile="$1 $2 -Wall -I. -c"
	case $1 in
	*++) compile="$1 $2 -Wall -I. -x c++ -c" ;;
	esac
	case $3 in
	pie) compile="$compile -fPIE" link="$link -pie" ;;
	static) compile="$compile -fno-pie" link="$link -static" ;;
	shared) compile="$compile -fPIC" ;;
	no-plt) compile="$compile -fPIC -fno-plt -Iplain" ;;
	gc) compile="$compile -ffunction-sections -fdata-sections"
		link="$link -Wl,--gc-sections" ;;
	lto) compile="$compile -flto"
		link="$link $2 -flto" ;;
	esac
	compile=$(echo "$compile" | sed 's/-I\. \(.*\) -Iplain/-Iplain \1/')
	rm -f ./*.o program libside.so
	$compile "$here/call.c" -o main.o && $compile -DSIDE "$here/call.c" -o side.o || return
	if [ "$3" != shared ]; then
		"$dtrace" -G -s "$here/call.d" main.o side.o -o probes.o &&
		$link main.o side.o probes.o -o program
		return
	fi
	"$dtrace" -G -s "$here/call.d" side.o -o side_probes.o &&
	$link -shared side.o side_probes.o -o libside.so &&
	"$dtrace" -G -s "$here/call.d" main.o -o probes.o &&
	$link main.o probes.o -L. -lside "-Wl,-rpath,$work" -o program
}

fires()
{
	build "$@" && ./program || return
	set -- "$3"
	# Where no dynamic linker runs there is nothing else to wait for.
	[ "$1" = static ] && set -- -x evaltime=exec || set --
	timeout 60 "$dtrace" "$@" -s "$here/call_script.d" -c ./program >out || return
	diff "$here/call_expected" out
}

n=0
failed=0
try() # compiler, level, kind, linker
{
	n=$((n + 1))
	if [ "$3" = lto ] && ! can_lto "$1" "$4" >log 2>&1; then
		echo "ok $n - $* # SKIP the linker cannot"
		return
	fi
	if fires "$@" >log 2>&1; then
		echo "ok $n - $*"
	else
		echo "not ok $n - $*"
		sed 's/^/# /' log
		failed=1
	fi
}

set --
for linker in bfd gold lld mold; do
	has "ld.$linker" && set -- "$@" "$linker"
done
kinds='pie static shared no-plt gc lto'
turn=0
for compiler in gcc g++ clang clang++; do
	has "$compiler" || continue
	for level in -O0 -O2 -Os -Oz; do
		if [ "$CALL_MATRIX" ]; then
			for kind in $kinds; do
				for linker; do
					try "$compiler" "$level" "$kind" "$linker"
				done
			done
			continue
		fi
		kind=$(echo "$kinds" | cut -d' ' -f$((turn % 6 + 1)))
		eval "linker=\$$((turn % $# + 1))"
		turn=$((turn + 1))
		try "$compiler" "$level" "$kind" "$linker"
	done
done
echo "1..$n"
exit $failed
