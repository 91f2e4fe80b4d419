#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The same probes in every spelling (readers.c) are the same notes, field by field, and the same as
# with systemtap's header, where it is; and gdb, bpftrace and perf list them, and gdb reads their
# arguments. Places of arguments are up to the compiler; those that readers refuse do not occur.
. "${top_srcdir:-.}/tests/gen/lib.sh"

[ "$(uname -m)" = x86_64 ] || {
	skip 'the same notes in every spelling' "operands of another machine than $(uname -m)"
	finish
}
cp "$here"/readers.? .
# perf keeps what it knows of files there.
HOME=$work
export HOME

builds() # spelling, compiler, options
{
	spelling=$1
	compiler=$2
	shift 2
	case $spelling in
	sdt) $compiler "$@" -DSPELL_SDT -I"$sdk" readers.c -o t ;;
	systemtap) $compiler "$@" -DSPELL_SDT -I"$theirs" readers.c -o t ;;
	usdt) $compiler "$@" -DSPELL_USDT -I"$sdk" readers.c -o t ;;
	header)
		"$gen" -h -s readers.d && "$gen" -G -s readers.d -o probes.o &&
			$compiler "$@" -I. readers.c probes.o -o t
		;;
	call)
		"$gen" -h -x header=call -s readers.d && $compiler "$@" -I. -c readers.c -o r.o &&
			"$gen" -G -s readers.d r.o -o probes.o && $compiler r.o probes.o -o t
		;;
	esac && ./t
}

# A line for each note: owner, type, name, sizes, and whether what is an address is the right one:
# the place of a nop, the base, a semaphore in .probes or none.
fields() # file
{
	base=$(readelf -SW "$1" | sed -n 's/.* \.stapsdt\.base *PROGBITS *0*\([0-9a-f]*\) .*/\1/p')
	objdump -d "$1" | sed -n 's/^ *\([0-9a-f]*\):\t90 .*nop$/\1/p' >nops
	readelf -nW "$1" | awk -v base="$base" '
	BEGIN { while ((getline place <"nops") > 0) is_nop[place] = 1 }
	/^ *stapsdt/ { owner = $1 " " $3 }
	/Provider:/ { line = owner " " $NF }
	/Name:/ { line = line " " $2 }
	/Location:/ {
		gsub(/0x0*|,/, "")
		line = line ($2 in is_nop ? " nop" : " no-nop") ($4 == base ? " base" : " no-base")
	}
	/Arguments:/ {
		for (i = 2; i <= NF; i++)
			if (sub(/@.*/, "", $i))
				line = line " " $i
		print line
	}' | sort
}

is_listed() # what a reader has printed
{
	sed -n 's/.*readers[: ]\{1,\}\([a-z]*\).*/\1/p' "$1" | sort -u >listed
	diff names listed
}

gdb_lists()
{
	gdb -nx -batch -ex 'info probes stap' t >out 2>&1
	is_listed out
}

bpftrace_lists()
{
	bpftrace -l 'usdt:./t:*' >out && is_listed out
}

perf_lists()
{
	perf buildid-cache --purge t >/dev/null 2>&1
	perf buildid-cache --add t && perf list sdt >out 2>&1 && is_listed out
}

gdb_reads()
{
	for probe in chars shorts ints longs members global expressions; do
		printf 'break -probe-stap readers:%s\n' $probe
	done >orders
	echo 'run' >>orders
	for n_args in 2 2 2 2 2 1 2; do
		if [ $n_args = 1 ]; then
			printf '%s\n' 'printf "%d\n", $_probe_arg0' continue
		else
			printf '%s\n' 'printf "%d %d\n", $_probe_arg0, $_probe_arg1' continue
		fi
	done >>orders
	gdb -nx -batch -x orders ./t >out 2>&1
	grep -E '^-?[0-9]+( -?[0-9]+)?$' out | tr '\n' ',' >got
	echo >>got
	echo '-1 200,-3 40000,-4 5,-6 7,1 -1,7,-3 -4,' | diff - got || { cat out; return 1; }
}

theirs=
find_systemtap || skip "systemtap's header" 'it is neither here nor in a cache'
readers=$(available gdb perf)
[ "$(id -u)" != 0 ] || readers=$(available gdb perf bpftrace)
gdb_runs=$(gdb -nx -batch -ex run true 2>/dev/null | grep 'exited normally')
sed -n 's/.*probe \([a-z]*\)(.*/\1/p' readers.d | sort >names
for compiler in $(available gcc clang); do
	for level in -O0 -O2; do
		builds sdt "$compiler" $level && fields t >want
		try "$compiler $level: ten notes" test "$(grep -c ' readers .* nop base' want)" = 10
		for spelling in ${theirs:+systemtap} usdt header call; do
			try "$compiler $level, $spelling" builds $spelling "$compiler" $level
			fields t >got
			try "$compiler $level, $spelling: the same fields" diff want got
			[ $spelling != systemtap ] || continue
			case $spelling in
			header | call)
				check "$compiler $level, $spelling: semaphores" \
					'readelf -nW t | grep "Semaphore: 0x0*[1-9a-f]" >semaphores
				test "$(wc -l <semaphores)" = 10'
				;;
			esac
			check "$compiler $level, $spelling: no operand that readers refuse" \
				'! readelf -n t | grep -E "Arguments:.*([0-9]f@|[(]%rip)"'
			for reader in $readers; do
				try "$compiler $level, $spelling: $reader lists" ${reader}_lists
			done
			[ -z "$gdb_runs" ] || try "$compiler $level, $spelling: gdb reads" gdb_reads
		done
	done
done
finish
