#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The types of arguments come with the binary: from the header of dtrace -h, from the object of
# dtrace -G and from USDT_DEFINITION(). (Those of run-time probes: runtime-probes.sh.)

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin "${CC:-cc}"

cat >"$tmp/conn.h" <<'END'
struct conn {
	int fd;
	const char *host;
	unsigned secure:1, retries:7;
	struct { short width, height; } size[2];
	conn_t *next;
};
END
{
	echo 'typedef struct conn conn_t;'
	cat "$tmp/conn.h" - <<'END'
#pragma D attributes Evolving/Stable/ISA provider shop name
#pragma D attributes Stable/Standard/Common provider shop args
provider shop {
	probe placed(conn_t *c, int n, char *text) : (int n, string text, conn_t *c);
	probe count(long n);
};
END
} >"$tmp/shop.d"
cat >"$tmp/main.c" <<'END'
typedef struct conn conn_t;
#include "shop.h"
#include "conn.h"
int main(void)
{
	conn_t second = { 8, "second", 0, 0, { { 0, 0 }, { 0, 0 } }, 0 };
	conn_t first = { 7, "first", 1, 99, { { 1, 2 }, { 3, 4 } }, &second };

	SHOP_PLACED(&first, -5, "text");
	SHOP_COUNT(2);
	return 0;
}
END

claims() # what it is built with, program
{
	out=$("$dtrace" -lv "$2" 2>&1 | sed -n '/ placed$/,$p')
	is "$1: a listing knows types, names and order" \
		"$(echo "$out" | grep 'args\[' | tr -d '\t')" \
		"args[0]: int n
args[1]: string text
args[2]: conn_t * c"
	is "$1: a listing knows attributes" \
		"$(echo "$out" | awk '/^\t\t[A-Z].*: / { print $NF }' | tr '\n' ' ')" \
		"Evolving Stable ISA Stable Standard Common "
	out=$(timeout 60 "$dtrace" -q -c "$2" -n 'shop$target:::placed {
		printf("%d %s %d %s %d %d", args[0], args[1], args[2]->fd,
		    stringof(args[2]->host), args[2]->secure, args[2]->retries);
		printf(" %d %s %d\n", args[2]->size[1].height, stringof(args[2]->next->host), arg0);
	}' 2>"$tmp/err" | grep .)
	is "$1: args[] is typed" "$out" "-5 text 7 first 1 99 4 second -5"
	is "$1: nothing is complained about" "$(cat "$tmp/err")" ""
}

"$generate" -h -s "$tmp/shop.d" -o "$tmp/shop.h"
"$generate" -G -s "$tmp/shop.d" -o "$tmp/shop.o"
# shellcheck disable=SC2086 # $CC may have options
${CC:-cc} -O2 "$tmp/main.c" -o "$tmp/header" || live_skip "no compiler for this build"
claims "header" "$tmp/header"
# shellcheck disable=SC2086
${CC:-cc} -O2 "$tmp/main.c" "$tmp/shop.o" -o "$tmp/both"
claims "header and object" "$tmp/both"
is "header and object: one note is kept" \
	"$(readelf -Wn "$tmp/both" | grep -c '^  fasttrap')" 1

"$generate" -h -x header=call -s "$tmp/shop.d" -o "$tmp/shop.h"
# shellcheck disable=SC2086
${CC:-cc} -O2 -c "$tmp/main.c" -o "$tmp/main.o"
"$generate" -G -s "$tmp/shop.d" "$tmp/main.o" -o "$tmp/shop.o"
# shellcheck disable=SC2086
${CC:-cc} "$tmp/main.o" "$tmp/shop.o" -o "$tmp/call"
claims "call style" "$tmp/call"

cat >"$tmp/own.c" <<'END'
#include <usdt.h>
struct point { int x, y; };
USDT_DEFINITION("struct point { int x, y; };"
		"provider own { probe at(struct point *p); };");
int main(void)
{
	struct point p = { 3, 4 };

	USDT(own, at, &p);
	return 0;
}
END
# shellcheck disable=SC2086
${CC:-cc} -O2 -I"$sdk" "$tmp/own.c" -o "$tmp/own"
is "USDT_DEFINITION: args[] is typed" "$(timeout 60 "$dtrace" -q -c "$tmp/own" \
	-n 'own$target:::at { printf("%d %d", args[0]->x, args[0]->y); }' 2>&1 | grep .)" "3 4"

