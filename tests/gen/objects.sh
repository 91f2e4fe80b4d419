#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The objects of -G: valid, the same each time, and linked in all the ways in which builds link
# them.
. "${top_srcdir:-.}/tests/gen/lib.sh"
cc=${CC:-cc}

cat >shop.d <<'END'
provider shop {
	probe open(int n);
	probe close();
};
END
echo 'provider other { probe one(); };' >other.d
cat >main.c <<'END'
#include "shop.h"
int side(void);
int main(void)
{
	SHOP_OPEN(1);
	if (SHOP_CLOSE_ENABLED())
		SHOP_CLOSE();
	return side();
}
END
cat >side.c <<'END'
#include "shop.h"
int side(void);
int side(void)
{
	SHOP_OPEN(2);
	return SHOP_CLOSE_ENABLED();
}
END
# Without the header's own definitions, as systemtap's headers are.
cat >bare.c <<'END'
extern unsigned short shop_open_semaphore __attribute__((visibility("hidden")));
extern unsigned short shop_close_semaphore __attribute__((visibility("hidden")));
int main(void) { return shop_open_semaphore + shop_close_semaphore; }
END

check 'a header and an object, named after the script' "
	'$gen' -h -s shop.d && '$gen' -G -s shop.d && test -s shop.h && test -s shop.o"
check 'the object is relocatable and for this machine' '
	readelf -hW shop.o | grep -q "Type: *REL" &&
	'"$cc"' -c -xc /dev/null -o ref.o &&
	test "$(readelf -hW shop.o | grep -E "Machine|Class|Data:")" = \
		"$(readelf -hW ref.o | grep -E "Machine|Class|Data:")"'
check 'semaphores: weak, hidden, two bytes each, in the file, writable' '
	readelf -sW shop.o | grep -E "[02] +2 OBJECT +WEAK +HIDDEN +1 shop_(open|close)_semaphore" |
		wc -l | grep -qx 2
	readelf -SW shop.o | grep -E "\.probes +PROGBITS .* 000004 00 +WA .* 2$"'
check 'the stack stays without execution' 'readelf -SW shop.o | grep -F .note.GNU-stack'
check 'the same bytes again, under another name, elsewhere' "
	mkdir x && cd x && '$gen' -G -s ../shop.d -o again.bin && cmp again.bin ../shop.o"
check 'visible semaphores with -D STAP_SDT_V2' "
	'$gen' -D STAP_SDT_V2 -G -s shop.d -o v2.o
	readelf -sW v2.o | grep -c 'WEAK *DEFAULT .*semaphore' | grep -qx 2"
check 'several scripts in one object' "
	'$gen' -G -s shop.d -s other.d -o both.o
	readelf -sW both.o | grep -c semaphore | grep -qx 3"
check 'several scripts in one header' "
	'$gen' -h -s shop.d -s other.d -o both.h
	grep -q 'define SHOP_OPEN(' both.h && grep -q 'define OTHER_ONE(' both.h"

for what in '/dev/null' 'an empty provider' 'BEGIN{}'; do
	case $what in
	/dev/null) : >e.d ;;
	BEGIN*) echo 'BEGIN{}' >e.d ;;
	*) echo 'provider libns { };' >e.d ;;
	esac
	check "$what makes an object that links" "
		'$gen' -G -s e.d -o e.o && '$gen' -h -s e.d -o e.h
		echo '#include \"e.h\"
		int main(void) { return 0; }' >e.c
		$cc -Wall -Werror -I. e.c e.o -o e && ./e"
done

link() # linker, options; the three ways of having semaphores
{
	linker=$1
	shift
	"$cc" "-fuse-ld=$linker" "$@" -I. main.c side.c -o p && ./p &&
	"$cc" "-fuse-ld=$linker" "$@" -I. main.c side.c shop.o -o p && ./p &&
	"$cc" "-fuse-ld=$linker" "$@" -I. shop.o main.c twice.o side.c v2.o -o p && ./p &&
	"$cc" "-fuse-ld=$linker" "$@" bare.c shop.o twice.o -o p && ./p || return
}
cp shop.o twice.o
for linker in bfd gold lld mold; do
	if ! has "ld.$linker"; then
		skip "$linker" 'not here'
		continue
	fi
	for options in '-fPIE -pie' '-no-pie' -static \
		'-O2 -ffunction-sections -Wl,--gc-sections'; do
		# shellcheck disable=SC2086
		try "$linker: $options" link $linker $options
	done
	check "$linker: the base of the notes stays" '! readelf -n p | grep "Base: 0x0*,"'
	check "$linker: a shared library with its own semaphores" "
		$cc -fuse-ld=$linker -fPIC -shared -I. side.c shop.o -o libside.so
		$cc -fuse-ld=$linker -I. main.c shop.o -L. -lside -o p && LD_LIBRARY_PATH=. ./p
		! readelf -n libside.so p | grep 'Semaphore: 0x0*$'"
	check "$linker: one for all sites of a probe" '
		'"$cc"' -fuse-ld='$linker' -I. main.c side.c shop.o -o p
		readelf -n p | awk "/Name: open/ { getline; print \$NF }" | sort -u | wc -l |
			grep -qx 1'
