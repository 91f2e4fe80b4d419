#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# What <usdt.h> promises: 0 to 12 arguments of any kind with their size and sign, and semaphores of
# one probe and of several, in C and in C++, whatever compiles it.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}"

args="arg0 arg1 arg2 arg3 arg4 arg5 arg6 arg7 arg8 arg9"
{
	echo '#pragma D option quiet'
	for probe in narrow=4 wide=4 enums=3 fields=3 constants=3 n0=0 n1=1 n2=2 n3=3 n4=4 n5=5 \
		n6=6 n7=7 n8=8 n9=9 n10=10 n11=11 n12=12 shared1=1 shared2=2 gated=1; do
		n=${probe#*=}
		echo "types\$target:::${probe%=*} {"
		printf '%s\n' '	printf("%s", probename);'
		i=0
		for arg in $args "args[10]" "args[11]"; do
			[ $i -lt "$n" ] || break
			echo "	printf(\" %d\", $arg);"
			i=$((i + 1))
		done
		printf '%s\n' '	printf("\n");'
		echo '}'
	done
	cat <<'END_OF_D'
types$target:::pointers {
	printf("pointers %s %s %s %x\n", copyinstr(arg0), copyinstr(arg1), copyinstr(arg2),
		*(uint32_t *)copyin(arg3, 4) & 7);
}
types$target:::floats { printf("floats %x %x\n", arg0, arg1); }
types$target:::wrong { printf("wrong\n"); }
END_OF_D
} >"$tmp/script.d"

cat >"$tmp/expected" <<'END_OF_TEXT'
narrow -1 255 -2 65535
wide -3 4294967295 -4 -1
enums 5 -3 1
pointers text literal direct 5
floats 3fc00000 c004000000000000
fields 5 -200 549755813888
constants 7 -7 1099511627776
n0
n1 -3
n2 -3 2
n3 -3 2 -2
n4 -3 2 -2 4
n5 -3 2 -2 4 -1
n6 -3 2 -2 4 -1 6
n7 -3 2 -2 4 -1 6 -4
n8 -3 2 -2 4 -1 6 -4 8
n9 -3 2 -2 4 -1 6 -4 8 65535
n10 -3 2 -2 4 -1 6 -4 8 65535 10
n11 -3 2 -2 4 -1 6 -4 8 65535 10 255
n12 -3 2 -2 4 -1 6 -4 8 65535 10 255 12
shared1 -3
shared2 -3 -4
gated -2
END_OF_TEXT

for compiler in gcc clang g++ clang++; do
	command -v "$compiler" >/dev/null || continue
	case $compiler in
	*++) language='-x c++' ;;
	*) language= ;;
	esac
	for options in -O0 '-O2 -fPIE -pie' '-Os -static'; do
		name="$compiler $options"
		# shellcheck disable=SC2086
		holds "$name: it is built" "$compiler" $language -Wall -Wextra -Werror -I"$sdk" \
			$options "$here/usdt.c" -o "$tmp/usdt"
		case $options in
		*-static) trace -x evaltime=exec -s "$tmp/script.d" -c "$tmp/usdt" ;;
		*) trace -s "$tmp/script.d" -c "$tmp/usdt" ;;
		esac
		is "$name: every probe with its arguments" "$(echo "$out" | grep .)" \
			"$(cat "$tmp/expected")"
		is "$name: nothing else is told" "$err" ""
	done
done

# One probe of a shared semaphore opens the gate of the other as well.
trace -q -n 'types$target:::shared1 { printf("%d", arg0); }' -c "$tmp/usdt"
is "one of two probes" "$out" "-3"
live_end
