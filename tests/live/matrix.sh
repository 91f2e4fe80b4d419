#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Probes fire with the right arguments whatever compiled and linked them, or the link fails. Every
# combination is built and traced with MATRIX=all (make check-matrix), for both styles of header:
#
#	compiler	gcc g++ clang clang++
#	level		-O0 -O2 -Os, and -O2 -flto
#	kind		pie static shared, and no-plt, where calls go through the GOT
#	linker		bfd gold lld mold
#	collection	keep, or gc: --gc-sections with a section for each function
#
# Without it a few, so that each value of each meets the others in turn.
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

# Not every linker can read what every compiler leaves for it. Then the program's own functions are
# missing to it, with our probes or without: the one way in which a combination may end.
can_lto() # compiler, linker
{
	echo "int main(void) { return 0; }" >lto.c
	"$1" -flto -c lto.c -o lto.o && "$1" "-fuse-ld=$2" -flto lto.o -o lto
}

# Without the attribute compilers call through the GOT where -fno-plt asks for that.
for style in asm call; do
	mkdir -p "$style" "plain/$style"
	"$dtrace" -h -x header=$style -s "$here/matrix.d" -o $style/matrix.h || exit 1
	sed 's/visibility("hidden"), //' $style/matrix.h >plain/$style/matrix.h
done

# Sets the commands that compile and link.
choose() # style, compiler, level, kind, linker, collection
{
	headers=$1
	link="$2 -fuse-ld=$5"
	options=$3
	case $2 in
	*++) options="$options -x c++" ;;
	esac
	case $3 in
	*-flto) link="$link $3" ;;
	esac
	case $4 in
	pie) options="$options -fPIE" link="$link -pie" ;;
	static) options="$options -fno-pie" link="$link -static" ;;
	shared) options="$options -fPIC" ;;
	no-plt) options="$options -fPIC -fno-plt" headers=plain/$1 ;;
	esac
	if [ "$6" = gc ]; then
		options="$options -ffunction-sections -fdata-sections"
		link="$link -Wl,--gc-sections"
	fi
	compile="$2 $options -Wall -I$headers -c"
}

build() # kind
{
	rm -f ./*.o program libside.so
	$compile "$here/matrix.c" -o main.o && $compile -DSIDE "$here/matrix.c" -o side.o || return
	if [ "$1" != shared ]; then
		"$dtrace" -G -s "$here/matrix.d" main.o side.o -o probes.o &&
		$link main.o side.o probes.o -o program
		return
	fi
	"$dtrace" -G -s "$here/matrix.d" side.o -o side_probes.o &&
	$link -shared side.o side_probes.o -o libside.so &&
	"$dtrace" -G -s "$here/matrix.d" main.o -o probes.o &&
	$link main.o probes.o -L. -lside "-Wl,-rpath,$work" -o program
}

# A static program is caught where it begins, and then either fires too or is told of: the kernel
# may count in a page that the program does not read (see dtrace-gen(1)).
fires_early()
{
	timeout 60 "$dtrace" -x evaltime=exec -s "$here/matrix_script.d" -c ./program >out 2>err ||
		return
	diff "$here/matrix_expected" out || grep "mapped twice" err
}

fires() # kind
{
	build "$1" && ./program || return
	if [ "$1" = static ]; then
		fires_early || return
		set -- -x evaltime=main
	else
		set --
	fi
	timeout 60 "$dtrace" "$@" -s "$here/matrix_script.d" -c ./program >out || return
	diff "$here/matrix_expected" out
}

# The link is refused, says so, and leaves no program.
is_refused() # kind
{
	! build "$1" 2>refusal && grep -q . refusal && [ ! -e program ]
}

n=0
failed=0
try() # style, compiler, level, kind, linker, collection
{
	n=$((n + 1))
	name=$*
	expect=fires
	choose "$@"
	case $3 in
	*-flto) can_lto "$2" "$5" >log 2>&1 || expect=is_refused ;;
	esac
	[ $expect = fires ] || name="$name: refused"
	if $expect "$4" >log 2>&1; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		sed 's/^/# /' log
		failed=1
	fi
}

# Those of the words that are programs with this in front.
present() # prefix, words
{
	prefix=$1
	shift
	for word; do
		has "$prefix$word" && echo "$word"
	done
}

compilers=$(present '' gcc g++ clang clang++)
linkers=$(present ld. bfd gold lld mold)

# The calls that the style asm does not have go through nothing.
all()
{
	for style in asm call; do
		for compiler in $compilers; do
			for level in -O0 -O2 -Os '-O2 -flto'; do
				for linker in $linkers; do
					for kind in pie static shared no-plt; do
						[ "$style $kind" = 'asm no-plt' ] && continue
						for gc in keep gc; do
							try $style "$compiler" "$level" $kind \
								"$linker" $gc
						done
					done
				done
			done
		done
	done
}

# Word number $1, counted around.
turn() # number, words
{
	number=$(($1 % ($# - 1) + 1))
	shift $number
	echo "$1"
}

# Every compiler with every level, the rest in turn.
few()
{
	i=0
	for compiler in $compilers; do
		for level in -O0 -O2 -Os '-O2 -flto'; do
			try "$(turn $((i / 2)) asm call)" "$compiler" "$level" \
				"$(turn $((i + i / 4)) pie static shared)" \
				"$(turn $((i + i / 4)) $linkers)" "$(turn $((i / 4 + i)) gc keep)"
			i=$((i + 1))
		done
	done
}

case $MATRIX in
all) all ;;
*) few ;;
esac
echo "1..$n"
exit $failed