done
check 'ld -r, then a program' "
	$cc -c -I. main.c side.c && ld -r main.o side.o shop.o -o all.o && $cc all.o -o p && ./p"
check 'an archive' "ar rc libside.a side.o shop.o && $cc main.o libside.a -o p && ./p"
check 'strip leaves the notes' 'strip p && readelf -n p | grep -q "Name: close"'

# Operands say which machine the object is for; they are read and never written.
check 'objects are left alone, and their links' '
	cp main.o keep.o && ln main.o hard.o && touch -d 2001-01-01 main.o
	'"'$gen'"' -G -s shop.d main.o side.o -o shop.o
	cmp main.o keep.o && test main.o -ef hard.o && test "$(stat -c %Y main.o)" = 978307200 ||
		test "$(stat -c %y main.o | cut -c1-10)" = 2001-01-01'
check 'options and operands in any order' "
	'$gen' main.o -s shop.d -G side.o -o order.o -32 -64 && cmp order.o shop.o
	POSIXLY_CORRECT=1 '$gen' main.o -G -s shop.d -fPIC -m64 side.o -k --types -Z -oposix.o
	cmp posix.o shop.o"
machine() # file
{
	readelf -hW "$1" | sed -n 's/.*Class: *\(ELF[0-9]*\)/\1/p; s/.*Machine: *\(.*\)/\1/p' |
		tr '\n' ' '
}
if [ "$(uname -m)" = x86_64 ]; then
	for options in -32 -m32; do
		check "$options makes a 32-bit object" "'$gen' -G $options -s shop.d -o w.o"
		try "$options: its machine" test "$(machine w.o)" = 'ELF32 Intel 80386 '
	done
	check 'so does CFLAGS' "CFLAGS='-O2 -m32' '$gen' -G -s shop.d -o w.o"
	try 'CFLAGS: its machine' test "$(machine w.o)" = 'ELF32 Intel 80386 '
	check 'and CC' "CC='gcc -m32' '$gen' -G -s shop.d -o w.o"
	try 'CC: its machine' test "$(machine w.o)" = 'ELF32 Intel 80386 '
	if has clang && clang --target=i386-linux-gnu -I. -c side.c -o i386.o; then
		check 'a 32-bit operand decides' "'$gen' -G -s shop.d i386.o -o w.o"
		try 'a 32-bit operand: its machine' test "$(machine w.o)" = 'ELF32 Intel 80386 '
		check 'operands of two widths are refused' "
			! '$gen' -G -s shop.d main.o i386.o -o no.o 2>err
			grep -q \"can't mix 32-bit and 64-bit\" err && test ! -e no.o"
		clang --target=aarch64-linux-gnu -I. -c side.c -o a64.o
		check 'an AArch64 operand decides' "'$gen' -G -s shop.d a64.o -o w.o"
		try 'an AArch64 operand: its machine' test "$(machine w.o)" = 'ELF64 AArch64 '
		check 'operands of two machines are refused' "
			! '$gen' -G -s shop.d main.o a64.o -o no.o 2>err
			grep -q 'incorrect ELF machine' err && test ! -e no.o"
		has ld.lld && check 'lld links AArch64 with it' '
			ld.lld -r a64.o w.o -o r.o && ld.lld -shared a64.o w.o -o r.so'
	else
		skip 'operands of other machines' 'no clang'
	fi
fi

check 'archives are refused' "
	! '$gen' -G -s shop.d libside.a -o no.o 2>err && grep -q 'archives are not permitted' err"
check 'programs are refused' "! '$gen' -G -s shop.d p -o no.o 2>err && test ! -e no.o"
check 'what is no object is refused' "! '$gen' -G -s shop.d main.c -o no.o 2>err"

finish