# Structs by value, and two texts in one program that mean different things by one name.
cat >"$tmp/two.c" <<'END'
#include <usdt.h>
struct conn { int id, port; };
USDT_DEFINITION("struct conn { int id; int port; }; provider one { probe at(struct conn *c); };"
		"provider value { probe at(struct conn c); };");
USDT_DEFINITION("struct conn { long pad; int id; int port; };"
		"provider two { probe at(struct conn *c); };");
struct wide { long pad; int id, port; };
int main(void)
{
	struct conn first = { 1, 2 };
	struct wide second = { 0, 3, 4 };

	USDT(one, at, &first);
	USDT(two, at, &second);
	USDT(value, at, &first);
	return 0;
}
END
# shellcheck disable=SC2086
${CC:-cc} -O2 -I"$sdk" "$tmp/two.c" -o "$tmp/two"
is "each text has types of its own" "$(timeout 60 "$dtrace" -q -c "$tmp/two" -n '
	one$target:::at { printf("%d ", args[0]->port); }
	two$target:::at { printf("%d ", args[0]->port); }
	value$target:::at { printf("%d %d", args[0].id, args[0].port); }' 2>&1 | grep .)" "2 4 1 2"
out=$("$dtrace" -c "$tmp/two" -n 'one$target:::at,two$target:::at { trace(args[0]->id); }' 2>&1)
has "a clause of probes with different types is refused" "$out" \
	"args[0] has different types in the probes of this clause"

cat >"$tmp/bad.c" <<'END'
#include <usdt.h>
USDT_DEFINITION("provider own { probe at(int a); probe at(char *b);");
int main(void)
{
	USDT(own, at, 5);
	return 0;
}
END
# shellcheck disable=SC2086
${CC:-cc} -O2 -I"$sdk" "$tmp/bad.c" -o "$tmp/bad"
out=$(timeout 60 "$dtrace" -q -c "$tmp/bad" -n 'own$target:::at { printf("got %d", arg0); }' 2>&1)
has "a definition that is none is told" "$out" \
	"some types of the probes' arguments are not known"
has "and the probe can be traced" "$out" "got 5"

# The names of the kernel's structures are free: those that curpsinfo and fds[] look at are its own.
cat >"$tmp/names.c" <<'END'
#include <usdt.h>
struct file { int mine; } file = { 7 };
struct task_struct { int pid; } task = { 8 };
int main(void)
{
	USDT(names, at, &file, &task);
	return 0;
}
END
# shellcheck disable=SC2086
${CC:-cc} -g -O2 -I"$sdk" "$tmp/names.c" -o "$tmp/names"
is "the program's types beside the kernel's" "$(timeout 60 "$dtrace" -q -c "$tmp/names" -n '
	names$target:::at {
		printf("%d %d ", ((struct file *)arg0)->mine, ((struct task_struct *)arg1)->pid);
		printf("%s %s %d", fds[0].fi_pathname, curpsinfo->pr_fname,
		    curlwpsinfo->pr_state == SONPROC);
	}' 2>&1 </dev/null | grep .)" "7 8 /dev/null names 1"

# A translator makes what the definition says that programs see: members, the whole, its value.
cat >"$tmp/seen.c" <<'END'
#include <usdt.h>
struct native { int fd; const char *name; } native = { 7, "seven" };
int main(void)
{
	USDT(seen, at, &native, 5);
	return 0;
}
END
# shellcheck disable=SC2086
${CC:-cc} -O2 -I"$sdk" "$tmp/seen.c" -o "$tmp/seen"
cat >"$tmp/seen.d" <<'END'
struct native { int fd; const char *name; };
typedef struct info { int num; string text; } info_t;
translator info_t < struct native *N > { num = N->fd; text = copyinstr((uintptr_t)N->name); };
provider seen { probe at(struct native *c, int n) : (info_t *c, int n); };
seen$target:::at
{
	this->info = args[0];
	this->value = *args[0];
	printf("%d %s %s %d %d\n", args[0]->num, this->info->text, this->value.text,
	    this->value.num, args[1]);
	print(args[0]);
}
END
is "translated arguments" \
	"$(timeout 60 "$dtrace" -q -c "$tmp/seen" -s "$tmp/seen.d" 2>&1 | grep .)" \
	'7 seven seven 7 5
info_t {
    int num = 0x7
    string text = "seven"
}'
live_end
