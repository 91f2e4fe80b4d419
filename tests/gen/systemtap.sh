#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Our <sys/sdt.h> beside systemtap's: the same program gets the same probes from either, and both
# may be included, in any order. lib.sh tells where that one is looked for.
. "${top_srcdir:-.}/tests/gen/lib.sh"
cp "$here/systemtap.c" .
cp systemtap.c systemtap.cc
n_probes=31
[ "$(uname -m)" != x86_64 ] || n_probes=32

builds() # compiler, folder of sys/sdt.h, options
{
	compiler=$1
	folder=$2
	shift 2
	"$compiler" -Wall -Werror -Wno-unused "-I$folder" "$@" -o t && ./t
}

# Which there must be, with our header, whatever else is here.
for compiler in $(available gcc clang); do
	for standard in gnu89 c99 gnu11 gnu17; do
		try "$compiler -std=$standard: all of the interface" \
			builds "$compiler" "$sdk" -std=$standard systemtap.c
	done
	check "$compiler: every probe has a note" \
		"readelf -n t | grep -c 'Provider: api' | grep -qx $n_probes"
done
for compiler in $(available g++ clang++); do
	try "$compiler: all of the interface" builds "$compiler" "$sdk" systemtap.cc
done

find_systemtap || {
	skip "the same with systemtap's header" 'systemtap-sdt-dev is neither here nor in a cache'
	finish
}
for compiler in $(available gcc clang); do
	for options in -O0 -O2 -DWITH_SEMAPHORES; do
		try "$compiler $options, systemtap's header" \
			builds "$compiler" "$theirs" "$options" systemtap.c
		notes t | sort >want
		try "$compiler $options, ours" builds "$compiler" "$sdk" "$options" systemtap.c
		notes t | sort >got
		try "$compiler $options: the same probes, sizes and signs" diff want got
	done
done

# Both in one file: as <sys/sdt.h> of one and the full path of the other, <usdt.h>, and a header
# that dtrace -h made.
echo 'provider made { probe one(int n); };' >made.d
"$gen" -h -s made.d
for order in "theirs ours" "ours theirs" "usdt theirs" "theirs usdt" "made theirs" "theirs made" \
	"made usdt theirs ours" "theirs ours usdt made"; do
	for word in $order; do
		case $word in
		theirs) echo "#include \"$theirs/sys/sdt.h\"" ;;
		ours) echo "#include \"$sdk/sys/sdt.h\"" ;;
		usdt) echo "#include \"$sdk/usdt.h\"" ;;
		made) echo '#include "made.h"' ;;
		esac
	done >both.c
	cat >>both.c <<'END_OF_C'
int main(void)
{
	DTRACE_PROBE1(both, one, 1);
	STAP_PROBE2(both, two, 1, 2L);
#ifdef USDT
	USDT(both, three, 1, 2, 3);
	if (USDT_ENABLED(both, four))
		USDT(both, four);
#endif
#ifdef MADE_ONE_ENABLED
	if (!MADE_ONE_ENABLED())
		MADE_ONE(1);
#endif
	return 0;
}
END_OF_C
	cp both.c both.cc
	want=2
	case $order in *usdt*) want=4 ;; *ours*) [ "$order" != "ours theirs" ] || want=4 ;; esac
	case $order in *made*) want=$((want + 1)) ;; esac
	[ "$order" != "theirs ours" ] || want=2
	for compiler in $(available gcc clang g++ clang++); do
		case $compiler in *++) file=both.cc ;; *) file=both.c ;; esac
		try "$order, $compiler" builds "$compiler" "$theirs" $file
		try "$order, $compiler: $want probes" test "$(notes t | wc -l)" = "$want"
	done
done
finish
