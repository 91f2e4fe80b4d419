#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Types of the traced program, from its debug information: of two compilers, of all versions of
# DWARF, stripped into a file of their own, of a library, and from BTF.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}" objcopy

cat >"$tmp/values.d" <<'END'
live$target:::hit
{
	this->c = (conn_t *)arg0;
	printf("%c %d %d %d %d %d ", this->c->kind, this->c->secure, this->c->retries,
	    this->c->far, this->c->big, this->c->small);
	printf("%s %d %d %x ", stringof(this->c->host), this->c->at[1].y, this->c->height,
	    this->c->address.four);
	printf("%d %d %d ", this->c->color == GREEN, this->c->on, this->c->number.i);
	printf("%s %d %d ", stringof(this->c->next->host), this->c->list.before->weight,
	    ((struct list_head *)arg1)->weight);
	printf("%s %d %d %d\n", this->c->name, this->c->wide.tight.b, this->c->wide.tight.c,
	    this->c->wide.l);
}
END
values='f 1 99 70000 549755813888 -7 first 4 20 1020304 1 1 7 second 77 5 bob -5 6 123456789'

claims() # what it is built with, program
{
	"$2" layout >"$tmp/layout"
	awk -F'\t' 'BEGIN { print "live$target:::hit {" }
		{ printf "printf(\"%s\\t%%d\\n\", %s);\n", $1, $1 }
		END { print "}" }' "$tmp/layout" >"$tmp/layout.d"
	trace -q -c "$2" -s "$tmp/layout.d"
	is "$1: D lays out what C does" "$(printf '%s' "$out" | grep .)" "$(cat "$tmp/layout")"
	trace -q -c "$2" -s "$tmp/values.d"
	is "$1: members are read" "$(printf '%s' "$out" | grep .)" "$values"
}

built() # flags
{
	# shellcheck disable=SC2086 # flags are words
	(cd "$tmp" && $compiler $1 -O1 -I"$sdk" -o prog "$here/debuginfo.c" 2>"$tmp/err")
}

here=$(cd "$here" && pwd)
for compiler in "${CC:-cc}" clang; do
	for flags in -g "-gdwarf-4 -fdebug-types-section" "-gdwarf-3 -gstrict-dwarf" \
		"-gdwarf-5 -gsplit-dwarf" "-g -gz"; do
		built "$flags" && claims "$compiler $flags" "$tmp/prog"
	done
done

compiler=${CC:-cc}
built -g || live_skip "no compiler for this build"
objcopy --only-keep-debug "$tmp/prog" "$tmp/prog.debug"
objcopy --strip-all --add-gnu-debuglink="$tmp/prog.debug" "$tmp/prog"
claims "a stripped program with its file beside it" "$tmp/prog"
rm "$tmp/prog.debug"
trace -q -c "$tmp/prog" -n 'live$target:::hit { trace(((struct conn *)arg0)->kind); }'
has "without it, there is nothing to know" "$err" 'the members of "struct conn" are not known'
is "and the status tells" "$status" 1

# The same name may be the kernel's, the program's and a library's.
built -g
trace -q -c "$tmp/prog" -n 'live$target:::hit {
	printf("%d %d %d %d", sizeof (struct list_head), sizeof (struct a.out`list_head),
	    sizeof (struct vmlinux`list_head),
	    (uintptr_t)curthread->tasks.next->prev == (uintptr_t)&curthread->tasks); }'
is "names of the program and of the kernel are told apart" "$(printf '%s' "$out" | grep .)" \
	"16 16 16 1"
trace -q -c "$tmp/prog" -n 'live$target:::hit {
	trace(((struct vmlinux`list_head *)arg1)->weight); }'
has "and the kernel's has its own members" "$err" 'weight is not a member of "struct list_head"'
trace -q -c "$tmp/prog" -n 'live$target:::hit {
	trace(((struct a.out`conn *)arg0)->at[0].y);
	trace(((prog`conn_t *)arg0)->at[0].y);
	trace((string)((struct task_struct *)curthread)->comm); }'
is "a file is named, and kernel pointers lead to the kernel's types" \
	"$(printf '%s' "$out" | tr -s ' \n' ' ')" "22prog"
trace -q -c "$tmp/prog" -n 'live$target:::hit { trace(((libnone`conn_t *)arg0)->kind); }'
has "of a file that is not there it is said" "$err" "libnone has no type 'conn_t'"

# A definition names types that it does not declare.
echo 'provider shop { probe placed(conn_t *c, struct list_head *list); };' >"$tmp/shop.d"
"$generate" -h -s "$tmp/shop.d" -o "$tmp/shop.h"
sed -e 's/STAP_PROBE2(.*)/SHOP_PLACED(\&first, \&first.list)/' \
	-e 's/^typedef struct conn conn_t;/&\n#include "shop.h"/' \
	"$here/debuginfo.c" >"$tmp/shop.c"
${CC:-cc} -g -I"$sdk" -I"$tmp" -o "$tmp/shop" "$tmp/shop.c"
trace -q -c "$tmp/shop" -n 'shop*:::placed {
	printf("%s %d", stringof(args[0]->next->host), args[1]->before->weight); }'
is "types that a definition only names are known" "$(printf '%s' "$out" | grep .)" "second 77"

# Without -p, a description that names the process leads to its types.
sed 's/return serve(/for (;;) SHOP_PLACED(\&first, \&first.list);\n&/' "$tmp/shop.c" >"$tmp/loop.c"
${CC:-cc} -g -I"$sdk" -I"$tmp" -o "$tmp/loop" "$tmp/loop.c"
"$tmp/loop" &
started=$!
sleep 0.2
trace -q -n "shop$started:::placed { trace(((conn_t *)arg0)->at[1].x); exit(0); }"
is "a process that a description names is looked at" "$(printf '%s' "$out" | tr -d ' \n')" 3

# The parameters of a function are args[], those left out that are in other registers.
parameters() # what has them
{
	[ "$(uname -m)" = x86_64 ] || return
	trace -q -c "$tmp/prog" -n 'pid$target:prog:serve:entry {
		printf("%d %s %d %s %d %d", args[0]->at[1].y, stringof(args[0]->next->host),
		    args[1], stringof(args[2]), args[3] == GREEN, args[4]); }'
	is "$1: the parameters of a function have types" "$(printf '%s' "$out" | grep .)" \
		"4 second -3 text 1 200"
	out=$("$dtrace" -lv -c "$tmp/prog" -n 'pid$target:prog:serve:entry' 2>&1)
	has "$1: a listing shows them" "$out" "args[3]: enum color color"
}
parameters DWARF

# Some programs have BTF in its place.
if built -gbtf; then
	claims "$compiler -gbtf" "$tmp/prog"
	parameters BTF
	trace -q -c "$tmp/prog" -n 'live$target:::hit { trace(((struct nosuch *)arg0)->x); }'
	has "BTF: what is not there" "$err" 'the members of "struct nosuch" are not known'
fi

live_end
