#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The call style: what -G makes of calls, and what it leaves alone. tests/live/matrix.sh sees
# whether the probes fire.
. "${top_srcdir:-.}/tests/gen/lib.sh"
cc=${CC:-cc}

# "! command" is no failure under sh -e; "not command" is one.
check()
{
	try "$1" sh -ec "not() { if \"\$@\"; then return 1; fi; }
$2"
}
case $(uname -m) in
x86_64) ;;
*) echo '1..0 # SKIP the sites are those of x86-64'; exit 77 ;;
esac

cat >shop.d <<'END'
provider shop {
	probe open(int n, const char *s);
	probe close();
	probe many(char a, short b, int c, long d, unsigned char e, unsigned f, int g, short h);
	probe odd__types(double d, float f, some_t any, struct s whole, bool b);
};
END
check 'a header of calls' "'$gen' -h -x header=call -s shop.d && cp shop.h call.h
	grep -q 'extern void __dtrace_shop___open(int, __UINTPTR_TYPE__)' call.h"
try 'a style that nobody has is refused' sh -c "! '$gen' -h -x header=poem -s shop.d 2>err &&
	grep -q 'header=poem' err"

# The frame of every program: a probe in a function, and the symbol it calls without our header.
cat >call.c <<'END'
#include "shop.h"
void last(int n);
int inner(void);
void f(int n);
int outer;
void f(int n)
{
	SHOP_OPEN(n, "text");
	outer = n;
}
void last(int n)
{
	SHOP_MANY(1, 2, 3, 4, 5, 6, 7, n);
}
int inner(void)
{
	return SHOP_CLOSE_ENABLED();
}
END
cat >main.c <<'END'
#include "shop.h"
void last(int n);
int inner(void);
void f(int n);
int main(int argc, char **argv)
{
	(void)argv;
	f(argc);
	last(argc);
	SHOP_CLOSE();
	return inner();
}
END
for compiler in $(available gcc clang); do
	for std in c89 c99 c11 gnu17; do
		check "$compiler -std=$std: no warnings" "
			$compiler -std=$std -O2 -Wall -Wextra -Werror -pedantic -c call.c main.c"
	done
done
for compiler in $(available g++ clang++); do
	for std in c++11 c++17 c++20; do
		check "$compiler -std=$std: no warnings" "
			$compiler -std=$std -Wall -Wextra -Werror -pedantic -xc++ -c call.c main.c"
	done
done
check 'every kind of argument' "
	cat >kinds.c <<'END'
#include \"shop.h\"
typedef short some_t;
struct s { int a, b; };
void k(void *p, unsigned bits);
void k(void *p, unsigned bits)
{
	struct s whole = { 1, 2 };
	some_t any = -1;
	SHOP_ODD_TYPES(1, 2, any, whole, bits);
	SHOP_ODD_TYPES(1.5f, 2.5, p, whole, 1);
	SHOP_ODD_TYPES(1, 2, \"text\", whole, p != 0);
	SHOP_ODD_TYPES(1, 2, k, whole, 1);
	SHOP_ODD_TYPES(1, 2, 2.5, whole, 1);
	SHOP_OPEN(p, 5);
}
END
	$cc -Wall -Wextra -Werror -c kinds.c && '$gen' -G -s shop.d kinds.o -o k.o
	readelf -nW kinds.o | grep -q 'Arguments: 8@%rdi 4@%esi -8@%rdx 8@%rcx 1@%r8b'"
check 'without probes' "
	$cc -Wall -Wextra -Werror -DDTRACE_PROBES_DISABLED call.c main.c -o p && ./p"

check 'a call becomes two nops' "$cc -O0 -c call.c && '$gen' -G -s shop.d call.o -o probes.o
	objdump -d call.o | grep -A1 '	90  ' | grep -q '0f 1f 40 00'
	objdump -dr call.o >dis && grep -c __dtraceenabled_ dis | grep -qx 1
	grep -c __dtrace_ dis | grep -qx 0
	grep -c 'e8 00 00 00 00' dis | grep -qx 1"
check 'a call in the last place becomes nop and ret' "$cc -O2 -c call.c
	objdump -dr call.o | grep -q 'jmp .*' && '$gen' -G -s shop.d call.o -o probes.o
	objdump -d call.o | grep -A3 '	90  ' | grep -q '	c3  '"
check 'arguments: registers by width' "readelf -nW call.o |
	grep -q 'Arguments: -4@%edi 8@%rsi\$'"
check 'arguments: the stack, as a call finds it' "$cc -O0 -c call.c
	'$gen' -G -s shop.d call.o -o probes.o
	readelf -nW call.o | grep -q 'Arguments: -1@%dil -2@%si -4@%edx -8@%rcx 1@%r8b 4@%r9d' &&
	readelf -nW call.o | grep -q ' -4@0(%rsp) -2@8(%rsp)\$'"
cat >tail.c <<'END'
#include "shop.h"
void last(int a, int b, int c, int d, int e, int f, int g, int h);
void last(int a, int b, int c, int d, int e, int f, int g, int h)
{
	SHOP_MANY(a, b, c, d, e, f, g, h);
}
END
check 'arguments: the stack, as a jump finds it' "gcc -O2 -c tail.c
	objdump -dr tail.o | grep -q 'jmp ' && '$gen' -G -s shop.d tail.o -o probes.o
	readelf -nW tail.o | grep -q ' -4@8(%rsp) -2@16(%rsp)\$'"

# Prototypes as Solaris' <sys/sdt.h> has them: calls through the PLT or the GOT.
cat >plain.c <<'END'
extern void __dtrace_shop___close(void);
extern void __dtrace_shop___open(int, const char *);
void twice(int n, const char *s);
void twice(int n, const char *s)
{
	__dtrace_shop___open(n, s);
	__dtrace_shop___close();
}
void when(int n);
void when(int n)
{
	if (n)
		__dtrace_shop___close();
}
END
check '-fno-plt: six bytes' "$cc -O2 -fPIC -fno-plt -c plain.c
	objdump -d plain.o | grep -q 'ff 15' && '$gen' -G -s shop.d plain.o -o probes.o
	objdump -d plain.o >dis && grep -q '0f 1f 40 00' dis && not grep -E 'ff (15|25)' dis
	readelf -sW plain.o | not grep __dtrace"
if has clang; then
	check 'a conditional jump out' "clang -Os -c plain.c && objdump -d plain.o | grep -q '0f 8'
		'$gen' -G -s shop.d plain.o -o probes.o && objdump -d plain.o >dis
		grep -q '7[45] 02' dis && not grep -q '0f 8' dis"
else
	skip 'a conditional jump out' 'no clang'
fi

check 'a second time changes nothing and makes a full object' "$cc -O2 -g -c call.c main.c
	'$gen' -G -s shop.d call.o main.o -o probes.o && cp call.o once.o && cp probes.o full.o
	touch -d 2001-01-01 call.o && rm probes.o
	'$gen' -G -s shop.d call.o main.o -o probes.o
	cmp call.o once.o && cmp probes.o full.o
	test \"\$(stat -c %Y call.o)\" = \"\$(date -d 2001-01-01 +%s)\"
	$cc call.o main.o probes.o -o p && ./p"
check 'an object without sites keeps its bytes and its time' "
	echo 'int none;' >none.c && $cc -c none.c call.c && cp none.o keep.o
	touch -d 2001-01-01 none.o
	'$gen' -G -s shop.d none.o call.o -o probes.o && cmp none.o keep.o
	test \"\$(stat -c %Y none.o)\" = \"\$(date -d 2001-01-01 +%s)\""
check 'the mode stays, hard links keep the old object, symbolic links lead to it' "
	$cc -c call.c && chmod 640 call.o && cp call.o old.o
	ln call.o hard.o && ln -sf call.o soft.o
	'$gen' -G -s shop.d soft.o -o probes.o && test -L soft.o && cmp hard.o old.o
	not cmp -s call.o old.o && test \"\$(stat -c %a call.o)\" = 640"
check 'nothing is written where one object is wrong' "$cc -c call.c main.c && cp call.o old.o
	echo 'void __dtrace_nix___x(void);
		void g(void); void g(void) { __dtrace_nix___x(); }' >nix.c
	$cc -c nix.c && not '$gen' -G -s shop.d call.o nix.o -o no.o 2>err
	grep -q 'nix.o calls __dtrace_nix___x, but no provider nix' err && test ! -e no.o
	cmp call.o old.o"
check 'debug data, compressed or not, comes through' "
	$cc -g -gz=zlib -c call.c main.c && '$gen' -G -s shop.d call.o main.o -o probes.o
	readelf -wi call.o 2>err | grep -q DW_TAG && test ! -s err
	$cc call.o main.o probes.o -o p && ./p"
check 'assembler functions without a size' "
	printf '%s\n' '.globl bare' 'bare: call __dtrace_shop___close' ' ret' >bare.s
	$cc -c bare.s && '$gen' -G -s shop.d bare.o -o probes.o
	readelf -nW bare.o | grep -q 'Name: close'
	readelf -rW bare.o | grep -A2 note.stapsdt | grep -q R_X86_64_64"
check 'a section without a symbol of its own gets one' "
	printf '%s\n' '.section .text.x,\"ax\"' '.globl bare' 'bare: call __dtrace_shop___close' \
		' lea other(%rip), %rax' ' ret' '.globl main' 'main: xor %eax, %eax' ' ret' \
		'.data' '.globl other' 'other: .quad main' >bare.s
	$cc -c bare.s && readelf -sW bare.o | not grep -q SECTION
	'$gen' -G -s shop.d bare.o -o probes.o && readelf -sW bare.o | grep -q SECTION
	$cc bare.o probes.o -o p && ./p && readelf -nW p | grep -q 'Name: close'
	test \"\$(readelf -nW p | sed -n 's/.*Location: \([^,]*\),.*/\1/p')\" = \
		\"0x\$(nm p | sed -n 's/ T bare//p')\""
if has clang; then
	check 'address significance tables are declared void' "
		printf '%s\n' '.section .text.x,\"ax\"' '.globl bare' \
			'bare: call __dtrace_shop___close' \
			' ret' '.addrsig' '.addrsig_sym bare' >bare.s
		clang -c bare.s && '$gen' -G -s shop.d bare.o -o probes.o && $cc -c main.c call.c
		'$gen' -G -s shop.d call.o main.o -o probes.o
		if command -v ld.lld; then
			clang -fuse-ld=lld bare.o main.o call.o probes.o -o p && ./p
		fi"
fi

# What stays a call goes to stubs.
cat >pointer.c <<'END'
extern void __dtrace_shop___open(int, const char *);
void (*volatile fire)(int, const char *) = __dtrace_shop___open;
int main(void)
{
	fire(1, "text");
	__dtrace_shop___open(2, "text");
	return 0;
}
END
check 'by address: to a stub with a note of its own' "$cc -O2 -c pointer.c
	'$gen' -G -s shop.d pointer.o -o probes.o && readelf -sW probes.o |
		grep -q 'FUNC *WEAK *HIDDEN .*__dtrace_shop___open'
	$cc pointer.o probes.o -o p && ./p && readelf -nW p | grep -c 'Name: open' | grep -qx 2"
check 'the large model: to stubs' "$cc -O2 -mcmodel=large -c call.c main.c
	'$gen' -G -s shop.d call.o main.o -o probes.o
	$cc -no-pie call.o main.o probes.o -o p && ./p
	readelf -nW p | grep -c 'Name: [ocm]' | grep -qx 3"
for compiler in $(available gcc clang); do
	for linker in gold lld bfd; do
		has "ld.$linker" || continue
		[ "$compiler $linker" = 'clang bfd' ] && continue
		[ "$compiler $linker" = 'clang gold' ] && continue
		[ "$compiler $linker" = 'gcc lld' ] && continue
		check "$compiler -flto, $linker: to stubs" "
			$compiler -O2 -flto -fuse-ld=$linker -c call.c main.c && cp call.o old.o
			'$gen' -G -s shop.d call.o main.o -o probes.o && cmp call.o old.o
			$compiler -O2 -flto -fuse-ld=$linker call.o main.o probes.o -o p && ./p
			readelf -nW p | grep -c 'Name: [ocm]' | grep -qx 3"
	done
done
check 'without operands: stubs for everything, if asked for' "
	'$gen' -G -x header=call -s shop.d -o all.o
	readelf -sW all.o | grep -c 'FUNC.*__dtrace' | grep -qx 8
	$cc -O2 -c call.c main.c && $cc call.o main.o all.o -o p && ./p"
check 'without operands: no stubs otherwise' "'$gen' -G -s shop.d -o bare.o
	readelf -sW bare.o | not grep FUNC"

# How programs are put together.
for linker in bfd gold lld mold; do
	if ! has "ld.$linker"; then
		skip "$linker" 'not here'
		continue
	fi
	check "$linker: two objects of -G" "$cc -O2 -c call.c main.c
		'$gen' -G -s shop.d call.o -o one.o && '$gen' -G -s shop.d main.o -o two.o
		'$gen' -G -x header=call -s shop.d -o three.o && cp three.o four.o
		$cc -fuse-ld=$linker call.o main.o one.o two.o three.o four.o -o p && ./p
		readelf -nW p | grep -c 'Name: close' | grep -qx 2"
	check "$linker: an archive" "$cc -O2 -c call.c main.c && rm -f libshop.a
		'$gen' -G -s shop.d call.o main.o -o probes.o && ar rc libshop.a call.o probes.o
		$cc -fuse-ld=$linker main.o libshop.a -o p && ./p
		readelf -nW p | grep -q 'Name: open'"
	check "$linker: nothing is left in a shared library's symbols" "
		$cc -O2 -fPIC -c plain.c call.c
		'$gen' -G -s shop.d plain.o call.o -o probes.o
		$cc -fuse-ld=$linker -shared -Wl,-z,defs plain.o call.o probes.o -o libp.so
		readelf --dyn-syms -W libp.so | not grep -E 'dtrace|semaphore'"
	check "$linker: beside probes of the other style" "$cc -O2 -c call.c main.c
		ld -r call.o main.o -o r.o
		'$gen' -h -s shop.d -o asm.h && sed 's/shop.h/asm.h/; s/main/start/' main.c >asm.c
		$cc -O2 -c asm.c && ld -r r.o asm.o -o all.o
		'$gen' -G -s shop.d all.o -o probes.o
		$cc -fuse-ld=$linker all.o probes.o -o p && ./p
		readelf -nW p | grep -c 'Name: close' | grep -qx 2
		readelf -nW p | sed -n '/Name: close/{n;s/.*Semaphore: //p}' | uniq |
			wc -l | grep -qx 1"
	check "$linker: --gc-sections keeps the base" "$cc -O2 -ffunction-sections -c call.c main.c
		'$gen' -G -s shop.d call.o main.o -o probes.o
		$cc -fuse-ld=$linker -Wl,--gc-sections call.o main.o probes.o -o p && ./p
		readelf -nW p | not grep 'Base: 0x0*,'"
done
if has g++; then
	cat >comdat.cc <<'END'
#include "shop.h"
template <typename T> struct box {
	__attribute__((noinline)) static void fire(T n) { SHOP_OPEN(n, "text"); SHOP_CLOSE(); }
};
inline __attribute__((noinline)) void both(int n) { SHOP_OPEN(n, "both"); }
#ifdef SIDE
void side();
void side() { box<int>::fire(1); both(2); }
#else
void side();
int main() { box<int>::fire(1); both(2); side(); }
#endif
END
	for linker in bfd gold lld mold; do
		has "ld.$linker" || continue
		check "$linker: COMDAT, one copy of each probe" "
			g++ -O2 -c comdat.cc && g++ -O2 -DSIDE -c comdat.cc -o side.o
			'$gen' -G -s shop.d comdat.o side.o -o probes.o
			g++ -fuse-ld=$linker comdat.o side.o probes.o -o p && ./p
			readelf -nW p | grep -c 'Name: open' | grep -qx 2
			readelf -nW p | not grep 'Location: 0x0*,'"
	done
fi

# More sections than 16 bits count.
cat >many.awk <<'END'
BEGIN {
	for (i = 0; i < 65400; i++) {
		printf ".section .text.f%d,\"ax\"\n", i
		printf ".globl f%d\nf%d: ret\n", i, i
	}
	print ".section .text.site,\"ax\"\n.globl site"
	print "site: call __dtrace_shop___close\n ret"
}
END
check 'many sections' "awk -f many.awk >many.s
	$cc -c many.s && '$gen' -G -s shop.d many.o -o probes.o
	readelf -nW many.o | grep -q 'Name: close' && readelf -sW many.o | grep -q 'f65399\$'
	cat >m.c <<'END'
void site(void);
int main(void) { site(); return 0; }
END
	$cc m.c many.o probes.o -o p && ./p
	test \"\$(readelf -nW p | sed -n 's/.*Location: \([^,]*\),.*/\1/p')\" = \
		\"0x\$(nm p | sed -n 's/ T site//p')\""

check 'i386 is refused' "
	printf '%s\n' 'f: call __dtrace_shop___close' >i.s && as --32 i.s -o i.o
	not '$gen' -G -s shop.d i.o -o no.o 2>err && grep -q 'x86-64 and AArch64 only' err"

# AArch64.
cross=aarch64-linux-gnu-gcc
if has $cross; then
	check 'AArch64: bl becomes nop, b becomes ret' "$cross -O2 -c call.c main.c
		$cross -O2 -c tail.c && '$gen' -G -s shop.d call.o main.o tail.o -o probes.o
		aarch64-linux-gnu-objdump -dr call.o main.o tail.o >dis && grep -q 'd503201f' dis
		not grep -E 'R_AARCH64_(CALL|JUMP)26.*__dtrace_' dis
		readelf -nW tail.o |
			grep -q 'Arguments: 1@x0 -2@x1 -4@x2 -8@x3 1@x4 4@x5 -4@x6 -2@x7'"
	check 'AArch64: it links' "$cross -static call.o main.o probes.o -o p
		readelf -nW p | grep -c 'Name: [ocm]' | grep -qx 3
		$cross -c pointer.c && '$gen' -G -s shop.d pointer.o -o probes.o
		$cross -static pointer.o probes.o -o q
		readelf -nW q | grep -c 'Name: open' | grep -qx 2"
	if has qemu-aarch64; then
		check 'AArch64: it runs' "qemu-aarch64 ./p && qemu-aarch64 ./q"
	else
		skip 'AArch64: it runs' 'no qemu-aarch64'
	fi
else
	skip 'AArch64' "no $cross"
fi
finish
